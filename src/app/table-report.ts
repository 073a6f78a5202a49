// A whole program that was followed for one question, and the report of tables that answers it.

import type { AtHand } from '#explain/at-hand.js';
import type { CustodyWords, Whereabouts } from '#explain/custody-report.js';
import { Places, settlePlaces } from '#explain/places.js';
import { ReportParts } from '#explain/report-parts.js';
import { createCallers } from '#go/flow/callers.js';
import { createEngine } from '#go/flow/create-engine.js';
import type { Fn } from '#go/flow/function.js';
import type { CustodyRules } from '#go/propagate/custody.js';
import type { Engine } from '#go/propagate/engine.js';
import { isExportedName } from '#go/types/object.js';
import { unalias } from '#go/types/type.js';
import { sayIn } from '#language/say.js';
import { dialedConnections, opaquePackages, releaseLike, releaseNames, transportPackages } from '#models/transport.js';
import { waitModelOf } from '#models/waits.js';
import { type Language, type Report, reportSchemaName, reportSchemaVersion } from '#report/report.js';
import { reportDiagnostics } from './diagnostics.js';
import { followProgram, rootKindOf } from './follow-program.js';
import { linkRules } from './links.js';
import { loadWithTests, matchAll, type OpenProgram, openProgram } from './open-program.js';
import type { CustodyRequest, Host, WhyBlockedRequest, WhyRequest } from './request.js';
import { moduleRecords, usedModules } from './used-modules.js';

export interface Followed {
  readonly open: OpenProgram;
  readonly engine: Engine;
  /** Import path of the first package that was named. */
  readonly home: string;
}

/** Opens the program and follows everything that the packages of the request can run. */
export function follow(
  request: CustodyRequest | WhyBlockedRequest | WhyRequest,
  host: Host,
  check?: (open: OpenProgram) => unknown,
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
  const engine = followProgram(open, named, rootKindOf(packages, request.tests), host, {
    prune: request.command === 'why',
    reasons: true,
    reflected: request.command === 'why',
  });
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
  const links = linkRules(modules, settings, host.fs, shown);
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
      modules: moduleRecords(modules, links.unlinked),
      main,
    },
    links: links.rules,
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
        text: say`What reflection may write to, such as a field with a tag, counts as set.`,
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

/** What counts as a release, and who may call it. */
export function custodyRules(open: OpenProgram): CustodyRules {
  const callers = createCallers(
    createEngine(open.checker, open.program, new Map(), opaquePackages, dialedConnections),
    open.program.closure().map((ref) => ref.path),
  );
  return {
    isPublic: (fn) => isPublic(fn, open),
    isRelease: (name) => releaseNames.has(name.toLowerCase()),
    isReleaseLike: (name) => releaseLike.test(name),
    callersOf: (fn) => callers.of(fn),
    callersAnywhere: (fn) => callers.anywhere(fn),
    wakersOf: (callee) => waitModelOf(callee)?.wakers,
  };
}

/** Where places of a program are. */
export function whereabouts(open: OpenProgram): Whereabouts & Pick<AtHand, 'isProgram'> {
  const transport = new Set(transportPackages.map(({ path }) => path));
  const packageOf = (pos: number): string => {
    const file = open.sources.position(pos)?.file ?? '';
    return file.slice(0, file.lastIndexOf('/'));
  };
  return {
    isOwn: (pos) => open.program.isMain(packageOf(pos)),
    isProgram: (pos) =>
      open.mainPackages.some((ref) => ref.name === 'main' && ref.path === packageOf(pos)) ||
      open.sources.position(pos)?.file.endsWith('_test.go') === true,
    isTransport: (pos) => transport.has(packageOf(pos).replace(/^std\//, '')),
  };
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
