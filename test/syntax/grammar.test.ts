// grammars/tree-sitter-go.txt against the installed grammar: what an update brings shows here.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

interface TypeName {
  readonly type: string;
  readonly named: boolean;
}

interface Slot {
  readonly types: readonly TypeName[];
}

interface NodeType extends TypeName {
  readonly fields?: Readonly<Record<string, Slot>>;
  readonly children?: Slot;
  readonly subtypes?: readonly TypeName[];
}

const file = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Node types that the lowering does not ask for, and why. */
const notRead: ReadonlyMap<string, string> = new Map([
  ['comment', 'skipped wherever it stands'],
  ['dot', 'imports are read by the header scan'],
  ['escape_sequence', 'a string is read as a whole'],
  ['import_declaration', 'imports are read by the header scan'],
  ['import_spec', 'imports are read by the header scan'],
  ['import_spec_list', 'imports are read by the header scan'],
  ['interpreted_string_literal_content', 'a string is read as a whole'],
  ['package_clause', 'read by the header scan'],
  ['raw_string_literal_content', 'a string is read as a whole'],
  ['source_file', 'the root: its one declaration is read'],
]);

function describeType({ type, fields = {}, children, subtypes }: NodeType): string {
  const list = (types: readonly TypeName[]): string => types.map((each) => each.type).join(' ');
  const parts = [type];
  if (subtypes !== undefined) parts.push(`any of: ${list(subtypes)}`);
  for (const [name, slot] of Object.entries(fields)) parts.push(`${name}: ${list(slot.types)}`);
  if (children !== undefined) parts.push(`children: ${list(children.types)}`);
  return parts.join(' | ');
}

function listing(): string {
  const require = createRequire(import.meta.url);
  const types = require('tree-sitter-go/src/node-types.json') as readonly NodeType[];
  const lines = ['# Node types that the lowering reads, with fields and children.', ''];
  const rest = ['', '# Node types that it does not read.', ''];
  for (const type of types.filter(({ named }) => named)) {
    const reason = notRead.get(type.type);
    if (reason === undefined) lines.push(describeType(type));
    else rest.push(`${type.type} | ${reason}`);
  }
  return `${[...lines, ...rest].join('\n')}\n`;
}

describe('grammar', () => {
  it('is the one that the lowering was written for', () => {
    const path = file('grammars/tree-sitter-go.txt');
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(path, listing());
    assert.equal(listing(), readFileSync(path, 'utf8'));
  });

  it('has no node type that the lowering does not name', () => {
    const source = ['lowering', 'lower-expressions', 'lower-declarations']
      .map((name) => readFileSync(file(`src/go/syntax/${name}.ts`), 'utf8'))
      .join('\n');
    const words = new Set(source.match(/[a-z_]+/g));
    const missing = listing()
      .split('\n# Node types that it does not')[0]
      ?.split('\n')
      .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('_'))
      .map((line) => line.split(' | ')[0] ?? '')
      .filter((type) => !words.has(type));
    assert.deepEqual(missing, []);
  });
});
