// Positions as a report has them: file, line, column, with the line of code; and text cut from the source.

import type { Pos, SourceSet } from '#base/position.js';
import { type Say, sayIn } from '#language/say.js';
import type { CodeLine, Location, Report } from '#report/report.js';
import { indexReport } from '#report/report-index.js';

/** A condition or receiver that is longer is cut: nobody reads it in a tree. */
const maxText = 120;

/** Around a place in a sentence until all files are known; characters that have no meaning and stand in no source. */
const open = '\ue000';
const close = '\ue001';
const placed = /\ue000([^\ue000\ue001]*):(\d+)\ue001/g;

export class Places {
  readonly #sources: SourceSet;
  /** The language of the sentences around them. */
  readonly say: Say;

  constructor(sources: SourceSet, say = sayIn('en')) {
    this.#sources = sources;
    this.say = say;
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

  /** Where a call is shown: where it starts, or of one that is chained over lines the name that is called. */
  siteOf({ pos, lparen }: { readonly pos: Pos; readonly lparen: Pos }): { site: CodeLine; start?: Location } {
    const site = this.codeLineOr(pos);
    const source = this.#sources.textOf(pos);
    if (source === undefined || lparen <= pos || this.lineOf(lparen) === site.line) return { site };
    const [name] = /[\p{L}\p{N}_]+(?:\[[^[\]]*\])?$/u.exec(source.slice(pos - source.base, lparen - source.base)) ?? [];
    if (name === undefined) return { site };
    const named = this.codeLineOr(lparen - Buffer.byteLength(name));
    return named.line === site.line ? { site } : { site: named, start: this.location(pos) ?? site };
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

  /** A place within a sentence; `settlePlaces` makes `client.go:167` of it. */
  inText(pos: Pos): string {
    const position = this.#sources.position(pos);
    return position === undefined ? '' : `${open}${position.file}:${position.line}${close}`;
  }
}

/** The report with the places in its sentences as short as those beside them: no two files by one name. */
export function settlePlaces(report: Report): Report {
  const index = indexReport(report);
  const settle = (text: string): string =>
    text.replace(placed, (_all, file: string, line: string) => `${index.shortFile(file)}:${line}`);
  const { path } = report;
  const isWriteup = report.question.command === 'explain' && path === undefined;
  return {
    ...report,
    answer: (isWriteup ? withHome(report, report.answer) : report.answer).map(settle),
    ...(report.facts === undefined
      ? {}
      : { facts: report.facts.map((fact) => ({ ...fact, text: settle(fact.text) })) }),
    edges: report.edges.map((edge) => ({
      ...edge,
      reason: settle(edge.reason),
      pruned: edge.pruned.map((candidate) => ({ ...candidate, name: settle(candidate.name) })),
    })),
    chains: report.chains.map((chain) => ({
      ...chain,
      hops: chain.hops.map((hop) =>
        hop.stop === undefined ? hop : { ...hop, stop: { ...hop.stop, text: settle(hop.stop.text) } },
      ),
    })),
    ...(path === undefined
      ? {}
      : {
          path: {
            ...path,
            text: settle(path.text),
            paths: path.paths.map((one) => ({ ...one, conditions: one.conditions.map(settle) })),
          },
        }),
  };
}

/** The answer with the module beside its first place in the code that was asked about: nobody knows yet what `main.go` is. */
function withHome({ build, question }: Report, answer: readonly string[]): readonly string[] {
  const home = build.modules.find(({ main }) => main === true)?.path;
  if (home === undefined) return answer;
  const say = sayIn(question.language);
  let isTold = false;
  const told = answer.map((text) =>
    text.replace(placed, (place: string, file: string, _line: string, at: number) => {
      if (isTold || !file.startsWith(`${home}/`)) return place;
      isTold = true;
      return /[(（]$/.test(text.slice(0, at)) ? say`${place} in module ${home}` : say`${place} (in module ${home})`;
    }),
  ); // Beside what has become Chinese on both sides there is no blank.
  return told.map((text) => text.replace(/） (?=[\u4e00-\u9fff])/g, '）'));
}
