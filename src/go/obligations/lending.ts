// Fields to which something is lent: what has it uses it and closes nothing of it.

import type { Var } from '#go/types/object.js';
import { lendingFields } from '#models/lifecycle.js';

export function isLendingField(field: Var | undefined): boolean {
  return field?.pkg?.isStd === true && lendingFields.has(`${field.pkg.path}.${field.name}`);
}
