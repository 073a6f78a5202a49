// A report as a Mermaid flowchart that GitHub draws: a subgraph for each goroutine, dotted arrows for hand-offs.
//
// What Mermaid makes of text is not obvious, and each of these was a broken diagram once:
// - node ids such as `o` or `x` after an arrow are read as arrow heads (`--o`), and `end` closes a subgraph: ids here
//   are a letter and a number, and arrows stand between spaces;
// - labels are read as Markdown, so `*`, `_`, a leading `-` or `1.` change or break them;
// - `#` begins an entity, `%%` a comment; `$$` a formula, `fa:fa-` an icon and `\n` a line even as
//   entities, so these are parted by a zero-width space;
// - a class called `root` is one that Mermaid gives to its own groups;
// - a line that matches /style.*:\S*#.*;/ loses its last semicolon: no label holds a colon.
// So everything that is neither letter, digit, space nor one of a few harmless characters is written as an entity.

import type { Report } from '#report/report.js';
import type { ReportIndex } from '#report/report-index.js';
import { viewChain } from './chain-view.js';
import { type Diagram, type DiagramLink, type DiagramNode, drawChains, drawLane, drawReport } from './diagram.js';

/** GitHub's limits: Mermaid's defaults for `maxEdges` and `maxTextSize`. */
const maxEdges = 500;
const maxCharacters = 50_000;

const harmless = /[^\p{L}\p{M}\p{N} .,/()=]/gu;

function escapeLabel(text: string): string {
  return text
    .trim()
    .replace(/\$(?=\$)|:(?=fa-)|\\(?=n)/g, '$&\u200b')
    .replace(harmless, (character) => `#${character.codePointAt(0) ?? 63};`)
    .replace(/^(\d+)\./, '$1#46;')
    .replace(/^(\d+)\)/, '$1#41;');
}

function label(lines: readonly string[]): string {
  const text = lines
    .filter((line) => line.trim() !== '')
    .map(escapeLabel)
    .join('<br/>');
  return `"${text === '' ? '#63;' : text}"`;
}

/** The whole report as one flowchart. */
export function renderMermaid(report: Report): string {
  return spell(drawReport(report, fits));
}

/** One part of a chain that is too large for one flowchart. */
export interface MermaidSlice {
  /** What it shows; undefined when it is the whole chain. */
  readonly section?: number;
  readonly text: string;
}

/** One chain as one flowchart, or one for each goroutine where the whole would be over the limits. */
export function mermaidSlices(index: ReportIndex, chainNumber: number): MermaidSlice[] {
  const whole = drawChains(index, [chainNumber], fits);
  const chain = index.report.chains[chainNumber];
  const sections = chain === undefined ? [] : viewChain(index, chain).sections;
  if (whole.leftOut === undefined || sections.length < 2) return [{ text: spell(whole) }];
  return sections.map((_, section) => ({ section, text: spell(drawLane(index, chainNumber, section, fits)) }));
}

function fits(diagram: Diagram): boolean {
  return diagram.links.length <= maxEdges && spell(diagram).length <= maxCharacters;
}

function spell(diagram: Diagram): string {
  const lines = ['flowchart TB'];
  const classes = new Map<string, string[]>();
  const classify = (name: string, id: string): void => {
    const ids = classes.get(name) ?? [];
    ids.push(id);
    classes.set(name, ids);
  };
  for (const cluster of diagram.clusters) {
    lines.push(`  subgraph ${cluster.id} [${label([cluster.title])}]`);
    for (const node of cluster.nodes) {
      lines.push(`    ${node.id}${shape(node)}`);
      const name = className(node);
      if (name !== undefined) classify(name, node.id);
    }
    lines.push('  end');
  }
  if (diagram.leftOut !== undefined) {
    lines.push(`  more${shape({ shape: 'stop', lines: [diagram.leftOut] })}`);
    classify('isStop', 'more');
  }
  const handoffs: number[] = [];
  const dead: number[] = [];
  diagram.links.forEach((link, i) => {
    lines.push(`  ${link.from} ${arrow(link)} ${link.to}`);
    if (link.kind === 'handoff') handoffs.push(i);
    if (link.kind === 'dead') dead.push(i);
  });
  for (const [name, style] of classStyles) {
    const ids = classes.get(name);
    if (ids === undefined) continue;
    lines.push(`  classDef ${name} ${style}`, `  class ${ids.join(',')} ${name}`);
  }
  for (const cluster of diagram.clusters) lines.push(`  style ${cluster.id} fill:#8c959f1a,stroke:#8c959f`);
  if (handoffs.length > 0) lines.push(`  linkStyle ${handoffs.join(',')} stroke:#1a7f37,stroke-width:3px`);
  if (dead.length > 0) lines.push(`  linkStyle ${dead.join(',')} stroke:#8c959f,stroke-width:1px`);
  return `${lines.join('\n')}\n`;
}

/** Colours that can be read on a light and on a dark page: each names its own text colour. */
const classStyles: readonly (readonly [string, string])[] = [
  ['isRoot', 'fill:#0969da,stroke:#0969da,color:#ffffff'],
  ['isStop', 'fill:#fff8c5,stroke:#9a6700,color:#3b2300'],
  ['isEnd', 'fill:#dafbe1,stroke:#1a7f37,color:#0b3d17'],
  ['isDead', 'fill:#eaeef2,stroke:#8c959f,color:#57606a,stroke-dasharray: 4 3'],
  ['isNoOp', 'fill:#ffebe9,stroke:#cf222e,color:#82071e'],
];

function className(node: DiagramNode): string | undefined {
  if (node.isDead) return 'isDead';
  if (node.isNoOp) return 'isNoOp';
  if (node.shape === 'root') return 'isRoot';
  if (node.shape === 'stop' || node.shape === 'unknown') return 'isStop';
  return node.shape === 'end' ? 'isEnd' : undefined;
}

function shape(node: Pick<DiagramNode, 'shape' | 'lines'>): string {
  const text = label(node.lines);
  switch (node.shape) {
    case 'root':
      return `([${text}])`;
    case 'stop':
      return `{{${text}}}`;
    case 'end':
      return `([${text}])`;
    case 'unknown':
      return `>${text}]`;
    case 'function':
      return `[${text}]`;
  }
}

function arrow(link: DiagramLink): string {
  const text = link.label === '' ? '' : `|${label([link.label])}|`;
  switch (link.kind) {
    case 'call':
    case 'defer':
      return `-->${text}`;
    case 'go':
      return `==>${text}`;
    case 'handoff':
      return `-.->${text}`;
    case 'dead':
      return `--x${text}`;
  }
}
