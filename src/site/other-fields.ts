// Parts of a report that no page of the site knows by name, written out by their shape: a list of records as a table, a place
// as a link, an id of a function or edge as what it stands for. So what is added to a report is on the site at once, plainly.

import type { RecordShape, Shape } from '#report/report-shape.js';
import { type Html, text } from './html.js';
import { codeAt, functionName, type PlaceWriter, place } from './places.js';

export interface OtherField {
  readonly id: string;
  readonly title: string;
  readonly body: Html;
}

/** The fields of a report that are not `known` and hold something. */
export function otherFields(
  writer: PlaceWriter,
  shape: RecordShape,
  report: object,
  known: ReadonlySet<string>,
): OtherField[] {
  return shape.fields.flatMap(({ key, shape: of }): OtherField[] => {
    const value: unknown = Reflect.get(report, key);
    if (known.has(key) || isEmpty(value)) return [];
    return [{ id: `field-${key.toLowerCase()}`, title: words(key), body: block(writer, of, key, value) }];
  });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** `whyBlocked` as `Why blocked`. */
function words(key: string): string {
  const parted = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return parted.charAt(0).toUpperCase() + parted.slice(1);
}

function block(writer: PlaceWriter, shape: Shape, key: string, value: unknown): Html {
  if (shape.kind === 'list' && Array.isArray(value)) {
    const { of } = shape;
    if (of.kind === 'record' && !isPlace(of)) return table(writer, of, value);
    return `<ul>${value.map((item: unknown) => `<li>${inline(writer, of, key, item)}</li>`).join('')}</ul>`;
  }
  if (shape.kind === 'record' && !isPlace(shape)) return definitions(writer, shape, value);
  return `<p>${inline(writer, shape, key, value)}</p>`;
}

function table(writer: PlaceWriter, shape: RecordShape, rows: readonly unknown[]): Html {
  const fields = shape.fields.filter(({ key }) => key !== 'id' && rows.some((row) => !isEmpty(valueOf(row, key))));
  const head = fields.map(({ key }) => `<th scope="col">${text(words(key))}</th>`).join('');
  const body = rows.map((row) => {
    const cells = fields.map(({ key, shape: of }) => `<td>${inline(writer, of, key, valueOf(row, key))}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="table"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

function definitions(writer: PlaceWriter, shape: RecordShape, value: unknown): Html {
  const items = shape.fields.flatMap(({ key, shape: of }) => {
    const one = valueOf(value, key);
    return isEmpty(one) ? [] : [`<dt>${text(words(key))}</dt><dd>${inline(writer, of, key, one)}</dd>`];
  });
  return `<dl>${items.join('')}</dl>`;
}

function inline(writer: PlaceWriter, shape: Shape, key: string, value: unknown): Html {
  if (isEmpty(value)) return '';
  switch (shape.kind) {
    case 'string':
    case 'constant':
      return text(String(value));
    case 'boolean':
      return value === true ? 'yes' : 'no';
    case 'integer':
      return idText(writer, key, Number(value));
    case 'list': {
      const items = Array.isArray(value) ? value.map((item: unknown) => inline(writer, shape.of, key, item)) : [];
      return items.length < 2 ? items.join('') : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
    }
    case 'strings':
      return text(JSON.stringify(value));
    case 'either': {
      const record = shape.of.find(
        (one) =>
          one.kind === 'record' &&
          typeof value === 'object' &&
          one.fields.every((field) => valueOf(value, field.key) !== undefined),
      );
      return record === undefined
        ? text(typeof value === 'string' ? value : JSON.stringify(value))
        : inline(writer, record, key, value);
    }
    case 'record':
      return isPlace(shape) ? placeText(writer, value) : definitions(writer, shape, value);
  }
}

const functionKeys = /^(?:function|caller|callee|root|owner|holder|releaser|acquirer|waker|waiter)s?$|Functions?$/;
const edgeKeys = /^(?:edge|hop|handoff|via)s?$|Edges?$/;

/** What an id stands for, by the name of its field. */
function idText(writer: PlaceWriter, key: string, id: number): Html {
  const { index } = writer.entry;
  if (functionKeys.test(key) && index.functions.has(id)) return functionName(writer, id);
  const edge = edgeKeys.test(key) ? index.edges.get(id) : undefined;
  return edge === undefined ? text(String(id)) : place(writer, edge.site, edge.caller);
}

function isPlace(shape: RecordShape): boolean {
  return shape.byKey.has('file') && shape.byKey.has('line') && shape.byKey.has('column');
}

function placeText(writer: PlaceWriter, value: unknown): Html {
  const at = {
    file: String(valueOf(value, 'file') ?? ''),
    line: Number(valueOf(value, 'line') ?? 1),
    column: Number(valueOf(value, 'column') ?? 1),
    code: String(valueOf(value, 'code') ?? ''),
  };
  return codeAt(writer, at);
}

function valueOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
