// Exact constant values, as go/constant: arbitrary precision integers and rationals.

export type ConstantValue =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: Uint8Array | string }
  | { readonly kind: 'int'; readonly value: bigint };
