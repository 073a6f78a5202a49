// The forms in which findings can be had.

import type { FindingsReport } from '#report/findings.js';
import { renderFindingsJson } from './findings-json.js';
import { type FindingTextOptions, renderFindingsText } from './findings-text.js';
import { renderGithub } from './github.js';
import { renderSarif } from './sarif.js';

export interface FindingFormat {
  /** What a person reads in the help. */
  readonly summary: string;
  readonly extensions: readonly string[];
  readonly render: (report: FindingsReport, options: FindingTextOptions) => string;
}

export const findingFormats: Readonly<Record<string, FindingFormat>> = {
  text: { summary: 'as compilers print errors', extensions: ['.txt'], render: renderFindingsText },
  sarif: { summary: 'SARIF 2.1.0, for code scanning', extensions: ['.sarif'], render: renderSarif },
  json: { summary: 'by schema/findings.schema.json', extensions: ['.json'], render: renderFindingsJson },
  github: { summary: 'annotations of a GitHub workflow', extensions: [], render: renderGithub },
};
