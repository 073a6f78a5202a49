// `why`: for each call on a line, every function that it can reach, with the way of the value that brings it there.

import { UsageError } from '#base/errors.js';
import { by } from '#base/order.js';
import type { Callee, CallSite } from '#go/propagate/call-site.js';
import type { Engine } from '#go/propagate/engine.js';
import { reasonOf } from '#go/propagate/reasons.js';
import { type CodePlace, codePlace } from './code-place.js';
import { notReached } from './implementers.js';
import type { OpenProgram } from './open-program.js';
import type { Host, WhyRequest } from './request.js';
import { follow } from './table-report.js';

export function why(request: WhyRequest, host: Host): string {
  const check = (program: OpenProgram): CodePlace => {
    const place = codePlace(request.site, program.sources);
    if (place === undefined)
      throw new UsageError(`${request.site} is no place of a call: write file.go:line or file.go:line:column.`);
    return place;
  };
  const { open, engine } = follow(request, host, check);
  const place = check(open);
  const sites = engine.sites.filter(({ call: { node } }) => place.holds(node.lparen) && place.isColumnOf(node.pos));
  if (sites.length === 0) throw new UsageError(`No call that the program can reach stands at ${request.site}.`);
  // A call has a record for each context that its function is looked at in.
  const byCall = new Map<unknown, CallSite[]>();
  for (const site of sites) {
    const known = byCall.get(site.call.node);
    if (known === undefined) byCall.set(site.call.node, [site]);
    else known.push(site);
  }
  return [...byCall.values()].map((records) => describe(records, engine, open)).join('\n');
}

const modes = { static: 'static call', invoke: 'interface call', func: 'call of a function value' };

/** More implementers than this that are not reached are counted, not listed. */
const listLimit = 40;

function describe(records: readonly CallSite[], engine: Engine, open: OpenProgram): string {
  const [site] = records;
  if (site === undefined) return '';
  const callees = new Map<object, { readonly site: CallSite; readonly callee: Callee }>();
  for (const record of records)
    for (const [key, callee] of record.callees) if (!callees.has(key)) callees.set(key, { site: record, callee });
  const nameOf = (callee: Callee): string => callee.fn?.name ?? callee.object?.name ?? '';
  const sorted = [...callees.values()].sort(by(({ callee }) => nameOf(callee)));
  const count = sorted.length === 1 ? 'one function' : `${sorted.length === 0 ? 'no' : sorted.length} functions`;
  const lines = [`${open.sources.positionString(site.call.node.pos)}  ${codeAt(open, site.call.node.pos)}`];
  lines.push(`  ${modes[site.mode]} in ${site.caller.name}; reaches ${count}`);
  if (sorted.length === 0)
    lines.push('  Nothing that the program runs brings a value here: it is nil, or the choice of code outside.');
  for (const { site: record, callee } of sorted) {
    lines.push('', `  ${nameOf(callee)}`);
    for (const step of reasonOf(engine, record, callee)) {
      lines.push(
        `    ${step.kind.padEnd(11)} ${placeAt(open, step.pos).padEnd(placeWidth)}  ${codeAt(open, step.pos)}`,
      );
    }
  }
  const others = notReached(site, records, engine, open).sort(by(({ type }) => type));
  if (others.length > 0) lines.push('', '  not reached');
  for (const { type, because } of others.slice(0, listLimit)) lines.push(`    ${type}: ${because}`);
  if (others.length > listLimit) lines.push(`    and ${others.length - listLimit} more`);
  return `${lines.join('\n')}\n`;
}

/** Places are padded to this width, so that the code stands in a column. */
const placeWidth = 38;

/** A place by the last folder and the file: where the site itself stands is said in full. */
function placeAt(open: OpenProgram, pos: number): string {
  const at = open.sources.position(pos);
  return at === undefined ? '' : `${at.file.split('/').slice(-2).join('/')}:${at.line}`;
}

/** Longer lines of code are cut. */
const codeLimit = 90;

function codeAt(open: OpenProgram, pos: number): string {
  const text = open.sources.textOf(pos);
  if (text === undefined) return '';
  const line = text.lineText(text.positionAt(pos - text.base).line).trim();
  return line.length > codeLimit ? `${line.slice(0, codeLimit)}…` : line;
}
