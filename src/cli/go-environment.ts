// The settings that the go command would use, found without running it: flags, then the environment, then the user's
// `go env -w` file, then GOROOT/go.env, then defaults (mirrors cmd/go/internal/cfg and go/build's defaults).
// Leaves out: GOFLAGS other than -mod and -tags, levels such as GOAMD64, the switch to another toolchain.

import { homedir } from 'node:os';
import process from 'node:process';
import type { FileSystem } from '#base/file-system.js';

/** What flags say; it goes before everything else. */
export interface GoOverrides {
  readonly goroot?: string | undefined;
  readonly modcache?: string | undefined;
  readonly goos?: string | undefined;
  readonly goarch?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly cgo?: boolean | undefined;
  readonly workFile?: string | undefined;
  readonly modMode?: ModMode | undefined;
}

export type ModMode = 'mod' | 'vendor' | 'readonly';

/** The machine, where no setting says otherwise. */
export interface Host {
  /** As `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
  readonly home: string;
}

export interface GoEnvironment {
  readonly goroot: string | undefined;
  /** `go1.26.8`; `fallbackGoVersion` if there is no GOROOT. */
  readonly goVersion: string;
  /** Undefined if there is no such folder. */
  readonly modcache: string | undefined;
  readonly goos: string;
  readonly goarch: string;
  readonly tags: readonly string[];
  readonly cgo: boolean;
  readonly workFile: string | undefined;
  readonly modMode: ModMode | undefined;
  readonly experiments: string | undefined;
  /** Each setting with where it comes from, for people to read. */
  readonly origins: readonly Origin[];
}

export interface Origin {
  readonly name: string;
  readonly value: string;
  /** `flag`, `environment`, a file, `default`, … */
  readonly from: string;
}

/** Assumed where no Go installation is found. */
export const fallbackGoVersion = 'go1.26';

type Variables = Readonly<Record<string, string | undefined>>;
type Found = Omit<Origin, 'name'>;

/** Reads the settings. `env` is the environment; `host` is this machine unless a test says otherwise. */
export function readGoEnvironment(
  env: Variables,
  fs: FileSystem,
  overrides: GoOverrides = {},
  host: Host = thisHost(),
): GoEnvironment {
  const userFile = userEnvFile(env, host);
  const user = userFile === undefined ? new Map<string, string>() : readEnvFile(fs, userFile);
  const goroot = findGoroot(fs, env, user, userFile, overrides, host);
  const gorootFile = goroot === undefined ? '' : `${goroot.value}/go.env`;
  const system = goroot === undefined ? new Map<string, string>() : readEnvFile(fs, gorootFile);
  const setting = (name: string): Found | undefined => {
    const value = env[name];
    // An empty variable counts as not set, as for the go command.
    if (value !== undefined && value !== '') return { value, from: 'environment' };
    const ofUser = user.get(name);
    if (ofUser !== undefined && ofUser !== '') return { value: ofUser, from: userFile ?? '' };
    const ofSystem = system.get(name);
    return ofSystem === undefined || ofSystem === '' ? undefined : { value: ofSystem, from: gorootFile };
  };
  const origins: Origin[] = [];
  const note = (name: string, found: Found): string => {
    origins.push({ name, ...found });
    return found.value;
  };
  const choose = (name: string, flag: string | undefined, fallback: Found): string =>
    note(name, flag !== undefined ? { value: flag, from: 'flag' } : (setting(name) ?? fallback));

  if (goroot !== undefined) note('GOROOT', goroot);
  const goVersion =
    goroot === undefined
      ? note('Go version', { value: fallbackGoVersion, from: 'default' })
      : note('Go version', readVersion(fs, goroot.value));
  const goos = choose('GOOS', overrides.goos, { value: hostOS(host.platform), from: 'default' });
  const goarch = choose('GOARCH', overrides.goarch, { value: hostArch(host.arch), from: 'default' });
  const modcache = findModcache(fs, setting, overrides, host);
  note('GOMODCACHE', modcache);
  const flags = readFlags(setting('GOFLAGS')?.value ?? '');
  const workFile = overrides.workFile ?? setting('GOWORK')?.value;
  const experiments = setting('GOEXPERIMENT')?.value;
  return {
    goroot: goroot?.value,
    goVersion,
    modcache: fs.kindOf(modcache.value) === 'directory' ? modcache.value : undefined,
    goos,
    goarch,
    tags: overrides.tags ?? flags.tags,
    cgo: note('CGO_ENABLED', findCgo(fs, env, setting('CGO_ENABLED'), goos, goarch, overrides, host)) === '1',
    workFile: workFile === undefined ? undefined : slashed(workFile),
    modMode: overrides.modMode ?? flags.modMode,
    experiments,
    origins,
  };
}

