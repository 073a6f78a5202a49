// Finds a file's top-level declarations without parsing them: where each starts and ends and what it declares. Knows
// brackets, literals, comments and automatic semicolons, nothing else, and is therefore fast and hard to confuse.
//
// Code with unbalanced brackets: a line that starts at column 1 with `func name(` or `import` cannot be inside a
// declaration, so the one before it ends there. A line that starts so with `type`, `var` or `const` can (nobody
// has to indent), and ends one only in a file where some bracket, raw string or comment stays open to the end.

import {
  backquote,
  doubleQuote,
  endOfLine,
  identifierClass,
  isLetter,
  newline,
  singleQuote,
  skipBlockComment,
  skipIdentifier,
  skipRawString,
  skipRune,
  skipString,
  slash,
  star,
  startsWith,
  textBetween,
} from './characters.js';
import { type ImportScan, scanImportDecl } from './header.js';
import { keywords } from './names.js';

export interface NameScan {
  readonly start: number;
  readonly end: number;
}

/** A declaration as byte offsets. */
export interface UnitScan {
  readonly kind: 'func' | 'const' | 'var' | 'type' | 'bad';
  readonly start: number;
  readonly end: number;
  readonly names: readonly NameScan[];
  /** The name of a method's receiver type. */
  readonly recv: NameScan | undefined;
  readonly recvPointer: boolean;
  /** Indices into the directives of the scan: those between the declaration before and this one. */
  readonly firstDirective: number;
  readonly endDirective: number;
}

export interface Problem {
  readonly at: number;
  readonly message: string;
}

export interface FileScan {
  readonly units: UnitScan[];
  /** Imports in wrong places, behind other declarations. */
  readonly lateImports: ImportScan[];
  /** `//go:` and `//export` comments outside declarations. */
  readonly directives: NameScan[];
  readonly problems: Problem[];
}

/** What brackets and literals mean to the scan: 0 nothing. */
const roles = new Uint8Array(256);
for (const open of [0x28, 0x5b, 0x7b]) roles[open] = 1;
for (const close of [0x29, 0x5d, 0x7d]) roles[close] = 2;
roles[newline] = 3;
roles[doubleQuote] = 4;
roles[singleQuote] = 5;
roles[backquote] = 6;
roles[slash] = 7;

/** Keywords behind which a line end is a semicolon. */
const endsStatement: ReadonlySet<string> = new Set(['break', 'continue', 'fallthrough', 'return']);

/** Why a scan stopped. `cut`: at a line that starts another declaration. */
type Stop = 'semicolon' | 'close' | 'cut' | 'end';

interface Scan extends FileScan {
  readonly bytes: Uint8Array;
  readonly limit: number;
  /** Where to go on. */
  at: number;
  /** The end of the last token read. */
  last: number;
  stop: Stop;
  /** Set once something stayed open to the end of the file. */
  strict: boolean;
  /** No block comment that starts behind this offset is closed. */
  noCommentEnd: number;
  /** The first line since the declaration's start that may begin another declaration, or -1. */
  candidate: number;
  /** Whether a raw string or comment was not closed. */
  open: boolean;
}

/** Scans from `from`, behind the package clause and imports. Never throws; O(size). */
export function scanUnits(bytes: Uint8Array, from: number): FileScan {
  const s: Scan = {
    bytes,
    limit: bytes.length,
    at: from,
    last: from,
    stop: 'end',
    strict: false,
    noCommentEnd: bytes.length,
    candidate: -1,
    open: false,
    units: [],
    lateImports: [],
    directives: [],
    problems: [],
  };
  for (;;) {
    const firstDirective = s.directives.length;
    s.at = skipSpaceAndDirectives(s, s.at);
    if (s.at >= s.limit) break;
    const kind = declarationKind(bytes, s.at);
    if (kind === undefined) skipGarbage(s);
    else if (kind === 'import') {
      s.problems.push({ at: s.at, message: 'Imports must come before other declarations.' });
      s.at = scanImportDecl(bytes, s.at, s.lateImports, s.problems);
    } else scanUnit(s, kind, firstDirective);
  }
  return s;
}

