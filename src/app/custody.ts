// `custody`: of one resource, who acquires it, what holds it, and every call that can release it with the ways there.

import { UsageError } from '#base/errors.js';
import { custodySections } from '#explain/custody-report.js';
import { Places, settlePlaces } from '#explain/places.js';
import { ReportParts } from '#explain/report-parts.js';
import { createCallers } from '#go/flow/callers.js';
import { createEngine } from '#go/flow/create-engine.js';
import type { Fn } from '#go/flow/function.js';
import { custodyOf } from '#go/propagate/custody.js';
import type { CustodySubject } from '#go/propagate/custody-subject.js';
import { isExportedName } from '#go/types/object.js';
import { type Named, unalias, under } from '#go/types/type.js';
import { opaquePackages, releaseNames } from '#models/transport.js';
import { type Report, reportSchemaName, reportSchemaVersion } from '#report/report.js';
import { reportDiagnostics } from './diagnostics.js';
import { followProgram, rootKindOf } from './follow-program.js';
import { linkRules } from './links.js';
import { loadWithTests, matchAll, type OpenProgram, openProgram } from './open-program.js';
import type { CustodyRequest, Host } from './request.js';
import { moduleRecords, usedModules } from './used-modules.js';

export function custody(request: CustodyRequest, host: Host): Report {
  const { settings } = request;
  const open = openProgram(settings, request.main.length > 0 ? request.main : request.patterns, request.tests, host);
  const packages = matchAll(open.workspace, request.patterns);
  const subject = subjectOf(request.subject, open);
  host.phase('explore');
  const named = packages.flatMap((ref) => loadWithTests(open, ref, request.tests));
  const engine = followProgram(open, named, rootKindOf(packages, request.tests), host);
  host.phase('custody');
  const callers = createCallers(
    createEngine(open.checker, open.program, new Map(), opaquePackages),
    open.program.closure().map((ref) => ref.path),
  );
  const table = custodyOf(engine, subject, {
    isPublic: (fn) => isPublic(fn, open),
    isRelease: (name) => releaseNames.has(name.toLowerCase()),
    callersOf: (fn) => callers.of(fn),
  });
  host.phase('report');
  const places = new Places(open.sources);
  const parts = new ReportParts(places, {
    home: packages[0]?.path ?? '',
    packageName: (path) => open.program.refOf(path)?.name ?? path.slice(path.lastIndexOf('/') + 1),
    lineOf: (fn) => open.sources.position(fn.pos)?.line,
  });
  const { answer, sections, files } = custodySections(table, parts, (pos) => isOwn(open, pos));
  const shown = new Set(files);
  const modules = usedModules(open, shown);
  const main = request.patterns.join(' ');
  return settlePlaces({
    schema: reportSchemaName,
    version: reportSchemaVersion,
    tool: { name: 'loose-ends', version: host.version },
    question: { command: 'custody', roots: [request.subject], direction: 'down', options: {} },
    build: {
      goVersion: settings.goVersion,
      goos: settings.goos,
      goarch: settings.goarch,
      cgo: settings.cgo,
      tags: settings.tags,
      modules: moduleRecords(modules),
      main,
    },
    links: linkRules(modules, settings, host.fs, shown),
    answer,
    functions: [],
    edges: [],
    chains: [],
    sections,
    assumptions: [
      {
        text: `The code is read for ${settings.goVersion} on ${settings.goos}/${settings.goarch}, ${settings.cgo ? 'with' : 'without'} cgo; what runs is ${main} and all that it reaches.`,
        change: '--goos, --goarch, --tags, --cgo, and the packages',
      },
      { text: 'A field that only reflection sets, such as one that is decoded into, counts as one that nothing sets.' },
    ],
    unknowns: [],
    diagnostics: reportDiagnostics(open, shown),
    statistics: {
      functions: new Set(engine.sites.map((site) => site.caller)).size,
      sites: engine.sites.length,
      files: open.program.filesRead,
    },
  });
}

/** Whether a place is in a package of the main module. */
function isOwn(open: OpenProgram, pos: number): boolean {
  const file = open.sources.position(pos)?.file;
  const path = file?.slice(0, file.lastIndexOf('/'));
  return path !== undefined && open.program.isMain(path);
}

/** Exported, of an exported type, in a package of the main module that others can import. */
function isPublic(fn: Fn, open: OpenProgram): boolean {
  const { object } = fn;
  if (object?.exported !== true || !open.program.isMain(fn.pkg.path) || fn.pkg.name === 'main') return false;
  if (/(^|\/)internal(\/|$)/.test(fn.pkg.path)) return false;
  const recv = object.type.recv?.type;
  if (recv === undefined) return true;
  const t = unalias(recv);
  const named = t.kind === 'Pointer' ? unalias(t.elem) : t;
  return named.kind === 'Named' && isExportedName(named.obj.name);
}

/** `Type.field`, `pkg.Type.field`, `pkg.Type` or `file.go:line`. */
function subjectOf(spec: string, open: OpenProgram): CustodySubject {
  const place = /^(.+\.go):(\d+)$/.exec(spec);
  if (place !== null) {
    const [, file = '', line = ''] = place;
    const isThere = (pos: number): boolean => {
      const at = open.sources.position(pos);
      return at !== undefined && at.line === Number(line) && (at.file === file || at.file.endsWith(`/${file}`));
    };
    return { kind: 'site', label: `what is made at ${spec}`, pos: 0, isThere };
  }
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
