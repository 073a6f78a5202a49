// go.mod and go.work as data (golang.org/ref/mod, "go.mod files" and "Workspaces"; mirrors modfile/rule.go).
// In the file of a dependency everything that only counts in a main module, or is not known, is passed over.
// Leaves out: that a module path's major suffix fits its version, and deprecation notices.

import { type Directive, type FileProblem, parseDirectives } from './directive-file.js';
import { isGoVersion } from './go-version.js';
import { isValidVersion } from './semver.js';

export interface ModuleVersion {
  readonly path: string;
  readonly version: string;
}

export interface Requirement extends ModuleVersion {
  /** Marked `// indirect`. */
  readonly indirect: boolean;
  readonly line: number;
}

export interface Replacement {
  readonly oldPath: string;
  /** Undefined: every version. */
  readonly oldVersion: string | undefined;
  /** A module path, or a folder if there is no version. */
  readonly newPath: string;
  readonly newVersion: string | undefined;
  readonly line: number;
}

interface Directives {
  /** Without `go`; undefined if there is no such line. */
  readonly goVersion: string | undefined;
  readonly toolchain: string | undefined;
  readonly godebugs: readonly string[];
  readonly replaces: readonly Replacement[];
  readonly problems: readonly FileProblem[];
}

export interface ModFile extends Directives {
  readonly modulePath: string | undefined;
  readonly requires: readonly Requirement[];
  readonly excludes: readonly ModuleVersion[];
  /** Intervals of versions, both ends included. */
  readonly retracts: readonly { readonly low: string; readonly high: string }[];
  readonly tools: readonly string[];
  /** Folders that package patterns pass over: `./x` only there, `x` anywhere. */
  readonly ignores: readonly string[];
}

export interface WorkFile extends Directives {
  /** Folders as written. */
  readonly uses: readonly { readonly dir: string; readonly line: number }[];
}

interface Draft {
  goVersion: string | undefined;
  toolchain: string | undefined;
  modulePath: string | undefined;
  readonly godebugs: string[];
  readonly replaces: Replacement[];
  readonly requires: Requirement[];
  readonly excludes: ModuleVersion[];
  readonly retracts: { low: string; high: string }[];
  readonly tools: string[];
  readonly ignores: string[];
  readonly uses: { dir: string; line: number }[];
  readonly problems: FileProblem[];
}

const forDependencies = new Set(['module', 'go', 'require', 'retract', 'ignore']);
const forModules = new Set([...forDependencies, 'toolchain', 'godebug', 'replace', 'exclude', 'tool']);
const forWorkspaces = new Set(['go', 'toolchain', 'godebug', 'use', 'replace']);

/** Reads a go.mod file. With `isMain` false, what only a main module's file says is passed over. Never throws. */
export function parseModFile(text: string, isMain: boolean): ModFile {
  return parseFile(text, isMain ? forModules : forDependencies, isMain);
}

/** Reads a go.work file. Never throws. */
export function parseWorkFile(text: string): WorkFile {
  return parseFile(text, forWorkspaces, true);
}

function parseFile(text: string, verbs: ReadonlySet<string>, isStrict: boolean): Draft {
  const { directives, problems } = parseDirectives(text);
  const draft: Draft = {
    goVersion: undefined,
    toolchain: undefined,
    modulePath: undefined,
    godebugs: [],
    replaces: [],
    requires: [],
    excludes: [],
    retracts: [],
    tools: [],
    ignores: [],
    uses: [],
    problems,
  };
  for (const directive of directives) {
    if (verbs.has(directive.verb)) {
      const message = addDirective(draft, directive, isStrict);
      if (message !== undefined) problems.push({ line: directive.line, column: directive.column, message });
    } else if (isStrict) {
      problems.push({
        line: directive.line,
        column: directive.column,
        message: `the directive \`${directive.verb}\` is not known`,
      });
    }
  }
  return draft;
}

