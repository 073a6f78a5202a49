// Go language and toolchain versions: `1.20`, `1.21rc1`, `1.21.3` (go.dev/doc/toolchain, "Go versions"; mirrors
// internal/gover). Written here without the leading `go` unless the name says otherwise.

const pattern = /^(\d+)(?:\.(\d+)(?:\.(\d+)|(alpha|beta|rc)(\d+))?)?(?:[-+ ].*)?$/;
const kinds = ['', 'alpha', 'beta', 'rc', 'release'];

/** What go.mod means where it has no `go` line. */
export const defaultGoVersion = '1.16';

/** `1.26.8` for `go1.26.8`; a suffix such as `-custom` stays. */
export function withoutGo(version: string): string {
  return version.startsWith('go') ? version.slice(2) : version;
}

/** Whether `version` may stand on a `go` line. */
export function isGoVersion(version: string): boolean {
  return pattern.test(version);
}

/** Orders Go versions; `1.21` is a language version and comes before `1.21rc1`, which comes before `1.21.0`. */
export function compareGoVersions(a: string, b: string): number {
  const x = key(a);
  const y = key(b);
  for (let i = 0; i < x.length; i++) {
    const order = (x[i] ?? 0) - (y[i] ?? 0);
    if (order !== 0) return Math.sign(order);
  }
  return 0;
}

/** Major, minor, kind of release, its number. A version without a patch is one of a language up from 1.21. */
function key(version: string): readonly number[] {
  const match = pattern.exec(version);
  if (match === null) return [-1, 0, 0, 0];
  const major = Number(match[1]);
  const minor = Number(match[2] ?? 0);
  if (match[3] !== undefined) return [major, minor, 4, Number(match[3])];
  if (match[4] !== undefined) return [major, minor, kinds.indexOf(match[4]), Number(match[5])];
  const isRelease = match[2] === undefined || major < 1 || (major === 1 && minor < 21);
  return [major, minor, isRelease ? 4 : 0, 0];
}

/** The minor version: 26 for `1.26.8`; undefined for what is not Go 1. */
export function goMinor(version: string): number | undefined {
  const match = pattern.exec(version);
  return match === null || match[1] !== '1' ? undefined : Number(match[2] ?? 0);
}

/** The language version with `go`, as go/types wants it: `go1.26` for `1.26.8`. */
export function languageVersion(version: string): string {
  const match = pattern.exec(version);
  return match === null ? `go${defaultGoVersion}` : `go${match[1] ?? '1'}.${match[2] ?? '0'}`;
}
