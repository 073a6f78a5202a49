// What `check` found, as plain data: the second kind of report. Published as JSON Schema, versioned.

import type { CodeLine, Language, ReportDiagnostic } from './report.js';

export const findingsSchemaName = 'loose-ends/findings';
export const findingsSchemaVersion = 1;

export interface FindingStep {
  readonly at: CodeLine;
  /** A sentence fragment: `err != nil is true`, `returns`. */
  readonly text: string;
}

export interface Finding {
  readonly rule: string;
  readonly verdict: 'leaked' | 'held-by-policy' | 'blocked' | 'hidden';
  readonly level: 'error' | 'warning' | 'note';
  /** One or two plain sentences. */
  readonly message: string;
  /** Where a reader should look first: what is acquired, or what blocks. */
  readonly at: CodeLine;
  readonly endColumn: number;
  /** Function as go/ssa prints it. */
  readonly function: string;
  readonly package: string;
  /** Where the release belongs, with what to do there. */
  readonly remedy: { readonly at: CodeLine; readonly text: string };
  /** The path, in order. */
  readonly path: readonly FindingStep[];
  /** What had to be taken for granted; empty for nothing. */
  readonly assumption: string;
  /** The same while the code moves: of the rule, the function and the text of the lines, not of line numbers. */
  readonly fingerprint: string;
  /** What else breaks the rule in the same function. */
  readonly also?: readonly FindingAlso[];
}

/** Another finding of the same rule in the same function. */
export type FindingAlso = Pick<
  Finding,
  'message' | 'at' | 'endColumn' | 'remedy' | 'path' | 'assumption' | 'fingerprint'
>;

export interface FindingsRule {
  readonly id: string;
  readonly verdict: Finding['verdict'];
  readonly level: Finding['level'];
  readonly summary: string;
  /** What it looks at and leaves alone. */
  readonly about: string;
  /** What to do about a finding. */
  readonly remedy: string;
  /** Address of its page, where the project has a site. */
  readonly url?: string;
}

export interface FindingsReport {
  readonly schema: typeof findingsSchemaName;
  readonly version: typeof findingsSchemaVersion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly packages: readonly string[];
  /** Of the sentences; English without it. */
  readonly language?: Language;
  readonly rules: readonly FindingsRule[];
  readonly findings: readonly Finding[];
  /** Findings that a comment in the source or the baseline file hides. */
  readonly hidden: { readonly suppressed: number; readonly baseline: number };
  readonly diagnostics: readonly ReportDiagnostic[];
}
