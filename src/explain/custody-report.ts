// The custody of a resource in words and tables: acquired, held, released, and by which ways a release is reached.

import type { Pos } from '#base/position.js';
import type { Acquisition, Closer, CustodyTable, Truth, Way, WayCall } from '#program/custody-table.js';
import type { CallSite } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import type { ReportParts } from './report-parts.js';

export interface CustodyWords {
  readonly answer: readonly string[];
  readonly sections: readonly Section[];
  /** Display names of the files that places are in. */
  readonly files: readonly string[];
}

/** Steps of a way that are shown; between them the middle is left out. */
const shownSteps = 5;
/** Ways that are written out for one release. */
const shownWays = 3;

/** `isOwn` says whether a place is in the main module. */
export function custodySections(table: CustodyTable, parts: ReportParts, isOwn: (pos: Pos) => boolean): CustodyWords {
  return new CustodyWriter(table, parts, isOwn).write();
}

/** Of a call that stands under no condition. */
const unconditional = 'in any case';

class CustodyWriter {
  readonly #table: CustodyTable;
  readonly #parts: ReportParts;
  readonly #isOwn: (pos: Pos) => boolean;
  readonly #files = new Set<string>();

  constructor(table: CustodyTable, parts: ReportParts, isOwn: (pos: Pos) => boolean) {
    this.#table = table;
    this.#parts = parts;
    this.#isOwn = isOwn;
  }

