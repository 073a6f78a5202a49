// The part of a declaration that tells its type, parsed alone: a function without its body, the type of the literal
// that a variable is initialized with. Most declarations that a question touches are touched for their type only, and
// bodies and tables are most of the text. What cannot be told apart for certain is left to the whole declaration.

import type { Diagnostic } from '#base/diagnostic.js';
import type { Expr, FuncDecl, VarSpec } from '#go/syntax/ast.js';
import { parseDeclaration } from '#go/syntax/descent-declarations.js';
import type { Unit } from '#go/syntax/source-file.js';

/** Below this many bytes a variable's declaration is parsed whole. */
const smallDeclaration = 500;

/** The function declaration without its body, or undefined if it has none or cannot be read alone. */
export function functionHead(unit: Unit): FuncDecl | undefined {
  const end = openingBrace(unit);
  if (end === undefined) return undefined;
  const { text } = unit.file;
  // The fields and methods of a type that is written out would be others each time.
  if (/struct|interface\s*\{\s*[^}\s]/.test(text.slice(unit.pos - text.base, end))) return undefined;
  const decl = parseHead(unit, end);
  return decl?.kind === 'FuncDecl' ? decl : undefined;
}

/**
 * Of `var x = T{…}` or `var x = &T{…}` the expression before the braces, of `var x T = …` the type; undefined if it may
 * denote another type when it is read again.
 */
export function variableHead(unit: Unit): Expr | undefined {
  if (unit.names.length !== 1 || unit.end - unit.pos < smallDeclaration) return undefined;
  const brace = openingBrace(unit);
  if (brace === undefined) return undefined;
  const { text } = unit.file;
  const start = unit.pos - text.base;
  const head = text.slice(start, brace);
  // The fields and methods of a type that is written out would be others each time.
  if (/struct|interface|func|[({]/.test(head)) return undefined;
  const equals = head.indexOf('=');
  const typed = specOf(unit, start + equals)?.type;
  if (typed !== undefined) return typed;
  // `[...]T` needs the elements.
  return head.includes('...') ? undefined : specOf(unit, brace)?.values[0];
}

function specOf(unit: Unit, end: number): VarSpec | undefined {
  const decl = parseHead(unit, end);
  const spec = decl?.kind === 'GenDecl' ? decl.specs[0] : undefined;
  return spec?.kind === 'VarSpec' ? spec : undefined;
}

function parseHead(unit: Unit, end: number): ReturnType<typeof parseDeclaration> | undefined {
  const { text } = unit.file;
  const diagnostics: Diagnostic[] = [];
  const decl = parseDeclaration(text, unit.pos - text.base, end, diagnostics);
  return diagnostics.length === 0 ? decl : undefined;
}

/** The byte offset of the first brace outside of brackets that does not belong to a struct or interface type. */
function openingBrace(unit: Unit): number | undefined {
  const { bytes, base } = unit.file.text;
  const limit = unit.end - base;
  let depth = 0;
  for (let i = unit.pos - base; i < limit; i++) {
    switch (bytes[i]) {
      case 0x28: // (
      case 0x5b: // [
        depth++;
        break;
      case 0x29: // )
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
        break;
      case 0x7b: // {
        if (depth === 0 && !followsWord(bytes, i, 'struct') && !followsWord(bytes, i, 'interface')) return i;
        depth++;
        break;
      case 0x22: // "
      case 0x60: // `
      case 0x27: // '
      case 0x2f: // /, of a comment or a division
        return undefined;
      default:
    }
  }
  return undefined;
}

function followsWord(bytes: Uint8Array, at: number, word: string): boolean {
  let end = at;
  while (end > 0 && (bytes[end - 1] ?? 0) <= 0x20) end--;
  const start = end - word.length;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word.charCodeAt(i)) return false;
  const before = bytes[start - 1] ?? 0x20;
  return !(
    (before >= 0x30 && before <= 0x39) ||
    (before >= 0x41 && before <= 0x5a) ||
    before === 0x5f ||
    (before >= 0x61 && before <= 0x7a) ||
    before >= 0x80
  );
}
