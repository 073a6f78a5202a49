// Puts the libraries that a site needs where the packed command finds them: markdown-it, which reads documents, and Mermaid,
// which draws in the reader's browser. Each is one file that its makers bundled; with it go the licences of all that is in
// it. As packages of their own they would bring a hundred others, none of which the command runs.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

const modules = join(root, 'node_modules');
const target = join(root, 'dist/vendor');

const bundles = [
  ['markdown-it/dist/browser/markdown-it.umd.min.js', 'markdown-it.cjs'],
  ['mermaid/dist/mermaid.min.js', 'mermaid.min.js'],
];

/** Copies the bundles and writes their licences. */
export function vendor() {
  mkdirSync(target, { recursive: true });
  for (const [from, to] of bundles) copyFileSync(join(modules, from), join(target, to));
  const names = [...closure(['markdown-it', 'mermaid'])].sort();
  writeFileSync(join(target, 'LICENSES.txt'), names.map(licence).join('\n'));
}

/** The packages and all that they depend on. */
function closure(names) {
  const found = new Set();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name) || !existsSync(join(modules, name, 'package.json'))) continue;
    found.add(name);
    open.push(...Object.keys(manifest(name).dependencies ?? {}));
  }
  return found;
}

const manifest = (name) => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));

function licence(name) {
  const { version, license } = manifest(name);
  const files = readdirSync(join(modules, name))
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .sort();
  const texts = files.map((file) => readFileSync(join(modules, name, file), 'utf8').trim());
  return [`== ${name} ${version} (${typeof license === 'string' ? license : 'see below'})`, '', ...texts, ''].join(
    '\n',
  );
}
