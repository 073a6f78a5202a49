// Package patterns: `...` stands for any string (`go help packages`; mirrors internal/pkgpattern).

/** Whether a pattern has a wildcard. */
export function isWildcard(pattern: string): boolean {
  return pattern.includes('...');
}

/** Whether a pattern names a place on disk: `.`, `./x`, `../x`, `/x`. */
export function isLocalPattern(pattern: string): boolean {
  return pattern === '.' || pattern === '..' || /^(?:\.{0,2}[\\/]|[A-Za-z]:[\\/])/.test(pattern);
}

/** A predicate for the names that a pattern matches. `x/...` matches `x` too; a `vendor` element must be written. */
export function patternMatcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split('...');
  const trailing = pattern.endsWith('/...') ? pattern.slice(0, -4) : undefined;
  const namesVendor = hasVendorElement(pattern);
  return (name) => {
    if (!namesVendor && hasVendorElement(name)) return false;
    return matchesParts(name, parts) || (trailing !== undefined && matchesParts(name, trailing.split('...')));
  };
}

/** A predicate for the folders under which a name can match. */
export function treeMatcher(pattern: string): (name: string) => boolean {
  const wildcard = pattern.indexOf('...');
  const prefix = wildcard === -1 ? pattern : pattern.slice(0, wildcard);
  return (name) => {
    if (name === '') return true;
    const folder = `${name}/`;
    return folder.length <= prefix.length
      ? prefix.startsWith(folder)
      : folder.startsWith(prefix) && (wildcard !== -1 || folder === `${prefix}/`);
  };
}

/** `vendor` as an element that something follows; a package that is itself called vendor is like any other. */
function hasVendorElement(name: string): boolean {
  return name.startsWith('vendor/') || name.includes('/vendor/');
}

/** Whether `name` is the parts in this order with anything in between; greedy from the left, so linear in the name. */
function matchesParts(name: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return name === first;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
