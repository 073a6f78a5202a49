// What every rendering does to text that comes from the analysed code before its own escaping: names and lines of
// code may hold terminal escapes, bidirectional controls and other characters that make a reader see something
// else than is there ("Trojan Source", CVE-2021-42574). They are made visible, as Go would write them in a string.
// Also the width of text in terminal columns, and clipping by it.

/** Ranges of code points that take no part in what a reader sees, or change it: first, last, pairwise. */
const hiddenRanges = [
  0x00, 0x1f, 0x7f, 0x9f, 0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f,
  0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x206f, 0x3164, 0x3164, 0xd800, 0xdfff, 0xfdd0, 0xfdef, 0xfe00, 0xfe0f,
  0xfeff, 0xfeff, 0xffa0, 0xffa0, 0xfff0, 0xfffb, 0xfffe, 0xffff, 0xe0000, 0xe0fff,
];

/** Ranges that take two columns in a terminal (East Asian Wide and Fullwidth, and emoji), coarsely. */
const wideRanges = [
  0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0x9fff, 0xa000, 0xa4cf, 0xac00, 0xd7a3,
  0xf900, 0xfaff, 0xfe30, 0xfe6f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1f64f, 0x1f900, 0x1f9ff, 0x20000, 0x3fffd,
];

/** Ranges of marks that take no column of their own, coarsely. */
const combiningRanges = [
  0x300, 0x36f, 0x483, 0x489, 0x591, 0x5bd, 0x610, 0x61a, 0x64b, 0x65f, 0x20d0, 0x20f0, 0xfe20, 0xfe2f,
];

function isIn(ranges: readonly number[], code: number): boolean {
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    if (code < (ranges[i] ?? 0)) return false;
    if (code <= (ranges[i + 1] ?? 0)) return true;
  }
  return false;
}

const plainAscii = /^[\x20-\x7e]*$/;

/** The text on one line with nothing hidden in it: a tab becomes a space, other controls become `\x1b`, `\u202e`. */
export function visible(text: string): string {
  if (plainAscii.test(text)) return text;
  let result = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 9) result += ' ';
    else if (isIn(hiddenRanges, code)) result += escapeCode(code);
    else result += character;
  }
  return result;
}

function escapeCode(code: number): string {
  if (code === 10) return '\\n';
  if (code === 13) return '\\r';
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** The text as a Go string literal, as `%q` prints it but for the letters of other scripts, which stay. */
export function goQuote(text: string): string {
  let result = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') result += `\\${character}`;
    else if (code === 9) result += '\\t';
    else if (isIn(hiddenRanges, code)) result += escapeCode(code);
    else result += character;
  }
  return `${result}"`;
}

/** Columns that the text takes in a terminal. The text must be `visible` already. */
export function textWidth(text: string): number {
  if (plainAscii.test(text)) return text.length;
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (isIn(wideRanges, code)) width += 2;
    else if (!isIn(combiningRanges, code)) width += 1;
  }
  return width;
}

/** The text cut to so many columns; what is cut is marked by the ellipsis. */
export function clip(text: string, columns: number, ellipsis = '…'): string {
  // Cheap cut first: no character is narrower than nothing, but a 10,000-character line need not be measured whole.
  if (text.length <= columns && plainAscii.test(text)) return text;
  const room = columns - textWidth(ellipsis);
  let width = 0;
  let kept = '';
  let isCut = false;
  for (const character of text) {
    const next = width + textWidth(character);
    if (next > columns) {
      isCut = true;
      break;
    }
    width = next;
    kept += character;
  }
  if (!isCut) return kept;
  while (kept !== '' && textWidth(kept) > room) kept = [...kept].slice(0, -1).join('');
  return kept.trimEnd() + ellipsis;
}

/** The text cut in the middle, so that both ends stay readable: used for names. */
export function clipMiddle(text: string, columns: number, ellipsis = '…'): string {
  if (textWidth(text) <= columns) return text;
  const characters = [...text];
  const room = Math.max(0, columns - textWidth(ellipsis));
  const head = Math.ceil(room / 2);
  return characters.slice(0, head).join('') + ellipsis + characters.slice(characters.length - (room - head)).join('');
}

/** What may stand on a line of its own, and what stands before it on the same line. A mark that closes stays with what is before it. */
function* wordsOf(text: string): Generator<{ readonly word: string; readonly blank: string }> {
  for (const word of text.split(' ')) {
    if (word === '') continue;
    if (plainAscii.test(word)) {
      yield { word, blank: ' ' };
      continue;
    }
    let blank = ' ';
    for (const [part] of word.matchAll(breakable)) {
      yield { word: part, blank };
      blank = '';
    }
  }
}

/** A wide character with the marks that belong to it, or all up to the next one. */
const breakable =
  /[（“]?(?:[\u3040-\u30ff\u4e00-\u9fff]|[^\u3040-\u30ff\u4e00-\u9fff（“，。；：、）”]+)?[，。；：、）”]*|./gu;

/** Breaks text at spaces and between wide characters into lines of at most so many columns; a longer word stands alone, cut if it must be. */
export function wrap(text: string, columns: number, ellipsis = '…'): string[] {
  const room = Math.max(8, columns);
  const lines: string[] = [];
  let line = '';
  let width = 0;
  for (const { word, blank } of wordsOf(text)) {
    const wordWidth = textWidth(word);
    if (line !== '' && width + blank.length + wordWidth > room) {
      lines.push(line);
      line = '';
      width = 0;
    }
    if (line === '') {
      line = wordWidth > room * 4 ? clipMiddle(word, room, ellipsis) : word;
      width = textWidth(line);
    } else {
      line += blank + word;
      width += blank.length + wordWidth;
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}
