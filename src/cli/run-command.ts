// Turns arguments into a request, runs it and writes what comes back. The one place with a clock.

import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { AssumedType, BuildSettings, Detail, Host, Outcome, Request } from '#app/request.js';
import { UsageError } from '#base/errors.js';
import type { FileSystem } from '#base/file-system.js';
import { nearest } from '#base/nearest.js';
import { type FindingFormat, findingFormats } from '#render/finding-formats.js';
import { type FormatEntry, formats } from '#render/formats.js';
import type { RenderOptions } from '#render/options.js';
import { formatBaseline, readBaseline } from '#report/baseline.js';
import type { FindingsReport } from '#report/findings.js';
import type { Language, Report } from '#report/report.js';
import { type Arguments, isSet, orList, parseArguments, valueOf, valuesOf } from './arguments.js';
import type { CommandEntry } from './command-table.js';
import { checkOutput, createProgress, isTerminal, message, type Progress, writeResult } from './output.js';
import { createPhases } from './phases.js';
import { siteAddress, siteAddressIn } from './project-file.js';

/** Runs a command to its end. */
export async function runCommand(command: CommandEntry, args: Arguments, version: string): Promise<void> {
  const phases = createPhases();
  const dir = directoryOf(args, process.cwd());
  const named = valueOf(args, 'output');
  const file = named === '-' ? undefined : named;
  const output = file === undefined ? undefined : resolve(dir, file);
  const phasesFile = valueOf(args, 'phases');
  // Before the work: a wrong format or folder must not cost an analysis.
  if (output !== undefined && command.name !== 'site') checkOutput(output);
  if (phasesFile !== undefined) checkOutput(resolve(dir, phasesFile));
  const format = command.formats === 'report' ? formatOf(args, command, file) : undefined;
  const findingFormat = command.formats === 'findings' ? findingFormatOf(args, file) : undefined;
  checkNumber(args, 'depth');
  checkNumber(args, 'columns');
  const progress = createProgress(isSet(args, 'quiet'));
  try {
    if (command.name === 'render') {
      phases.start('read');
      const { savedReport } = await import('./saved-report.js');
      await writeReport(savedReport(args, dir), format, args, output, phases.start);
    } else if (command.name === 'discuss') {
      phases.start('discuss');
      const { runDiscuss } = await import('./discuss-command.js');
      await runDiscuss(args, dir, output, renderOptionsOf(args, output), progress);
    } else if (command.name === 'site') {
      phases.start('site');
      const { runSite } = await import('./site-command.js');
      await runSite(
        args,
        dir,
        version,
        async ({ words }) => await answerQuestion(words, dir, version, progress, phases.start),
      );
    } else {
      phases.start('settings');
      const request = await requestOf(command, args, dir);
      const outcome = await answer(request, args, version, { progress: progress.show, phase: phases.start });
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

/** The answer of an earlier run if nothing that it rests on has changed, and else a new one. */
async function answer(
  request: Request,
  args: Arguments,
  version: string,
  watch: Pick<Host, 'progress' | 'phase'>,
): Promise<Outcome> {
  const { diskFileSystem } = await import('./disk-file-system.js');
  const runWith = async (fs: FileSystem): Promise<Outcome> => {
    watch.phase('load');
    const { run } = await import('#app/run.js');
    return run(request, { fs, version, ...watch });
  };
  const { answerCache, cacheFolder } = await import('./answer-cache.js');
  const folder = isSet(args, 'no-cache') ? undefined : cacheFolder(process.env, process.platform);
  const isKept = ['trace', 'explain', 'custody', 'why-blocked'].includes(request.command);
  if (folder === undefined || !isKept) return runWith(diskFileSystem);
  watch.phase('cache');
  const cache = answerCache(folder, ownDigest(version), request, diskFileSystem);
  const known = cache.find();
  if (known !== undefined) return { report: known };
  const { recordReads } = await import('./recorded-reads.js');
  const recorded = recordReads(diskFileSystem);
  const outcome = await runWith(recorded.fs);
  watch.phase('cache');
  if ('report' in outcome) cache.keep(outcome.report, recorded.reads());
  return outcome;
}

/** Which program answers: its version, and while it is being worked on, its code. */
function ownDigest(version: string): string {
  const code = readFileSync(fileURLToPath(import.meta.url));
  return `${version} ${createHash('sha256').update(code).digest('hex')}`;
}

/** The report that a command line of its own would give. */
async function answerQuestion(
  words: readonly string[],
  from: string,
  version: string,
  progress: Progress,
  phase: (name: string) => void,
): Promise<Report> {
  const args = parseArguments(words);
  if (args.command === undefined) throw new UsageError('The question has no command.');
  const request = await requestOf(args.command, args, directoryOf(args, from));
  const outcome = await answer(request, args, version, { progress: progress.show, phase });
  if (!('report' in outcome)) throw new UsageError(`The command ${args.command.name} makes no report.`);
  return outcome.report;
}

/** Where the command runs: each -C is taken from the one before, as with git. */
function directoryOf(args: Arguments, from: string): string {
  let dir = from;
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
    const own = modelsOf(dir);
    const base = siteAddress(valueOf(args, 'base') ?? ('models' in own ? siteAddressIn(own.models.text) : undefined));
    return {
      command: 'check',
      patterns,
      tests,
      baseline: baselineOf(args, dir),
      ...own,
      ...(base === undefined ? {} : { base }),
      ...languageOf(args),
      settings,
    };
  }
  if (command.name === 'why') {
    const [site, ...patterns] = args.operands;
    if (site === undefined) throw new UsageError('The command why needs the place of a call: file.go:line.');
    return { command: 'why', site, patterns: patterns.length === 0 ? ['./...'] : patterns, tests, main, settings };
  }
  if (command.name === 'custody' || command.name === 'why-blocked') {
    const [subject, ...named] = args.operands;
    if (subject === undefined)
      throw new UsageError(
        command.name === 'custody'
          ? 'The command custody needs a resource: Type.field, pkg.Type, or file.go:line of what makes it.'
          : 'The command why-blocked needs the place of what waits: file.go:line.',
      );
    const patterns = named.length === 0 ? ['./...'] : named;
    return { command: command.name, subject, patterns, tests, main, ...languageOf(args), settings };
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
  const why = valueOf(args, 'why');
  for (const other of ['to', 'up', 'depth'])
    if (why !== undefined && args.values.has(other))
      throw new UsageError(`The options --why and --${other} exclude one another: --why shows one call.`);
  const depth = checkNumber(args, 'depth');
  return {
    ...(command.name === 'explain' ? { command: 'explain', ...modelsOf(dir) } : { command: 'trace' }),
    roots: args.operands,
    ...(to === undefined ? {} : { to }),
    sameGoroutine: isSet(args, 'same-goroutine'),
    ...(why === undefined ? {} : { why }),
    up: isSet(args, 'up'),
    ...(depth === undefined ? {} : { depth }),
    detail: detailOf(args),
    main,
    assume: valuesOf(args, 'assume').map(assumedType),
    tests,
    ...languageOf(args),
    settings,
  };
}

/** English is what a report without a language is in. */
function languageOf(args: Arguments): { readonly language?: Language } {
  return valueOf(args, 'lang') === 'zh-CN' ? { language: 'zh-CN' } : {};
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
  // Who asks why wants the whole way.
  const usual = args.values.has('why') ? 'full' : 'normal';
  return value === 'brief' || value === 'normal' || value === 'full' ? value : usual;
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
  return { dir: dir.replaceAll('\\', '/'), ...environment, ...parser, ...linkTemplates(args) };
}

/** `--link HOST=URL`: how lines are linked to on a host of one's own. */
function linkTemplates(args: Arguments): Pick<BuildSettings, 'linkTemplates'> {
  const given = valuesOf(args, 'link').map((text): [string, string] => {
    const [, host = '', url = ''] = /^([\w.-]+)=(https?:\/\/[^\s<>"]+)$/.exec(text) ?? [];
    if (host === '' || !url.includes('{path}') || !url.includes('{revision}'))
      throw new UsageError(
        'The option --link takes HOST=URL with {repository}, {revision}, {path} and {line} in it, such as ' +
          `git.example.org=https://git.example.org/{repository}/src/{revision}/{path}#L{line}, not ${JSON.stringify(text)}.`,
      );
    return [host.toLowerCase(), url];
  });
  return given.length === 0 ? {} : { linkTemplates: Object.fromEntries(given) };
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
  const text = render(report, renderOptionsOf(args, output));
  phase('write');
  writeResult([text], output);
}

function renderOptionsOf(args: Arguments, output: string | undefined): RenderOptions {
  return {
    columns: checkNumber(args, 'columns') ?? terminalColumns(output),
    color: wantsColor(args, output),
    ascii: isSet(args, 'ascii'),
    detail: detailOf(args),
  };
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
