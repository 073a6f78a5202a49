// Value flow over small modules in memory; of the standard library there is what a case has under goroot/. A case is a
// txtar archive: Go files and
// - want/roots.txt: the functions to begin with, one a line, as `loose-ends trace` takes them;
// - want/tags.txt and want/main.txt: build tags and the patterns of --main, one a line, where a case needs them;
// - want/edges.txt: `edge CALLER --MODE KIND@LINE--> CALLEE` for every call edge (`, not followed: WHAT` for
//   one that is there only when something is set), `unresolved CALLER --…: REASON` for
//   every site that may call what is not known, `dead CALLER --…: WHY` for every site under a condition that never
//   holds; a line that begins with `!` says what must not be, and may leave the site out: `!edge CALLER --> CALLEE`;
// - want/paths.txt: `path F -> G -> H` for calls that follow one another in one context, `!path` for none such;
// - want/sync.txt: `sync CLOSE CHANNEL@LINE ~ RECEIVE CHANNEL@LINE` for operations that may meet on one channel.
// The path of the module, example.com/m, is left out of names, and a file's name where there is only one.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findRoot } from '#app/find-roots.js';
import { Program } from '#app/program-source.js';
import type { FileSystem } from '#base/file-system.js';
import { by, compareNumbers, compareStrings, inOrder } from '#base/order.js';
import { type Pos, SourceSet } from '#base/position.js';
import { buildGraph } from '#go/flow/build-graph.js';
import { createEngine } from '#go/flow/create-engine.js';
import { explore } from '#go/flow/explore.js';
import { createChecker } from '#go/types/checker.js';
import { openWorkspace } from '#go/workspace/workspace.js';
import type { CallSite, GraphNode, ProgramGraph } from '#program/graph.js';
import { memoryFileSystem } from '../support/memory-file-system.js';
import { parseTxtar, type Txtar } from '../support/txtar.js';

/** The folder of the cases, from where the compiled test lies. */
export const casesFolder = fileURLToPath(new URL('../../../test/flow/cases/', import.meta.url));

const root = '/src';
const goroot = '/goroot';
const modulePath = 'example.com/m';

export interface FlowCase {
  readonly name: string;
  readonly archive: Txtar;
  readonly roots: readonly string[];
  readonly tags: readonly string[];
  /** Patterns of the packages whose values may flow in; all packages where there are none. */
  readonly main: readonly string[];
  /** The files of the module by path. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Traced {
  readonly graph: ProgramGraph;
  /** `12`, or `a.go:12` where there are several files. */
  lineOf(pos: Pos): string;
  orderOf(pos: Pos): readonly [string, number, number];
}

export function readCase(name: string): FlowCase {
  const archive = parseTxtar(readFileSync(casesFolder + name, 'utf8'));
  const files: Record<string, string> = { [`${root}/go.mod`]: `module ${modulePath}\n\ngo 1.25\n` };
  for (const { name: path, text } of archive.files)
    if (!path.startsWith('want/')) files[path.startsWith('goroot/') ? `/${path}` : `${root}/${path}`] = text;
  return {
    name,
    archive,
    files,
    roots: wantLines(archive, 'want/roots.txt'),
    tags: wantLines(archive, 'want/tags.txt'),
    main: wantLines(archive, 'want/main.txt'),
  };
}

/** The lines of a file of the archive that are not empty. */
export function wantLines(archive: Txtar, name: string): readonly string[] {
  const file = archive.files.find((candidate) => candidate.name === name);
  return (file?.text ?? '').split('\n').filter((line) => line.trim() !== '');
}

/** Follows every call from the roots. */
export function trace(flowCase: FlowCase): Traced {
  return traceOn(memoryFileSystem(flowCase.files), flowCase);
}

