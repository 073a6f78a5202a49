// What was taken for granted: the build, whose values flow in, and the choices that only a caller outside makes.

import { compareStrings } from '#base/order.js';
import type { FunctionInfo, ProgramGraph } from '#program/graph.js';
import type { Assumption, CodeLine, Stop } from '#report/report.js';
import type { ReportParts } from './report-parts.js';
import { unknownStop } from './stop-text.js';

export interface BuildFacts {
  readonly goVersion: string;
  readonly goos: string;
  readonly goarch: string;
  readonly cgo: boolean;
  readonly tags: readonly string[];
  /** The packages whose values may flow in, for people: `./...`. */
  readonly main: string;
  readonly isLibrary: boolean;
  /** Import paths of packages that nothing in the program imports, and that were asked about. */
  readonly takenIn: readonly string[];
  readonly assumed: readonly { readonly field: string; readonly type: string }[];
}

/** Assumptions that are listed; a longer list is not read. */
const listLimit = 24;

export function assumptions(
  facts: BuildFacts,
  graphs: readonly ProgramGraph[],
  shown: ReadonlySet<FunctionInfo>,
  parts: ReportParts,
): Assumption[] {
  const { say } = parts;
  const tags = facts.tags.length === 0 ? '' : say` with ${facts.tags.join(', ')}`;
  const list: Assumption[] = [
    {
      text: say`The code is read for ${facts.goVersion} on ${facts.goos}/${facts.goarch}, ${facts.cgo ? say`with` : say`without`} cgo${tags}.`,
      change: '--goos, --goarch, --tags, --cgo',
    },
    {
      text: say`Values flow in from ${facts.main} and what it imports; of other programs nothing is known.`,
      change: '--main PATTERN',
    },
  ];
  if (facts.isLibrary)
    list.push({
      text: say`The main packages are a library: whoever uses it may call its exported functions, and hand them anything.`,
      change: '--main PATTERN',
    });
  for (const path of facts.takenIn)
    list.push({
      text: say`Nothing in the program imports ${path}: it is there because it was asked about, with what it imports.`,
      change: '--main PATTERN',
    });
  for (const { field, type } of facts.assumed)
    list.push({ text: say`${field} holds ${type}, as asked.`, change: `--assume ${field}=…` });
  const apart = storesApart(graphs, parts);
  if (apart !== undefined) list.push(apart);
  const seen = new Set<string>();
  for (const { caller, setting, site } of graphs.flatMap((graph) => graph.edges)) {
    if (setting === undefined || seen.has(setting) || !shown.has(caller.function)) continue;
    seen.add(setting);
    const at = parts.places.codeLine(site.pos);
    list.push({
      text: say`What ${say.known(setting)} is named and not followed: the program itself has another value there.`,
      ...(at === undefined ? {} : { at }),
      change: '--assume FIELD=TYPE',
    });
  }
  for (const graph of graphs) {
    for (const site of graph.unresolved) {
      if (!shown.has(site.caller.function)) continue;
      for (const reason of site.reasons) {
        if (reason.kind !== 'external-caller' || seen.has(reason.text)) continue;
        seen.add(reason.text);
        const at = parts.places.codeLine(reason.pos);
        list.push({
          text: say`${capitalized(say.known(reason.text))}.`,
          ...(at === undefined ? {} : { at }),
          change: '--assume FIELD=TYPE',
        });
      }
    }
  }
  for (const { text, at } of assumedValues(parts)) {
    if (seen.has(text)) continue;
    seen.add(text);
    list.push({ text, at });
  }
  return list.slice(0, listLimit);
}

/** Fields that are set elsewhere through a pointer of which only the type is known: whose fields those are is assumed. */
function storesApart(graphs: readonly ProgramGraph[], parts: ReportParts): Assumption | undefined {
  const places = new Map<string, { readonly at: CodeLine; readonly field: string }>();
  for (const { pos, field } of graphs.flatMap((graph) => graph.storesApart)) {
    const at = parts.places.codeLine(pos);
    if (at !== undefined) places.set(`${at.file}:${at.line}:${at.column}`, { at, field });
  }
  const first = [...places.keys()].sort(compareStrings)[0];
  const place = first === undefined ? undefined : places.get(first);
  if (place === undefined) return undefined;
  const file = place.at.file.slice(place.at.file.lastIndexOf('/') + 1);
  const { say } = parts;
  const here = say`field ${say.known(place.field)} at ${`${file}:${place.at.line}`}`;
  const text =
    places.size === 1
      ? say`What sets ${here} is taken to set it in another object than those of this trace: what makes these does not hand them there.`
      : say`What sets fields at ${places.size} places outside the trace, such as ${here}, is taken to set them in other objects than those of this trace: what makes these does not hand them there.`;
  return { text, at: place.at };
}

/** Values on the ways that are shown of which only the type is known, since no code that was looked at makes them. */
function* assumedValues(parts: ReportParts): Generator<{ readonly text: string; readonly at: CodeLine }> {
  const { say } = parts;
  for (const { flow } of parts.edges) {
    for (const { step, text, at } of flow) {
      if (step !== 'assumption' || at === undefined) continue;
      const type = text.slice(say`assumed to be ${''}`.length);
      const article = type.startsWith('*') ? say`A pointer` : say`A value`;
      const file = at.file.slice(at.file.lastIndexOf('/') + 1);
      yield {
        text: say`${article} of type ${type} comes in at ${`${file}:${at.line}`}: where it is made is not traced.`,
        at,
      };
    }
  }
}

/** Sites in what is shown at which something is not known, besides the choices of callers. */
export function unknowns(
  graphs: readonly ProgramGraph[],
  shown: ReadonlySet<FunctionInfo>,
  parts: ReportParts,
): Stop[] {
  const { say } = parts;
  const list: Stop[] = [];
  const seen = new Set<string>();
  for (const graph of graphs) {
    for (const site of graph.unresolved) {
      if (
        !shown.has(site.caller.function) ||
        (site.reasons.every((reason) => reason.kind === 'external-caller') && site.hasCallees)
      )
        continue;
      const stop = unknownStop(site, parts.places);
      const at = parts.places.codeLine(site.site.pos);
      const what = say`${parts.places.text(site.site.pos, site.site.lparen) || say`a call`} in ${parts.nameOf(site.caller.function)}`;
      const why = stop.text;
      const key = `${site.site.lparen} ${stop.kind}`;
      if (seen.has(key)) continue;
      seen.add(key);
      list.push({ kind: stop.kind, text: say`${what}: ${why}`, what, why, ...(at === undefined ? {} : { at }) });
    }
  }
  return list;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
