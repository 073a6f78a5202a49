// `npm run docs`: the project's own site, out/docs: its documents and the flagship's reports, made by the command itself from
// loose-ends.json. A link that leads nowhere fails it.

import { join } from 'node:path';
import { build } from './build.mjs';
import { command, downloadModules, goVersion, root, run } from './run.mjs';

const example = 'examples/dubbo-go-bidi';

function main() {
  if (build() !== 0) return 1;
  // Without Go the modules may be there already; if they are not, the command says which is missing.
  if (goVersion() !== undefined && !downloadModules(example)) return 1;
  return run(process.execPath, [command, '-C', root, 'site', '-o', join(root, 'out/docs'), ...process.argv.slice(2)]);
}

process.exitCode = main();
