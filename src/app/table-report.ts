// A whole program that was followed for one question, and the report of tables that answers it.

import type { CustodyWords } from '#explain/custody-report.js';
import { Places, settlePlaces } from '#explain/places.js';
import { ReportParts } from '#explain/report-parts.js';
import type { Fn } from '#go/flow/function.js';
import type { Engine } from '#go/propagate/engine.js';
import { isExportedName } from '#go/types/object.js';
import { unalias } from '#go/types/type.js';
import { sayIn } from '#language/say.js';
import { type Language, type Report, reportSchemaName, reportSchemaVersion } from '#report/report.js';
import { reportDiagnostics } from './diagnostics.js';
import { followProgram, rootKindOf } from './follow-program.js';
import { linkRules } from './links.js';
import { loadWithTests, matchAll, type OpenProgram, openProgram } from './open-program.js';
import type { CustodyRequest, Host, WhyBlockedRequest } from './request.js';
import { moduleRecords, usedModules } from './used-modules.js';

export interface Followed {
  readonly open: OpenProgram;
  readonly engine: Engine;
  /** Import path of the first package that was named. */
  readonly home: string;
}

/** Opens the program and follows everything that the packages of the request can run. */
export function follow(
  request: CustodyRequest | WhyBlockedRequest,
  host: Host,
  check?: (open: OpenProgram) => void,
): Followed {
  const open = openProgram(
    request.settings,
    request.main.length > 0 ? request.main : request.patterns,
    request.tests,
    host,
  );
  // A wrong request must not cost an analysis.
  check?.(open);
  const packages = matchAll(open.workspace, request.patterns);
  host.phase('explore');
  const named = packages.flatMap((ref) => loadWithTests(open, ref, request.tests));
  const engine = followProgram(open, named, rootKindOf(packages, request.tests), host);
  return { open, engine, home: packages[0]?.path ?? '' };
}

export function partsOf({ open, home }: Followed, language: Language | undefined): ReportParts {
  return new ReportParts(new Places(open.sources, sayIn(language)), {
    home,
    packageName: (path) => open.program.refOf(path)?.name ?? path.slice(path.lastIndexOf('/') + 1),
    lineOf: (fn) => open.sources.position(fn.pos)?.line,
  });
}

export function tableReport(
  request: CustodyRequest | WhyBlockedRequest,
  host: Host,
  { open, engine }: Followed,
  { answer, sections, files }: CustodyWords,
): Report {
  const { settings } = request;
  const say = sayIn(request.language);
  const shown = new Set(files);
  const modules = usedModules(open, shown);
  const main = request.patterns.join(' ');
  return settlePlaces({
    schema: reportSchemaName,
    version: reportSchemaVersion,
    tool: { name: 'loose-ends', version: host.version },
    question: {
      command: request.command,
      roots: [request.subject],
      direction: 'down',
      options: {},
      ...(request.language === undefined ? {} : { language: request.language }),
    },
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
        text: say`The code is read for ${settings.goVersion} on ${settings.goos}/${settings.goarch}, ${settings.cgo ? say`with` : say`without`} cgo; what runs is ${main} and all that it reaches.`,
        change: say`--goos, --goarch, --tags, --cgo, and the packages`,
      },
      {
        text: say`A field that only reflection sets, such as one that is decoded into, counts as one that nothing sets.`,
      },
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

/** A line of a file, as people name it: `client.go:88`. Undefined if the text is none. */
export function lineTest(spec: string, open: OpenProgram): ((pos: number) => boolean) | undefined {
  const place = /^(.+\.go):(\d+)$/.exec(spec);
  if (place === null) return undefined;
  const [, file = '', line = ''] = place;
  return (pos) => {
    const at = open.sources.position(pos);
    return at !== undefined && at.line === Number(line) && (at.file === file || at.file.endsWith(`/${file}`));
  };
}

/** Whether a place is in a package of the main module. */
export function isOwn(open: OpenProgram, pos: number): boolean {
  const file = open.sources.position(pos)?.file;
  const path = file?.slice(0, file.lastIndexOf('/'));
  return path !== undefined && open.program.isMain(path);
}

/** Exported, of an exported type, in a package of the main module that others can import. */
export function isPublic(fn: Fn, open: OpenProgram): boolean {
  const { object } = fn;
  if (object?.exported !== true || !open.program.isMain(fn.pkg.path) || fn.pkg.name === 'main') return false;
  if (/(^|\/)internal(\/|$)/.test(fn.pkg.path)) return false;
  const recv = object.type.recv?.type;
  if (recv === undefined) return true;
  const t = unalias(recv);
  const named = t.kind === 'Pointer' ? unalias(t.elem) : t;
  return named.kind === 'Named' && isExportedName(named.obj.name);
}
