// What the site needs of a reader of Markdown: the tokens of a text, and markup of tokens, as markdown-it has them. HTML in a
// text must come out as text.

export interface MarkdownToken {
  readonly type: string;
  readonly tag: string;
  readonly info: string;
  readonly content: string;
  readonly children: readonly MarkdownToken[] | null;
  attrGet(name: string): string | null;
  attrSet(name: string, value: string): void;
}

export interface Markdown {
  parse(text: string): readonly MarkdownToken[];
  render(tokens: readonly MarkdownToken[]): string;
}
