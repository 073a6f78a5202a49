// The packed tarball works in an empty folder: nothing it needs was left out, nothing it needs is compiled on the way.
// The tarball and those of its dependencies, packed from node_modules, are all that npm is given: it may not use the
// network, and its cache is an empty folder. Install scripts do not run, so this also shows that none is needed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

describe('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loose-ends-package-'));
  const tarballs = join(folder, 'tarballs');
  const empty = join(folder, 'empty');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };

  const npm = (args: readonly string[], cwd: string): string =>
    execFileSync('npm', ['--offline', '--ignore-scripts', '--cache', join(folder, 'cache'), ...args], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm hands its own settings to the scripts it runs; those of the run that started us are not meant for this one.
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_config_'))),
    });
  const looseEnds = (...args: readonly string[]): string => {
    const packages = readdirSync(tarballs).sort();
    const given = packages.map((name) => `--package=${join(tarballs, name)}`);
    return npm(['exec', '--yes', ...given, '--', 'loose-ends', ...args], empty);
  };

  before(() => {
    mkdirSync(tarballs);
    mkdirSync(join(empty, 'door'), { recursive: true });
    const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
    const dependencies = Object.entries(lockfile.packages)
      .filter(([path, entry]) => path !== '' && entry.dev !== true)
      .map(([path]) => `./${path}`);
    npm(['pack', '--pack-destination', tarballs, '.', ...dependencies], process.cwd());
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('says its version', () => {
    assert.match(looseEnds('--version'), new RegExp(`\\b${version.replaceAll('.', '\\.')}\\b`));
  });

  test('traces a Go module', () => {
    writeFileSync(join(empty, 'door/go.mod'), 'module example.com/door\n\ngo 1.21\n');
    writeFileSync(
      join(empty, 'door/door.go'),
      [
        'package door',
        '',
        'type latch interface{ release() }',
        'type bolt struct{ open bool }',
        'func (b *bolt) release() { b.open = true }',
        '',
        'type Door struct{ latch latch }',
        'func New() *Door { return &Door{latch: &bolt{}} }',
        'func (d *Door) Close() { d.latch.release() }',
        '',
      ].join('\n'),
    );
    const trace = looseEnds('-C', 'door', 'trace', 'Door.Close');
    assert.match(trace, /Door\)\.Close/);
    assert.match(trace, /bolt\)\.release/);
  });

  test('makes a site of a report, with a document in it', () => {
    looseEnds('-C', 'door', 'explain', 'Door.Close', '-o', 'close.json');
    writeFileSync(join(empty, 'door/notes.md'), '# Notes\n\n```mermaid\nflowchart LR\n  a --> b\n```\n');
    writeFileSync(join(empty, 'door/loose-ends.json'), '{ "reports": ["close.json"], "documents": ["notes.md"] }\n');
    looseEnds('-C', 'door', 'site', '-o', 'public');
    assert.match(readFileSync(join(empty, 'door/public/index.html'), 'utf8'), /Door\.(<wbr>)?Close/);
    assert.match(readFileSync(join(empty, 'door/public/notes.html'), 'utf8'), /<h1[^>]*>Notes<\/h1>/);
    assert.ok(readFileSync(join(empty, 'door/public/assets/mermaid.js'), 'utf8').length > 1_000_000);
  });

  test('is named by what npm prints, and by nothing else, also where a script runs before', () => {
    const small = join(folder, 'small');
    mkdirSync(small);
    const prepack = 'echo building';
    writeFileSync(
      join(small, 'package.json'),
      JSON.stringify({ name: 'small', version: '1.0.0', scripts: { prepack } }),
    );
    const pack = (): string =>
      execFileSync('npm', ['--offline', '--cache', join(folder, 'cache'), 'pack', '--dry-run'], {
        cwd: small,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
        env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_config_'))),
      });
    assert.match(pack(), /building/);
    writeFileSync(join(small, '.npmrc'), readFileSync('.npmrc', 'utf8'));
    assert.equal(pack(), 'small-1.0.0.tgz\n');
  });

  test('holds what it needs and no sources or tests', () => {
    const listing = npm(['pack', '--dry-run', '--json', '.'], process.cwd());
    const [packed] = JSON.parse(listing) as { readonly files: readonly { readonly path: string }[] }[];
    const paths = (packed?.files ?? []).map((file) => file.path);
    for (const needed of [
      'dist/cli/main.js',
      'dist/vendor/LICENSES.txt',
      'assets/site.css',
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
    ]) {
      assert.ok(paths.includes(needed), needed);
    }
    const odd = paths.filter(
      (path) => !/^(assets|dist|grammars|schema)\/|^[A-Z]+\.?[a-z]*$|^package\.json$/.test(path),
    );
    assert.deepEqual(odd, []);
    assert.deepEqual(
      paths.filter((path) => /\.(map|ts)$/.test(path) && !path.endsWith('.d.ts')),
      [],
    );
  });
});
