// Positions in source text, in the manner of go/token: one number stands for a file and a byte offset in it.
// A `SourceSet` hands out a disjoint range of numbers to each file, so that a node needs one number only.

/** A file and byte offset as one number. 0 is "no position". Numbers depend on load order: never print them. */
export type Pos = number;

export const noPos: Pos = 0;

/** A position as people and other tools read it. Line and column count from 1, the column in bytes. */
export interface Position {
  /** The file's display name, e.g. `std/net/http/client.go`, `golang.org/x/net@v0.23.0/http2/transport.go`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One file's text with its range of positions. */
export class SourceText {
  readonly name: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly base: Pos;
  #lines: Uint32Array | undefined;

  constructor(name: string, path: string, bytes: Uint8Array, base: Pos) {
    this.name = name;
    this.path = path;
    this.bytes = bytes;
    this.base = base;
  }

  /** Offsets at which lines start; O(file size) once. */
  get lineStarts(): Uint32Array {
    if (this.#lines === undefined) {
      const { bytes } = this;
      let count = 1;
      for (let i = bytes.indexOf(10); i !== -1; i = bytes.indexOf(10, i + 1)) count++;
      const lines = new Uint32Array(count);
      let n = 1;
      for (let i = bytes.indexOf(10); i !== -1; i = bytes.indexOf(10, i + 1)) lines[n++] = i + 1;
      this.#lines = lines;
    }
    return this.#lines;
  }

  /** The position of a byte offset. O(log lines). */
  positionAt(offset: number): Position {
    const lines = this.lineStarts;
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lines[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.name, line: low + 1, column: offset - (lines[low] ?? 0) + 1 };
  }

  /** The text of a line (from 1) without its end; empty if there is no such line. */
  lineText(line: number): string {
    const lines = this.lineStarts;
    const start = lines[line - 1];
    if (start === undefined) return '';
    const end = lines[line] ?? this.bytes.length;
    return this.slice(start, end).replace(/\r?\n$/, '');
  }

  /** The text between two byte offsets. */
  slice(start: number, end: number): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, Math.max(0, end - start)).toString('utf8');
  }
}

/** All files read so far; finds the file of a position by binary search. */
export class SourceSet {
  readonly #texts: SourceText[] = [];
  readonly #byPath = new Map<string, SourceText>();
  #next: Pos = 1;

  /** Adds a file, or returns the one already added under this path. */
  add(name: string, path: string, bytes: Uint8Array): SourceText {
    const known = this.#byPath.get(path);
    if (known !== undefined) return known;
    const text = new SourceText(name, path, bytes, this.#next);
    this.#next += bytes.length + 1;
    this.#texts.push(text);
    this.#byPath.set(path, text);
    return text;
  }

  /** The file that a position lies in; undefined for `noPos`. O(log files). */
  textOf(pos: Pos): SourceText | undefined {
    let low = 0;
    let high = this.#texts.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const text = this.#texts[middle];
      if (text === undefined) return undefined;
      if (pos < text.base) high = middle - 1;
      else if (pos > text.base + text.bytes.length) low = middle + 1;
      else return text;
    }
    return undefined;
  }

  /** The file with this display name. O(files). */
  named(name: string): SourceText | undefined {
    return this.#texts.find((text) => text.name === name);
  }

  position(pos: Pos): Position | undefined {
    const text = this.textOf(pos);
    return text?.positionAt(pos - text.base);
  }

  /** `file:line:column`, or `-` for `noPos`. */
  positionString(pos: Pos): string {
    const position = this.position(pos);
    return position === undefined ? '-' : `${position.file}:${position.line}:${position.column}`;
  }
}
