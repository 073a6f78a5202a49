// A report as an SVG picture: a lane for each goroutine, hops as boxes in the order in which they are read, thick arrows
// that start a goroutine, dashed ones that wake one. Needs no browser to make and no script to show; light or dark as the
// reader's system is. A hop is a link to its line where there is an address. No limit: what a chain shows is drawn.

import { sayIn } from '#language/say.js';
import type { HopId, Report } from '#report/report.js';
import { indexReport, type ReportIndex } from '#report/report-index.js';
import { type HopView, viewChain } from './chain-view.js';
import {
  type HopBox,
  type LaneBox,
  type LaneLayout,
  type Line,
  layOutLanes,
  smallSize,
  titleSize,
} from './lane-layout.js';
import { clip, clipMiddle, visible, wrap } from './text-safety.js';

export interface SvgOptions {
  /** Where a hop leads; undefined for no link. */
  hrefOf(view: HopView, chainNumber: number): string | undefined;
  /** Whether it is a file of its own, with its styles; in a page it is a group of links, and the page has the styles. */
  readonly isFile: boolean;
  /** Numbers of the chains to draw; all when left out. */
  readonly chains?: readonly number[];
}

const margin = 16;
const chainHeader = 34;
const gapBetweenChains = 40;

/** The picture of all chains as a file; ends with a line break. */
export function renderSvg(report: Report): string {
  const index = indexReport(report);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${drawSvg(index, {
    hrefOf: (view) => addressOf(index, view),
    isFile: true,
  })}\n`;
}

function addressOf(index: ReportIndex, view: HopView): string | undefined {
  const at = view.edge?.site ?? view.function?.at;
  return at === undefined ? undefined : index.link(at);
}

/** The `svg` element. Each hop is a group with `data-hop`, each line one with the hops at its ends. */
export function drawSvg(index: ReportIndex, options: SvgOptions): string {
  const { report } = index;
  const parts: string[] = [];
  let width = 0;
  let y = margin;
  const numbers = options.chains ?? report.chains.map((_, i) => i);
  for (const number of numbers) {
    const chain = report.chains[number];
    if (chain === undefined) continue;
    const view = viewChain(index, chain);
    const layout = layOutLanes(index, view);
    const header = numbers.length > 1 ? chainHeader : 0;
    if (header > 0)
      parts.push(
        `<text class="chain" x="${margin}" y="${y + 18}">${xml(clipMiddle(visible(view.root?.shortName ?? '?'), 80))}</text>`,
      );
    parts.push(`<g transform="translate(${margin} ${y + header})">`, ...drawLayout(layout, number, options), '</g>');
    width = Math.max(width, layout.width);
    y += header + layout.height + gapBetweenChains;
  }
  let height = y - gapBetweenChains + margin;
  if (parts.length === 0) {
    const lines = report.answer.flatMap((sentence) => wrap(visible(sentence), 80));
    lines.forEach((line, i) => {
      parts.push(`<text class="title" x="${margin}" y="${margin + 18 * (i + 1)}">${xml(clip(line, 90))}</text>`);
    });
    width = 760;
    height = margin * 2 + 18 * (lines.length + 1);
  }
  const size = `${width + 2 * margin} ${Math.ceil(height)}`;
  const [w = '0', h = '0'] = size.split(' ');
  const say = sayIn(report.question.language);
  const root = report.question.roots.map(visible).join(say`, `);
  const title = report.question.direction === 'up' ? say`Who reaches ${root}` : say`What ${root} runs`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="le" viewBox="0 0 ${size}" width="${w}" height="${h}" role="${options.isFile ? 'img' : 'group'}" aria-label="${xml(clip(title, 200))}">`,
    `<title>${xml(clip(title, 200))}</title>`,
    `<desc>${xml(report.answer.map(visible).join(' '))}</desc>`,
    ...(options.isFile ? [`<style>${svgStyle}</style>`] : []),
    markers,
    `<rect class="page" width="${w}" height="${h}"/>`,
    ...parts,
    '</svg>',
  ].join('\n');
}

