// The variables of a function that others may set: what literals in it share with it, and what has its address taken.

import type { BlockStmt, Expr, FuncLit } from '#go/syntax/ast.js';
import { walk } from '#go/syntax/walk.js';
import type { Info } from '#go/types/info.js';
import type { Var } from '#go/types/object.js';
import { type Type, unalias, under } from '#go/types/type.js';
import type { Fn } from './function.js';

export interface SharedVariables {
  /** Local variables that need a storage of their own: address taken, or a part of them is stored to. */
  readonly stored: ReadonlySet<Var>;
  /** Those, and what literals share. */
  readonly insensitive: ReadonlySet<Var>;
  readonly hasGoto: boolean;
}

/** O(size of the body). */
export function sharedVariables({ body, info }: Pick<Fn, 'body' | 'info'>): SharedVariables {
  const finder = new Finder(info);
  if (body !== undefined) finder.find(body);
  return finder;
}

class Finder implements SharedVariables {
  readonly info: Info;
  readonly stored = new Set<Var>();
  readonly insensitive = new Set<Var>();
  hasGoto = false;

  constructor(info: Info) {
    this.info = info;
  }

  find(body: BlockStmt): void {
    const literals: FuncLit[] = [];
    const visit = (root: BlockStmt | FuncLit): void => {
      walk(root, (node) => {
        if (node.kind === 'FuncLit' && node !== root) {
          literals.push(node);
          visit(node);
          literals.pop();
          return false;
        }
        if (node.kind === 'BranchStmt' && node.token === 'goto') this.hasGoto = true;
        if (node.kind === 'Ident') {
          const literal = literals[0];
          if (literal !== undefined) {
            const object = this.info.uses.get(node);
            if (
              object?.kind === 'Var' &&
              object.role !== 'field' &&
              (object.pos < literal.pos || object.pos >= literal.end)
            )
              this.insensitive.add(object);
          }
        } else if (node.kind === 'UnaryExpr' && node.op === '&') this.markStored(node.x);
        else if (node.kind === 'SelectorExpr') {
          const selection = this.info.selections.get(node);
          if (
            selection?.kind === 'MethodVal' &&
            selection.obj.kind === 'Func' &&
            !selection.indirect &&
            !this.hasType(node.x, isPointer) &&
            hasPointerReceiver(selection.obj.type.recv?.type)
          )
            this.markStored(node.x);
        } else if (node.kind === 'AssignStmt') {
          for (const target of node.lhs) if (target.kind !== 'Ident') this.markStored(target);
        } else if (node.kind === 'IncDecStmt' && node.x.kind !== 'Ident') this.markStored(node.x);
        else if (node.kind === 'SliceExpr' && this.hasType(node.x, isArray)) this.markStored(node.x);
        return true;
      });
    };
    visit(body);
  }

  hasType(expr: Expr, predicate: (type: Type) => boolean): boolean {
    const type = this.info.types.get(expr)?.type;
    return type !== undefined && predicate(type);
  }

  /** `x` of `&x`, `x.f = …`, `x[i] = …` where no pointer lies between. */
  markStored(target: Expr): void {
    let x = target;
    for (;;) {
      if (x.kind === 'ParenExpr') x = x.x;
      else if (x.kind === 'SelectorExpr') {
        const selection = this.info.selections.get(x);
        if (selection === undefined || selection.indirect) return;
        const inner = this.info.types.get(x.x)?.type;
        if (inner !== undefined && isPointer(inner)) return;
        x = x.x;
      } else if (x.kind === 'IndexExpr') {
        const inner = this.info.types.get(x.x)?.type;
        if (inner === undefined || !isArray(inner)) return;
        x = x.x;
      } else break;
    }
    if (x.kind !== 'Ident') return;
    const object = this.info.uses.get(x) ?? this.info.defs.get(x);
    if (object?.kind !== 'Var' || object.role === 'package') return;
    this.stored.add(object);
    this.insensitive.add(object);
  }
}

function isPointer(type: Type): boolean {
  return under(type).kind === 'Pointer';
}

function isArray(type: Type): boolean {
  return under(type).kind === 'Array';
}

function hasPointerReceiver(type: Type | undefined): boolean {
  return type !== undefined && unalias(type).kind === 'Pointer';
}
