// What the analysed code, or the place it lies in, has wrong with it. A diagnostic never stops an analysis.

import type { Position } from './position.js';

/** What each code means, for the reference. Codes are stable. */
export const diagnosticCodes = {
  'ambiguous-import': 'Two modules hold the imported package; the go command refuses that, here one of them is taken.',
  'build-constraint-malformed': 'A `//go:build` line cannot be read; the file counts as left out.',
  'file-unreadable': 'A Go file may not or cannot be read; it is left out.',
  'folder-unreadable': 'A folder may not be read; what is in it is left out.',
  'go-mod-malformed': 'A line of a go.mod cannot be read, or there is no `module` line; the line is left out.',
  'go-mod-missing':
    'There is no go.mod, and the command does without: what packages are called is guessed from their imports.',
  'go-version-newer': 'go.mod asks for a newer Go than the standard library that was found.',
  'go-work-malformed': 'A line of go.work cannot be read or names no module; it is left out.',
  'ignore-malformed': 'A comment that should hide a finding names no rule, or gives no reason; it hides nothing.',
  'import-cycle': 'Packages import one another; they are read as they are.',
  'model-unknown':
    'A model in loose-ends.json names a package, function, type, result or argument that is not there; it has no effect.',
  'package-missing':
    'An imported package is not here; the message says why and, where one does, which command brings it.',
  'several-packages': 'The files of a folder belong to different packages; those of the first file are read.',
  'syntax-error': 'A file has a syntax error, or no package clause; what is whole in it is read.',
  'vendor-inconsistent': 'The vendor folder does not fit go.mod; it is used as it is.',
} as const;

export type DiagnosticCode = keyof typeof diagnosticCodes;

export interface Diagnostic {
  readonly code: DiagnosticCode;
  /** One plain sentence; where there is a way out it says so. */
  readonly message: string;
  readonly position?: Position;
  /** A file or folder when there is no position in a file. */
  readonly path?: string;
}
