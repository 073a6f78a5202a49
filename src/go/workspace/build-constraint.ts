// Build constraints: the expression behind `//go:build` (go/build/constraint).

/** A parsed constraint. */
export type Constraint =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'not'; readonly x: Constraint }
  | { readonly kind: 'and' | 'or'; readonly x: Constraint; readonly y: Constraint };

/** Longer expressions are taken for nonsense, which bounds the recursion; go/build/constraint has the same limit. */
const maxTokens = 1000;

const token = /\s*(&&|\|\||!|\(|\)|[\p{L}\p{N}_.]+)/uy;

/** Parses an expression; undefined if it is malformed. */
export function parseConstraint(text: string): Constraint | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  let end = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (tokens.length === maxTokens) return undefined;
    tokens.push(match[1] ?? '');
    end = token.lastIndex;
  }
  if (text.slice(end).trim() !== '') return undefined;
  let at = 0;

  const parseBinary = (op: '||' | '&&', parseOperand: () => Constraint | undefined): Constraint | undefined => {
    let x = parseOperand();
    while (x !== undefined && tokens[at] === op) {
      at++;
      const y = parseOperand();
      x = y === undefined ? undefined : { kind: op === '||' ? 'or' : 'and', x, y };
    }
    return x;
  };
  const parseOr = (): Constraint | undefined => parseBinary('||', parseAnd);
  const parseAnd = (): Constraint | undefined => parseBinary('&&', parseNot);
  const parseNot = (): Constraint | undefined => {
    const next = tokens[at++];
    if (next === undefined || next === ')' || next === '&&' || next === '||') return undefined;
    if (next === '!') {
      // `!!x` is not allowed.
      const x = tokens[at] === '!' ? undefined : parseNot();
      return x === undefined ? undefined : { kind: 'not', x };
    }
    if (next !== '(') return { kind: 'tag', tag: next };
    const x = parseOr();
    return tokens[at++] === ')' ? x : undefined;
  };

  const constraint = parseOr();
  return at === tokens.length ? constraint : undefined;
}

/** Whether a constraint holds for the tags that `hasTag` accepts. */
export function evaluateConstraint(constraint: Constraint, hasTag: (tag: string) => boolean): boolean {
  switch (constraint.kind) {
    case 'tag':
      return hasTag(constraint.tag);
    case 'not':
      return !evaluateConstraint(constraint.x, hasTag);
    case 'and':
      return evaluateConstraint(constraint.x, hasTag) && evaluateConstraint(constraint.y, hasTag);
    case 'or':
      return evaluateConstraint(constraint.x, hasTag) || evaluateConstraint(constraint.y, hasTag);
  }
}
