// The commands in docs/guide.md print what stands below them. `[…]` stands for lines left out. What depends on the Go that is
// installed (its version, places in its library, how much of it is read) is not compared. UPDATE_GOLDEN=1 writes what is
// printed, but for blocks with lines left out, which are checked and left alone.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const guide = `${root}docs/guide.md`;
const bin = mkdtempSync(join(tmpdir(), 'loose-ends-bin-'));

writeFileSync(join(bin, 'loose-ends'), `#!/bin/sh\nexec '${process.execPath}' '${root}dist/cli/main.js' "$@"\n`);
chmodSync(join(bin, 'loose-ends'), 0o755);
after(() => rmSync(bin, { recursive: true, force: true }));

/** What a reader of the guide would see: standard output and standard error. */
function printed(command: string): string {
  const { stdout, error } = spawnSync('sh', ['-c', `${command} 2>&1`], {
    cwd: root,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      GOOS: 'linux',
      GOARCH: 'amd64',
      CGO_ENABLED: '1',
    },
  });
  assert.equal(error, undefined);
  return stdout;
}

function comparable(text: string): string {
  return text
    .replace(/\bgo1\.\d+(\.\d+)?/g, 'go1.N')
    .replace(/\b((?!mail\b|main\b)\w+\.go):\d+/g, '$1:N')
    .replace(/\b[\d,]+ (other calls?|functions?|call sites?|files? read)/g, 'N $1')
    .replace(/[ \t]+$/gm, '');
}

/** Whether `text` is `pattern`, in which a line `[…]` stands for any lines. */
function fits(text: string, pattern: string): boolean {
  const parts = pattern.split(/^\[…\]\n/m).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('(?:.*\n)*')}$`).test(text);
}

test('what the guide says is printed is printed', () => {
  const text = readFileSync(guide, 'utf8');
  let count = 0;
  const updated = text.replace(
    /^```console\n\$ (.*)\n((?:(?!```).*\n)*)```$/gm,
    (block, command: string, output: string) => {
      count++;
      const got = printed(command);
      if (fits(comparable(got), comparable(output))) return block;
      if (process.env['UPDATE_GOLDEN'] === '1' && !output.includes('[…]'))
        return `\`\`\`console\n$ ${command}\n${got}\`\`\``;
      assert.equal(comparable(got), comparable(output), command);
      return block;
    },
  );
  assert.ok(count >= 7, `${count} commands`);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(guide, updated);
});

test('links of the documents lead to files, and to headings that are there', () => {
  const inDocs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`);
  for (const file of ['README.md', 'ARCHITECTURE.md', ...inDocs.filter((name) => name.endsWith('.md')).sort()]) {
    const text = readFileSync(`${root}${file}`, 'utf8');
    const folder = `${root}${file.slice(0, file.lastIndexOf('/') + 1)}`;
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [path = '', anchor] = target.split('#');
      const linked = path === '' ? `${root}${file}` : `${folder}${path}`;
      assert.ok(existsSync(linked), `${file}: ${target}`);
      if (anchor === undefined) continue;
      // The anchors that GitHub gives headings.
      const anchors = [...readFileSync(linked, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N}\s_-]/gu, '')
          .replaceAll(' ', '-'),
      );
      assert.ok(anchors.includes(anchor), `${file}: ${target}`);
    }
    // Paths of documents in running text.
    for (const [, path = ''] of text.matchAll(/`(docs\/[\w./-]+)`/g))
      assert.ok(existsSync(`${root}${path}`), `${file}: ${path}`);
  }
});