function scanUnit(s: Scan, kind: UnitScan['kind'], firstDirective: number): void {
  const start = s.at;
  const endDirective = s.directives.length;
  const wasStrict = s.strict;
  let shape = scanShape(s, kind);
  if (!wasStrict && (s.open || (s.stop === 'end' && s.candidate !== -1))) {
    s.strict = true;
    s.at = start;
    shape = scanShape(s, kind);
  }
  if (s.stop === 'cut' || s.open) {
    const [name] = shape.names;
    const what =
      name === undefined ? 'The declaration' : `The declaration of ${textBetween(s.bytes, name.start, name.end)}`;
    s.problems.push({ at: start, message: `${what} is not closed.` });
  }
  const { names, recv, recvPointer } = shape;
  const end = trimmedEnd(s.bytes, start, Math.min(s.last, s.at));
  s.units.push({
    kind: kind === 'func' && names.length === 0 ? 'bad' : kind,
    start,
    end,
    names,
    recv,
    recvPointer,
    firstDirective,
    endDirective,
  });
  if (kind === 'func' && names.length === 0) s.problems.push({ at: start, message: 'The function has no name.' });
  if (s.at === start) s.at++;
}

/** `end` without white space in front of it. */
function trimmedEnd(bytes: Uint8Array, start: number, end: number): number {
  let i = end;
  while (i > start && (bytes[i - 1] ?? 0) <= 0x20) i--;
  return i;
}

interface Shape {
  readonly names: NameScan[];
  recv: NameScan | undefined;
  recvPointer: boolean;
}

function scanShape(s: Scan, kind: UnitScan['kind']): Shape {
  const { bytes } = s;
  const shape: Shape = { names: [], recv: undefined, recvPointer: false };
  s.candidate = -1;
  s.open = false;
  s.last = skipIdentifier(bytes, s.at);
  s.at = skipBlank(s, s.last);
  if (kind === 'func') {
    if (bytes[s.at] === 0x28) scanReceiver(s, shape);
    scanName(s, shape.names);
    skipToSemicolon(s);
    return shape;
  }
  if (bytes[s.at] !== 0x28) {
    scanNames(s, kind, shape.names);
    skipToSemicolon(s);
    return shape;
  }
  s.last = ++s.at;
  for (;;) {
    s.at = skipBlank(s, s.at);
    const c = bytes[s.at];
    if (c === 0x3b) s.at++;
    else if (c === 0x29) {
      s.last = ++s.at;
      skipToSemicolon(s);
      return shape;
    } else if (s.at >= s.limit) {
      s.stop = 'end';
      s.open = true;
      return shape;
    } else if (startsLine(bytes, s.at) && startsDeclaration(bytes, s.at) !== 'no') {
      s.stop = 'cut';
      return shape;
    } else {
      const before = s.at;
      scanNames(s, kind, shape.names);
      skipToSemicolon(s);
      if (s.stop === 'cut' || s.stop === 'end') return shape;
      if (s.at === before) s.at++;
    }
  }
}

function scanName(s: Scan, names: NameScan[]): boolean {
  if (!isLetter(s.bytes[s.at])) return false;
  const end = skipIdentifier(s.bytes, s.at);
  if (keywords.has(textBetween(s.bytes, s.at, end))) return false;
  names.push({ start: s.at, end });
  s.last = end;
  s.at = end;
  return true;
}

function scanNames(s: Scan, kind: UnitScan['kind'], names: NameScan[]): void {
  while (scanName(s, names) && kind !== 'type') {
    const next = skipBlank(s, s.at);
    if (s.bytes[next] !== 0x2c) return;
    s.at = skipBlank(s, next + 1);
  }
}

/** The receiver's type name is the last one outside its type arguments. */
function scanReceiver(s: Scan, shape: Shape): void {
  const { bytes } = s;
  let depth = 0;
  let i = s.at;
  for (;;) {
    i = skipBlank(s, i);
    const c = bytes[i];
    if (c === undefined) break;
    if (isLetter(c)) {
      const end = skipIdentifier(bytes, i);
      shape.recv = { start: i, end };
      i = end;
      continue;
    }
    if (c === 0x7b || c === 0x7d || c === 0x3b || (startsLine(bytes, i) && startsDeclaration(bytes, i) !== 'no')) break;
    if (c === 0x2a) shape.recvPointer = true;
    if (c === 0x28) depth++;
    else if (c === 0x29) depth--;
    i = c === 0x5b ? skipTypeArguments(s, i) : i + 1;
    if (depth === 0) break;
  }
  s.last = i;
  s.at = skipBlank(s, i);
}

function skipTypeArguments(s: Scan, at: number): number {
  let depth = 0;
  for (let i = at; i < s.limit; i++) {
    const c = s.bytes[i];
    if (c === 0x5b) depth++;
    else if (c === 0x5d && --depth === 0) return i + 1;
    else if (c === 0x7b || c === 0x7d) return i;
  }
  return s.limit;
}

