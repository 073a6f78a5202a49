// The rules that hold for src/ as a whole, over files given as data so that each rule can be seen to fail.

import { posix } from 'node:path';
import { stronglyConnectedComponents } from '#base/scc.js';
import { type Layer, layers, longFiles, maxLines } from './layer-table.js';
import { importsOf, worldlyWords } from './source-scan.js';

/** Path below src/ (`go/types/type.ts`) to text. */
export type Sources = ReadonlyMap<string, string>;

/** The layer a file belongs to, or undefined. */
export function layerOf(file: string): Layer | undefined {
  return layers.find((layer) => file.startsWith(`${layer.name}/`));
}

/** Imports that the layer table does not allow, as sentences. */
export function forbiddenImports(sources: Sources): string[] {
  const problems: string[] = [];
  for (const [file, text] of sources) {
    const layer = layerOf(file);
    if (layer === undefined) {
      problems.push(`${file} is in no layer of the table`);
      continue;
    }
    for (const { from } of importsOf(text)) {
      const problem = judge(file, layer, from);
      if (problem !== undefined) problems.push(`${file} imports '${from}': ${problem}`);
    }
  }
  return problems;
}

function judge(file: string, layer: Layer, from: string): string | undefined {
  if (from.startsWith('.')) {
    const target = posix.join(posix.dirname(file), from);
    return layerOf(target) === layer ? undefined : 'a relative import must stay in its layer';
  }
  if (!from.startsWith('#')) {
    const allowed = layer.mayUse.includes(from) || (from.startsWith('node:') && layer.mayUse.includes('node:*'));
    return allowed ? undefined : `not for ${layer.name}: ${layer.reason}`;
  }
  const target = layerOf(from.slice(1));
  if (target === undefined) return 'there is no such layer';
  if (target === layer) return 'inside a layer imports are relative';
  return layer.mayImport.includes(target.name) ? undefined : `not for ${layer.name}: ${layer.reason}`;
}

/** Groups of files that import one another at run time. */
export function importCycles(sources: Sources): string[][] {
  const successors = (file: string): string[] =>
    importsOf(sources.get(file) ?? '')
      .filter((entry) => !entry.typeOnly)
      .map((entry) => resolve(file, entry.from))
      .filter((target) => sources.has(target));
  return stronglyConnectedComponents(sources.keys(), successors).filter(
    (group) => group.length > 1 || group.some((file) => successors(file).includes(file)),
  );
}

function resolve(file: string, from: string): string {
  const path = from.startsWith('#') ? from.slice(1) : posix.join(posix.dirname(file), from);
  return path.replace(/\.js$/, '.ts');
}

/** Files outside cli that touch the console, the clock, the environment, the locale or chance. */
export function worldlyFiles(sources: Sources): string[] {
  const problems: string[] = [];
  for (const [file, text] of sources) {
    if (layerOf(file)?.name === 'cli') continue;
    for (const word of worldlyWords(text)) problems.push(`${file} uses ${word}`);
  }
  return problems;
}

/** Files that are too long, lack a comment at the top, or are not named in kebab case. */
export function untidyFiles(sources: Sources): string[] {
  const problems: string[] = [];
  for (const [file, text] of sources) {
    const lines = text.split('\n').length - 1;
    if (lines > maxLines && !longFiles.has(file)) problems.push(`${file} has ${lines} lines, more than ${maxLines}`);
    if (!/^(?:#![^\n]*\n+)?\s*\/[/*]/.test(text)) problems.push(`${file} has no comment at its top`);
    if (!/^[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(posix.basename(file))) problems.push(`${file} is not named in kebab case`);
  }
  for (const [file, reason] of longFiles) {
    const lines = (sources.get(file) ?? '').split('\n').length - 1;
    if (lines <= maxLines || reason === '') problems.push(`${file} is excepted for its length without need`);
  }
  return problems;
}
