// Positions as a report has them: file, line, column, with the line of code; and text cut from the source.

import type { Pos, SourceSet } from '#base/position.js';
import type { CodeLine, Location } from '#report/report.js';

/** A condition or receiver that is longer is cut: nobody reads it in a tree. */
const maxText = 120;

export class Places {
  readonly #sources: SourceSet;

  constructor(sources: SourceSet) {
    this.#sources = sources;
  }

  /** Undefined for what has no source. */
  location(pos: Pos): Location | undefined {
    return this.#sources.position(pos);
  }

  codeLine(pos: Pos): CodeLine | undefined {
    const text = this.#sources.textOf(pos);
    if (text === undefined) return undefined;
    const { file, line, column } = text.positionAt(pos - text.base);
    return { file, line, column, code: text.lineText(line).trim() };
  }

  /** `codeLine`, or an empty one for what has no source. */
  codeLineOr(pos: Pos): CodeLine {
    return this.codeLine(pos) ?? { file: '', line: 1, column: 1, code: '' };
  }

  lineOf(pos: Pos): number | undefined {
    return this.#sources.position(pos)?.line;
  }

  /** The source between two positions on one line, blanks joined. */
  text(pos: Pos, end: Pos): string {
    const source = this.#sources.textOf(pos);
    if (source === undefined || end <= pos) return '';
    const text = source
      .slice(pos - source.base, Math.min(end - source.base, source.bytes.length))
      .replace(/\s+/g, ' ')
      .trim();
    return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
  }

  /** `client.go:167`. */
  short(pos: Pos): string {
    const position = this.#sources.position(pos);
    return position === undefined ? '' : `${position.file.slice(position.file.lastIndexOf('/') + 1)}:${position.line}`;
  }
}
