// `npm run check`: format, lint, types, unused code, and all tests (the layer test is one of them).
// Every step runs even when an earlier one failed, so that one run shows everything.

import { build } from './build.mjs';
import { compile, run, runPackage } from './run.mjs';

const steps = [
  ['format and lint', () => runPackage('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.'])],
  ['types', () => build() || compile('test/tsconfig.json')],
  ['unused code', () => runPackage('knip/bin/knip.js', [])],
  ['tests', () => run(process.execPath, ['scripts/test.mjs'])],
];

const failed = [];
for (const [name, step] of steps) {
  console.log(`\n== ${name}`);
  if (step() !== 0) failed.push(name);
}
console.log(failed.length === 0 ? '\ncheck: all steps passed' : `\ncheck: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
