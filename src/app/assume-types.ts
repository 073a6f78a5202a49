// `--assume FIELD=TYPE` as types: `*net/http.Client`, `[]byte` and the like are not needed, a named type is.

import { UsageError } from '#base/errors.js';
import type { Checker } from '#go/types/checker.js';
import { newPointer, type Type } from '#go/types/type.js';
import type { Program } from './program-source.js';
import type { AssumedType } from './request.js';

/** The types by the field they are assumed for. Throws a `UsageError` for one that is not found. */
export function assumedTypes(assume: readonly AssumedType[], program: Program, checker: Checker): Map<string, Type> {
  const types = new Map<string, Type>();
  for (const { field, type } of assume) types.set(field, namedType(type, program, checker));
  return types;
}

function namedType(text: string, program: Program, checker: Checker): Type {
  const isPointer = text.startsWith('*');
  const name = isPointer ? text.slice(1) : text;
  const dot = name.lastIndexOf('.');
  const written = name.slice(0, Math.max(0, dot));
  const paths = program
    .closure()
    .filter((ref) => ref.path === written || (!written.includes('/') && ref.name === written))
    .map((ref) => ref.path);
  const found = paths.flatMap((path) => {
    const object = checker.package(path).lookup(name.slice(dot + 1));
    return object?.kind === 'TypeName' ? [{ path, type: object.type }] : [];
  });
  const [only, second] = found;
  if (dot <= 0 || only === undefined)
    throw new UsageError(
      `There is no type ${name}; --assume takes a type by its import path, such as *net/http.Client.`,
    );
  if (second !== undefined) {
    throw new UsageError(
      `${name} names several types; write the import path:`,
      found.map(({ path }) => `${isPointer ? '*' : ''}${path}.${name.slice(dot + 1)}`),
    );
  }
  return isPointer ? newPointer(only.type) : only.type;
}
