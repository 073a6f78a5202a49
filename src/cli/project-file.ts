// loose-ends.json: the questions, saved reports and documents of a project, from which its site is made again.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { modelKeys, type siteKeys } from '#app/user-models.js';
import { UsageError } from '#base/errors.js';
import { nearest } from '#base/nearest.js';
import { compareStrings } from '#base/order.js';
import { orList } from './arguments.js';
import { commands, options } from './command-table.js';
import { codeOf, message } from './output.js';

export const projectFileName = 'loose-ends.json';

export interface ProjectFile {
  readonly title?: string;
  readonly intro?: string;
  readonly base?: string;
  readonly questions: readonly Question[];
  /** Paths of saved reports. */
  readonly reports: readonly string[];
  /** Paths of Markdown files, below the folder of the project file. */
  readonly documents: readonly string[];
}

export interface Question {
  readonly title?: string;
  /** Words of the command line, from the command on. */
  readonly words: readonly string[];
}

/** The file in this folder, or undefined if there is none. */
export function readProjectFile(dir: string): ProjectFile | undefined {
  let text: string;
  try {
    text = readFileSync(join(dir, projectFileName), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new UsageError(`${projectFileName} cannot be read: ${message(error)}.`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new UsageError(`${projectFileName} is no JSON.`);
  }
  return parseProject(value, dir);
}

/** What the file may say, for the reference too. */
export const projectKeys: Readonly<Record<(typeof siteKeys)[number], string>> = {
  title: 'Title of the site.',
  intro: 'A sentence or two under the title.',
  base: 'Address at which the site will be, as `--base` has it.',
  questions: 'What is asked: see below.',
  reports: 'Paths of saved reports.',
  documents: 'Markdown files, and folders with them, below the folder of this file.',
};

/** What a question may say beside the options of its command. */
export const questionWords: Readonly<Record<string, string>> = {
  ask: 'What is asked about, as on the command line: a text, or a list of them.',
  command: 'The command that answers; `explain` when left out.',
  title: 'The question in words.',
  dir: 'The folder in which it is asked, from that of this file.',
};

/** The address at which a site is, with a slash at its end. */
export function siteAddress(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (!/^https?:\/\/[^\s<>"]+$/.test(given))
    throw new UsageError(`The option --base takes the address at which the site is, not ${JSON.stringify(given)}.`);
  return given.endsWith('/') ? given : `${given}/`;
}

/** The address of the site that the text of a project file names; what else is wrong with it is told by who reads it. */
export function siteAddressIn(text: string): string | undefined {
  try {
    const project: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    const base: unknown = typeof project === 'object' && project !== null ? Reflect.get(project, 'base') : undefined;
    return typeof base === 'string' ? base : undefined;
  } catch {
    return undefined;
  }
}

function parseProject(value: unknown, dir: string): ProjectFile {
  const record = recordOf(value, projectFileName, [...Object.keys(projectKeys), ...modelKeys]);
  const title = stringOf(record, 'title', projectFileName);
  const intro = stringOf(record, 'intro', projectFileName);
  const base = stringOf(record, 'base', projectFileName);
  return {
    ...(title === undefined ? {} : { title }),
    ...(intro === undefined ? {} : { intro }),
    ...(base === undefined ? {} : { base }),
    questions: listOf(record, 'questions').map((one, i) => questionOf(one, i)),
    reports: listOf(record, 'reports').map((one) => wordOf(one, 'reports')),
    documents: documentsOf(
      listOf(record, 'documents').map((one) => wordOf(one, 'documents')),
      dir,
    ),
  };
}

/** Commands whose answer is a report. */
export function askingCommands(): string[] {
  return commands.filter(({ name, formats }) => formats === 'report' && name !== 'render').map(({ name }) => name);
}

/** What a question may say beside what it asks, its title and its folder: the options that change the answer. */
export function questionKeys(command: string): string[] {
  const own = commands.find(({ name }) => name === command)?.options ?? [];
  const groups = new Map(options.map((option) => [option.name, option.group]));
  return own.filter((name) => groups.get(name) === 'what' || groups.get(name) === 'build');
}

function questionOf(value: unknown, number: number): Question {
  const where = `question ${number + 1} of ${projectFileName}`;
  const command = commandOf(value, where);
  const keys = questionKeys(command);
  const record = recordOf(value, where, [...Object.keys(questionWords), ...keys]);
  const title = stringOf(record, 'title', where);
  const dir = stringOf(record, 'dir', where);
  const { ask } = record;
  const asked = Array.isArray(ask) ? ask.map((one: unknown) => wordOf(one, 'ask')) : [wordOf(ask, 'ask')];
  const words = [...(dir === undefined ? [] : ['-C', dir]), command];
  for (const key of keys) {
    const given = record[key];
    const takesValue = options.some((option) => option.name === key && option.value !== undefined);
    if (given === undefined || given === false) continue;
    if (!takesValue) {
      if (given !== true) throw new UsageError(`In ${where} ${JSON.stringify(key)} is true or false.`);
      words.push(`--${key}`);
      continue;
    }
    for (const one of Array.isArray(given) ? (given as unknown[]) : [given])
      words.push(`--${key}=${typeof one === 'number' ? String(one) : wordOf(one, key)}`);
  }
  return { ...(title === undefined ? {} : { title }), words: [...words, '--', ...asked] };
}

function commandOf(value: unknown, where: string): string {
  const given: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'command') : undefined;
  const allowed = askingCommands();
  if (given === undefined) return 'explain';
  if (typeof given === 'string' && allowed.includes(given)) return given;
  throw new UsageError(`In ${where} "command" is ${orList(allowed)}.`);
}

function recordOf(value: unknown, where: string, allowed: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${capital(where)} is no object.`);
  for (const key of Object.keys(value)) {
    if (allowed.includes(key)) continue;
    const meant = nearest(key, allowed);
    throw new UsageError(
      `There is no key ${JSON.stringify(key)} in ${where}; ${meant === undefined ? `the keys are ${allowed.join(', ')}` : `did you mean ${meant}?`}${meant === undefined ? '.' : ''}`,
    );
  }
  return { ...value };
}

function stringOf(record: Readonly<Record<string, unknown>>, key: string, where: string): string | undefined {
  const value = record[key];
  if (value === undefined || typeof value === 'string') return value;
  throw new UsageError(`In ${where} ${JSON.stringify(key)} is a text.`);
}

function listOf(record: Readonly<Record<string, unknown>>, key: string): readonly unknown[] {
  const value = record[key];
  if (value === undefined) return [];
  if (Array.isArray(value)) return value as unknown[];
  throw new UsageError(`In ${projectFileName} ${JSON.stringify(key)} is a list.`);
}

function wordOf(value: unknown, key: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`In ${projectFileName} ${JSON.stringify(key)} holds a text that is not empty.`);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Files as they are named, folders as all Markdown in them; each once, in order of their paths. */
function documentsOf(paths: readonly string[], dir: string): string[] {
  const found = new Set<string>();
  for (const given of paths) {
    const path = posix.normalize(given.replaceAll('\\', '/')).replace(/\/$/, '');
    if (path.startsWith('../') || path === '..' || path.startsWith('/'))
      throw new UsageError(`The document ${JSON.stringify(given)} lies outside the folder of ${projectFileName}.`);
    const stats = statSync(join(dir, path), { throwIfNoEntry: false });
    if (stats === undefined)
      throw new UsageError(`The document ${JSON.stringify(given)} of ${projectFileName} is not there.`);
    if (!stats.isDirectory()) {
      found.add(path);
      continue;
    }
    for (const name of readdirSync(join(dir, path), { recursive: true, encoding: 'utf8' }))
      if (name.endsWith('.md')) found.add(posix.join(path, name.replaceAll('\\', '/')));
  }
  return [...found].sort(compareStrings);
}
