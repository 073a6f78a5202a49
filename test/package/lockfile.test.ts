// package-lock.json installs from whichever registry the reader has configured: it names versions and hashes, and no
// address to download from.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Entry {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};

test('the lockfile holds hashes and no download addresses', () => {
  const entries = Object.entries(packages).filter(([path]) => path !== '');
  assert.ok(entries.length > 0);
  for (const [path, entry] of entries) {
    assert.equal(entry.resolved, undefined, path);
    assert.match(entry.integrity ?? '', /^sha512-/, path);
  }
});

test('the lockfile is whole: what is for other systems is in it too', () => {
  // npm ci refuses a lockfile in which an optional dependency of a package is missing.
  for (const [path, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      const found = Object.keys(packages).some((other) => other.endsWith(`node_modules/${name}`));
      assert.ok(found, `${path} may use ${name}`);
    }
  }
});
