// A tree as one line of text: `(Kind field field …)` in the order of the fields, names and literals bare, lists in
// brackets, `-` for what is missing. Positions are left out; flags are shown where they are set.

import { isRoom } from './room.js';

interface AnyNode {
  readonly kind: string;
}

export function sExpression(node: AnyNode): string {
  return show(node, '');
}

function show(value: unknown, key: string): string {
  if (value === undefined) return '-';
  if (Array.isArray(value)) return `[${value.map((item) => show(item, '')).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = value as Readonly<Record<string, unknown>>;
  const { kind } = fields;
  if (kind === 'Ident') return String(fields['name']);
  if (kind === 'BasicLit') return String(fields['value']);
  if (kind === 'FieldList') return show(fields['list'], key);
  const parts = [String(kind)];
  for (const [name, field] of Object.entries(fields)) {
    if (name === 'kind' || name === 'pos' || name === 'end' || isPosition(name) || isRoom(name)) continue;
    if (typeof field === 'boolean') {
      if (field) parts.push(name);
    } else if (name === 'ellipsis') {
      if (field !== 0) parts.push('...');
    } else parts.push(show(field, name));
  }
  return `(${parts.join(' ')})`;
}

function isPosition(name: string): boolean {
  return (
    name === 'lparen' ||
    name === 'lbrace' ||
    name === 'lbrack' ||
    name === 'opPos' ||
    name === 'arrow' ||
    name === 'rangePos'
  );
}
