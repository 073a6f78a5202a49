// Turns arguments into a request, runs it and writes what comes back. The one place with a clock.

import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import type { AssumedType, BuildSettings, Detail, Host, Outcome, Request } from '#app/request.js';
import { UsageError } from '#base/errors.js';
import { nearest } from '#base/nearest.js';
import { type FindingFormat, findingFormats } from '#render/finding-formats.js';
import { type FormatEntry, formats } from '#render/formats.js';
import { formatBaseline, readBaseline } from '#report/baseline.js';
import type { FindingsReport } from '#report/findings.js';
import type { Report } from '#report/report.js';
import { type Arguments, isSet, orList, valueOf, valuesOf } from './arguments.js';
import type { CommandEntry } from './command-table.js';
import { checkOutput, createProgress, isTerminal, message, writeResult } from './output.js';
import { createPhases } from './phases.js';

/** Runs a command to its end. */
export async function runCommand(command: CommandEntry, args: Arguments, version: string): Promise<void> {
  const phases = createPhases();
  const dir = directoryOf(args);
  const named = valueOf(args, 'output');
  const file = named === '-' ? undefined : named;
  const output = file === undefined ? undefined : resolve(dir, file);
  const phasesFile = valueOf(args, 'phases');
  // Before the work: a wrong format or folder must not cost an analysis.
  if (output !== undefined) checkOutput(output);
  if (phasesFile !== undefined) checkOutput(resolve(dir, phasesFile));
  const format = command.formats === 'report' ? formatOf(args, command, file) : undefined;
  const findingFormat = command.formats === 'findings' ? findingFormatOf(args, file) : undefined;
  checkNumber(args, 'depth');
  checkNumber(args, 'columns');
  const progress = createProgress(isSet(args, 'quiet'));
  try {
    if (command.name === 'render') {
      phases.start('read');
      const report = await savedReport(args, dir);
      await writeReport(report, format, args, output, phases.start);
    } else {
      phases.start('load');
      const { run } = await import('#app/run.js');
      const { diskFileSystem } = await import('./disk-file-system.js');
      phases.start('settings');
      const request = await requestOf(command, args, dir);
      const host: Host = { fs: diskFileSystem, version, progress: progress.show, phase: phases.start };
      const outcome = run(request, host);
      progress.clear();
      if ('findings' in outcome) {
        phases.start('write');
        writeFindings(outcome.findings, findingFormat, args, output, dir);
      } else await writeOutcome(outcome, format, args, output, phases.start);
    }
  } finally {
    progress.clear();
    phases.end();
    if (phasesFile !== undefined) writeResult([phases.json()], resolve(dir, phasesFile));
  }
}

/** Where the command runs: each -C is taken from the one before, as with git. */
function directoryOf(args: Arguments): string {
  let dir = process.cwd();
  for (const next of valuesOf(args, 'dir')) {
    dir = resolve(dir, next);
    const stats = statSync(dir, { throwIfNoEntry: false });
    if (stats === undefined) throw new UsageError(`The folder ${next} does not exist.`);
    if (!stats.isDirectory()) throw new UsageError(`${next} is a file; -C takes a folder.`);
  }
  return dir;
}

function formatOf(args: Arguments, command: CommandEntry, file: string | undefined): FormatEntry {
  const name = valueOf(args, 'format');
  if (name !== undefined) {
    const entry = Object.hasOwn(formats, name) ? formats[name] : undefined;
    if (entry !== undefined) return entry;
    const names = Object.keys(formats);
    const meant = nearest(name, names);
    throw new UsageError(
      `There is no format ${JSON.stringify(name)}; ${meant === undefined ? `the formats are ${names.join(', ')}.` : `did you mean ${meant}?`}`,
    );
  }
  const byEnding = Object.values(formats).find((entry) =>
    entry.extensions.some((ending) => file?.endsWith(ending) === true),
  );
  const usual = command.name === 'explain' ? formats['markdown'] : formats['tree'];
  const entry = byEnding ?? usual;
  if (entry === undefined) throw new UsageError(`The formats are ${Object.keys(formats).join(', ')}.`);
  return entry;
}

function findingFormatOf(args: Arguments, file: string | undefined): FindingFormat {
  const name = valueOf(args, 'format');
  const found =
    name === undefined
      ? Object.values(findingFormats).find(({ extensions }) => extensions.some((ending) => file?.endsWith(ending)))
      : Object.hasOwn(findingFormats, name)
        ? findingFormats[name]
        : undefined;
  const entry = found ?? (name === undefined ? findingFormats['text'] : undefined);
  if (entry === undefined)
    throw new UsageError(
      `The command check has no format ${JSON.stringify(name)}; it has ${orList(Object.keys(findingFormats))}.`,
    );
  return entry;
}