  write(): CustodyWords {
    const sections = [this.#acquired(), this.#held(), this.#released()];
    return { answer: this.#answer(), sections, files: [...this.#files] };
  }

  // ---- answer --------------------------------------------------------------------------------------------

  #answer(): string[] {
    const { resource, released, acquired } = this.#table;
    if (acquired.length === 0 && released.length === 0)
      return [`Nothing that the program runs brings a value to ${resource}.`];
    if (released.length === 0) return [`No call in the program releases what ${resource} holds.`];
    const where = list(unique(released.map(({ caller }) => this.#parts.nameOf(caller))));
    const sentences = [
      released.length === 1
        ? `One call releases it, in ${where}.`
        : `${released.length} calls release it, in ${where}.`,
    ];
    const live = this.#closers().flatMap((closer) => liveWays(closer).map((way) => ({ closer, way })));
    const entries = unique(
      live.flatMap(({ closer, way }) =>
        way.begin === 'api' || way.begin === 'main' ? [this.#parts.nameOf(way.calls[0]?.caller ?? closer.caller)] : [],
      ),
    );
    if (entries.length === 0)
      sentences.push('No function that other code may call comes to it on the goroutine that calls.');
    else if (entries.length === 1) sentences.push(`Of what other code may call, ${list(entries)} comes to it.`);
    else sentences.push(`Of what other code may call, ${entries.length} functions come to it: ${list(entries)}.`);
    const started = unique(
      live.flatMap(({ way }) =>
        way.begin === 'goroutine' && way.calls[0] !== undefined ? [this.#parts.nameOf(way.calls[0].callee)] : [],
      ),
    );
    if (started.length === 1) sentences.push(`A goroutine comes to it: ${list(started)}.`);
    else if (started.length > 1)
      sentences.push(`${started.length} goroutines come to it, each under the conditions below: ${list(started)}.`);
    const idle = unique(
      this.#closers()
        .filter((closer) => liveWays(closer).length === 0)
        .map(({ caller }) => this.#parts.nameOf(caller)),
    );
    if (idle.length > 0)
      sentences.push(
        `${list(idle)} would too, but nothing that the program runs comes to ${idle.length === 1 ? 'it' : 'them'} under conditions that can hold.`,
      );
    return sentences;
  }

  #closers(): readonly Closer[] {
    return this.#table.released.flatMap(({ closers }) => closers);
  }

  // ---- sections ------------------------------------------------------------------------------------------

  #acquired(): Section {
    const { acquired, resource } = this.#table;
    return {
      id: 'acquired',
      title: 'Acquired',
      paragraphs: acquired.length === 0 ? [[`Nothing brings a value to ${resource}.`]] : [],
      table: {
        head: ['What', 'Made at', 'Way to where it is held'],
        rows: acquired.map((one) => [[{ code: one.type }], this.#code(one.steps[0]?.pos), this.#wayOf(one)]),
      },
    };
  }

  /** The first steps, those in the main module's own code, and the last. */
  #wayOf({ steps }: Acquisition): Span[] {
    const rest = steps.slice(1);
    const own = rest.filter(({ pos }) => this.#isOwn(pos));
    const shown = new Set(
      rest.length <= shownSteps ? rest : [...rest.slice(0, 1), ...own.slice(0, shownSteps - 3), ...rest.slice(-2)],
    );
    const spans: Span[] = [];
    let left = 0;
    for (const step of rest) {
      if (!shown.has(step)) {
        left++;
        continue;
      }
      if (left > 0) spans.push(`${spans.length > 0 ? ' → ' : ''}${left} more ${left === 1 ? 'step' : 'steps'}`);
      left = 0;
      spans.push(`${spans.length > 0 ? ' → ' : ''}${stepWord(step.kind)} `, ...this.#place(step.pos));
    }
    return spans;
  }

  #held(): Section {
    const { held } = this.#table;
    return {
      id: 'held',
      title: 'Held by',
      paragraphs: held.length === 0 ? [['No field, variable or goroutine of the program holds it.']] : [],
      table: {
        head: ['Holder', 'At', 'Holds'],
        rows: held.map((one) => [
          one.runs === undefined
            ? [{ code: one.label }]
            : ['the goroutine of ', { code: this.#parts.nameOf(one.runs) }],
          this.#code(one.pos),
          one.of === -1 ? ['the resource'] : [{ code: held[one.of]?.label.replace(/^.* of /, '') ?? '' }],
        ]),
      },
    };
  }

  #released(): Section {
    const { released } = this.#table;
    return {
      id: 'released',
      title: 'What can release it',
      paragraphs:
        released.length === 0
          ? [['No call in the program does.']]
          : released.map(({ site, caller }) => [
              ...this.#code(site.pos),
              ' in ',
              { code: this.#parts.nameOf(caller) },
              ' is the release; below stand those that decide about it.',
            ]),
      table: {
        head: ['Who', 'By the call', 'Only if', 'How control comes there'],
        rows: this.#closers().map((closer) => [
          [{ code: this.#parts.nameOf(closer.caller) }],
          this.#code(closer.site.pos),
          this.#guards(closer.site, closer.truths),
          this.#ways(closer),
        ]),
      },
    };
  }

  /** The conditions around a call, and what is known of them. */
  #guards(site: CallSite, truths: readonly (Truth | undefined)[]): Span[] {
    const spans: Span[] = [];
    const never = truths.findIndex((truth) => truth?.holds === false);
    this.#parts.guards(site.guards).forEach((guard, at) => {
      const truth = truths[at];
      // What always holds need not be said, nor anything beside what never does.
      if (truth?.holds === true || (never !== -1 && at !== never)) return;
      if (spans.length > 0) spans.push(' and ');
      spans.push({ code: guard.text });
      if (truth !== undefined) spans.push(', which never holds: ', truth.because, ' (', ...this.#place(truth.pos), ')');
    });
    return spans.length === 0 ? [unconditional] : spans;
  }

  #ways({ ways, caller, isReached }: Closer): Span[] {
    if (!isReached || ways.length === 0) return [`nothing that the program runs calls ${this.#parts.nameOf(caller)}`];
    const spans: Span[] = [];
    const sorted = [...ways.filter(isLive), ...ways.filter((way) => !isLive(way))];
    for (const way of sorted.slice(0, shownWays)) {
      if (spans.length > 0) spans.push('; ');
      spans.push(...this.#way(way));
    }
    const left = ways.length - shownWays;
    if (left > 0) spans.push(`; and ${left} more ${left === 1 ? 'way' : 'ways'}`);
    return spans;
  }

  #way(way: Way): Span[] {
    const [first] = way.calls;
    const spans: Span[] = [beginWord(way)];
    if (first === undefined) return spans;
    if (way.begin === 'goroutine') {
      spans.push(' ', { code: this.#parts.nameOf(first.callee) }, ', started at ', ...this.#place(first.site.pos));
      const guards = this.#guards(first.site, way.truths);
      if (guards[0] !== unconditional) spans.push(' only if ', ...guards);
    } else spans.push(' ', { code: this.#parts.nameOf(first.caller) });
    const calls = way.begin === 'goroutine' ? way.calls.slice(1) : way.calls;
    const shown = calls.length <= shownSteps ? calls : [...calls.slice(0, 2), undefined, ...calls.slice(-2)];
    for (const call of shown) {
      if (call === undefined) spans.push(` → ${calls.length - 4} more calls`);
      else
        spans.push(
          call.isHandedOver ? ' ⇢ ' : ' → ',
          { code: this.#parts.nameOf(call.callee) },
          ' at ',
          ...this.#place(call.site.pos),
          ...this.#innermost(call),
        );
    }
    return spans;
  }

  /** The nearest condition around a call. */
  #innermost({ site, isHandedOver }: WayCall): Span[] {
    const guard = isHandedOver ? undefined : this.#parts.guards(site.guards).at(-1);
    return guard === undefined ? [] : [' if ', { code: guard.text }];
  }

  // ---- places --------------------------------------------------------------------------------------------

  #place(pos: Pos): Span[] {
    const at = this.#parts.places.location(pos);
    if (at === undefined) return ['the runtime'];
    this.#files.add(at.file);
    return [{ text: '', at }];
  }

  /** The line of code with its place. */
  #code(pos: Pos | undefined): Span[] {
    const line = pos === undefined ? undefined : this.#parts.places.codeLine(pos);
    if (line === undefined) return ['not known'];
    this.#files.add(line.file);
    return [{ code: line.code }, ' ', { text: '', at: { file: line.file, line: line.line, column: line.column } }];
  }
}

/** Whether something begins it, and no condition at its first call is known never to hold. */
function isLive({ begin, truths }: Way): boolean {
  return begin !== 'nobody' && !truths.some((truth) => truth?.holds === false);
}

function liveWays({ truths, ways }: Closer): readonly Way[] {
  return truths.some((truth) => truth?.holds === false) ? [] : ways.filter(isLive);
}

function stepWord(kind: string): string {
  switch (kind) {
    case 'return':
      return 'returned at';
    case 'argument':
    case 'receiver':
      return 'passed at';
    case 'assignment':
      return 'assigned at';
    case 'field':
      return 'through the field at';
    case 'element':
    case 'range':
      return 'kept as an element at';
    case 'channel':
      return 'sent at';
    case 'conversion':
      return 'converted at';
    case 'assertion':
      return 'asserted at';
    default:
      return 'at';
  }
}

function beginWord({ begin, calls }: Way): string {
  switch (begin) {
    case 'api':
      return calls.length === 0 ? 'other code may call it' : 'other code may call';
    case 'main':
      return 'the program’s';
    case 'init':
      return 'initialization:';
    case 'goroutine':
      return 'on the goroutine';
    case 'runtime':
      return calls.length === 0 ? 'the runtime or another package calls it back' : 'called back:';
    case 'nobody':
      return calls.length === 0 ? 'nothing that the program runs calls it' : 'nothing that the program runs calls';
  }
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** Names beyond these are counted. */
const listLimit = 6;

function list(names: readonly string[]): string {
  const shown = names.slice(0, listLimit);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
