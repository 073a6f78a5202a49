// Reads imports and forbidden words out of TypeScript source, without a parser: enough for this repository's own style
// (static imports at the start of a line, single quotes), which the formatter keeps. Misses imports built at run time.

export interface Import {
  readonly from: string;
  /** Erased by the compiler, so it cannot be part of a cycle at run time. */
  readonly typeOnly: boolean;
}

const staticImport = /^(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]+?\sfrom\s+)?'([^'\n]+)'/gm;
const dynamicImport = /\b(?:import|require)\(\s*'([^'\n]+)'/g;

/** Every module that the file names, once per statement. */
export function importsOf(source: string): Import[] {
  const found: Import[] = [];
  for (const match of source.matchAll(staticImport)) {
    found.push({ from: match[2] ?? '', typeOnly: match[1] !== undefined });
  }
  for (const match of withoutComments(source).matchAll(dynamicImport)) {
    found.push({ from: match[1] ?? '', typeOnly: false });
  }
  return found;
}

const outsideWorld: readonly [string, RegExp][] = [
  ['process', /(?<![.\w$])process\.\w/],
  ['console', /(?<![.\w$])console\.\w/],
  ['a clock', /(?<![.\w$])(?:new Date\b|Date\.\w|performance\.\w)|\bhrtime\b/],
  ['chance', /\bMath\.random\b|\bcrypto\.random/],
  ['a timer', /(?<![.\w$])(?:setTimeout|setInterval|setImmediate)\(/],
  ['the locale', /\.(?:localeCompare|toLocale\w+)\(|(?<![.\w$])Intl\./],
];

/** What of the outside world the source touches, in words. */
export function worldlyWords(source: string): string[] {
  const code = withoutText(source);
  return outsideWorld.filter(([, pattern]) => pattern.test(code)).map(([name]) => name);
}

/** The source with comments blanked. */
function withoutComments(source: string): string {
  return blank(source, false);
}

/** The source with comments and the insides of strings, templates and regular expressions blanked. */
function withoutText(source: string): string {
  return blank(source, true);
}

// One pass over the source. A template's `${…}` is code again, so the braces that are open at its start are counted.
function blank(source: string, strings: boolean): string {
  let out = '';
  let at = 0;
  let depth = 0;
  const templates: number[] = [];
  const skipTo = (end: number, hide: boolean): void => {
    out += hide ? source.slice(at, end).replace(/[^\n]/g, ' ') : source.slice(at, end);
    at = end;
  };
  while (at < source.length) {
    const c = source[at] ?? '';
    const next = source[at + 1];
    if (c === '/' && next === '/') skipTo(endOf(source, at, /\n/g), true);
    else if (c === '/' && next === '*') skipTo(endOf(source, at + 2, /\*\//g, 2), true);
    else if (c === "'" || c === '"') skipTo(endOfQuoted(source, at, c), strings);
    else if (c === '/' && /(?:^|[(,=:[!&|?{};\n]|=>|return)\s*$/.test(out.slice(-12))) {
      skipTo(endOfRegExp(source, at), strings);
    } else if (c === '`' || (c === '}' && templates.at(-1) === depth)) {
      if (c === '}') templates.pop();
      const end = endOfTemplatePart(source, at + 1);
      if (source[end - 1] === '{') templates.push(depth);
      skipTo(end, strings);
    } else {
      if (c === '{') depth += 1;
      if (c === '}') depth -= 1;
      out += c;
      at += 1;
    }
  }
  return out;
}

function endOf(source: string, from: number, pattern: RegExp, extra = 0): number {
  pattern.lastIndex = from;
  const match = pattern.exec(source);
  return match === null ? source.length : match.index + extra;
}

function endOfQuoted(source: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < source.length && source[at] !== quote && source[at] !== '\n') at += source[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfRegExp(source: string, start: number): number {
  let inClass = false;
  let at = start + 1;
  for (; at < source.length && source[at] !== '\n'; at += 1) {
    const c = source[at];
    if (c === '\\') at += 1;
    else if (c === '[') inClass = true;
    else if (c === ']') inClass = false;
    else if (c === '/' && !inClass) break;
  }
  return at + 1;
}

// Past the closing backquote, or past the `${` that makes the text code again.
function endOfTemplatePart(source: string, from: number): number {
  let at = from;
  for (; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === '`') return at + 1;
    else if (source[at] === '$' && source[at + 1] === '{') return at + 2;
  }
  return at;
}
