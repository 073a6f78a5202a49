// The signs and colours of the terminal tree. Colours are the terminal's own sixteen, so that they fit its theme;
// nothing is said by colour alone.

import { textWidth } from './text-safety.js';

export type Paint = 'plain' | 'bold' | 'dim' | 'name' | 'place' | 'go' | 'handoff' | 'stop' | 'dead' | 'warn';

const ansi: Readonly<Record<Paint, string>> = {
  plain: '',
  bold: '1',
  dim: '2',
  name: '1',
  place: '36',
  go: '1;35',
  handoff: '1;32',
  stop: '33',
  dead: '31',
  warn: '33',
};

export interface Signs {
  readonly tee: string;
  readonly corner: string;
  readonly bar: string;
  readonly blank: string;
  readonly cornerFolded: string;
  readonly go: string;
  readonly signal: string;
  readonly wait: string;
  readonly stop: string;
  readonly leaf: string;
  readonly dead: string;
  readonly above: string;
  readonly below: string;
  readonly nothing: string;
  readonly arrow: string;
  readonly bullet: string;
  readonly ellipsis: string;
}

const unicodeSigns: Signs = {
  tee: '├─ ',
  corner: '└─ ',
  bar: '│  ',
  blank: '   ',
  cornerFolded: '└┄ ',
  go: '⇒ go',
  signal: '~~>',
  wait: '<~~',
  stop: '■',
  leaf: '●',
  dead: '✗',
  above: '↑',
  below: '↓',
  nothing: '∅',
  arrow: '→',
  bullet: '·',
  ellipsis: '…',
};

const asciiSigns: Signs = {
  tee: '|- ',
  corner: '`- ',
  bar: '|  ',
  blank: '   ',
  cornerFolded: '`. ',
  go: '=> go',
  signal: '~~>',
  wait: '<~~',
  stop: '#',
  leaf: 'o',
  dead: 'x',
  above: '^',
  below: 'v',
  nothing: '0',
  arrow: '->',
  bullet: '-',
  ellipsis: '...',
};

/** A piece of text in one colour. */
export interface Piece {
  readonly text: string;
  readonly paint: Paint;
}

export interface TreeStyle {
  readonly signs: Signs;
  paint(paint: Paint, text: string): string;
  paintAll(pieces: readonly Piece[]): string;
}

export function treeStyle(options: { readonly color: boolean; readonly ascii: boolean }): TreeStyle {
  const paint = (how: Paint, text: string): string =>
    options.color && ansi[how] !== '' && text !== '' ? `\x1b[${ansi[how]}m${text}\x1b[0m` : text;
  return {
    signs: options.ascii ? asciiSigns : unicodeSigns,
    paint,
    paintAll: (pieces) => pieces.map((piece) => paint(piece.paint, piece.text)).join(''),
  };
}

export function piecesWidth(pieces: readonly Piece[]): number {
  let width = 0;
  for (const piece of pieces) width += textWidth(piece.text);
  return width;
}
