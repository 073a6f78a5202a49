// "Where closing is missing": for each resource on the way what would release it, why that does not happen, and where a
// release belongs: the outermost type on the way to it that lets go of something, or that lets go of nothing.

import type { Say } from '#language/say.js';
import type { CustodyTable, Holding } from '#program/custody-table.js';
import type { FunctionInfo } from '#program/graph.js';
import type { Section, Span } from '#report/report.js';
import { isReleased, releaseReasons } from './release-reasons.js';
import type { ReportParts } from './report-parts.js';
import { list, unique, WaysText } from './ways-text.js';

export interface Missing {
  readonly section: Section;
  readonly files: readonly string[];
}

/** Undefined where every resource is released by what was asked about. */
export function missingSection(
  tables: readonly CustodyTable[],
  roots: readonly FunctionInfo[],
  parts: ReportParts,
): Missing | undefined {
  if (tables.length === 0) return undefined;
  const { say } = parts;
  const text = new WaysText(parts);
  const rows = tables.map((table) => [
    [{ code: say.known(table.resource) }, ' ', ...text.place(table.pos)],
    acquired(table, text, say),
    heldBy(table, roots, parts),
    whatWould(table, parts),
    why(table, parts),
    belongs(table, roots, text, say),
  ]);
  return {
    section: {
      id: 'missing',
      isLead: true,
      title: say`Where closing is missing`,
      paragraphs: [],
      table: {
        head: [
          say`Resource`,
          say`Acquired at`,
          say`Held by`,
          say`What would release it`,
          say`Why that does not happen`,
          say`Where a release belongs`,
        ],
        rows,
      },
    },
    files: text.files,
  };
}

function acquired({ acquired: all }: CustodyTable, text: WaysText, say: Say): Span[] {
  const [first] = all;
  const last = first?.steps.findLast(({ kind }) => kind === 'return') ?? first?.steps[0];
  return last === undefined ? [say`not known`] : text.code(last.pos);
}

/** The way from the outermost owner in, and the goroutines that keep it. */
function heldBy({ held }: CustodyTable, roots: readonly FunctionInfo[], parts: ReportParts): Span[] {
  const goroutines = held.flatMap(({ runs, lasts }) => (runs === undefined || !lasts ? [] : [parts.nameOf(runs)]));
  const spans: Span[] = [{ code: pathTo(held, ownerAmong(held, roots)).map(parts.say.known).join(' → ') }];
  if (goroutines.length > 0)
    spans.push(
      goroutines.length === 1
        ? parts.say`, and as long as it runs by the goroutine of ${list(goroutines, parts.say)}`
        : parts.say`, and as long as they run by the goroutines of ${list(goroutines.slice(0, 2), parts.say)}`,
    );
  return spans;
}

/** From a holder to the resource. */
function pathTo(held: readonly Holding[], from: Holding | undefined): string[] {
  const path: string[] = [];
  for (let at = from; at !== undefined; at = held[at.of]) path.push(at.label);
  return path;
}

function whatWould({ released }: CustodyTable, parts: ReportParts): Span[] {
  return [
    list(unique(released.flatMap(({ closers }) => closers.map(({ caller }) => parts.nameOf(caller)))), parts.say),
  ];
}

function why(table: CustodyTable, parts: ReportParts): Span[] {
  return [
    releaseReasons(table, parts)
      .map(({ text }) => text)
      .join(parts.say`; `),
  ];
}

/** The outermost holder with a method that lets go but does not come to the release; else the outermost without any. */
function belongs({ held, released }: CustodyTable, roots: readonly FunctionInfo[], text: WaysText, say: Say): Span[] {
  if (isReleased({ released })) return [say`it is released by what other code may call`];
  const holders = held.filter(({ runs }) => runs === undefined);
  const idle = holders.findLast(({ methods }) => methods.some(({ fn }) => fn.noOp !== undefined));
  const method = idle?.methods.find(({ fn }) => fn.noOp !== undefined);
  if (method !== undefined)
    return [
      say`in `,
      ...text.code(method.fn.pos),
      say`, which does nothing: ${method.fn.noOp === undefined ? say`nothing` : say.known(method.fn.noOp)}`,
    ];
  const owner = ownerAmong(held, roots);
  return owner === undefined
    ? [say`not known`]
    : [
        say`in a method of `,
        { code: typeOf(owner) },
        say`, which has none that comes there (`,
        ...text.place(owner.pos),
        say`)`,
      ];
}

const typeOf = ({ label }: Holding): string => label.replace(/^.* of /, '');

/**
 * Who owns it, as far as its types say: the outermost holder in the packages that were asked about, and not what the
 * question itself is a method of, which is one use of it.
 */
function ownerAmong(held: readonly Holding[], roots: readonly FunctionInfo[]): Holding | undefined {
  const packages = new Set(roots.map(({ packagePath }) => packagePath.slice(packagePath.lastIndexOf('/') + 1)));
  const uses = new Set(
    roots
      .map(({ name }) => name.replace(/^\(\*?(.*)\)\..*$/, '$1'))
      .map((name) => name.slice(name.lastIndexOf('/') + 1)),
  );
  const own = held.filter((one) => one.runs === undefined && packages.has(typeOf(one).replace(/\..*$/, '')));
  const isHeld = new Set(own.map(({ of }) => of));
  const outermost = own.filter((one) => !isHeld.has(held.indexOf(one)) && !uses.has(typeOf(one)));
  // What others can name, and of several the nearest: the others are uses of it.
  const isExported = (one: Holding): boolean => /\.[A-Z]\w*$/.test(typeOf(one));
  const byLength = outermost.toSorted(
    (a, b) => Number(isExported(b)) - Number(isExported(a)) || pathTo(held, a).length - pathTo(held, b).length,
  );
  return byLength[0] ?? own[0] ?? held.findLast(({ runs }) => runs === undefined);
}
