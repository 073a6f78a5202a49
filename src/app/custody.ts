// `custody`: of one resource, who acquires it, what holds it, and every call that can release it with the ways there.

import { UsageError } from '#base/errors.js';
import { sentence } from '#base/sentence.js';
import { custodySections } from '#explain/custody-report.js';
import { custodyOf } from '#go/propagate/custody.js';
import type { CustodySubject } from '#go/propagate/custody-subject.js';
import { type Named, unalias, under } from '#go/types/type.js';
import type { Report } from '#report/report.js';
import { codePlace } from './code-place.js';
import type { OpenProgram } from './open-program.js';
import type { CustodyRequest, Host } from './request.js';
import { custodyRules, follow, partsOf, tableReport, whereabouts } from './table-report.js';
import { VerifiedWays } from './verified-ways.js';

export function custody(request: CustodyRequest, host: Host): Report {
  let subject: CustodySubject | undefined;
  const followed = follow(request, host, (program) => {
    subject = subjectOf(request.subject, program);
  });
  const { open, engine } = followed;
  subject ??= subjectOf(request.subject, open);
  host.phase('custody');
  const rules = custodyRules(open);
  const table = new VerifiedWays(engine, rules, []).verified(custodyOf(engine, subject, rules));
  host.phase('report');
  return tableReport(
    request,
    host,
    followed,
    custodySections(table, partsOf(followed, request.language), whereabouts(open)),
  );
}

/** `Type.field`, `pkg.Type.field`, `pkg.Type` or `file.go:line`. */
function subjectOf(spec: string, open: OpenProgram): CustodySubject {
  const isThere = codePlace(spec, open.sources)?.is;
  if (isThere !== undefined) return { kind: 'site', label: sentence`what is made at ${spec}`, pos: 0, isThere };
  const found = candidates(spec, open);
  const [only] = found;
  if (found.length === 1 && only !== undefined) return only;
  if (found.length === 0)
    throw new UsageError(
      `No type or field ${spec} was found in the program: write Type.field, pkg.Type, or file.go:line of the place that makes it.`,
    );
  throw new UsageError(
    `${spec} names ${found.length} types or fields; write the import path before it:`,
    found.map((one) =>
      one.kind === 'site'
        ? ''
        : `${one.type.obj.pkg?.path ?? ''}.${one.type.obj.name}${one.kind === 'field' ? `.${one.field.name}` : ''}`,
    ),
  );
}

function candidates(spec: string, open: OpenProgram): CustodySubject[] {
  const slash = spec.lastIndexOf('/') + 1;
  const words = spec.slice(slash).replaceAll(/[*()]/g, '').split('.');
  // The last segment of an import path may hold dots, as in gopkg.in/yaml.v3.
  const readings = words.map((_, at) => ({
    pkg: at === 0 ? undefined : spec.slice(0, slash).replaceAll(/[*()]/g, '') + words.slice(0, at).join('.'),
    rest: words.slice(at),
  }));
  const found = new Map<object, CustodySubject>();
  for (const ref of open.program.closure()) {
    for (const { pkg, rest } of readings) {
      const [type = '', field] = rest;
      if (rest.length > 2 || (pkg !== undefined && pkg !== ref.path && pkg !== ref.name)) continue;
      if (!open.program.holdsWord(ref.path, type)) continue;
      const object = open.checker.package(ref.path).lookup(type);
      const named = object?.kind === 'TypeName' ? unalias(object.type) : undefined;
      if (named?.kind !== 'Named' || named.obj !== object) continue;
      if (field === undefined) found.set(named, { kind: 'type', type: named });
      else {
        const member = fieldOf(named, field);
        if (member !== undefined) found.set(member, { kind: 'field', type: named, field: member });
      }
    }
  }
  return [...found.values()];
}

function fieldOf(type: Named, name: string) {
  const u = under(type);
  return u.kind === 'Struct' ? u.fields.find((field) => field.name === name) : undefined;
}
