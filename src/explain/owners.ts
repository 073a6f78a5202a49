// Who owns a resource, of all that hold it: the outermost type in a package that makes what others declare and that leads to
// the resource, such as the client of a library with its settings. What only uses it holds it too, and makes none.

import type { Pos } from '#base/position.js';
import type { CustodyTable, Holding } from '#program/custody-table.js';
import { type FunctionInfo, receiverType } from '#program/graph.js';
import type { ReportParts } from './report-parts.js';

export const typeOf = ({ label }: Holding): string => label.replace(/^.* of /, '');

/** From a holder to the resource. */
export function pathFrom(held: readonly Holding[], from: Holding | undefined): Holding[] {
  const path: Holding[] = [];
  for (let at = from; at !== undefined; at = held[at.of]) path.push(at);
  return path;
}

/** Who owns it, as far as its types say, of the packages that were asked about. */
export function ownerAmong(
  held: readonly Holding[],
  roots: readonly FunctionInfo[],
  parts: ReportParts,
): Holding | undefined {
  const packages = new Set(roots.map(({ packagePath }) => packagePath.slice(packagePath.lastIndexOf('/') + 1)));
  const own = held.filter((one) => one.runs === undefined && packages.has(typeOf(one).replace(/\..*$/, '')));
  const makers = own.filter((one) => makes(held, one, parts) !== undefined);
  // What the question itself is a method of is one use of it, where nobody is known to have made it.
  const uses = new Set(
    roots.map((root) => receiverType(root) ?? root.name).map((name) => name.slice(name.lastIndexOf('/') + 1)),
  );
  const outermost =
    makers.length > 0 ? outermostOf(held, makers) : outermostOf(held, own).filter((one) => !uses.has(typeOf(one)));
  // What others can name, and of several the nearest: the others are uses of it.
  const isExported = (one: Holding): boolean => /\.[A-Z]\w*$/.test(typeOf(one));
  const byLength = outermost.toSorted(
    (a, b) => Number(isExported(b)) - Number(isExported(a)) || pathFrom(held, a).length - pathFrom(held, b).length,
  );
  return byLength[0] ?? own[0] ?? held.findLast(({ runs }) => runs === undefined);
}

/**
 * The type of which each object has a resource of its own, and where it makes what leads there; undefined if that is not
 * known, or if a variable that all share leads there.
 */
export function sharingOwner(
  { held }: CustodyTable,
  roots: readonly FunctionInfo[],
  parts: ReportParts,
): { readonly type: string; readonly madeAt: Pos } | undefined {
  if (held.some(({ label }) => label.startsWith('variable '))) return undefined;
  const owner = ownerAmong(held, roots, parts);
  const madeAt = owner === undefined ? undefined : makes(held, owner, parts);
  return owner === undefined || madeAt === undefined ? undefined : { type: typeOf(owner), madeAt };
}

function outermostOf(held: readonly Holding[], some: readonly Holding[]): readonly Holding[] {
  const isHeld = new Set(some.map(({ of }) => of));
  return some.filter((one) => !isHeld.has(held.indexOf(one)));
}

/** Where the package of a holder's type makes an object of another package on the way to the resource, the outermost. */
function makes(held: readonly Holding[], holder: Holding, parts: ReportParts): Pos | undefined {
  const folderOf = (pos: Pos): string => parts.places.location(pos)?.file.replace(/[^/]*$/, '') ?? '';
  const own = folderOf(holder.pos);
  for (const { pos, madeAt } of pathFrom(held, holder).slice(1)) {
    const here = folderOf(pos) === own ? undefined : madeAt.find((made) => folderOf(made) === own);
    if (here !== undefined) return here;
  }
  return undefined;
}
