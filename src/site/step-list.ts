// The hops of a chain as text: what the diagram shows, for those who do not see it, and what it has no room for: the line of
// code, the reason, the way of the value, conditions, what was ruled out. One list for each goroutine, steps numbered
// through; a call is set in where its caller makes more than one.

import type { Say } from '#language/say.js';
import { type ChainView, type Handoff, type HopView, hopsOf, type LaneSection } from '#render/chain-view.js';
import { endText } from '#render/handoff-place.js';
import { againText, isErrorGuard, plural, stepReasonOf, stopName } from '#render/words.js';
import type { EdgeRecord } from '#report/report.js';
import { type Html, text } from './html.js';
import { codeLine, functionName, type PlaceWriter, place } from './places.js';

/** Set in no further than this: a phone has no room. */
const maxIndent = 6;

interface Context {
  readonly writer: PlaceWriter;
  readonly view: ChainView;
  readonly chain: number;
  readonly numbers: ReadonlyMap<HopView, number>;
}

/** The id of a hop's element, and what a diagram's `data-hop` says. */
export const hopKey = (chain: number, hop: number): string => `${chain}-${hop}`;

export function stepList(writer: PlaceWriter, view: ChainView, chain: number): Html {
  const numbers = new Map<HopView, number>();
  for (const section of view.sections) {
    for (const { view: hop } of hopsOf(section)) if (!isStart(section, hop)) numbers.set(hop, numbers.size + 1);
  }
  const context: Context = { writer, view, chain, numbers };
  return view.sections.map((section) => sectionOf(context, section)).join('\n');
}

/** The step that starts a goroutine stands where it is started; in its own section only what the function does is said. */
function isStart(section: LaneSection, hop: HopView): boolean {
  return section.roots.includes(hop) && hop.starts !== undefined;
}

function sectionOf(context: Context, section: LaneSection): Html {
  const { say } = context.writer.entry;
  const title = section.isCaller
    ? say`On the caller's goroutine`
    : say`Goroutine ${section.label}: ${`<code>${text(section.lane.title)}</code>`}`;
  const id = `lane-${context.chain}-${section.label}`;
  const items: Html[] = [];
  const indents = new Map<HopView, number>();
  const heads: Html[] = [];
  for (const { view: hop } of hopsOf(section)) {
    const parent = hop.hop.parent === undefined ? undefined : context.view.byHop.get(hop.hop.parent);
    const isRoot = section.roots.includes(hop);
    const isOnly = parent === undefined || parent.children.length === 1;
    const indent = isRoot || parent === undefined ? 0 : (indents.get(parent) ?? 0) + (isOnly ? 0 : 1);
    indents.set(hop, indent);
    if (isStart(section, hop)) {
      const notes = [...hopNotes(context, hop)];
      if (notes.length > 0) heads.push(`<ul class="notes">${notes.map((note) => `<li>${note}</li>`).join('')}</ul>`);
    } else items.push(step(context, hop, Math.min(indent, maxIndent)));
  }
  const list = items.length === 0 ? '' : `<ol class="steps">${items.join('\n')}</ol>`;
  return `<section class="lane" id="${id}"><h3>${title}</h3>${heads.join('')}${list}</section>`;
}

function step(context: Context, hop: HopView, indent: number): Html {
  const { writer, chain, numbers } = context;
  const { say } = writer.entry;
  const { edge } = hop;
  const number = numbers.get(hop) ?? 0;
  const key = hopKey(chain, hop.hop.id);
  const startsElsewhere = hop.starts !== undefined;
  const parts = [
    `<div class="head"><span class="number">${number}</span> <span class="what">${headline(context, hop)}</span></div>`,
  ];
  const code = edge?.site.code ?? hop.function?.code ?? '';
  if (code.trim() !== '') parts.push(codeLine(code));
  if (edge !== undefined) {
    const reason = stepReasonOf(edge, writer.entry.index.functions.get(edge.callee ?? -1), say);
    if (hop.hop.via !== undefined) parts.push(`<p class="why">${text(hop.hop.via)}</p>`);
    if (reason !== '') parts.push(`<p class="why">${text(reason)}</p>`);
    if (edge.needs !== undefined)
      parts.push(
        `<p class="why needs">${text(edge.needs.startsWith(say`needs ${''}`) ? edge.needs : say`needs ${edge.needs}`)}</p>`,
      );
  }
  if (hop.again.length > 0)
    parts.push(
      `<p class="why">${say`called here again: ${hop.again.map((call) => againText(call, place(writer, call.site, edge?.caller), (code) => `<code>${text(code)}</code>`, say)).join(say`, `)}`}</p>`,
    );
  const notes = startsElsewhere ? [] : [...hopNotes(context, hop)];
  if (notes.length > 0) parts.push(`<ul class="notes">${notes.map((note) => `<li>${note}</li>`).join('')}</ul>`);
  if (edge !== undefined) parts.push(proof(writer, edge));
  const dead = hop.isDead ? ' dead' : '';
  return `<li class="step in${indent}${dead}" id="hop-${key}" data-hop="${key}" value="${number}">${parts.join('')}</li>`;
}

