// Where control goes at the end of a block, as far as the last statement tells.

import type { BlockStmt, Stmt } from '#go/syntax/ast.js';

/** Whether control never comes out at the end of the block: it ends in return, branch or panic. */
export function neverEnds(block: BlockStmt): boolean {
  const last = block.list.at(-1);
  switch (last?.kind) {
    case 'ReturnStmt':
      return true;
    case 'BranchStmt':
      return last.token !== 'fallthrough';
    case 'BlockStmt':
      return neverEnds(last);
    case 'ExprStmt':
      return last.x.kind === 'CallExpr' && last.x.fun.kind === 'Ident' && last.x.fun.name === 'panic';
    case 'IfStmt':
      return (
        last.else !== undefined &&
        neverEnds(last.body) &&
        (last.else.kind === 'BlockStmt'
          ? neverEnds(last.else)
          : last.else.kind === 'IfStmt' && neverEnds({ ...last.body, list: [last.else] }))
      );
    default:
      return false;
  }
}

/** Whether a clause goes on in the next one. */
export function endsInFallthrough(body: readonly Stmt[]): boolean {
  const last = body.at(-1);
  return last?.kind === 'BranchStmt' && last.token === 'fallthrough';
}