function thisHost(): Host {
  return { platform: process.platform, arch: process.arch, home: homedir() };
}

/** The file that `go env -w` writes: GOENV, or `go/env` in what os.UserConfigDir gives. */
function userEnvFile(env: Variables, host: Host): string | undefined {
  const { GOENV, XDG_CONFIG_HOME, AppData = env['APPDATA'] } = env;
  if (GOENV === 'off') return undefined;
  if (GOENV !== undefined && GOENV !== '') return slashed(GOENV);
  if (host.platform === 'win32') return AppData === undefined ? undefined : slashed(`${AppData}/go/env`);
  if (host.platform === 'darwin') return `${host.home}/Library/Application Support/go/env`;
  return XDG_CONFIG_HOME === undefined || XDG_CONFIG_HOME === ''
    ? `${host.home}/.config/go/env`
    : `${XDG_CONFIG_HOME}/go/env`;
}

function readEnvFile(fs: FileSystem, path: string): Map<string, string> {
  const variables = new Map<string, string>();
  for (const line of readText(fs, path)?.split('\n') ?? []) {
    const equals = line.indexOf('=');
    if (equals > 0 && /^[A-Z]/.test(line))
      variables.set(line.slice(0, equals), line.slice(equals + 1).replace(/\r$/, ''));
  }
  return variables;
}

function findGoroot(
  fs: FileSystem,
  env: Variables,
  user: ReadonlyMap<string, string>,
  userFile: string | undefined,
  overrides: GoOverrides,
  host: Host,
): Found | undefined {
  if (overrides.goroot !== undefined) return { value: trimmed(overrides.goroot), from: 'flag' };
  const candidates: Found[] = [];
  if (env['GOROOT']) candidates.push({ value: trimmed(env['GOROOT']), from: 'environment' });
  const ofUser = user.get('GOROOT');
  if (ofUser) candidates.push({ value: trimmed(ofUser), from: userFile ?? '' });
  for (const dir of pathFolders(env, host)) {
    const real = fs.realPath(`${dir}/${host.platform === 'win32' ? 'go.exe' : 'go'}`);
    // A `go` in GOROOT/bin, reached through any number of links.
    const above = real === undefined ? undefined : /^(.*)\/bin\/[^/]+$/.exec(real)?.[1];
    if (above !== undefined) candidates.push({ value: above, from: `the go command in ${dir}` });
  }
  for (const value of usualFolders(fs, host)) candidates.push({ value, from: 'the usual place' });
  return candidates.find(({ value }) => isGoroot(fs, value));
}

function usualFolders(fs: FileSystem, host: Host): readonly string[] {
  const folders =
    host.platform === 'win32'
      ? ['C:/Program Files/Go', 'C:/Go']
      : [
          '/usr/local/go',
          '/usr/lib/go',
          '/usr/lib/golang',
          '/opt/homebrew/opt/go/libexec',
          '/usr/local/opt/go/libexec',
          '/snap/go/current',
        ];
  const sdk = `${slashed(host.home)}/sdk`;
  const installed = fs.readDirectory(sdk);
  if (typeof installed === 'string') return folders;
  // What `go install golang.org/dl/go1.N` brings: newest first.
  const versions = installed.map(({ name }) => name).filter((name) => /^go1\.\d+(\.\d+)?$/.test(name));
  versions.sort((a, b) => versionNumber(b) - versionNumber(a));
  return [...folders, ...versions.map((name) => `${sdk}/${name}`)];
}

function versionNumber(name: string): number {
  const [, minor = '0', patch = '0'] = name.split('.');
  return Number(minor) * 1000 + Number(patch);
}

function isGoroot(fs: FileSystem, dir: string): boolean {
  return fs.kindOf(`${dir}/src/unsafe/unsafe.go`) === 'file';
}

