// A place in the code as people name it: `client.go:88`, with the column `client.go:88:5`, with as many folders before it as
// they like: also the whole import path, with the version of the module or without.

import type { SourceSet } from '#base/position.js';

export interface CodePlace {
  /** Whether a position stands in that file and line. */
  holds(pos: number): boolean;
  /** Whether a position is in that column, if one is named. */
  isColumnOf(pos: number): boolean;
  /** Both. */
  is(pos: number): boolean;
}

/** Undefined if the text names no place. */
export function codePlace(spec: string, sources: SourceSet): CodePlace | undefined {
  const match = /^(.+\.go):(\d+)(?::(\d+))?$/.exec(spec);
  if (match === null) return undefined;
  const [, file = '', line = '', column] = match;
  const holds = (pos: number): boolean => {
    const at = sources.position(pos);
    if (at === undefined || at.line !== Number(line)) return false;
    return [at.file, at.file.replace(/@[^/]+/, '')].some((name) => name === file || name.endsWith(`/${file}`));
  };
  const isColumnOf = (pos: number): boolean => column === undefined || sources.position(pos)?.column === Number(column);
  return { holds, isColumnOf, is: (pos) => holds(pos) && isColumnOf(pos) };
}
