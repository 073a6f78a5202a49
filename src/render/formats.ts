// The forms in which a report can be had. Each is a file of its own, loaded when it is asked for.

import type { Renderer } from './options.js';

export interface FormatEntry {
  /** What a person reads in the help. */
  readonly summary: string;
  /** Ends of file names that ask for this form when no form is named. */
  readonly extensions: readonly string[];
  load(): Promise<Renderer>;
}

export const formats: Readonly<Record<string, FormatEntry>> = {
  tree: {
    summary: 'a tree for the terminal, one section a goroutine',
    extensions: ['.txt'],
    load: async () => (await import('./tree.js')).renderTree,
  },
  markdown: {
    summary: 'a writeup for GitHub: diagram, steps with links, what was assumed and not seen',
    extensions: ['.md', '.markdown'],
    load: async () => (await import('./markdown.js')).renderMarkdown,
  },
  mermaid: {
    summary: 'a flowchart with a lane for each goroutine',
    extensions: ['.mmd', '.mermaid'],
    load: async () => (await import('./mermaid.js')).renderMermaid,
  },
  json: {
    summary: 'the whole report, by schema/report.schema.json; read again by render',
    extensions: ['.json'],
    load: async () => (await import('./json.js')).renderJson,
  },
  edges: {
    summary: 'call edges as JSON lines with positions',
    extensions: ['.jsonl'],
    load: async () => (await import('./edges.js')).renderEdges,
  },
  digraph: {
    summary: 'call edges with full names, for digraph of golang.org/x/tools',
    extensions: ['.digraph'],
    load: async () => (await import('./digraph.js')).renderDigraph,
  },
  svg: {
    summary: 'a picture with a lane for each goroutine, light or dark as the reader has it',
    extensions: ['.svg'],
    load: async () => (await import('./svg.js')).renderSvg,
  },
  dot: {
    summary: 'a Graphviz graph with a cluster for each goroutine',
    extensions: ['.dot', '.gv'],
    load: async () => (await import('./dot.js')).renderDot,
  },
  sarif: {
    summary: 'SARIF 2.1.0 with a code flow, for editors and code scanning',
    extensions: ['.sarif'],
    load: async () => (await import('./sarif-flows.js')).renderSarif,
  },
  codetour: {
    summary: 'a tour for the CodeTour extension of editors; opens what lies in the checkout or its vendor folder',
    extensions: ['.tour'],
    load: async () => (await import('./codetour.js')).renderCodetour,
  },
};