/** Moves to where the semicolon of the current declaration or spec stands, written or automatic. */
function skipToSemicolon(s: Scan): void {
  const { bytes, limit } = s;
  let i = s.at;
  /** Start of the last token if it is an identifier or keyword, else -1. */
  let word = -1;
  let complete = isComplete(s, s.last);
  while (i < limit) {
    const c = bytes[i] ?? 0;
    if (c === 0x20 || c === 0x09 || c === 0x0d) {
      i++;
    } else if (identifierClass[c] !== 0) {
      word = i;
      i = skipIdentifier(bytes, i);
      s.last = i;
      complete = true;
    } else if (c === newline) {
      if (complete && (word === -1 || endsLine(bytes, word, s.last))) return stopAt(s, i, 'semicolon');
      i++;
      if (
        startsDeclaration(bytes, i) !== 'no' &&
        !(startsWith(bytes, i, 'func') && startsDeclaration(bytes, i) !== 'surely')
      )
        return stopAt(s, i, 'semicolon');
    } else if (c === slash && bytes[i + 1] === slash) {
      i = endOfLine(bytes, i);
    } else if (c === slash && bytes[i + 1] === star) {
      const end = skipComment(s, i);
      const line = bytes.indexOf(newline, i);
      if (complete && line !== -1 && line < end) return stopAt(s, i, 'semicolon');
      i = end;
    } else if (c === 0x3b) {
      return stopAt(s, i + 1, 'semicolon');
    } else {
      const role = roles[c];
      word = -1;
      if (role === 2) return stopAt(s, i, 'close');
      complete = role !== 0 && role !== 7;
      if (role === 1) {
        i = skipBrackets(s, i);
        s.last = i;
        if (s.stop === 'cut' || s.stop === 'end') {
          s.at = i;
          return;
        }
        continue;
      }
      if (role === 4) i = skipString(bytes, i);
      else if (role === 5) i = skipRune(bytes, i);
      else if (role === 6) i = skipRaw(s, i);
      else i++;
      s.last = i;
    }
  }
  stopAt(s, limit, 'end');
}

/** Whether the token that ends at `end` can be a statement's last: it is an identifier or a closing bracket. */
function isComplete(s: Scan, end: number): boolean {
  const c = s.bytes[end - 1] ?? 0;
  return identifierClass[c] !== 0 || c === 0x29;
}

function endsLine(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start > 11) return true;
  const word = textBetween(bytes, start, end);
  return !keywords.has(word) || endsStatement.has(word);
}

function stopAt(s: Scan, at: number, stop: Stop): void {
  s.at = at;
  s.stop = stop;
}

/** Behind the bracket that closes the one at `at`. */
function skipBrackets(s: Scan, at: number): number {
  const { bytes, limit } = s;
  let depth = 0;
  let i = at;
  while (i < limit) {
    switch (roles[bytes[i] ?? 0]) {
      case 0:
        i++;
        break;
      case 1:
        depth++;
        i++;
        break;
      case 2:
        i++;
        if (--depth === 0) {
          s.stop = 'semicolon';
          return i;
        }
        break;
      case 3: {
        i++;
        const c = bytes[i] ?? 0;
        if (c < 0x63 || c > 0x76) break;
        const found = startsDeclaration(bytes, i);
        if (found === 'no') break;
        if (s.candidate === -1) s.candidate = i;
        if (found === 'maybe' && !s.strict) break;
        s.stop = 'cut';
        return s.candidate;
      }
      case 4:
        i = skipString(bytes, i);
        break;
      case 5:
        i = skipRune(bytes, i);
        break;
      case 6:
        i = skipRaw(s, i);
        break;
      default:
        if (bytes[i + 1] === slash) i = endOfLine(bytes, i);
        else if (bytes[i + 1] === star) i = skipComment(s, i);
        else i++;
    }
  }
  s.open = true;
  s.stop = 'end';
  return limit;
}

/** A raw string; in a broken file one that is not closed, or that seems to hold declarations, ends with its line. */
function skipRaw(s: Scan, at: number): number {
  const end = skipRawString(s.bytes, at);
  const closed = end < s.limit || s.bytes[s.limit - 1] === backquote;
  if (!closed) s.open = true;
  if (!s.strict || (closed && !holdsDeclaration(s.bytes, at, end))) return end;
  return endOfLine(s.bytes, at);
}

function holdsDeclaration(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = bytes.indexOf(newline, start); i !== -1 && i < end; i = bytes.indexOf(newline, i + 1)) {
    if (startsDeclaration(bytes, i + 1) === 'surely') return true;
  }
  return false;
}

/** A block comment; one that is not closed ends with its line in a file known to be broken. */
function skipComment(s: Scan, at: number): number {
  if (at < s.noCommentEnd) {
    const end = skipBlockComment(s.bytes, at);
    if (end < s.limit || (s.bytes[s.limit - 1] === slash && s.bytes[s.limit - 2] === star)) return end;
    s.noCommentEnd = at;
  }
  s.open = true;
  return s.strict ? endOfLine(s.bytes, at) : s.limit;
}