function readVersion(fs: FileSystem, goroot: string): Found {
  const path = `${goroot}/VERSION`;
  const version = /\bgo1(?:\.\d+)*(?:(?:rc|beta)\d+)?/.exec(readText(fs, path)?.split('\n')[0] ?? '')?.[0];
  return version === undefined ? { value: fallbackGoVersion, from: 'default' } : { value: version, from: path };
}

function findModcache(
  _fs: FileSystem,
  setting: (name: string) => Found | undefined,
  overrides: GoOverrides,
  host: Host,
): Found {
  if (overrides.modcache !== undefined) return { value: trimmed(overrides.modcache), from: 'flag' };
  const explicit = setting('GOMODCACHE');
  if (explicit !== undefined) return { ...explicit, value: trimmed(explicit.value) };
  const gopath = setting('GOPATH');
  const [first = ''] = gopath?.value.split(host.platform === 'win32' ? ';' : ':') ?? [];
  if (gopath !== undefined && first !== '')
    return { value: `${trimmed(first)}/pkg/mod`, from: `GOPATH in the ${gopath.from}` };
  return { value: `${trimmed(host.home)}/go/pkg/mod`, from: 'default' };
}

/**
 * As the go command decides: CGO_ENABLED if it is set; off where GOOS or GOARCH are not the machine's, where Go has no
 * cgo, and where no C compiler is installed. (A compiler that CC names counts as installed.)
 */
function findCgo(
  fs: FileSystem,
  env: Variables,
  explicit: Found | undefined,
  goos: string,
  goarch: string,
  overrides: GoOverrides,
  host: Host,
): Found {
  if (overrides.cgo !== undefined) return { value: overrides.cgo ? '1' : '0', from: 'flag' };
  if (explicit !== undefined) return { ...explicit, value: explicit.value === '1' ? '1' : '0' };
  if (goos !== hostOS(host.platform) || goarch !== hostArch(host.arch))
    return { value: '0', from: 'default for another system' };
  if (withoutCgo.has(`${goos}/${goarch}`)) return { value: '0', from: 'default: Go has no cgo here' };
  if (env['CC']) return { value: '1', from: 'default' };
  const compiler = ['darwin', 'ios', 'freebsd', 'openbsd'].includes(goos) ? 'clang' : 'gcc';
  const file = host.platform === 'win32' ? `${compiler}.exe` : compiler;
  const isInstalled = pathFolders(env, host).some((dir) => fs.kindOf(`${dir}/${file}`) === 'file');
  return isInstalled ? { value: '1', from: 'default' } : { value: '0', from: `default: no ${compiler} on PATH` };
}

const withoutCgo = new Set([
  'js/wasm',
  'wasip1/wasm',
  'linux/ppc64',
  'openbsd/ppc64',
  'plan9/386',
  'plan9/amd64',
  'plan9/arm',
]);

function readFlags(goflags: string): { readonly tags: readonly string[]; readonly modMode: ModMode | undefined } {
  let tags: readonly string[] = [];
  let modMode: ModMode | undefined;
  for (const word of goflags.match(/'[^']*'|"[^"]*"|[^\s'"]+/g) ?? []) {
    const flag = /^--?(tags|mod)=(.*)$/.exec(word.replace(/^(['"])(.*)\1$/, '$2'));
    const value = flag?.[2] ?? '';
    if (flag?.[1] === 'tags') tags = value.split(/[,\s]+/).filter((tag) => tag !== '');
    else if (value === 'mod' || value === 'vendor' || value === 'readonly') modMode = value;
  }
  return { tags, modMode };
}

function pathFolders(env: Variables, host: Host): readonly string[] {
  const path = env['PATH'] ?? env['Path'] ?? '';
  return path
    .split(host.platform === 'win32' ? ';' : ':')
    .filter((dir) => dir !== '')
    .map(trimmed);
}

function hostOS(platform: string): string {
  return platform === 'win32' ? 'windows' : platform === 'sunos' ? 'solaris' : platform;
}

function hostArch(arch: string): string {
  const names: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386', mipsel: 'mipsle' };
  return names[arch] ?? arch;
}

function readText(fs: FileSystem, path: string): string | undefined {
  const bytes = fs.readFile(path);
  return typeof bytes === 'string'
    ? undefined
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}

/** With `/`, without one at the end. */
function trimmed(path: string): string {
  const result = slashed(path);
  return result.length > 1 && result.endsWith('/') ? result.slice(0, -1) : result;
}
