// A report in the DOT language of Graphviz: a cluster for each goroutine, dashed arrows for hand-offs.

import type { Report } from '#report/report.js';
import { type DiagramLink, type DiagramNode, drawReport } from './diagram.js';
import { visible } from './text-safety.js';

/** Graphviz has no limits of its own; a graph that big can still be laid out and looked at. */
const maxLinks = 5_000;

/** The graph; ends with a line break. */
export function renderDot(report: Report): string {
  const diagram = drawReport(report, (d) => d.links.length <= maxLinks);
  const lines = [
    'digraph trace {',
    '  rankdir=TB;',
    '  node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="Helvetica", fontsize=11];',
    '  edge [fontname="Helvetica", fontsize=9, color="#57606a"];',
  ];
  for (const cluster of diagram.clusters) {
    lines.push(
      `  subgraph cluster_${cluster.id} {`,
      `    label=${quote(cluster.title)}; fontname="Helvetica"; style=rounded; color="#8c959f";`,
    );
    for (const node of cluster.nodes) lines.push(`    ${node.id} [${nodeAttributes(node)}];`);
    lines.push('  }');
  }
  if (diagram.leftOut !== undefined)
    lines.push(`  more [label=${quote(diagram.leftOut)}, shape=note, fillcolor="#fff8c5"];`);
  for (const link of diagram.links) lines.push(`  ${link.from} -> ${link.to} [${linkAttributes(link)}];`);
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function nodeAttributes(node: DiagramNode): string {
  const attributes = [`label=${quote(node.lines.join('\n'))}`];
  if (node.isDead) attributes.push('style="rounded,dashed"', 'fontcolor="#57606a"');
  else if (node.isNoOp) attributes.push('fillcolor="#ffebe9"', 'color="#cf222e"');
  else if (node.shape === 'root') attributes.push('fillcolor="#0969da"', 'fontcolor="#ffffff"');
  else if (node.shape === 'stop' || node.shape === 'unknown')
    attributes.push('shape=hexagon', 'fillcolor="#fff8c5"', 'color="#9a6700"');
  else if (node.shape === 'end') attributes.push('shape=ellipse', 'fillcolor="#dafbe1"', 'color="#1a7f37"');
  if (node.link !== undefined) attributes.push(`URL=${quote(node.link)}`);
  return attributes.join(', ');
}

function linkAttributes(link: DiagramLink): string {
  const attributes = [`label=${quote(link.label)}`];
  switch (link.kind) {
    case 'go':
      attributes.push('style=bold', 'color="#8250df"');
      break;
    case 'handoff':
      attributes.push('style=dashed', 'penwidth=2', 'color="#1a7f37"', 'constraint=false');
      break;
    case 'dead':
      attributes.push('style=dotted', 'arrowhead=tee');
      break;
    case 'call':
    case 'defer':
      break;
  }
  return attributes.join(', ');
}

/** A quoted string of DOT: lines apart by `\n`, and no backslash of the text's own, which labels would interpret. */
function quote(text: string): string {
  const lines = text.split('\n').map((line) => visible(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  return `"${lines.join('\\n')}"`;
}
