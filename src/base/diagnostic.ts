// What the analysed code, or the place it lies in, has wrong with it. A diagnostic never stops an analysis.

import type { Position } from './position.js';

export interface Diagnostic {
  /** Stable, kebab-case: `syntax-error`, `module-missing`, `file-unreadable`, `import-cycle`, … */
  readonly code: string;
  /** One plain sentence; where there is a way out it says so. */
  readonly message: string;
  readonly position?: Position;
  /** A file or folder when there is no position in a file. */
  readonly path?: string;
}
