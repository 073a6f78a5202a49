// `why`: for each call on a line, every function that it can reach, with the way of the value that brings it there.

import { UsageError } from '#base/errors.js';
import { by } from '#base/order.js';
import type { CallSite } from '#go/propagate/call-site.js';
import type { Engine } from '#go/propagate/engine.js';
import { reasonOf } from '#go/propagate/reasons.js';
import { followProgram, rootKindOf } from './follow-program.js';
import { loadWithTests, matchAll, type OpenProgram, openProgram } from './open-program.js';
import type { Host, WhyRequest } from './request.js';

export function why(request: WhyRequest, host: Host): string {
  const place = /^(.+\.go):(\d+)(?::(\d+))?$/.exec(request.site);
  if (place === null)
    throw new UsageError(`${request.site} is no place of a call: write file.go:line or file.go:line:column.`);
  const open = openProgram(
    request.settings,
    request.main.length > 0 ? request.main : request.patterns,
    request.tests,
    host,
  );
  const packages = matchAll(open.workspace, request.patterns);
  host.phase('explore');
  const named = packages.flatMap((ref) => loadWithTests(open, ref, request.tests));
  const engine = followProgram(open, named, rootKindOf(packages, request.tests), host);
  const sites = sitesAt(
    engine,
    open,
    place[1] ?? '',
    Number(place[2]),
    place[3] === undefined ? undefined : Number(place[3]),
  );
  if (sites.length === 0) throw new UsageError(`No call that the program can reach stands at ${request.site}.`);
  return sites.map((site) => describe(site, engine, open)).join('\n');
}

function sitesAt(
  engine: Engine,
  open: OpenProgram,
  file: string,
  line: number,
  column: number | undefined,
): CallSite[] {
  return engine.sites.filter((site) => {
    const at = open.sources.position(site.call.node.lparen);
    if (at === undefined || at.line !== line) return false;
    if (at.file !== file && !at.file.endsWith(`/${file}`)) return false;
    return column === undefined || open.sources.position(site.call.node.pos)?.column === column;
  });
}

function describe(site: CallSite, engine: Engine, open: OpenProgram): string {
  const place = (pos: number): string => open.sources.positionString(pos);
  const callees = [...site.callees.values()].sort(by((callee) => callee.fn?.name ?? callee.object?.name ?? ''));
  const lines = [
    `${place(site.call.node.pos)}  ${site.mode} call in ${site.caller.name}: ${callees.length === 1 ? '1 callee' : `${callees.length} callees`}`,
  ];
  for (const callee of callees) {
    lines.push(`  ${callee.fn?.name ?? callee.object?.name ?? ''}`);
    for (const step of reasonOf(engine, site, callee)) lines.push(`    ${step.kind.padEnd(11)} ${place(step.pos)}`);
  }
  return `${lines.join('\n')}\n`;
}