function headline(context: Context, hop: HopView): Html {
  const { writer, view, numbers } = context;
  const { say } = writer.entry;
  const { edge } = hop;
  const name = functionName(writer, hop.hop.function);
  const at = edge?.site ?? hop.function?.at;
  const where = at === undefined ? '' : ` ${place(writer, at, edge?.caller)}`;
  if (edge === undefined) return `${name}${where}`;
  const parent = hop.hop.parent === undefined ? undefined : view.byHop.get(hop.hop.parent);
  const from = parent === undefined ? undefined : numbers.get(parent);
  const isUp = writer.entry.report.question.direction === 'up';
  const verb = edge.kind === 'go' ? say`starts` : edge.kind === 'defer' ? say`defers` : say`calls`;
  const words = isUp ? ` <span class="verb">${verb}</span> ${functionName(writer, parent?.hop.function)}` : '';
  const lead = isUp || edge.kind === 'call' ? '' : `<span class="verb">${verb}</span> `;
  const tags = [
    edge.mode === 'invoke' ? say`interface call` : edge.mode === 'func' ? say`func value` : '',
    hop.siblingCallees > 1 ? say`1 of ${hop.siblingCallees} callees` : '',
    hop.isDead ? say`cannot run` : '',
    hop.starts === undefined ? '' : say`goroutine ${hop.starts.label}`,
    from === undefined || from === (numbers.get(hop) ?? 0) - 1 ? '' : say`from step ${from}`,
  ];
  const shown = tags.filter((tag) => tag !== '').map((tag) => `<span class="tag">${text(tag)}</span>`);
  return `${lead}${name}${words}${where} ${shown.join(' ')}`;
}

/** What stands behind the reason: folded, but for branches that are never taken. */
function proof(writer: PlaceWriter, edge: EdgeRecord): Html {
  const { say } = writer.entry;
  const blocks: Html[] = [];
  const label: string[] = [];
  if (edge.flow.length > 1) {
    label.push(say`the way of the value`);
    const items = edge.flow.map(
      ({ text: words, at }) => `<li>${text(words)}${at === undefined ? '' : ` ${place(writer, at)}`}</li>`,
    );
    blocks.push(`<p>${say`The way of the value:`}</p><ol>${items.join('')}</ol>`);
  }
  const guards = edge.guards.filter((guard) => !isErrorGuard(guard));
  if (guards.length > 0) {
    label.push(plural(say, guards.length, 'condition'));
    const items = guards.map((guard) => {
      const truth =
        guard.truth === undefined
          ? ''
          : guard.truth === 'always'
            ? say`, which is always so`
            : say`, which is never so`;
      const because = guard.because === undefined ? '' : say`: ${text(guard.because)}`;
      const where = guard.where === undefined ? '' : say`, where ${`<code>${text(guard.where)}</code>`}`;
      return `<li>${say`if ${`<code>${text(guard.text)}</code> ${place(writer, guard.at)}`}${where}${truth}${because}`}</li>`;
    });
    blocks.push(`<p>${say`Runs only under these conditions:`}</p><ul>${items.join('')}</ul>`);
  }
  if (edge.pruned.length > 0) {
    label.push(say`${edge.pruned.length} ruled out`);
    const items = edge.pruned.map(
      ({ name, reason, at }) =>
        `<li><code>${text(name)}</code>${say`: `}${text(reason)}${at === undefined ? '' : ` ${place(writer, at)}`}</li>`,
    );
    blocks.push(`<p>${say`Ruled out here:`}</p><ul>${items.join('')}</ul>`);
  }
  if (blocks.length === 0) return '';
  const open = guards.some((guard) => guard.truth === 'never') ? ' open' : '';
  const words = label.join(say`, `);
  return `<details${open}><summary>${text(words.charAt(0).toUpperCase() + words.slice(1))}</summary>${blocks.join('')}</details>`;
}

/** What the function itself does: its note, hand-offs, where the trace ends, what is not shown. */
function* hopNotes(context: Context, hop: HopView): Generator<Html> {
  const { writer, view, chain, numbers } = context;
  const { say } = writer.entry;
  const { note } = hop.function ?? {};
  if (note !== undefined && note.trim() !== '') yield `<strong>${text(note)}</strong>`;
  for (const handoff of hop.signals)
    yield say`${hand(handoff, say)}: wakes ${end(context, handoff, 'to')}: ${text(handoff.edge.reason)}${
      handoff.edge.wait === undefined ? '' : ` ${place(writer, handoff.edge.wait)}`
    }`;
  for (const handoff of hop.waits)
    yield say`${hand(handoff, say)}: woken by ${end(context, handoff, 'from')} ${place(writer, handoff.edge.site)}`;
  const { stop, repeats, folded } = hop.hop;
  if (repeats !== undefined) {
    const same = view.byHop.get(repeats);
    const number = same === undefined ? undefined : numbers.get(same);
    yield say`its calls are shown at ${`<a href="#hop-${hopKey(chain, repeats)}">${number === undefined ? say`its first place` : say`step ${number}`}</a>`}`;
  }
  const saysIt = hop.function?.isNoOp === true && stop?.kind === 'leaf' && note !== undefined;
  if (stop !== undefined && !saysIt)
    yield `<span class="${stop.kind === 'leaf' ? 'end' : 'stop'}">${text(stopName(stop.kind, say))}</span>${say`: `}${text(stop.text)}${
      stop.at === undefined ? '' : ` ${place(writer, stop.at)}`
    }`;
  if (folded !== undefined) yield `<span class="folded">${say`not shown: ${text(folded.text)}`}</span>`;
}

function hand({ edge }: Handoff, say: Say): Html {
  return `<span class="hand">${text(say.word(edge.handoff ?? 'hand-off'))}</span>`;
}

function end(context: Context, handoff: Handoff, side: 'from' | 'to'): Html {
  const { say } = context.writer.entry;
  const id = side === 'to' ? handoff.edge.callee : handoff.edge.caller;
  return `${functionName(context.writer, id)}${endText(say, handoff, side)}`;
}