export function traceOn(fs: FileSystem, { roots, tags, main }: Pick<FlowCase, 'roots' | 'tags' | 'main'>): Traced {
  const workspace = openWorkspace(fs, {
    dir: root,
    goroot: fs.kindOf(`${goroot}/src`) === 'directory' ? goroot : undefined,
    modcache: undefined,
    goos: 'linux',
    goarch: 'amd64',
    tags,
    cgo: false,
    goVersion: 'go1.26.8',
  });
  const sources = new SourceSet();
  const packages = main.length === 0 ? workspace.mainPackages() : main.flatMap((pattern) => workspace.match(pattern));
  const program = new Program(workspace, sources, { main: packages, tests: false });
  const checker = createChecker(program, { goarch: 'amd64', goos: 'linux' });
  const engine = createEngine(checker, program);
  const finder = { program, checker, functions: engine.functions, index: engine.index };
  const exploration = explore(
    engine,
    roots.map((name) => findRoot(finder, name)),
    { isOfInterest: () => true, entry: (target) => (target.frame === undefined ? 'fold' : 'enter') },
  );
  const graph = buildGraph(engine, exploration);
  const isSingle = program.loadedFiles.length === 1;
  const orderOf = (pos: Pos): readonly [string, number, number] => {
    const at = sources.position(pos);
    return at === undefined ? ['', 0, 0] : [shorten(at.file), at.line, at.column];
  };
  return {
    graph,
    orderOf,
    lineOf: (pos) => {
      const [file, line] = orderOf(pos);
      return isSingle ? `${line}` : `${file}:${line}`;
    },
  };
}

/** Without the path of the module. */
export function shorten(name: string): string {
  return name.replaceAll(`${modulePath}.`, '').replaceAll(`${modulePath}/`, '');
}

const recordOrder = inOrder(
  by((item: { readonly at: readonly [string, number, number]; readonly text: string }) => item.at[0]),
  (a, b) => compareNumbers(a.at[1], b.at[1]),
  (a, b) => compareNumbers(a.at[2], b.at[2]),
  by((item) => item.text),
);

/** The lines of want/edges.txt, in order of the sites. */
export function describeEdges(traced: Traced): readonly string[] {
  const { graph } = traced;
  const records = new Map<string, { at: readonly [string, number, number]; text: string }>();
  const record = (pos: Pos, text: string): void => {
    const at = traced.orderOf(pos);
    records.set(`${at.join(' ')} ${text}`, { at, text });
  };
  const from = (node: GraphNode, site: CallSite): string =>
    `${shorten(node.function.name)} --${site.mode} ${site.kind}@${traced.lineOf(site.pos)}`;
  for (const { caller, callee, site, setting } of graph.edges) {
    const needs = setting === undefined ? '' : `, not followed: ${setting}`;
    record(site.lparen, `edge ${from(caller, site)}--> ${shorten(callee.function.name)}${needs}`);
  }
  for (const { caller, site, reasons, hasCallees } of graph.unresolved) {
    const why = [...new Set(reasons.map((reason) => reason.kind))].sort(compareStrings).join(', ');
    record(
      site.lparen,
      `unresolved ${from(caller, site)}: ${why === '' ? 'nothing flows there' : why}${hasCallees ? ', among others' : ''}`,
    );
  }
  for (const { caller, site, because } of graph.dead) record(site.lparen, `dead ${from(caller, site)}: ${because}`);
  return [...records.values()].sort(recordOrder).map((item) => item.text);
}

/** Whether calls lead from function to function in one context. */
export function holdsPath(graph: ProgramGraph, names: readonly string[]): boolean {
  const isNamed = (node: GraphNode, name: string | undefined): boolean => shorten(node.function.name) === name;
  let nodes = graph.nodes.filter((node) => isNamed(node, names[0]));
  for (const name of names.slice(1)) {
    nodes = [...new Set(nodes.flatMap((node) => graph.out(node).map((edge) => edge.callee)))].filter((node) =>
      isNamed(node, name),
    );
  }
  return nodes.length > 0;
}

/** The lines of want/sync.txt: which signals may wake which waits. */
export function describeSync(traced: Traced): readonly string[] {
  const { synchronizations } = traced.graph;
  const records = new Map<string, { at: readonly [string, number, number]; text: string }>();
  for (const signal of synchronizations) {
    if (signal.kind === 'receive') continue;
    for (const wait of synchronizations) {
      if (wait.kind !== 'receive' || !wait.objects.some((object) => signal.objects.includes(object))) continue;
      const text = `sync ${signal.kind} ${signal.label}@${traced.lineOf(signal.pos)} ~ receive ${wait.label}@${traced.lineOf(wait.pos)}`;
      records.set(text, { at: traced.orderOf(signal.pos), text });
    }
  }
  return [...records.values()].sort(recordOrder).map((item) => item.text);
}

/** Whether a line `!…` says something that is not so. */
export function isContradicted(negated: string, lines: readonly string[]): boolean {
  const said = negated.slice(1);
  if (lines.includes(said)) return true;
  const match = /^edge (.+) --> (.+)$/.exec(said);
  return (
    match !== null && lines.some((line) => line.startsWith(`edge ${match[1]} --`) && line.endsWith(`--> ${match[2]}`))
  );
}
