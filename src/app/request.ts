// What the command line asks of the program: a request as plain data, and the host that the program may use.
// The settings of the build are complete here: nothing below this file looks at the environment or the clock.

import type { FileSystem } from '#base/file-system.js';
import type { FindingsReport } from '#report/findings.js';
import type { Language, Report } from '#report/report.js';
import type { LinkTemplates } from './forges.js';

/** For which build the code is read: the folder, and what `go env` would say there. */
export interface BuildSettings {
  /** Absolute path of the folder that the command runs in, with `/`. */
  readonly dir: string;
  /** Root of the Go installation; undefined when none was found. */
  readonly goroot: string | undefined;
  /** `go1.26.8`; a fallback when there is no Go installation. */
  readonly goVersion: string;
  /** The module cache; undefined when there is no such folder. */
  readonly modcache: string | undefined;
  readonly goos: string;
  readonly goarch: string;
  readonly tags: readonly string[];
  readonly cgo: boolean;
  readonly workFile: string | undefined;
  readonly modMode: 'mod' | 'vendor' | 'readonly' | undefined;
  readonly experiments: string | undefined;
  /** How lines are linked to on hosts that are not known, or otherwise than is known. */
  readonly linkTemplates?: LinkTemplates;
  /** A folder without a go.mod will do. */
  readonly withoutModule?: boolean;
  /** Folders that are asked about; they may lie in modules within the one of the checkout. */
  readonly folders?: readonly string[];
  /** Which of the two readers of Go syntax makes the trees; both make the same. */
  readonly parser?: 'descent' | 'tree-sitter';
  /** Each setting with where it comes from, for people to read. */
  readonly origins: readonly SettingOrigin[];
}

export interface SettingOrigin {
  readonly name: string;
  readonly value: string;
  /** `flag`, `environment`, a file, `default`, … */
  readonly from: string;
}

/** How much of the reasons a person wants to see. */
export type Detail = 'brief' | 'normal' | 'full';

/** `--assume FIELD=TYPE`: the field of an external caller's choice, and the type to take for it. */
export interface AssumedType {
  readonly field: string;
  readonly type: string;
}

/** A project's own models. */
export interface OwnModels {
  readonly text: string;
  readonly name: string;
}

export interface TraceRequest {
  readonly command: 'trace' | 'explain';
  readonly roots: readonly string[];
  /** The function to find a path to. */
  readonly to?: string;
  readonly sameGoroutine: boolean;
  /** A call on the way of which to say what it reaches and why: `file.go:line` or `file.go:line:column`. */
  readonly why?: string;
  /** Who reaches the root, instead of what it reaches. */
  readonly up: boolean;
  readonly depth?: number;
  readonly detail: Detail;
  /** Which programs' values may flow in; empty: all packages of the main module. */
  readonly main: readonly string[];
  readonly assume: readonly AssumedType[];
  readonly tests: boolean;
  /** Of the sentences of the report; absent: English. */
  readonly language?: Language;
  /** What `explain` checks packages by, as `check` does. */
  readonly models?: OwnModels;
  readonly settings: BuildSettings;
}

export interface DebugRequest {
  readonly command: 'debug-types' | 'debug-edges';
  readonly patterns: readonly string[];
  readonly tests: boolean;
  readonly main: readonly string[];
  readonly settings: BuildSettings;
}

/** Why a call reaches what it reaches. */
export interface WhyRequest {
  readonly command: 'why';
  /** `file.go:line` or `file.go:line:column`. */
  readonly site: string;
  readonly patterns: readonly string[];
  readonly tests: boolean;
  readonly main: readonly string[];
  readonly settings: BuildSettings;
}

/** Who acquires, holds and releases a resource. */
export interface CustodyRequest {
  readonly command: 'custody';
  /** `Type.field`, `pkg.Type`, or `file.go:line` of what makes it. */
  readonly subject: string;
  readonly patterns: readonly string[];
  readonly tests: boolean;
  readonly main: readonly string[];
  /** Of the sentences of the report; absent: English. */
  readonly language?: Language;
  readonly settings: BuildSettings;
}

/** Who can wake what waits at a place. */
export interface WhyBlockedRequest {
  readonly command: 'why-blocked';
  /** `file.go:line`. */
  readonly subject: string;
  readonly patterns: readonly string[];
  readonly tests: boolean;
  readonly main: readonly string[];
  /** Of the sentences of the report; absent: English. */
  readonly language?: Language;
  readonly settings: BuildSettings;
}

/** Where a close is missing. */
export interface CheckRequest {
  readonly command: 'check';
  readonly patterns: readonly string[];
  readonly tests: boolean;
  /** Fingerprints of findings that are not to be told. */
  readonly baseline: ReadonlySet<string>;
  /** The text of the project's loose-ends.json with its name. */
  readonly models?: OwnModels;
  /** Of the sentences; English without it. */
  readonly language?: Language;
  /** Address of the project's site, which has the pages of the rules; ends with a slash. */
  readonly base?: string;
  readonly settings: BuildSettings;
}

export interface DoctorRequest {
  readonly command: 'doctor';
  readonly settings: BuildSettings;
}

export type Request =
  | TraceRequest
  | DebugRequest
  | WhyRequest
  | CustodyRequest
  | WhyBlockedRequest
  | CheckRequest
  | DoctorRequest;

/** What the program may use of the outside. */
export interface Host {
  readonly fs: FileSystem;
  /** The program's own version. */
  readonly version: string;
  /** Says what is being worked on; called often. */
  progress(text: string): void;
  /** Marks the start of a phase, which ends the one before. */
  phase(name: string): void;
}

/** A report to be rendered, JSON lines in order, or text that is printed as it is. */
export type Outcome =
  | { readonly report: Report }
  | { readonly findings: FindingsReport }
  | { readonly lines: Iterable<string> }
  | { readonly text: string };
