// What a rendering may be told beyond the report.

import type { Report } from '#report/report.js';

export interface RenderOptions {
  /** Width of the terminal; only the tree looks at it. */
  readonly columns: number;
  /** ANSI colours; only the tree has them. */
  readonly color: boolean;
  /** ASCII only instead of box-drawing characters; only the tree has them. */
  readonly ascii: boolean;
  readonly detail: 'brief' | 'normal' | 'full';
}

export const defaultRenderOptions: RenderOptions = { columns: 100, color: false, ascii: false, detail: 'normal' };

/** Report → text. Pure: the same report and options give the same bytes. */
export type Renderer = (report: Report, options: RenderOptions) => string;
