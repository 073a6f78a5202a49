// The fields of nodes in which a checker keeps what it finds out: no part of the syntax.

const fields: ReadonlySet<string> = new Set(['typed', 'used', 'defined', 'selected', 'implied']);

export function isRoom(field: string): boolean {
  return fields.has(field);
}