function startsLine(bytes: Uint8Array, at: number): boolean {
  return at === 0 || bytes[at - 1] === newline;
}

function declarationKind(bytes: Uint8Array, at: number): 'func' | 'const' | 'var' | 'type' | 'import' | undefined {
  switch (bytes[at]) {
    case 0x66:
      return isWord(bytes, at, 'func') ? 'func' : undefined;
    case 0x63:
      return isWord(bytes, at, 'const') ? 'const' : undefined;
    case 0x76:
      return isWord(bytes, at, 'var') ? 'var' : undefined;
    case 0x74:
      return isWord(bytes, at, 'type') ? 'type' : undefined;
    case 0x69:
      return isWord(bytes, at, 'import') ? 'import' : undefined;
    default:
      return undefined;
  }
}

function isWord(bytes: Uint8Array, at: number, word: string): boolean {
  return startsWith(bytes, at, word) && identifierClass[bytes[at + word.length] ?? 0] === 0;
}

/** Whether the line at `at` begins a declaration, which `func name(` does even in the middle of something open. */
function startsDeclaration(bytes: Uint8Array, at: number): 'no' | 'maybe' | 'surely' {
  const kind = declarationKind(bytes, at);
  if (kind === undefined) return 'no';
  let i = skipBlanks(bytes, at + kind.length);
  if (kind === 'import') return bytes[i] === 0x28 || bytes[i] === doubleQuote ? 'surely' : 'maybe';
  if (kind !== 'func') return isLetter(bytes[i]) || bytes[i] === 0x28 ? 'maybe' : 'no';
  if (bytes[i] === 0x28) {
    while (i < bytes.length && bytes[i] !== 0x29 && bytes[i] !== newline) i++;
    if (bytes[i] !== 0x29) return 'no';
    i = skipBlanks(bytes, i + 1);
  }
  if (!isLetter(bytes[i])) return 'no';
  i = skipBlanks(bytes, skipIdentifier(bytes, i));
  return bytes[i] === 0x28 || bytes[i] === 0x5b ? 'surely' : 'no';
}

function skipBlanks(bytes: Uint8Array, at: number): number {
  let i = at;
  while (bytes[i] === 0x20 || bytes[i] === 0x09) i++;
  return i;
}

function skipBlank(s: Scan, at: number): number {
  const { bytes } = s;
  let i = at;
  for (;;) {
    const c = bytes[i];
    if (c === 0x20 || c === 0x09 || c === newline || c === 0x0d) i++;
    else if (c === slash && bytes[i + 1] === slash) i = endOfLine(bytes, i);
    else if (c === slash && bytes[i + 1] === star) i = skipComment(s, i);
    else return i;
  }
}

/** As `skipBlank` between declarations, where directives are kept and stray semicolons mean nothing. */
function skipSpaceAndDirectives(s: Scan, at: number): number {
  const { bytes } = s;
  let i = at;
  for (;;) {
    const c = bytes[i];
    if (c === slash && bytes[i + 1] === slash) {
      const end = endOfLine(bytes, i);
      if (startsWith(bytes, i, '//go:') || startsWith(bytes, i, '//export ')) {
        s.directives.push({ start: i + 2, end: bytes[end - 1] === 0x0d ? end - 1 : end });
      }
      i = end;
    } else if (c === slash && bytes[i + 1] === star) {
      s.open = false;
      const end = skipComment(s, i);
      if (s.open) {
        s.problems.push({ at: i, message: 'The comment is not closed.' });
        s.strict = true;
        i = endOfLine(bytes, i);
      } else i = end;
    } else if (c === 0x20 || c === 0x09 || c === newline || c === 0x0d || c === 0x3b) i++;
    else return i;
  }
}

/** What cannot start a declaration, up to a line that does. */
function skipGarbage(s: Scan): void {
  const { bytes, limit, at: start } = s;
  let i = start;
  let last = start;
  while (i < limit && !(startsLine(bytes, i) && i > start && declarationKind(bytes, i) !== undefined)) {
    const end = endOfLine(bytes, i);
    if (end > i) last = end;
    i = Math.min(end + 1, limit);
  }
  s.problems.push({ at: start, message: 'Expected a declaration: "func", "type", "var" or "const".' });
  const none = s.directives.length;
  s.units.push({
    kind: 'bad',
    start,
    end: Math.max(last, start),
    names: [],
    recv: undefined,
    recvPointer: false,
    firstDirective: none,
    endDirective: none,
  });
  s.at = i;
}