function drawLayout(layout: LaneLayout, chain: number, options: SvgOptions): string[] {
  return [
    ...layout.lanes.map(drawLane),
    ...layout.lines.map((line) => drawLine(line, chain)),
    ...layout.lanes.flatMap((lane) => lane.boxes.map((box) => drawBox(box, chain, options))),
  ];
}

function drawLane(lane: LaneBox): string {
  return (
    `<g class="lane"><rect x="${n(lane.x)}" y="${n(lane.y)}" width="${n(lane.width)}" height="${n(lane.height)}" rx="10"/>` +
    `<text x="${n(lane.x + 14)}" y="${n(lane.y + 20)}">${xml(lane.title)}</text></g>`
  );
}

const hopKey = (chain: number, id: HopId): string => `${chain}-${id}`;

function drawLine(line: Line, chain: number): string {
  const { from, to, kind } = line;
  const ids = `data-from="${hopKey(chain, from.view.hop.id)}" data-to="${hopKey(chain, to.view.hop.id)}"`;
  if (kind === 'call') return `<path class="line call" ${ids} d="${callPath(line)}" marker-end="url(#le-call)"/>`;
  if (kind === 'go') return `<path class="line go" ${ids} d="${acrossPath(from, to, true)}" marker-end="url(#le-go)"/>`;
  return `<path class="line handoff" ${ids} d="${acrossPath(from, to, false)}" marker-end="url(#le-handoff)"/>`;
}

function callPath({ from, to, isStraight }: Line): string {
  const bottom = from.y + from.height;
  if (isStraight) return `M${n(from.x + 22)} ${n(bottom)}V${n(to.y - 1)}`;
  return `M${n(from.x + 9)} ${n(bottom)}V${n(to.y + 17)}H${n(to.x - 1)}`;
}

/** From the side of one box to that of another: straight where they are level, else a curve; around where they share a lane. */
function acrossPath(from: HopBox, to: HopBox, isStart: boolean): string {
  const y1 = from.y + (isStart ? 17 : from.height - 12);
  const y2 = to.y + (isStart ? 17 : to.height - 12);
  const right = from.x + from.width;
  if (to.x > right) {
    const bend = Math.min(80, (to.x - right) / 2 + Math.abs(y2 - y1) / 8);
    return y1 === y2
      ? `M${n(right)} ${n(y1)}H${n(to.x - 2)}`
      : `M${n(right)} ${n(y1)}C${n(right + bend)} ${n(y1)} ${n(to.x - bend)} ${n(y2)} ${n(to.x - 2)} ${n(y2)}`;
  }
  const end = to.x + to.width;
  if (end < from.x) {
    const bend = Math.min(80, (from.x - end) / 2 + Math.abs(y2 - y1) / 8);
    return `M${n(from.x)} ${n(y1)}C${n(from.x - bend)} ${n(y1)} ${n(end + bend)} ${n(y2)} ${n(end + 2)} ${n(y2)}`;
  }
  const out = Math.max(right, end) + 34;
  return `M${n(right)} ${n(y1)}C${n(out)} ${n(y1)} ${n(out)} ${n(y2)} ${n(end + 2)} ${n(y2)}`;
}

function drawBox(box: HopBox, chain: number, options: SvgOptions): string {
  const { view, x, y, width } = box;
  const key = hopKey(chain, view.hop.id);
  const href = options.hrefOf(view, chain);
  const full = visible(view.function?.shortName ?? view.edge?.site.code ?? '');
  const reason = box.isStub || view.edge === undefined ? '' : visible(view.edge.reason);
  const lines = [
    `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(box.height)}" rx="6"/>`,
    `<text class="title" x="${n(x + 10)}" y="${n(y + 21)}">${xml(box.title)}</text>`,
    box.place === ''
      ? ''
      : `<text class="place" text-anchor="end" x="${n(x + width - 10)}" y="${n(y + 21)}">${xml(box.place)}</text>`,
    box.owner === '' ? '' : `<text class="owner" x="${n(x + 10)}" y="${n(y + 37)}">${xml(box.owner)}</text>`,
    box.tag === ''
      ? ''
      : `<text class="tag" text-anchor="end" x="${n(x + width - 10)}" y="${n(y + 37)}">${xml(box.tag)}</text>`,
  ];
  let line = y + (box.owner === '' && box.tag === '' ? 37 : 52);
  for (const note of box.notes) {
    lines.push(`<text class="${note.kind}" x="${n(x + 10)}" y="${n(line)}">${xml(note.text)}</text>`);
    line += 15;
  }
  const title = `<title>${xml(clip(reason === '' ? full : `${full}: ${reason}`, 400))}</title>`;
  const inner = title + lines.join('');
  const body = href === undefined ? inner : `<a href="${xml(href)}">${inner}</a>`;
  return `<g class="hop ${box.kind}" ${box.isStub ? 'data-stub' : 'data-hop'}="${key}">${body}</g>`;
}

