// Struct types. Mirrors struct.go. At declaration level a field's type is looked at when it is first asked for, so that
// a struct with forty fields costs the packages of those that are used.

import type { Expr, Field, Ident, StructType } from '#go/syntax/ast.js';
import { unquote } from '#go/syntax/unquote.js';
import type { Environment } from './environment.js';
import { Var } from './object.js';
import { newStruct, type Struct, type Type } from './type.js';

export function structType(env: Environment, e: StructType): Struct {
  const fields: Var[] = [];
  const tags: string[] = [];
  let tagged = false;
  const seen = new Set<string>();
  for (const field of e.fields.list) {
    const typeOf = groupType(env, field);
    const tag = field.tag === undefined ? '' : unquoteTag(field.tag.value);
    if (tag !== '') tagged = true;
    const embedded = field.names.length === 0;
    const embeddedName = embedded ? embeddedIdent(field.type) : undefined;
    for (const id of embeddedName !== undefined ? [embeddedName] : field.names) {
      if (id.name !== '_') {
        if (seen.has(id.name)) continue;
        seen.add(id.name);
      }
      const object = new Var(id.name, env.pkg, id.pos, 'field', typeOf, { embedded });
      fields.push(object);
      tags.push(tag);
      id.defined = object;
    }
  }
  return newStruct(fields, tagged ? tags : []);
}

/** The type of a group of fields: computed once for all of them, now in a body, on first use in a declaration. */
function groupType(env: Environment, field: Field): () => Type {
  let type: Type | undefined;
  const typeOf = (): Type => (type ??= env.core.typeOf(env, field.type));
  if (env.postponed === undefined) typeOf();
  else env.postponed.push(typeOf);
  return typeOf;
}

/** The identifier that names an embedded field: `T` of `T`, `*T`, `p.T`, `T[int]`. */
function embeddedIdent(e: Expr): Ident | undefined {
  switch (e.kind) {
    case 'Ident':
      return e;
    case 'StarExpr':
      return e.x.kind === 'StarExpr' ? undefined : embeddedIdent(e.x);
    case 'ParenExpr':
    case 'IndexExpr':
      return embeddedIdent(e.x);
    case 'SelectorExpr':
      return e.sel;
    default:
      return undefined;
  }
}

function unquoteTag(text: string): string {
  return unquote(text) ?? '';
}
