// Builds from nothing, for a package that is about to be packed: an incremental build leaves the output of sources that are
// gone where it is, and everything in dist/ is shipped.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './run.mjs';

for (const old of ['dist', '.build/src.tsbuildinfo']) rmSync(join(root, old), { recursive: true, force: true });
process.exitCode = build();
