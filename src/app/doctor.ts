// `doctor`: what was found of Go and of the modules, where each setting comes from, what is missing and what brings it.

import { by } from '#base/order.js';
import { SourceSet } from '#base/position.js';
import { openWorkspace } from '#go/workspace/workspace.js';
import { Program } from './program-source.js';
import type { DoctorRequest, Host } from './request.js';

/** Missing packages that are listed. */
const listLimit = 40;

/** Text for people. Throws a `UsageError` where there is no module. */
export function doctor({ settings }: DoctorRequest, host: Host): string {
  host.phase('workspace');
  const lines: string[] = [];
  const row = (name: string, value: string): void => {
    lines.push(`  ${name.padEnd(16)} ${value}`);
  };
  lines.push('Go');
  row('GOROOT', settings.goroot ?? 'not found; pass --goroot with the folder of a Go installation');
  row('version', settings.goroot === undefined ? `${settings.goVersion}, assumed` : settings.goVersion);
  row(
    'target',
    `${settings.goos}/${settings.goarch}, cgo ${settings.cgo ? 'on' : 'off'}${settings.tags.length === 0 ? '' : `, tags ${settings.tags.join(',')}`}`,
  );
  row('module cache', settings.modcache ?? 'not found; pass --modcache, or run `go mod download` in the module');
  const origins = settings.origins.filter(({ from }) => from !== 'default');
  if (origins.length > 0) {
    lines.push('', 'Settings that are not the default');
    for (const { name, value, from } of origins) row(name, `${value}   (${from})`);
  }
  const workspace = openWorkspace(host.fs, settings);
  lines.push('', workspace.mainModules.length === 1 ? 'Main module' : 'Main modules');
  for (const module of workspace.mainModules)
    row(module.path, `${module.dir ?? ''}, ${module.goVersion}${workspace.isVendored ? ', vendored' : ''}`);
  host.progress('Reading the module graph');
  const modules = workspace.modules();
  const others = modules.filter((module) => !module.isMain);
  const absent = others.filter((module) => module.dir === undefined && !workspace.isVendored);
  host.phase('packages');
  host.progress('Reading the imports of all packages');
  const main = workspace.mainPackages();
  const program = new Program(workspace, new SourceSet(), { main, tests: false });
  const closure = program.closure();
  lines.push('', 'What the main packages need');
  row('packages', `${main.length} of the main module, ${closure.length} with all that they import`);
  row(
    'modules',
    others.length === 0
      ? 'no others'
      : `${others.length} ${others.length === 1 ? 'other' : 'others'} in the build list, ${others.length - absent.length} of them in the module cache`,
  );
  const missing = [...program.missing.values()].sort(by(({ path }) => path));
  if (missing.length === 0) lines.push('', 'Nothing that is imported is missing.');
  else {
    lines.push('', `Missing: ${missing.length} ${missing.length === 1 ? 'package' : 'packages'}`);
    for (const { path, reason } of missing.slice(0, listLimit)) row(path, reason);
    if (missing.length > listLimit) lines.push(`  and ${missing.length - listLimit} more`);
    const commands = [...new Set(missing.flatMap(({ command }) => command ?? []))];
    if (commands.length > 0) lines.push('', 'To get them', ...commands.map((command) => `  ${command}`));
  }
  if (workspace.diagnostics.length > 0) {
    lines.push('', 'Found on the way');
    for (const { message, position, path } of workspace.diagnostics)
      lines.push(`  ${position === undefined ? (path ?? '') : `${position.file}:${position.line}`}: ${message}`);
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}