/** The fingerprints in the --baseline file; none where it is only about to be written. */
function baselineOf(args: Arguments, dir: string): ReadonlySet<string> {
  const name = valueOf(args, 'baseline');
  if (name === undefined) {
    if (isSet(args, 'write-baseline'))
      throw new UsageError('The option --write-baseline needs --baseline FILE, the file to write.');
    return new Set();
  }
  if (isSet(args, 'write-baseline')) {
    checkOutput(resolve(dir, name));
    return new Set();
  }
  return readBaseline(textOf(name, dir, 'write it with --write-baseline'), name);
}

function textOf(name: string, dir: string, wayOut: string): string {
  try {
    return readFileSync(resolve(dir, name), 'utf8');
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${message(error)}; ${wayOut}.`);
  }
}

/** The project's own models lie beside its go.mod, or where the command runs. */
const modelsFile = 'loose-ends.json';

function modelsOf(dir: string): { models: { text: string; name: string } } | Record<never, never> {
  for (let at = dir; ; at = dirname(at)) {
    const file = join(at, modelsFile);
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === true)
      return { models: { text: textOf(file, dir, 'correct it, or remove it'), name: modelsFile } };
    const isTop = statSync(join(at, 'go.mod'), { throwIfNoEntry: false })?.isFile() === true || dirname(at) === at;
    if (isTop) return {};
  }
}

function writeFindings(
  report: FindingsReport,
  format: FindingFormat | undefined,
  args: Arguments,
  output: string | undefined,
  dir: string,
): void {
  if (format === undefined) return;
  const baseline = valueOf(args, 'baseline');
  if (baseline !== undefined && isSet(args, 'write-baseline')) {
    writeResult([formatBaseline(report)], resolve(dir, baseline));
    return;
  }
  writeResult([format.render(report, { color: wantsColor(args, output) })], output);
  if (report.findings.length > 0) process.exitCode = 1;
}

function checkNumber(args: Arguments, name: string): number | undefined {
  const value = valueOf(args, name);
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,5}$/.test(value))
    throw new UsageError(`The option --${name} takes a whole number from 1 on, not ${JSON.stringify(value)}.`);
  return Number(value);
}

async function requestOf(command: CommandEntry, args: Arguments, dir: string): Promise<Request> {
  const settings = await settingsOf(args, dir);
  const tests = isSet(args, 'tests');
  const main = valuesOf(args, 'main');
  if (command.name === 'doctor') {
    noOperands(args);
    return { command: 'doctor', settings };
  }
  if (command.name === 'debug') {
    const [kind, ...patterns] = args.operands;
    if (kind !== 'types' && kind !== 'edges') {
      const meant = kind === undefined ? undefined : nearest(kind, ['types', 'edges']);
      throw new UsageError(
        `The command debug prints ${orList(['types', 'edges'])}: loose-ends debug ${meant ?? 'edges'} ./...`,
      );
    }
    return {
      command: kind === 'types' ? 'debug-types' : 'debug-edges',
      patterns: patterns.length === 0 ? ['./...'] : patterns,
      tests,
      main,
      settings,
    };
  }
  if (command.name === 'check') {
    const patterns = args.operands.length === 0 ? ['./...'] : args.operands;
    return { command: 'check', patterns, tests, baseline: baselineOf(args, dir), ...modelsOf(dir), settings };
  }
  if (command.name === 'why') {
    const [site, ...patterns] = args.operands;
    if (site === undefined) throw new UsageError('The command why needs the place of a call: file.go:line.');
    return { command: 'why', site, patterns: patterns.length === 0 ? ['./...'] : patterns, tests, main, settings };
  }
  if (args.operands.length === 0) {
    throw new UsageError(
      `The command ${command.name} needs a root: Type.Method, pkg.Func, a full name or file.go:line.`,
    );
  }
  const to = valueOf(args, 'to');
  if (isSet(args, 'same-goroutine') && to === undefined)
    throw new UsageError('The option --same-goroutine needs --to FUNCTION.');
  if (isSet(args, 'up') && to !== undefined)
    throw new UsageError(
      'The options --up and --to exclude one another: the way to a function is looked for downwards.',
    );
  const depth = checkNumber(args, 'depth');
  return {
    command: command.name === 'explain' ? 'explain' : 'trace',
    roots: args.operands,
    ...(to === undefined ? {} : { to }),
    sameGoroutine: isSet(args, 'same-goroutine'),
    up: isSet(args, 'up'),
    ...(depth === undefined ? {} : { depth }),
    detail: detailOf(args),
    main,
    assume: valuesOf(args, 'assume').map(assumedType),
    tests,
    settings,
  };
}

function noOperands(args: Arguments): void {
  const [operand] = args.operands;
  if (operand !== undefined)
    throw new UsageError(
      `The command ${args.command?.name ?? ''} takes no arguments, but ${JSON.stringify(operand)} is given.`,
    );
}

function detailOf(args: Arguments): Detail {
  const value = valueOf(args, 'detail');
  return value === 'brief' || value === 'full' ? value : 'normal';
}

function assumedType(text: string): AssumedType {
  const equals = text.indexOf('=');
  const field = text.slice(0, equals).trim();
  const type = text.slice(equals + 1).trim();
  if (equals <= 0 || field === '' || type === '') {
    throw new UsageError(
      `The option --assume takes FIELD=TYPE, such as --assume HTTPClient=*net/http.Client, not ${JSON.stringify(text)}.`,
    );
  }
  return { field, type };
}

async function settingsOf(args: Arguments, dir: string): Promise<BuildSettings> {
  const { readGoEnvironment } = await import('./go-environment.js');
  const { diskFileSystem } = await import('./disk-file-system.js');
  const folder = (name: string): string | undefined => {
    const value = valueOf(args, name);
    if (value === undefined) return undefined;
    const path = resolve(dir, value);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new UsageError(`The folder ${value} that --${name} names does not exist.`);
    return path;
  };
  const cgo = valueOf(args, 'cgo');
  const tags = args.values.has('tags')
    ? valuesOf(args, 'tags')
        .flatMap((text) => text.split(/[,\s]+/))
        .filter((tag) => tag !== '')
    : undefined;
  const goroot = folder('goroot');
  const environment = readGoEnvironment(process.env, diskFileSystem, {
    goroot,
    modcache: folder('modcache'),
    goos: valueOf(args, 'goos'),
    goarch: valueOf(args, 'goarch'),
    tags,
    cgo: cgo === undefined ? undefined : cgo === 'on',
  });
  const parser = valueOf(args, 'parser') === 'tree-sitter' ? ({ parser: 'tree-sitter' } as const) : {};
  return { dir: dir.replaceAll('\\', '/'), ...environment, ...parser };
}

/** A report that was written by -f json. */
async function savedReport(args: Arguments, dir: string): Promise<Report> {
  const [name, second] = args.operands;
  if (name === undefined)
    throw new UsageError('The command render needs a report: a file that -f json wrote, or - for standard input.');
  if (second !== undefined)
    throw new UsageError(`The command render takes one report, but ${JSON.stringify(second)} is given too.`);
  const label = name === '-' ? 'Standard input' : name;
  let text: string;
  try {
    text = readFileSync(name === '-' ? 0 : resolve(dir, name), 'utf8');
  } catch (error) {
    throw new UsageError(`${label} cannot be read: ${message(error)}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new UsageError(`${label} is not a report: it holds no JSON; a report is what -f json writes.`);
  }
  const { checkReport } = await import('#report/check-report.js');
  return checkReport(value);
}

