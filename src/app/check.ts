// `check`: packages to findings. Packages are looked at one by one; what is asked of a function in another package is
// computed when it is first needed. What goes wrong in one package is a diagnostic, and the others are looked at.

import { compareStrings } from '#base/order.js';
import { rules } from '#custody/rules.js';
import { findingOf } from '#explain/finding-text.js';
import { Places } from '#explain/places.js';
import { ruleHelp } from '#explain/rule-pages.js';
import { Analysis, type Models } from '#go/obligations/analysis.js';
import { checkPackage } from '#go/obligations/check-package.js';
import type { SourceFile } from '#go/syntax/source-file.js';
import type { PackageRef } from '#go/workspace/package.js';
import { sayIn } from '#language/say.js';
import {
  type AcquireModel,
  type ArgumentEffect,
  acquireModels,
  argumentModels,
  borrowingPackages,
  pools,
  resourceKinds,
} from '#models/lifecycle.js';
import type { Observation } from '#program/lifecycle.js';
import {
  type Finding,
  type FindingAlso,
  type FindingsReport,
  findingsSchemaName,
  findingsSchemaVersion,
} from '#report/findings.js';
import type { CodeLine } from '#report/report.js';
import { reportDiagnostics } from './diagnostics.js';
import { mergeFindings } from './merge-findings.js';
import { unknownNames } from './model-names.js';
import { loadWithTests, matchAll, type OpenProgram, openProgram } from './open-program.js';
import type { CheckRequest, Host, OwnModels } from './request.js';
import { sha1 } from './sha1.js';
import { readSuppressions } from './suppressions.js';
import { type NamedModel, readUserModels } from './user-models.js';

export function check(request: CheckRequest, host: Host): FindingsReport {
  const settings = { ...request.settings, withoutModule: true, folders: foldersOf(request.patterns) };
  const open = openProgram(settings, request.patterns, request.tests, host);
  const refs = matchAll(open.workspace, request.patterns);
  const models = modelsOf(request.models);
  const analysis = new Analysis(open.checker, models);
  const say = sayIn(request.language);
  const places = new Places(open.sources, say);
  host.phase('check');
  const findings: Omit<Finding, 'fingerprint'>[] = [];
  const files = new Map<string, SourceFile>();
  for (const ref of refs) {
    host.progress(`Checking ${ref.path}`);
    for (const observation of observationsOf(ref, open, analysis, request, files))
      findings.push(findingOf(observation, { places, resources: models.resources }));
  }
  const suppressions = readSuppressions([...files.values()]);
  const all = withFingerprints(findings);
  const unsuppressed = all.filter((finding) => !suppressions.hides(finding));
  const names = pathNames(open, request.settings.dir);
  const told = unsuppressed.filter(({ fingerprint }) => !request.baseline.has(fingerprint));
  return {
    schema: findingsSchemaName,
    version: findingsSchemaVersion,
    tool: { name: 'loose-ends', version: host.version },
    packages: refs.map(({ path }) => path),
    ...(request.language === undefined ? {} : { language: request.language }),
    rules: rules.map((rule) => ({
      id: rule.id,
      verdict: rule.verdict,
      level: rule.level,
      summary: say.known(rule.summary),
      ...ruleHelp(rule, say),
      ...(request.base === undefined ? {} : { url: `${request.base}rules/${rule.id}.html` }),
    })),
    findings: mergeFindings(told).map((finding) => withPaths(finding, names)),
    hidden: { suppressed: all.length - unsuppressed.length, baseline: unsuppressed.length - told.length },
    diagnostics: reportDiagnostics(open, new Set(files.keys()), [
      ...unknownNames(models.named, open),
      ...suppressions.diagnostics,
    ]),
  };
}

/** The folders that patterns name: `./a`, `./b/...`. */
function foldersOf(patterns: readonly string[]): string[] {
  return patterns.filter((pattern) => pattern.startsWith('./')).map((pattern) => pattern.replace(/\/?\.\.\.$/, ''));
}

function observationsOf(
  ref: PackageRef,
  open: OpenProgram,
  analysis: Analysis,
  request: CheckRequest,
  files: Map<string, SourceFile>,
): Observation[] {
  const observations: Observation[] = [];
  for (const pkg of loadWithTests(open, ref, request.tests)) {
    for (const file of pkg.files) files.set(file.text.name, file);
    observations.push(...checkPackage(analysis, pkg));
  }
  return observations;
}

/** The models of libraries, with the project's own; those go before others of the same function. */
export function modelsOf(models: OwnModels | undefined): Models & { readonly named: readonly NamedModel[] } {
  const own = models === undefined ? undefined : readUserModels(models.text, models.name);
  const acquires = new Map<string, AcquireModel[]>();
  for (const model of own?.acquires ?? [])
    acquires.set(model.function, [...(acquires.get(model.function) ?? []), model]);
  const ours = new Set(acquires.keys());
  for (const model of acquireModels) {
    if (!ours.has(model.function)) acquires.set(model.function, [...(acquires.get(model.function) ?? []), model]);
  }
  const effects = new Map<string, ArgumentEffect>(
    [...argumentModels, ...(own?.arguments ?? [])].map((model) => [
      `${model.function} ${model.argument}`,
      model.effect,
    ]),
  );
  return {
    acquires,
    resources: new Map([...resourceKinds, ...(own?.resources ?? [])].map((kind) => [kind.id, kind])),
    arguments: effects,
    borrowingPackages,
    pools: new Map([...pools, ...(own?.pools ?? [])]),
    halfCloses: new Set(own?.halfCloses),
    waits: own?.waits ?? [],
    named: own?.named ?? [],
  };
}

/** Names of files as they are found from the folder that the command runs in; others keep their names. */
function pathNames(open: OpenProgram, dir: string): ReadonlyMap<string, string> {
  const prefix = dir.endsWith('/') ? dir : `${dir}/`;
  return new Map(
    open.program.loadedFiles
      .filter(({ text }) => text.path.startsWith(prefix))
      .map(({ text }) => [text.name, text.path.slice(prefix.length)]),
  );
}

function withPaths(finding: Finding, names: ReadonlyMap<string, string>): Finding {
  const place = (at: CodeLine): CodeLine => ({ ...at, file: names.get(at.file) ?? at.file });
  const placed = <One extends FindingAlso>(one: One): One => ({
    ...one,
    at: place(one.at),
    remedy: { ...one.remedy, at: place(one.remedy.at) },
    path: one.path.map((step) => ({ ...step, at: place(step.at) })),
  });
  const { also } = finding;
  return { ...placed(finding), ...(also === undefined ? {} : { also: also.map(placed) }) };
}

/** Findings in order of their places, each with a fingerprint that lines and columns do not enter into. */
function withFingerprints(findings: readonly Omit<Finding, 'fingerprint'>[]): Finding[] {
  const sorted = [...findings].sort(
    (a, b) =>
      compareStrings(a.at.file, b.at.file) ||
      a.at.line - b.at.line ||
      a.at.column - b.at.column ||
      compareStrings(a.rule, b.rule) ||
      compareStrings(a.message, b.message),
  );
  const counts = new Map<string, number>();
  return sorted.map((finding) => {
    const text = [finding.rule, finding.package, finding.function, finding.at.code].join('\n');
    const nth = counts.get(text) ?? 0;
    counts.set(text, nth + 1);
    return { ...finding, fingerprint: sha1(new TextEncoder().encode(`${text}\n${nth}`)).slice(0, 20) };
  });
}