/** Adds what a directive says, or says what is wrong with it. */
function addDirective(draft: Draft, directive: Directive, isStrict: boolean): string | undefined {
  const { verb, args } = directive;
  switch (verb) {
    case 'require':
    case 'exclude':
      return addVersion(draft, directive);
    case 'replace':
      return addReplacement(draft, directive);
    case 'retract': {
      const words = args.map(({ text }) => text).filter((text) => text !== '[' && text !== ']' && text !== ',');
      const [low, high = low] = words;
      if (low === undefined || high === undefined)
        return isStrict ? 'write `retract v1.2.3` or `retract [v1.2.0, v1.2.3]`' : undefined;
      draft.retracts.push({ low, high });
      return undefined;
    }
    default:
      return addWord(draft, directive, isStrict);
  }
}

/** The directives that have one argument. */
function addWord(draft: Draft, { verb, args, line }: Directive, isStrict: boolean): string | undefined {
  const [word] = args;
  if (word === undefined || args.length !== 1) return `\`${verb}\` takes exactly one argument`;
  const { text } = word;
  switch (verb) {
    case 'module':
      if (draft.modulePath !== undefined) return '`module` stands here a second time';
      draft.modulePath = text;
      return undefined;
    case 'go':
      return addGoVersion(draft, text, isStrict);
    case 'toolchain':
      if (draft.toolchain !== undefined) return '`toolchain` stands here a second time';
      draft.toolchain = text;
      return undefined;
    case 'godebug':
      if (!text.includes('=')) return 'write `godebug key=value`';
      draft.godebugs.push(text);
      return undefined;
    case 'tool':
      draft.tools.push(text);
      return undefined;
    case 'ignore':
      draft.ignores.push(text);
      return undefined;
    case 'use':
      draft.uses.push({ dir: text, line });
      return undefined;
    default:
      return undefined;
  }
}

function addGoVersion(draft: Draft, text: string, isStrict: boolean): string | undefined {
  if (draft.goVersion !== undefined) return '`go` stands here a second time';
  if (isGoVersion(text)) {
    draft.goVersion = text;
    return undefined;
  }
  const lax = isStrict ? null : /^v?(\d+\.\d+)(?:[^\d].*)?$/.exec(text);
  if (lax === null) return `\`${text}\` is no Go version; write one such as \`go 1.23.0\``;
  draft.goVersion = lax[1];
  return undefined;
}

function addVersion(draft: Draft, { verb, args, comment, line }: Directive): string | undefined {
  const [path, version] = args;
  if (path === undefined || version === undefined || args.length !== 2) return `write \`${verb} module/path v1.2.3\``;
  if (!isValidVersion(version.text))
    return `\`${version.text}\` is no version of a module; write one such as \`v1.2.3\``;
  if (verb === 'exclude') draft.excludes.push({ path: path.text, version: version.text });
  else
    draft.requires.push({ path: path.text, version: version.text, indirect: /^indirect(?:;|$)/.test(comment), line });
  return undefined;
}

function addReplacement(draft: Draft, { args, line }: Directive): string | undefined {
  const arrow = args.findIndex(({ text }) => text === '=>');
  const [oldPath, oldVersion] = args.slice(0, Math.max(arrow, 0));
  const [newPath, newVersion] = args.slice(arrow + 1);
  const behind = args.length - arrow - 1;
  if (arrow < 1 || arrow > 2 || behind < 1 || behind > 2 || oldPath === undefined || newPath === undefined) {
    return 'write `replace module/path [v1.2.3] => other/module v1.4.0` or `replace module/path [v1.2.3] => ../folder`';
  }
  if (oldVersion !== undefined && !isValidVersion(oldVersion.text))
    return `\`${oldVersion.text}\` is no version of a module`;
  if (newVersion === undefined && !isFolder(newPath.text)) {
    return 'a replacement without a version is a folder, which starts with `./`, `../` or `/`';
  }
  if (newVersion !== undefined && isFolder(newPath.text)) return 'a replacement that is a folder has no version';
  if (newVersion !== undefined && !isValidVersion(newVersion.text))
    return `\`${newVersion.text}\` is no version of a module`;
  draft.replaces.push({
    oldPath: oldPath.text,
    oldVersion: oldVersion?.text,
    newPath: newPath.text,
    newVersion: newVersion?.text,
    line,
  });
  return undefined;
}

function isFolder(path: string): boolean {
  return path === '.' || path === '..' || /^\.{0,2}[\\/]/.test(path) || /^[A-Za-z]:[\\/]/.test(path);
}
