// Instances of generic types and functions, and whether type arguments satisfy their constraints.

import { implementsReason } from './missing-method.js';
import { aliasInstance, namedInstance, Substitution } from './substitute.js';
import {
  type Alias,
  type Answer,
  type Named,
  newSignature,
  type Signature,
  type Type,
  type TypeParam,
} from './type.js';

/** The instance of a generic defined type. With a wrong number of arguments its underlying type is Unknown. */
export function instantiateNamed(generic: Named, typeArgs: readonly Type[]): Named {
  return namedInstance(generic, typeArgs);
}

/** The instance of a generic alias. With a wrong number of arguments it stands for an Unknown. */
export function instantiateAlias(generic: Alias, typeArgs: readonly Type[]): Alias {
  return aliasInstance(generic, typeArgs);
}

/** A generic function's signature with its type parameters replaced and gone. */
export function instantiateSignature(signature: Signature, typeArgs: readonly Type[]): Signature {
  const substituted = new Substitution(signature.typeParams, typeArgs).signature(signature);
  return newSignature({ ...substituted, typeParams: [] });
}

export interface UnsatisfiedConstraint {
  /** Which type argument. */
  readonly index: number;
  readonly answer: Exclude<Answer, 'yes'>;
  readonly detail: string;
}

/** The first type argument that does not satisfy its constraint for sure; an `unknown` one only if there is no `no`. */
export function verifyInstance(
  typeParams: readonly TypeParam[],
  typeArgs: readonly Type[],
): UnsatisfiedConstraint | undefined {
  const substitution = new Substitution(typeParams, typeArgs);
  let unsure: UnsatisfiedConstraint | undefined;
  for (const [index, param] of typeParams.entries()) {
    const arg = typeArgs[index];
    if (arg === undefined) return { index, answer: 'no', detail: `there is no type argument for ${param.obj.name}` };
    const { answer, detail } = implementsReason(arg, substitution.type(param.constraint), true);
    if (answer === 'no') return { index, answer, detail };
    if (answer === 'unknown') unsure ??= { index, answer, detail };
  }
  return unsure;
}
