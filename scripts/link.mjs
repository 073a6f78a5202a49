// Makes one file of the command and all modules it uses: dist/cli/main.js from dist/cli/command.js. Node takes half a
// millisecond to find and load a module, and there are two hundred; a fifth of a short run went into that.
//
// Each module becomes a function that runs it once, when it is first needed, and returns what it exports. That is enough
// for what the compiler writes of this source: no import cycles, no default exports, no exported variables that change.
// Whatever else a line with `import` or `export` may say stops the build.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './run.mjs';

const dist = join(root, 'dist');
const entry = join(dist, 'cli/command.js');
const target = join(dist, 'cli/main.js');

/** Writes the linked command. Throws where the source is not of the form that it understands. */
export function link() {
  const modules = new Map();
  const builtins = new Map();
  const order = [];
  const add = (file, from) => {
    const known = modules.get(file);
    if (known === 'open') throw new Error(`${name(file)} and ${name(from)} import each other.`);
    if (known !== undefined) return;
    modules.set(file, 'open');
    const module = read(file, builtins);
    for (const used of module.imports) add(used, file);
    modules.set(file, `$m${order.length}`);
    order.push({ file, ...module });
    // What is loaded later may import what is open now.
    later.push(...module.dynamic);
  };
  const later = [];
  add(entry, entry);
  for (let next = later.pop(); next !== undefined; next = later.pop()) add(next, next);
  const parts = ['#!/usr/bin/env node', '// Linked from dist/cli/command.js and what it imports; made by the build.'];
  for (const [path, id] of builtins) parts.push(`import * as ${id} from '${path}';`);
  const main = order.find(({ file }) => file === entry);
  for (const module of order) if (module !== main) parts.push(wrap(module, modules));
  parts.push(withIds(main.body, modules), '');
  writeFileSync(target, parts.join('\n'), { mode: 0o755 });
}

const name = (file) => relative(dist, file);

/** Where what is imported lies; undefined for what Node brings. */
function resolveImport(path, file) {
  if (path.startsWith('node:')) return undefined;
  if (path.startsWith('#')) return join(dist, path.slice(1));
  if (path.startsWith('.')) return join(dirname(file), path);
  throw new Error(`${name(file)} imports ${path}, which is no file of the build.`);
}

/** A module's text without its imports and exports, `@{file}@` standing for the module of a file. */
function read(file, builtins) {
  const imports = [];
  const dynamic = [];
  const exported = [];
  const builtin = (path) => {
    if (!builtins.has(path)) builtins.set(path, `$n${builtins.size}`);
    return builtins.get(path);
  };
  const source = (path) => {
    const used = resolveImport(path, file);
    if (used === undefined) return builtin(path);
    imports.push(used);
    return `@{${used}}@()`;
  };
  const renamed = (names) => names.replace(/(\w+) as (\w+)/g, '$1: $2').replace(/\s+/g, ' ');
  const exportNames = (names) => {
    for (const part of names.split(',').filter((text) => text.trim() !== '')) {
      const [from, to = from] = part.trim().split(/\s+as\s+/);
      exported.push(from === to ? from : `${to}: ${from}`);
    }
    return '';
  };
  const body = readFileSync(file, 'utf8')
    .replace(/^#!.*\n/, '')
    .replace(/^\/\/# sourceMappingURL=.*$/gm, '')
    .replace(/^import (\w+) from '([^']+)';$/gm, (_, local, path) => `const { default: ${local} } = ${source(path)};`)
    .replace(
      /^import \{([^}]*)\} from '([^']+)';$/gm,
      (_, names, path) => `const {${renamed(names)}} = ${source(path)};`,
    )
    .replace(/^export \{([^}]*)\};$/gm, (_, names) => exportNames(names))
    .replace(/^export ((?:async )?function\*? |class |const )(\w+)/gm, (_, kind, local) => {
      exported.push(local);
      return kind + local;
    })
    .replace(/\bimport\('([^']+)'\)/g, (_, path) => {
      const used = resolveImport(path, file);
      dynamic.push(used);
      return `Promise.resolve().then(@{${used}}@)`;
    });
  const odd = /^(?:import|export)\b.*$/m.exec(body);
  if (odd !== null) throw new Error(`${name(file)}: cannot be linked: ${odd[0]}`);
  return { body, imports, dynamic, exported };
}

const withIds = (text, modules) => text.replace(/@\{([^}]*)\}@/g, (_, file) => modules.get(file));

function wrap({ file, body, exported }, modules) {
  const id = modules.get(file);
  const result = `{ ${exported.join(', ')} }`;
  return `// ${name(file)}\nlet ${id}x;\nfunction ${id}() {\n  if (${id}x !== undefined) return ${id}x;\n${withIds(body, modules).trim()}\n  return (${id}x = ${result});\n}`;
}
