// Sizes and offsets of types as the gc compiler lays them out, for unsafe.Sizeof and its like. Mirrors go/types'
// gcSizes.

import { isComplex } from './predicates.js';
import { type BasicKind, type Struct, type Type, unalias, under } from './type.js';

export interface Sizes {
  /** Bytes of a pointer. */
  readonly wordSize: number;
  readonly maxAlign: number;
  /** Bytes of a value; undefined for type parameters, unknown and oversized types. */
  sizeof(t: Type): number | undefined;
  alignof(t: Type): number | undefined;
  /** The offset of each field. */
  offsetsof(struct: Struct): readonly number[] | undefined;
}

const fixedSizes: ReadonlyMap<BasicKind, number> = new Map([
  ['bool', 1],
  ['int8', 1],
  ['uint8', 1],
  ['int16', 2],
  ['uint16', 2],
  ['int32', 4],
  ['uint32', 4],
  ['float32', 4],
  ['int64', 8],
  ['uint64', 8],
  ['float64', 8],
  ['complex64', 8],
  ['complex128', 16],
]);

/** Architectures with 32-bit words; the others have 64. */
const narrow: ReadonlySet<string> = new Set(['386', 'arm', 'mips', 'mipsle']);

/** Types nested deeper are wrong or hostile. */
const maxDepth = 100;

/** The sizes on an architecture, named as in GOARCH. */
export function sizesFor(goarch: string): Sizes {
  const wordSize = narrow.has(goarch) ? 4 : goarch === 'amd64p32' ? 4 : 8;
  const maxAlign = goarch === 'amd64p32' ? 8 : wordSize;

  const aligns = new WeakMap<Type, number>();
  const known = new WeakMap<Type, number>();

  const alignof = (t: Type, depth: number): number | undefined => {
    const found = aligns.get(t) ?? (depth > maxDepth ? undefined : computeAlign(t, depth));
    if (found !== undefined) aligns.set(t, found);
    return found;
  };

  const computeAlign = (t: Type, depth: number): number | undefined => {
    const u = under(t);
    switch (u.kind) {
      case 'Array':
        return alignof(u.elem, depth + 1);
      case 'Struct': {
        if (u.fields.length === 0 && isAlign64(t)) return 8;
        let most = 1;
        for (const field of u.fields) {
          const align = alignof(field.type, depth + 1);
          if (align === undefined) return undefined;
          most = Math.max(most, align);
        }
        return most;
      }
      case 'Slice':
        return wordSize;
      case 'Interface':
        return unalias(t).kind === 'TypeParam' ? undefined : wordSize;
      case 'Basic':
        if (u.basic === 'string') return wordSize;
        break;
    }
    const size = sizeof(t, depth + 1);
    if (size === undefined) return undefined;
    return Math.min(Math.max(isComplex(t) ? size / 2 : size, 1), maxAlign);
  };

  const offsetsof = (struct: Struct, depth: number): number[] | undefined => {
    const offsets: number[] = [];
    let end = 0;
    for (const field of struct.fields) {
      const align = alignof(field.type, depth + 1);
      const size = sizeof(field.type, depth + 1);
      if (align === undefined || size === undefined) return undefined;
      const offset = roundUp(end, align);
      offsets.push(offset);
      end = offset + size;
    }
    return Number.isSafeInteger(end) ? offsets : undefined;
  };

  const sizeof = (t: Type, depth: number): number | undefined => {
    const found = known.get(t) ?? (depth > maxDepth ? undefined : computeSize(t, depth));
    if (found !== undefined) known.set(t, found);
    return found;
  };

  const computeSize = (t: Type, depth: number): number | undefined => {
    const u = under(t);
    switch (u.kind) {
      case 'Basic':
        if (u.basic === 'string') return 2 * wordSize;
        return fixedSizes.get(u.basic) ?? wordSize;
      case 'Array': {
        if (u.length === undefined) return undefined;
        const elem = sizeof(u.elem, depth + 1);
        if (elem === undefined) return undefined;
        return Number.isSafeInteger(elem * u.length) ? elem * u.length : undefined;
      }
      case 'Slice':
        return 3 * wordSize;
      case 'Struct': {
        const offsets = offsetsof(u, depth);
        const align = alignof(t, depth);
        if (offsets === undefined || align === undefined) return undefined;
        const last = u.fields.at(-1);
        const offset = offsets.at(-1);
        if (last === undefined || offset === undefined) return 0;
        const size = sizeof(last.type, depth + 1);
        if (size === undefined) return undefined;
        // A pointer to a trailing field without size must not point behind the value.
        return roundUp(offset + (offset > 0 && size === 0 ? 1 : size), align);
      }
      case 'Interface':
        return unalias(t).kind === 'TypeParam' ? undefined : 2 * wordSize;
      case 'Unknown':
      case 'Union':
      case 'Tuple':
        return undefined;
      default:
        return wordSize;
    }
  };

  return {
    wordSize,
    maxAlign,
    sizeof: (t) => sizeof(t, 0),
    alignof: (t) => alignof(t, 0),
    offsetsof: (struct) => offsetsof(struct, 0),
  };
}

function roundUp(n: number, align: number): number {
  return Math.ceil(n / align) * align;
}

/** sync/atomic's marker of types that are 8-byte aligned everywhere. */
function isAlign64(t: Type): boolean {
  const u = unalias(t);
  if (u.kind !== 'Named' || u.obj.name !== 'align64') return false;
  const path = u.obj.pkg?.path;
  return path === 'sync/atomic' || path === 'internal/runtime/atomic';
}
