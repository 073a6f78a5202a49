// The head of a Go file, up to its first declaration that is not an import: package name, imports, build constraint.
// Cheap enough to be done for every file of a module. Mirrors go/build's readGoInfo and parseFileHeader.
// Leaves out: whether the build constraint is well-formed (see build-constraint.ts), `//go:embed`.

import {
  backquote,
  doubleQuote,
  endOfLine,
  isLetter,
  newline,
  skipBlockComment,
  skipIdentifier,
  skipRawString,
  skipString,
  slash,
  star,
  startsWith,
  textBetween,
} from './characters.js';
import { unquote } from './unquote.js';

export interface FileHeader {
  /** `_` if there is no package clause. */
  readonly packageName: string;
  readonly imports: readonly { readonly path: string; readonly name: string | undefined }[];
  /**
   * What follows `//go:build`, or the `// +build` lines in the same notation where there is no `//go:build`.
   */
  readonly buildConstraint: string | undefined;
  readonly usesCgo: boolean;
}

/** Byte offsets of an import; `nameStart` is -1 where no name is written. */
export interface ImportScan {
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly pathStart: number;
  readonly pathEnd: number;
  readonly path: string;
}

/** The header as byte offsets. */
export interface HeaderScan {
  /** -1 where there is no package clause. */
  readonly packageStart: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly imports: ImportScan[];
  readonly buildConstraint: string | undefined;
  /** Behind the package clause and the last import. */
  readonly end: number;
  /** Offsets at which something was expected and not found, with what. */
  readonly problems: { readonly at: number; readonly message: string }[];
}

/** Reads a file's package name, imports and build constraint, and stops there. Never throws. */
export function scanHeader(bytes: Uint8Array): FileHeader {
  const scan = scanHeaderOffsets(bytes);
  return {
    packageName: scan.packageStart === -1 ? '_' : textBetween(bytes, scan.nameStart, scan.nameEnd),
    imports: scan.imports.map(({ nameStart, nameEnd, path }) => ({
      path,
      name: nameStart === -1 ? undefined : textBetween(bytes, nameStart, nameEnd),
    })),
    buildConstraint: scan.buildConstraint,
    usesCgo: scan.imports.some(({ path }) => path === 'C'),
  };
}

/** As `scanHeader`, with the places. */
export function scanHeaderOffsets(bytes: Uint8Array): HeaderScan {
  const imports: ImportScan[] = [];
  const problems: { at: number; message: string }[] = [];
  const start = startsWith(bytes, 0, '\u00ef\u00bb\u00bf') ? 3 : 0;
  const { buildConstraint, end: lead } = scanLeadingComments(bytes, start);
  const at = skipSpace(bytes, lead);
  if (!isWord(bytes, at, 'package')) {
    problems.push({ at, message: 'The file does not start with a package clause.' });
    return { packageStart: -1, nameStart: at, nameEnd: at, imports, buildConstraint, end: start, problems };
  }
  const nameStart = skipSpace(bytes, at + 7);
  const nameEnd = isLetter(bytes[nameStart]) ? skipIdentifier(bytes, nameStart) : nameStart;
  if (nameEnd === nameStart) problems.push({ at: nameStart, message: 'The package clause has no name.' });
  let end = nameEnd;
  for (;;) {
    const next = skipSeparators(bytes, end);
    if (!isWord(bytes, next, 'import')) break;
    end = scanImportDecl(bytes, next, imports, problems);
  }
  return { packageStart: at, nameStart, nameEnd, imports, buildConstraint, end, problems };
}

/** Reads the import declaration at `at`, whose keyword stands there; returns the offset behind it. */
export function scanImportDecl(
  bytes: Uint8Array,
  at: number,
  imports: ImportScan[],
  problems: { at: number; message: string }[],
): number {
  const open = skipSpace(bytes, at + 6);
  if (bytes[open] !== 0x28) return scanImportSpec(bytes, open, imports, problems);
  let i = skipSeparators(bytes, open + 1);
  while (i < bytes.length && bytes[i] !== 0x29) {
    const end = scanImportSpec(bytes, i, imports, problems);
    // Not a spec: leave the group at what may be the next declaration, step over anything else.
    if (end === i) {
      if (i === 0 || bytes[i - 1] === newline) return i;
      i++;
    }
    i = skipSeparators(bytes, Math.max(end, i));
  }
  return Math.min(i + 1, bytes.length);
}

