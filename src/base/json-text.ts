// JSON read with the places of what stands in it, so that what is wrong with a value can be told with its line.

/** What is no JSON, and where: line and column count from 1. */
export class JsonError extends Error {
  readonly line: number;
  readonly column: number;

  constructor(problem: string, line: number, column: number) {
    super(problem);
    this.line = line;
    this.column = column;
  }
}

export interface JsonText {
  readonly value: unknown;
  /** The line and column at which a value begins, by its way from the top: `acquire[0].result`. Of a key, where the key is. */
  placeOf(way: string): { readonly line: number; readonly column: number };
}

/** Throws a `JsonError` at the first place that is no JSON. O(length). */
export function parseJson(text: string): JsonText {
  const reader = new Reader(text.replace(/^\ufeff/, ''));
  const value = reader.whole();
  return { value, placeOf: (way) => reader.lineAt(reader.places.get(way) ?? 0) };
}

class Reader {
  readonly places = new Map<string, number>();
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  lineAt(offset: number): { readonly line: number; readonly column: number } {
    const before = this.#text.slice(0, offset);
    return { line: before.split('\n').length, column: offset - (before.lastIndexOf('\n') + 1) + 1 };
  }

  whole(): unknown {
    const value = this.#value('');
    this.#space();
    if (this.#at < this.#text.length) this.#fail('something stands after the end');
    return value;
  }

  #fail(problem: string): never {
    const { line, column } = this.lineAt(this.#at);
    throw new JsonError(problem, line, column);
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #value(way: string): unknown {
    this.#space();
    if (!this.places.has(way)) this.places.set(way, this.#at);
    const next = this.#text[this.#at];
    if (next === '{') return this.#object(way);
    if (next === '[') return this.#list(way);
    if (next === '"') return this.#string();
    const word = /^(true|false|null|-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?)(?![\w.])/.exec(
      this.#text.slice(this.#at, this.#at + 400),
    );
    if (word === null) this.#fail(next === undefined ? 'a value is missing at the end' : 'here is no value');
    this.#at += word[0].length;
    return JSON.parse(word[0]);
  }

  #object(way: string): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.#at++;
    this.#space();
    if (this.#take('}')) return object;
    for (;;) {
      this.#space();
      const at = this.#at;
      if (this.#text[at] !== '"') this.#fail('a key in double quotes is missing');
      const key = this.#string();
      const inner = way === '' ? key : `${way}.${key}`;
      this.places.set(inner, at);
      this.#space();
      if (!this.#take(':')) this.#fail('a colon is missing');
      Object.defineProperty(object, key, {
        value: this.#value(inner),
        enumerable: true,
        writable: true,
        configurable: true,
      });
      this.#space();
      if (this.#take('}')) return object;
      if (!this.#take(',')) this.#fail('a comma or the end of the object is missing');
    }
  }

  #list(way: string): unknown[] {
    const list: unknown[] = [];
    this.#at++;
    this.#space();
    if (this.#take(']')) return list;
    for (;;) {
      list.push(this.#value(`${way}[${list.length}]`));
      this.#space();
      if (this.#take(']')) return list;
      if (!this.#take(',')) this.#fail('a comma or the end of the list is missing');
    }
  }

  #string(): string {
    const found = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/.exec(this.#text.slice(this.#at));
    if (found === null) this.#fail('this text has no end, or something in it that has to be written with a backslash');
    this.#at += found[0].length;
    return JSON.parse(found[0]) as string;
  }

  #take(what: string): boolean {
    if (this.#text[this.#at] !== what) return false;
    this.#at++;
    return true;
  }
}