async function writeOutcome(
  outcome: Exclude<Outcome, { findings: FindingsReport }>,
  format: FormatEntry | undefined,
  args: Arguments,
  output: string | undefined,
  phase: (name: string) => void,
): Promise<void> {
  if ('report' in outcome) await writeReport(outcome.report, format, args, output, phase);
  else if ('lines' in outcome) {
    phase('write');
    writeResult(withBreaks(outcome.lines), output);
  } else {
    phase('write');
    writeResult([outcome.text.endsWith('\n') ? outcome.text : `${outcome.text}\n`], output);
  }
}

function* withBreaks(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield line.endsWith('\n') ? line : `${line}\n`;
}

async function writeReport(
  report: Report,
  format: FormatEntry | undefined,
  args: Arguments,
  output: string | undefined,
  phase: (name: string) => void,
): Promise<void> {
  phase('render');
  const render = await (format ?? formats['tree'])?.load();
  if (render === undefined) return;
  const columns = checkNumber(args, 'columns') ?? terminalColumns(output);
  const text = render(report, {
    columns,
    color: wantsColor(args, output),
    ascii: isSet(args, 'ascii'),
    detail: detailOf(args),
  });
  phase('write');
  writeResult([text], output);
}

/** Narrower than this a tree cannot be read, wider the eye loses the line. */
const minColumns = 60;
const maxColumns = 140;
const usualColumns = 100;

function terminalColumns(output: string | undefined): number {
  if (output !== undefined || !isTerminal(1)) return usualColumns;
  return Math.min(maxColumns, Math.max(minColumns, process.stdout.columns));
}

function wantsColor(args: Arguments, output: string | undefined): boolean {
  const when = valueOf(args, 'color') ?? 'auto';
  if (when !== 'auto') return when === 'always';
  const { NO_COLOR, TERM } = process.env;
  return output === undefined && (NO_COLOR === undefined || NO_COLOR === '') && TERM !== 'dumb' && isTerminal(1);
}
