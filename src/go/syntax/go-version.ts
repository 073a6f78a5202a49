// The language version that a build constraint asks for. Mirrors go/build/constraint.GoVersion: the smallest N such
// that the constraint can hold only where `go1.N` holds.

/** `go1.N`, or undefined if the constraint asks for none or is not well-formed. */
export function goVersionOf(constraint: string): string | undefined {
  const tokens = constraint.match(/\|\||&&|[!()]|[^\s!()&|]+|[&|]/g) ?? [];
  // Each `(` or `!` is one level of recursion.
  if (tokens.length > 1000) return undefined;
  const state = { tokens, next: 0, wellFormed: true };
  const version = orVersion(state, true);
  if (!state.wellFormed || state.next !== tokens.length || version < 0) return undefined;
  return version === 0 ? 'go1' : `go1.${version}`;
}

interface State {
  readonly tokens: readonly string[];
  next: number;
  wellFormed: boolean;
}

function orVersion(state: State, positive: boolean): number {
  let version = andVersion(state, positive);
  while (state.tokens[state.next] === '||') {
    state.next++;
    const other = andVersion(state, positive);
    version = positive ? Math.min(version, other) : Math.max(version, other);
  }
  return version;
}

function andVersion(state: State, positive: boolean): number {
  let version = notVersion(state, positive);
  while (state.tokens[state.next] === '&&') {
    state.next++;
    const other = notVersion(state, positive);
    version = positive ? Math.max(version, other) : Math.min(version, other);
  }
  return version;
}

function notVersion(state: State, positive: boolean): number {
  const token = state.tokens[state.next++];
  if (token === '!') return notVersion(state, !positive);
  if (token === '(') {
    const version = orVersion(state, positive);
    if (state.tokens[state.next++] !== ')') state.wellFormed = false;
    return version;
  }
  if (token === undefined || /^[&|)]/.test(token)) {
    state.wellFormed = false;
    return -1;
  }
  if (!positive) return -1;
  if (token === 'go1') return 0;
  const minor = /^go1\.([0-9]{1,6})$/.exec(token)?.[1];
  return minor === undefined ? -1 : Number(minor);
}
