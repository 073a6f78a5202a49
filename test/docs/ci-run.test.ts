// The workflow and the hook of docs/ci.md: the workflow as actionlint has it, and every command of both run in a folder of its
// own, with a server in place of GitHub's. Left out are the steps that only GitHub can run (`uses`) and the installation, which
// test/package shows.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formOf } from '../support/forms.js';
import { startGithub } from '../support/github-server.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(`${root}docs/ci.md`, 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'loose-ends-ci-'));
const project = join(folder, 'mail');

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Hook {
  readonly entry: string;
  readonly passFilenames?: boolean;
}

/** The block of YAML that follows a name. */
function block(name: string): string {
  const found = new RegExp(`^\`${name.replaceAll('.', '\\.')}\`:\\n\\n\`\`\`yaml\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(
    text.replace(/^.* (`\.pre-commit)/m, '$1'),
  );
  assert.ok(found?.[1] !== undefined, name);
  return found[1];
}

before(() => {
  cpSync(`${root}examples/mail`, project, { recursive: true });
  writeFileSync(
    join(project, 'loose-ends.json'),
    JSON.stringify({ title: 'Mail', questions: [{ ask: 'Client.Close' }] }),
  );
  const command = join(folder, 'loose-ends');
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${root}dist/cli/main.js' "$@"\n`);
  chmodSync(command, 0o755);
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function shell(
  command: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; printed: string }> {
  // As GitHub runs a step that names no shell.
  const child = spawn('bash', ['-e', '-c', command], {
    cwd: project,
    env: { ...process.env, CI: 'true', ...env, PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (data) => (printed += String(data)));
  child.stderr.on('data', (data) => (printed += String(data)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, printed };
}

test('the workflow is one, and each of its commands does what the next step needs', async () => {
  const { wrong, printed } = formOf('workflow', { 'connections.yml': block('.github/workflows/connections.yml') });
  assert.equal(wrong, '');
  const odd = block('.github/workflows/connections.yml').replace('go-version-file:', 'go-version-fil:');
  assert.match(formOf('workflow', { 'odd.yml': odd }).wrong, /input "go-version-fil" is not defined/);
  const steps = JSON.parse(printed) as Step[];
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string };
  const github = await startGithub();
  const values: Readonly<Record<string, string>> = {
    [`\${{ github.event.pull_request.html_url }}`]: 'https://github.com/octo/demo/pull/9',
    [`\${{ secrets.GITHUB_TOKEN }}`]: 'ghs_secretsecretsecret',
  };
  let ran = 0;
  try {
    for (const { run, env = {}, uses, with: inputs = {} } of steps) {
      for (const key of ['sarif_file', 'path'])
        if (inputs[key] !== undefined)
          assert.ok(existsSync(join(project, inputs[key])), `${uses} needs ${inputs[key]}`);
      if (inputs['sarif_file'] !== undefined) {
        const { wrong: odd } = formOf('sarif', {
          'made.sarif': readFileSync(join(project, inputs['sarif_file']), 'utf8'),
        });
        assert.equal(odd, '');
      }
      if (run === undefined) continue;
      if (run.startsWith('npm install ')) {
        assert.ok(run.endsWith(`/loose-ends-${version}.tgz`), run);
        continue;
      }
      const given = Object.entries(env).map(([name, value]) => {
        assert.ok(values[value] !== undefined, value);
        return [name, values[value]] as const;
      });
      const result = await shell(run, { ...Object.fromEntries(given), GITHUB_GRAPHQL_URL: github.endpoint });
      assert.equal(result.code, 0, `${run}\n${result.printed}`);
      assert.doesNotMatch(result.printed, /ghs_secret/);
      ran++;
    }
    assert.ok(ran >= 6, `${ran}`);
    assert.equal(github.comments.length, 1);
    assert.match(github.comments[0]?.body ?? '', /Client\.Close/);
    assert.ok(existsSync(join(project, 'public/index.html')));
  } finally {
    await github.close();
  }
});

test('the hook passes while the answer is as written down, and fails when it changes', async () => {
  const { wrong, printed } = formOf('hooks', { '.pre-commit-config.yaml': block('.pre-commit-config.yaml') });
  assert.equal(wrong, '');
  const [hook] = JSON.parse(printed) as Hook[];
  assert.ok(hook !== undefined && hook.passFilenames === false);
  // What writes the answer is the hook's own command, with `-o` in place of the comparison.
  const write = /'(loose-ends [^|]*)\|/.exec(hook.entry)?.[1] ?? '';
  assert.equal((await shell(`mkdir -p docs && ${write} -o docs/close.txt`, {})).code, 0);
  assert.deepEqual(await shell(hook.entry, {}), { code: 0, printed: '' });
  const file = join(project, 'mail.go');
  writeFileSync(file, readFileSync(file, 'utf8').replace('c.out.close()', 'c.out.send("QUIT")'));
  const changed = await shell(hook.entry, {});
  assert.equal(changed.code, 1);
  assert.match(changed.printed, /^< .*close/m);
});
