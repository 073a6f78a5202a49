// Module versions: semantic versions with a leading `v` (golang.org/ref/mod, "Versions"; mirrors x/mod/semver).
// Pseudo-versions need no rules of their own: they are pre-releases. Build metadata does not take part in the order.

const pattern = /^v(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(?:\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?)?)?$/;

interface Version {
  readonly numbers: readonly string[];
  readonly prerelease: readonly string[];
}

const parsed = new Map<string, Version | undefined>();

function parse(text: string): Version | undefined {
  if (parsed.has(text)) return parsed.get(text);
  const match = text.length > 256 ? null : pattern.exec(text);
  let version: Version | undefined;
  if (match !== null) {
    const prerelease = match[4] === undefined ? [] : match[4].slice(1).split('.');
    const isWrong = prerelease.some(
      (part) => part === '' || (isNumber(part) && part.length > 1 && part.startsWith('0')),
    );
    if (!isWrong) version = { numbers: [match[1] ?? '0', match[2] ?? '0', match[3] ?? '0'], prerelease };
  }
  parsed.set(text, version);
  return version;
}

/** Whether `text` is a version such as `v1.2.3-pre+incompatible`, or a short form of one (`v1`, `v1.2`). */
export function isValidVersion(text: string): boolean {
  return parse(text) !== undefined;
}

/** Semantic-version order; what is no version comes before what is one. */
export function compareVersions(a: string, b: string): number {
  if (a === b) return 0;
  const x = parse(a);
  const y = parse(b);
  if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? -1 : 1;
  for (let i = 0; i < 3; i++) {
    const order = compareNumerals(x.numbers[i] ?? '0', y.numbers[i] ?? '0');
    if (order !== 0) return order;
  }
  return comparePrereleases(x.prerelease, y.prerelease);
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : a.length === 0 ? 1 : -1;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i] ?? '';
    const y = b[i] ?? '';
    if (x === y) continue;
    const isNumberX = isNumber(x);
    if (isNumberX !== isNumber(y)) return isNumberX ? -1 : 1;
    if (isNumberX) return compareNumerals(x, y);
    return x < y ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

/** Decimal numerals without leading zeros, of any length. */
function compareNumerals(a: string, b: string): number {
  if (a.length !== b.length) return a.length < b.length ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
