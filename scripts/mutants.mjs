// Variants of a Go file with some of its tokens deleted, doubled or swapped. The same seed gives the same variants.

import { TokenScanner } from '../dist/go/syntax/token-scanner.js';

/** Numbers from 0 to 1 (mulberry32): small, and good enough to choose tokens by. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Start and end offsets of a text's tokens, in pairs; line ends that stand for semicolons are none. */
export function tokensOf(text) {
  const scanner = new TokenScanner(text, 0, text.bytes.length);
  const tokens = [];
  for (scanner.next(); scanner.token !== 'EOF'; scanner.next()) {
    if (scanner.end > scanner.pos) tokens.push([scanner.pos - text.base, scanner.end - text.base]);
  }
  return tokens;
}

/** The bytes with one to three tokens deleted, doubled or swapped with another, and what was done. */
export function mutate(bytes, tokens, random) {
  const pieces = tokens.map(([start, end], i) => ({
    token: bytes.subarray(start, end),
    behind: bytes.subarray(end, tokens[i + 1]?.[0] ?? bytes.length),
  }));
  const lead = bytes.subarray(0, tokens[0]?.[0] ?? 0);
  const pick = () => Math.floor(random() * pieces.length);
  const space = Buffer.from(' ');
  const done = [];
  for (let left = 1 + Math.floor(random() * 3); left > 0 && pieces.length > 1; left--) {
    const at = pick();
    const piece = pieces[at];
    const name = JSON.stringify(Buffer.from(piece.token).toString('utf8').slice(0, 20));
    const kind = Math.floor(random() * 3);
    if (kind === 0) {
      pieces[at] = { ...piece, token: Buffer.alloc(0) };
      done.push(`${name} deleted`);
    } else if (kind === 1) {
      pieces[at] = { ...piece, token: Buffer.concat([piece.token, space, piece.token]) };
      done.push(`${name} doubled`);
    } else {
      // Half of them with their neighbour, which is what a slip of the hand does.
      const other = random() < 0.5 ? Math.min(at + 1, pieces.length - 1) : pick();
      const { token } = pieces[other];
      pieces[other] = { ...pieces[other], token: piece.token };
      pieces[at] = { ...piece, token };
      done.push(`${name} swapped with ${JSON.stringify(Buffer.from(token).toString('utf8').slice(0, 20))}`);
    }
  }
  return {
    bytes: Buffer.concat([lead, ...pieces.flatMap(({ token, behind }) => [token, behind])]),
    done: done.join(', '),
  };
}