/** A length without the noise of binary fractions. */
function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

const marker = (id: string): string =>
  `<marker id="le-${id}" class="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>`;

const markers = `<defs>${['call', 'go', 'handoff'].map(marker).join('')}</defs>`;

const lightColours =
  '--page:#ffffff;--lane:#f6f8fa;--lane-line:#d1d9e0;--box:#ffffff;--box-line:#b8c0c8;--text:#1f2328;--dim:#59636e;' +
  '--root:#0969da;--go:#8250df;--hand:#116329;--stop:#7d4e00;--stop-fill:#fff8c5;--end:#116329;--end-fill:#dafbe1;--warn:#a40e26;--warn-fill:#ffebe9;';
const darkColours =
  '--page:#0d1117;--lane:#151b23;--lane-line:#3d444d;--box:#0d1117;--box-line:#656c76;--text:#f0f6fc;--dim:#9198a1;' +
  '--root:#4493f8;--go:#ab7df8;--hand:#56d364;--stop:#e3b341;--stop-fill:#2f2608;--end:#56d364;--end-fill:#0b2a16;--warn:#ff9492;--warn-fill:#3a1216;';

/** Styles of the picture. A page that has a switch for light and dark sets `data-theme` on its root. */
export const svgStyle = [
  `svg.le{${lightColours}font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace}`,
  `@media (prefers-color-scheme:dark){svg.le{${darkColours}}}`,
  `[data-theme=light] svg.le{${lightColours}}[data-theme=dark] svg.le{${darkColours}}`,
  '.le .page{fill:var(--page)}',
  '.le .lane rect{fill:var(--lane);stroke:var(--lane-line)}',
  `.le .lane text,.le text.chain{fill:var(--dim);font-size:${smallSize}px;font-weight:600}`,
  `.le text.chain{fill:var(--text);font-size:${titleSize + 2}px}`,
  '.le .hop rect{fill:var(--box);stroke:var(--box-line)}',
  `.le text{fill:var(--text);font-size:${smallSize}px;white-space:pre}`,
  `.le text.title{font-size:${titleSize}px;font-weight:600}`,
  '.le text.owner,.le text.place,.le text.tag,.le text.folded{fill:var(--dim)}',
  '.le text.handoff{fill:var(--hand)}.le text.stop{fill:var(--stop)}.le text.end{fill:var(--end)}.le text.warn{fill:var(--warn)}',
  '.le .root rect{stroke:var(--root);stroke-width:2}',
  '.le .hop.stop rect{fill:var(--stop-fill);stroke:var(--stop)}.le .hop.end rect{fill:var(--end-fill);stroke:var(--end)}',
  '.le .hop.nothing rect{fill:var(--warn-fill);stroke:var(--warn)}.le .hop.dead rect,.le .hop.repeat rect{stroke-dasharray:4 3}',
  '.le .hop.dead text.title{fill:var(--dim)}.le .hop.start rect{stroke:var(--go)}.le .hop.start text.tag{fill:var(--go)}',
  '.le .line{fill:none;stroke:var(--dim);stroke-width:1.2}.le .line.go{stroke:var(--go);stroke-width:2.5}',
  '.le .line.handoff{stroke:var(--hand);stroke-width:2;stroke-dasharray:6 4}',
  '.le marker.call{fill:var(--dim)}.le marker.go{fill:var(--go)}.le marker.handoff{fill:var(--hand)}',
  '.le a{text-decoration:none;cursor:pointer}.le a:hover rect,.le a:focus rect{stroke-width:2.5}.le a:focus{outline:none}',
].join('\n');
