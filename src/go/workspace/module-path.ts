// Module and import paths: the `!` escape of the module cache and what counts as an import path (golang.org/ref/mod,
// "Module cache" and "Module paths"; mirrors x/mod/module). Leaves out the rules on major-version suffixes.

/** As the module cache writes a path or version: upper-case letters become `!` and the lower-case letter. */
export function escapePath(path: string): string {
  return /[A-Z]/.test(path) ? path.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`) : path;
}

/** The reverse of `escapePath`. */
export function unescapePath(path: string): string {
  return path.includes('!') ? path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase()) : path;
}

/** Whether a path could be one of the standard library: its first element has no dot. */
export function isStandardPath(path: string): boolean {
  const slash = path.indexOf('/');
  const dot = path.indexOf('.');
  return dot === -1 || (slash !== -1 && slash < dot);
}

/** Why `path` cannot be imported in a module, as the second half of a sentence; undefined where it can. */
export function importPathProblem(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (path === '.' || path === '..' || path.startsWith('./') || path.startsWith('../'))
    return 'is relative, which modules do not allow';
  if (path.startsWith('/')) return 'is absolute';
  if (path.includes('@')) return 'holds a version';
  if (path.includes('//') || path.endsWith('/')) return 'has an empty element';
  for (const element of path.split('/')) {
    if (element.startsWith('.') && /^\.+$/.test(element)) return `has the element ${element}`;
    if (element.endsWith('.')) return `has the element ${element}`;
  }
  if (!/^[A-Za-z0-9\-._~+/]*$/.test(path)) return 'has characters that are not allowed';
  return undefined;
}

/** Whether `path` is `prefix` or lies under it, element by element. */
export function hasPathPrefix(path: string, prefix: string): boolean {
  return (
    path.startsWith(prefix) &&
    (path.length === prefix.length || prefix === '' || path.charCodeAt(prefix.length) === 0x2f)
  );
}
