// What the functions of package fmt do with their operands, by verb: "%T a Go-syntax representation of the type of the
// value", "%p address", and for all verbs but these two, a Formatter formats itself; "if the format is valid for strings
// (%s %q %v %x %X)" an error's Error or a Stringer's String is called.

/** Functions that take a format and its operands, and which argument the format is. */
export const formatFunctions: ReadonlyMap<string, number> = new Map([
  ['Sprintf', 0],
  ['Printf', 0],
  ['Errorf', 0],
  ['Fprintf', 1],
  ['Appendf', 1],
]);

export const formatPackage = 'fmt';

/** What a verb asks of its operand: every method that it can print by, `Format` alone, or nothing. */
export type Asked = 'methods' | 'format' | 'nothing';

/** For each operand of a format what is asked of it; undefined where the format picks its operands by number. */
export function askedBy(format: string): readonly Asked[] | undefined {
  const asked: Asked[] = [];
  for (const [, flags = '', verb = ''] of format.matchAll(/%([-+# 0-9.*[\]]*)(\p{L}|%)/gu)) {
    if (/[[\]]/.test(flags)) return undefined;
    for (const sign of flags) if (sign === '*') asked.push('nothing');
    if (verb === '%') continue;
    asked.push(/[Tp]/.test(verb) ? 'nothing' : /[bcdeEfFgGoOtU]/.test(verb) ? 'format' : 'methods');
  }
  return asked;
}
