// Which files belong to a build: GOOS, GOARCH, tags and Go version against file names and constraints (mirrors go/build's
// matchTag and goodOSArchFile).

import { evaluateConstraint, parseConstraint } from './build-constraint.js';
import { goMinor, withoutGo } from './go-version.js';

/** internal/syslist; never shortened, since a name that once was known goes on deciding. */
const knownOS = new Set([
  'aix',
  'android',
  'darwin',
  'dragonfly',
  'freebsd',
  'hurd',
  'illumos',
  'ios',
  'js',
  'linux',
  'nacl',
  'netbsd',
  'openbsd',
  'plan9',
  'solaris',
  'wasip1',
  'windows',
  'zos',
]);
const unixOS = new Set([
  'aix',
  'android',
  'darwin',
  'dragonfly',
  'freebsd',
  'hurd',
  'illumos',
  'ios',
  'linux',
  'netbsd',
  'openbsd',
  'solaris',
]);
const knownArch = new Set([
  '386',
  'amd64',
  'amd64p32',
  'arm',
  'armbe',
  'arm64',
  'arm64be',
  'loong64',
  'mips',
  'mipsle',
  'mips64',
  'mips64le',
  'mips64p32',
  'mips64p32le',
  'ppc',
  'ppc64',
  'ppc64le',
  'riscv',
  'riscv64',
  's390',
  's390x',
  'sparc',
  'sparc64',
  'wasm',
]);

/** The levels that GOAMD64 and its like have where nobody sets them. */
const architectureTags: ReadonlyMap<string, readonly string[]> = new Map([
  ['386', ['386.sse2']],
  ['amd64', ['amd64.v1']],
  ['arm', ['arm.5', 'arm.6', 'arm.7']],
  ['arm64', ['arm64.v8.0']],
  ['mips', ['mips.hardfloat']],
  ['mipsle', ['mipsle.hardfloat']],
  ['mips64', ['mips64.hardfloat']],
  ['mips64le', ['mips64le.hardfloat']],
  ['ppc64', ['ppc64.power8']],
  ['ppc64le', ['ppc64le.power8']],
  ['riscv64', ['riscv64.rva20u64']],
  ['wasm', ['wasm.satconv', 'wasm.signext']],
]);

export interface BuildOptions {
  readonly goos: string;
  readonly goarch: string;
  readonly tags: readonly string[];
  readonly cgo: boolean;
  /** `go1.26.8`. */
  readonly goVersion: string;
  /** Names of the experiments that are on, in lower case. */
  readonly experiments: () => ReadonlySet<string>;
}

/** Decides about files. Constraints are cached by their text. */
export class BuildContext {
  readonly cgo: boolean;
  readonly #goos: string;
  readonly #goarch: string;
  readonly #tags: ReadonlySet<string>;
  readonly #minor: number;
  readonly #experiments: () => ReadonlySet<string>;
  readonly #constraints = new Map<string, boolean | undefined>();

  constructor(options: BuildOptions) {
    this.cgo = options.cgo;
    this.#goos = options.goos;
    this.#goarch = options.goarch;
    this.#tags = new Set([...options.tags, ...(architectureTags.get(options.goarch) ?? [])]);
    this.#minor = goMinor(withoutGo(options.goVersion)) ?? 0;
    this.#experiments = options.experiments;
  }

  /** Whether a tag is satisfied. */
  readonly hasTag = (tag: string): boolean => {
    if (tag === 'cgo' && this.cgo) return true;
    if (tag === this.#goos || tag === this.#goarch || tag === 'gc') return true;
    if (tag === 'linux' && this.#goos === 'android') return true;
    if (tag === 'solaris' && this.#goos === 'illumos') return true;
    if (tag === 'darwin' && this.#goos === 'ios') return true;
    if (tag === 'unix' && unixOS.has(this.#goos)) return true;
    if (this.#tags.has(tag)) return true;
    if (tag === 'boringcrypto') return this.#experiments().has('boringcrypto');
    if (tag.startsWith('goexperiment.')) return this.#experiments().has(tag.slice('goexperiment.'.length));
    const release = /^go1\.([1-9]\d*)$/.exec(tag);
    return release !== null && Number(release[1]) <= this.#minor;
  };

  /** Whether a file's name, which ends in `.go`, lets it in: `x_linux.go`, `x_amd64.go`, `x_linux_amd64.go`. */
  matchesName(name: string): boolean {
    let end = name.indexOf('.');
    if (end === -1) end = name.length;
    let underscore = name.lastIndexOf('_', end - 1);
    if (underscore === -1) return true;
    let last = name.slice(underscore + 1, end);
    if (last === 'test') {
      end = underscore;
      underscore = name.lastIndexOf('_', end - 1);
      // What stands before the first underscore is the file's own name.
      if (underscore === -1 || end === 0) return true;
      last = name.slice(underscore + 1, end);
    }
    const isOS = knownOS.has(last);
    if (!isOS && !knownArch.has(last)) return true;
    const before = isOS ? -1 : name.lastIndexOf('_', underscore - 1);
    const os = before === -1 || underscore === 0 ? '' : name.slice(before + 1, underscore);
    return this.hasTag(last) && (!knownOS.has(os) || this.hasTag(os));
  }

  /** Whether a `//go:build` expression holds; undefined if it is malformed. */
  matchesConstraint(text: string): boolean | undefined {
    if (this.#constraints.has(text)) return this.#constraints.get(text);
    const constraint = parseConstraint(text);
    const result = constraint === undefined ? undefined : evaluateConstraint(constraint, this.hasTag);
    this.#constraints.set(text, result);
    return result;
  }
}