function scanImportSpec(
  bytes: Uint8Array,
  at: number,
  imports: ImportScan[],
  problems: { at: number; message: string }[],
): number {
  let nameStart = -1;
  let nameEnd = -1;
  let i = at;
  if (bytes[i] === 0x2e) {
    nameStart = i;
    nameEnd = i + 1;
  } else if (isLetter(bytes[i])) {
    nameStart = i;
    nameEnd = skipIdentifier(bytes, i);
  }
  if (nameStart !== -1) i = skipSpace(bytes, nameEnd);
  const quote = bytes[i];
  if (quote !== doubleQuote && quote !== backquote) {
    problems.push({ at: i, message: 'An import needs a path in quotes.' });
    return at;
  }
  const pathEnd = quote === doubleQuote ? skipString(bytes, i) : skipRawString(bytes, i);
  const path = unquote(textBetween(bytes, i, pathEnd));
  if (path === undefined) problems.push({ at: i, message: 'The path of the import is not a valid string.' });
  else imports.push({ nameStart, nameEnd, pathStart: i, pathEnd, path });
  return pathEnd;
}

function isWord(bytes: Uint8Array, at: number, word: string): boolean {
  return startsWith(bytes, at, word) && skipIdentifier(bytes, at) === at + word.length;
}

/** Behind white space and comments. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  for (;;) {
    const c = bytes[i];
    if (c === 0x20 || c === 0x09 || c === newline || c === 0x0d) i++;
    else if (c === slash && bytes[i + 1] === slash) i = endOfLine(bytes, i);
    else if (c === slash && bytes[i + 1] === star) i = skipBlockComment(bytes, i);
    else return i;
  }
}

function skipSeparators(bytes: Uint8Array, at: number): number {
  let i = skipSpace(bytes, at);
  while (bytes[i] === 0x3b) i = skipSpace(bytes, i + 1);
  return i;
}

/**
 * The build constraint in the comments at the start. `// +build` lines count only above the last blank line, so
 * that package documentation is not taken for one; `//go:build` counts on any line of its own outside block comments.
 */
function scanLeadingComments(bytes: Uint8Array, start: number): { buildConstraint: string | undefined; end: number } {
  let goBuild: string | undefined;
  const plusBuild: { readonly at: number; readonly text: string }[] = [];
  let lastBlank = -1;
  let i = start;
  let lineHasText = false;
  for (;;) {
    const c = bytes[i];
    if (c === newline) {
      if (!lineHasText) lastBlank = i;
      lineHasText = false;
      i++;
    } else if (c === 0x20 || c === 0x09 || c === 0x0d) i++;
    else if (c === slash && bytes[i + 1] === slash) {
      const end = endOfLine(bytes, i);
      if (!lineHasText) {
        if (startsWith(bytes, i, '//go:build')) {
          const text = textBetween(bytes, i + 10, end);
          if (goBuild === undefined && (text.trim() === '' || text.startsWith(' ') || text.startsWith('\t')))
            goBuild = text.trim();
        } else if (hasPlusBuild(bytes, i + 2, end))
          plusBuild.push({
            at: i,
            text: textBetween(bytes, i + 2, end)
              .trim()
              .slice(6)
              .trim(),
          });
      }
      lineHasText = true;
      i = end;
    } else if (c === slash && bytes[i + 1] === star) {
      lineHasText = true;
      i = skipBlockComment(bytes, i);
    } else break;
  }
  if (goBuild !== undefined) return { buildConstraint: goBuild, end: i };
  const lines = plusBuild.filter(({ at }) => at < lastBlank).map(({ text }) => translatePlusBuild(text));
  return {
    buildConstraint:
      lines.length === 0 ? undefined : lines.length === 1 ? lines[0] : lines.map((line) => `(${line})`).join(' && '),
    end: i,
  };
}

function hasPlusBuild(bytes: Uint8Array, at: number, end: number): boolean {
  let i = at;
  while (i < end && (bytes[i] === 0x20 || bytes[i] === 0x09)) i++;
  if (!startsWith(bytes, i, '+build')) return false;
  const next = bytes[i + 6];
  return i + 6 >= end || next === 0x20 || next === 0x09 || next === 0x0d;
}

/** `a,!b c` means `(a && !b) || c`; an empty line is never true, which `a && !a` says for any tag. */
function translatePlusBuild(text: string): string {
  const options = text.split(/[ \t]+/).filter((option) => option !== '');
  if (options.length === 0) return 'ignore && !ignore';
  const terms = options.map((option) => {
    const tags = option.split(',');
    const joined = tags.join(' && ');
    return tags.length > 1 && options.length > 1 ? `(${joined})` : joined;
  });
  return terms.join(' || ');
}
