// The layers of src/, as data: what each one may import and why. The order is the pipeline's: a layer may only name
// layers above it in this list, so the table cannot describe a cycle. ARCHITECTURE.md tells the same story in words.

export interface Layer {
  /** The folder below src/. */
  readonly name: string;
  readonly mayImport: readonly string[];
  /** Bare and `node:` modules. `node:*` stands for all of Node. */
  readonly mayUse: readonly string[];
  /** Why the line is drawn there. */
  readonly reason: string;
}

const analysis = ['base', 'program', 'models'];
const go = ['go/syntax', 'go/workspace', 'go/types', 'go/flow'];

export const layers: readonly Layer[] = [
  {
    name: 'base',
    mayImport: [],
    mayUse: [],
    reason: 'positions, ordering and graphs serve every layer, so they know of none: not of Go, not of Node',
  },
  {
    name: 'program',
    mayImport: ['base'],
    mayUse: [],
    reason: 'the contract between languages and analyses must not lean towards one language',
  },
  {
    name: 'report',
    mayImport: ['base'],
    mayUse: [],
    reason: 'a saved report is rendered without any source, so its shape may name no analysis',
  },
  {
    name: 'language',
    mayImport: ['report'],
    mayUse: [],
    reason: 'a translation is data about sentences; which are said when is decided where the facts are',
  },
  {
    name: 'go/syntax',
    mayImport: ['base'],
    mayUse: ['node:module', 'tree-sitter', 'tree-sitter-go', 'web-tree-sitter'],
    reason: 'the only place that sees the parser; above it there is a typed tree of our own',
  },
  {
    name: 'go/workspace',
    mayImport: ['base', 'go/syntax'],
    mayUse: [],
    reason: 'finding files needs package clauses, imports and build constraints, never types',
  },
  {
    name: 'go/types',
    mayImport: ['base', 'go/syntax'],
    mayUse: [],
    reason: 'it declares the Importer it needs, so types can be tested and used without modules or a disk',
  },
  {
    name: 'go/flow',
    mayImport: ['base', 'program', 'go/syntax', 'go/workspace', 'go/types'],
    mayUse: [],
    reason: 'it turns typed syntax into the neutral contract; what it reads of a body serves other analyses of Go too',
  },
  {
    name: 'go/propagate',
    mayImport: ['base', 'program', 'go/syntax', 'go/types', 'go/flow'],
    mayUse: [],
    reason: 'a second answer to what a call reaches, over whole programs: it starts from functions and finds no files',
  },
  {
    name: 'typescript',
    mayImport: ['base', 'program'],
    mayUse: ['ts-morph'],
    reason: 'a second front end beside Go, so it may see nothing of Go',
  },
  {
    name: 'models',
    mayImport: ['base', 'program'],
    mayUse: [],
    reason: 'what libraries do is data; no engine may hide in it',
  },
  {
    name: 'go/obligations',
    mayImport: ['base', 'program', 'models', 'go/syntax', 'go/types'],
    mayUse: [],
    reason:
      'what a body holds and lets go of is read from typed syntax and the models, a package at a time, without engines',
  },
  {
    name: 'callgraph',
    mayImport: analysis,
    mayUse: [],
    reason: 'graphs hold for any language that fills the contract',
  },
  {
    name: 'chain',
    mayImport: [...analysis, 'callgraph'],
    mayUse: [],
    reason: 'paths and slices are questions to a graph, whatever language it is of',
  },
  {
    name: 'custody',
    mayImport: [...analysis, 'callgraph', 'chain'],
    mayUse: [],
    reason: 'lifecycle is judged on the neutral contract and the models, without prose',
  },
  {
    name: 'explain',
    mayImport: [...analysis, ...go, 'typescript', 'callgraph', 'chain', 'custody', 'report', 'language'],
    mayUse: [],
    reason: 'the only place that turns analysis into words; formats are the next layer’s',
  },
  {
    name: 'render',
    mayImport: ['base', 'report', 'language'],
    mayUse: [],
    reason: 'a renderer is Report to string: anything it needs and does not find belongs into the report',
  },
  {
    name: 'site',
    mayImport: ['base', 'report', 'language', 'render'],
    mayUse: [],
    reason: 'pages are made of reports and renderings, without any source at hand',
  },
  {
    name: 'app',
    mayImport: [
      ...analysis,
      ...go,
      'go/propagate',
      'go/obligations',
      'typescript',
      'callgraph',
      'chain',
      'custody',
      'explain',
      'report',
      'language',
    ],
    mayUse: ['node:zlib'],
    reason:
      'the composition root: a request and a FileSystem in, a report out, with no console and no format; git packs its objects with zlib',
  },
  {
    name: 'cli',
    mayImport: ['base', 'app', 'report', 'language', 'render', 'site'],
    mayUse: ['node:*'],
    reason: 'arguments, files, clock and exit codes live here and nowhere else',
  },
];

/** Files that may be longer than the limit, with the reason. */
export const longFiles: ReadonlyMap<string, string> = new Map();

/** No source file is longer than this: what does not fit one screenful of headings is more than one concept. */
export const maxLines = 800;
