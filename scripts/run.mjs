// Starting other programs from the scripts here: the compiled TypeScript compiler, Go, node. Leaves out any output
// handling; a script that needs the output uses `capture`.

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The entry point of the built command. */
export const command = join(root, 'dist/cli/main.js');

/** Runs a program with our own streams; the exit code, or 127 if it cannot be started. */
export function run(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  return result.error === undefined ? (result.status ?? 1) : 127;
}

/** Runs a program and returns its standard output, or undefined if it failed. */
export function capture(program, args, options = {}) {
  const result = spawnSync(program, args, { cwd: root, encoding: 'utf8', ...options });
  return result.error === undefined && result.status === 0 ? result.stdout : undefined;
}

/** Runs a script of a package in node_modules with this Node, without a shell. */
export function runPackage(path, args, options = {}) {
  return run(process.execPath, [join(root, 'node_modules', path), ...args], options);
}

/** Compiles one project file; the exit code. */
export function compile(project) {
  return runPackage('typescript/bin/tsc', ['-p', project]);
}

/** The installed Go's version (`go1.26.8`), or undefined. */
export function goVersion() {
  return capture('go', ['env', 'GOVERSION'])?.trim();
}

/** The folders with Go programs whose modules the tests need: those that they read, and those that they build. */
export function goPrograms() {
  return ['examples', 'test/programs']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .concat('test/oracle', 'test/forms')
    .filter((folder) => existsSync(join(root, folder, 'go.mod')))
    .sort();
}

/** Brings the modules of one Go program into the module cache; true if they are all there. */
export function downloadModules(folder) {
  return run('go', ['mod', 'download'], { cwd: join(root, folder), env: { ...process.env, GOWORK: 'off' } }) === 0;
}

/** The browser that draws diagrams in tests: Debian's, or the one that CHROMIUM names. */
export function browserPath() {
  return process.env.CHROMIUM ?? '/usr/bin/chromium';
}
