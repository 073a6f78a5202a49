// The workflows and the hooks of docs/ci.md, the action and the hooks of this repository: of the form that GitHub and pre-commit
// have published, and every step and hook run on a module that has findings and on one that has none, with a server in
// place of GitHub's. The steps that only GitHub can run are stood in for; the installation is shown by test/package.

import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { formOf } from '../support/forms.js';
import { type GithubServer, startGithub } from '../support/github-server.js';
import { type JobResult, runJob, wrongIn } from '../support/workflow-runner.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(`${root}docs/ci.md`, 'utf8');
const { version, bin } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
};
const folder = mkdtempSync(join(tmpdir(), 'loose-ends-ci-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** The block of YAML that follows the name of its file. */
function block(name: string): string {
  const found = new RegExp(
    `\`${name.replaceAll('.', '\\.')}\`[^\\n]*:\\n\\n\`\`\`yaml\\n([\\s\\S]*?)^\`\`\`$`,
    'm',
  ).exec(text);
  assert.ok(found?.[1] !== undefined, name);
  return found[1];
}

const leak = `package mail

import "net"

func ping(addr string) error {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	_, err = raw.Write(nil)
	return err
}
`;

/** What the workflows write. It is there from the start, empty: a file that comes makes a new question of the same one. */
const written = [
  ...['loose-ends.sarif', 'loose-ends-answer.json', 'loose-ends-answer.sarif'],
  ...['findings.sarif', 'close.json', 'close.sarif'],
];

/** A checkout of the example as it comes, with a connection that is never closed or without. */
function project(name: string, hasFindings: boolean): string {
  const at = join(folder, name);
  rmSync(at, { recursive: true, force: true });
  cpSync(`${root}examples/mail`, at, { recursive: true });
  writeFileSync(join(at, 'loose-ends.json'), JSON.stringify({ title: 'Mail', questions: [{ ask: 'Client.Close' }] }));
  if (hasFindings) writeFileSync(join(at, 'leak.go'), leak);
  for (const name of written) writeFileSync(join(at, name), '');
  mkdirSync(join(at, 'public'));
  return at;
}

before(() => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'loose-ends'), `#!/bin/sh\nexec '${process.execPath}' '${root}dist/cli/main.js' "$@"\n`);
  // What is installed is there already; test/package installs the tarball.
  writeFileSync(
    join(bin, 'npm'),
    `#!/bin/sh\n[ "$*" = 'install --global ./tools/loose-ends-${version}.tgz' ] || exit 9\n`,
  );
  for (const name of ['loose-ends', 'npm']) chmodSync(join(bin, name), 0o755);
});

const token = 'ghs_secretsecretsecret';

interface Run extends JobResult {
  /** Files that were handed to actions, with what was in them. */
  readonly uploaded: readonly { readonly what: string; readonly text: string }[];
}

async function run(
  workflow: string,
  at: string,
  github: GithubServer,
  event: { readonly name?: string; readonly from?: string } = {},
): Promise<Run> {
  const { name = 'pull_request', from = 'octo/demo' } = event;
  const uploaded: { what: string; text: string }[] = [];
  const path = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
  const result = await runJob(workflow, {
    workspace: at,
    // The same is asked of the same code again and again: what a run of this file has found is not found once more.
    env: { GITHUB_GRAPHQL_URL: github.endpoint, PATH: path, LOOSE_ENDS_CACHE: join(folder, 'cache') },
    github: {
      event_name: name,
      repository: 'octo/demo',
      token,
      event:
        name === 'pull_request'
          ? {
              pull_request: {
                html_url: 'https://github.com/octo/demo/pull/9',
                head: { repo: { full_name: from } },
              },
            }
          : {},
    },
    secrets: { GITHUB_TOKEN: token },
    use: (uses, inputs) => {
      if (uses === `OWNER/loose-ends@v${version}`) return root;
      const file = inputs['sarif_file'] ?? (inputs['path'] === undefined ? undefined : `${inputs['path']}/index.html`);
      if (file !== undefined) uploaded.push({ what: uses, text: readFileSync(join(at, file), 'utf8') });
      else assert.match(uses, /^actions\/(checkout|setup-go|setup-node)@v\d+$/);
      return undefined;
    },
  });
  for (const step of result.steps) assert.doesNotMatch(step.printed, new RegExp(token));
  return { ...result, uploaded };
}

const failed = (result: JobResult): string[] =>
  result.steps.filter(({ conclusion }) => conclusion === 'failure').map(({ step }) => step);
const skipped = (result: JobResult): string[] =>
  result.steps.filter(({ conclusion }) => conclusion === 'skipped').map(({ step }) => step);

/** How many findings are in the first SARIF file; both are of the form that OASIS has published. */
function findingsIn({ uploaded }: Run): number {
  const sarifs = uploaded.filter(({ what }) => what.startsWith('github/codeql-action/upload-sarif@'));
  assert.equal(sarifs.length, 2);
  const { wrong } = formOf('sarif', Object.fromEntries(sarifs.map((one, i) => [`made-${i}.sarif`, one.text])));
  assert.equal(wrong, '');
  assert.match(sarifs[1]?.text ?? '', /"threadFlows"/);
  const { runs } = JSON.parse(sarifs[0]?.text ?? '') as { runs: readonly { results: readonly unknown[] }[] };
  return runs[0]?.results.length ?? -1;
}

const last = 'Fail if there are findings';

for (const { name, action, reports } of [
  { name: '.github/workflows/connections.yml', action: `OWNER/loose-ends@v${version}`, reports: 'loose-ends-answer' },
  { name: '.github/workflows/connections-by-steps.yml', action: undefined, reports: 'close' },
]) {
  describe(name, () => {
    const workflow = block(name);

    test('is a workflow', async () => {
      assert.equal(formOf('workflow', { 'connections.yml': workflow }).wrong, '');
      assert.deepEqual(await wrongIn('workflow', name, workflow), []);
      const odd = workflow.replace('go-version-file:', 'go-version-fil:');
      assert.match(formOf('workflow', { 'odd.yml': odd }).wrong, /input "go-version-fil" is not defined/);
      assert.notDeepEqual(await wrongIn('workflow', name, workflow.replace('runs-on:', 'runs-in:')), []);
    });

    test('with findings everything is done, and the job fails at its end', async () => {
      const at = project('with', true);
      const github = await startGithub();
      try {
        const result = await run(workflow, at, github);
        assert.equal(result.conclusion, 'failure');
        assert.deepEqual(failed(result), action === undefined ? [last] : [last, action]);
        assert.equal(result.steps.find(({ step }) => step === last)?.status, 1);
        assert.deepEqual(skipped(result), []);
        assert.equal(findingsIn(result), 1);
        assert.match(result.uploaded.at(-1)?.text ?? '', /<h1>Mail<\/h1>/);
        assert.match(result.uploaded.at(-1)?.what ?? '', /^actions\/upload-artifact@/);
        assert.equal(github.comments.length, 1);
        assert.match(github.comments[0]?.body ?? '', /Client\.Close/);
        for (const file of [`${reports}.json`, `${reports}.sarif`, 'public/index.html'])
          assert.ok(statSync(join(at, file)).size > 0, file);
        // The next push changes the comment.
        await run(workflow, at, github);
        assert.equal(github.comments.length, 1);
      } finally {
        await github.close();
      }
    });

    test('without findings the job is green; a push and a fork get no comment', async () => {
      const at = project('without', false);
      const github = await startGithub();
      try {
        for (const event of [{ name: 'push' }, { from: 'fork/demo' }]) {
          const result = await run(workflow, at, github, event);
          assert.equal(result.conclusion, 'success', JSON.stringify(result.steps));
          assert.equal(findingsIn(result), 0);
          assert.equal(skipped(result).length, 2);
          assert.ok(skipped(result).includes(last));
          assert.deepEqual(github.operations, []);
        }
      } finally {
        await github.close();
      }
    });

    test('where check cannot run the job fails there, and nothing is made of it', async () => {
      const at = project('broken', true);
      writeFileSync(join(at, 'loose-ends.json'), '{');
      const github = await startGithub();
      try {
        const result = await run(workflow, at, github);
        assert.equal(result.conclusion, 'failure');
        assert.equal(result.steps.find(({ conclusion }) => conclusion === 'failure')?.status, 2);
        assert.deepEqual(
          result.uploaded.filter(({ what }) => what.includes('sarif')),
          [],
        );
        assert.deepEqual(github.operations, []);
      } finally {
        await github.close();
      }
    });
  });
}

test('the action is one, and its inputs do what they say', async () => {
  const content = readFileSync(`${root}action.yml`, 'utf8');
  assert.deepEqual(await wrongIn('action', 'action.yml', content), []);
  assert.notDeepEqual(
    await wrongIn('action', 'action.yml', content.replace('using: composite', 'using: composit')),
    [],
  );
  const workflow = block('.github/workflows/connections.yml');
  const given = (inputs: string): string =>
    workflow.replace(/ {10}ask: .*\n {10}comment: .*\n {10}site: .*\n/, inputs).replace(/ {6}- if: [\s\S]*$/, '');
  const at = project('inputs', true);
  const github = await startGithub();
  try {
    const lenient = await run(given('          fail-on-findings: false\n          upload: false\n'), at, github);
    assert.equal(lenient.conclusion, 'success', JSON.stringify(lenient.steps));
    assert.deepEqual(lenient.uploaded, []);
    assert.deepEqual(skipped(lenient), [
      'Upload the findings',
      'Explain',
      'Upload the answer',
      'Comment',
      'Site',
      'Fail if there are findings',
    ]);
    assert.match(readFileSync(join(at, 'loose-ends.sarif'), 'utf8'), /never-released/);
    assert.equal((await run(given('          packages: ./cmd/...\n'), at, github)).conclusion, 'success');
    assert.equal((await run(given('          packages: ./cmd/... .\n'), at, github)).conclusion, 'failure');
    const baseline = 'check --baseline known.json --write-baseline';
    assert.equal((await shell(`loose-ends ${baseline}`, at)).status, 0);
    assert.equal((await run(given('          baseline: known.json\n'), at, github)).conclusion, 'success');
  } finally {
    await github.close();
  }
});

/** A command, as pre-commit runs the entry of a hook. */
async function shell(command: string, at: string): Promise<{ readonly status: number; readonly printed: string }> {
  const workflow = `on: push\njobs:\n  one:\n    runs-on: x\n    steps:\n      - run: ${JSON.stringify(command)}\n`;
  const path = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
  const { steps } = await runJob(workflow, { workspace: at, env: { PATH: path }, github: {}, use: () => undefined });
  return { status: steps[0]?.status ?? -1, printed: steps[0]?.printed ?? '' };
}

interface Hook {
  readonly id: string;
  readonly entry?: string;
  readonly language?: string;
  readonly args?: readonly string[];
  readonly passFilenames?: boolean;
}

test('the hook of this repository passes for a module without new findings, and fails for others', async () => {
  const config = formOf('hooks', { '.pre-commit-config.yaml': block('.pre-commit-config.yaml') });
  assert.equal(config.wrong, '');
  const content = readFileSync(`${root}.pre-commit-hooks.yaml`, 'utf8');
  const manifest = formOf('manifest', { '.pre-commit-hooks.yaml': content });
  assert.equal(manifest.wrong, '');
  assert.match(formOf('manifest', { 'odd.yaml': content.replace('entry:', 'entri:') }).wrong, /entri/);
  const hooks = JSON.parse(manifest.printed) as Hook[];
  const [used] = JSON.parse(config.printed) as Hook[];
  const hook = hooks.find(({ id }) => id === used?.id);
  assert.ok(hook?.entry !== undefined && used?.args !== undefined);
  // pre-commit packs and installs the repository, and runs what package.json has under `bin`; test/package shows that.
  assert.equal(hook.language, 'node');
  assert.ok(bin[hook.entry.split(' ')[0] ?? ''] !== undefined, hook.entry);
  assert.equal(hook.passFilenames, false);
  const clean = project('hook-without', false);
  assert.equal((await shell(hook.entry, clean)).status, 0);
  const leaking = project('hook-with', true);
  const found = await shell(hook.entry, leaking);
  assert.equal(found.status, 1);
  assert.match(found.printed, /leak\.go:6/);
  const withArgs = [hook.entry, ...used.args].join(' ');
  assert.equal((await shell(`${withArgs} --write-baseline`, leaking)).status, 0);
  assert.equal((await shell(withArgs, leaking)).status, 0);
  writeFileSync(join(leaking, 'more.go'), leak.replace('ping', 'pong'));
  assert.equal((await shell(withArgs, leaking)).status, 1);
});

test('the hook of one’s own passes while the answer is as written down, and fails when it changes', async () => {
  const { printed } = formOf('hooks', { '.pre-commit-config.yaml': block('.pre-commit-config.yaml') });
  const hook = (JSON.parse(printed) as Hook[]).at(-1);
  assert.ok(hook?.entry !== undefined && hook.passFilenames === false);
  const at = project('hook-own', false);
  // What writes the answer is the hook's own command, with `-o` in place of the comparison.
  const write = /'(loose-ends [^|]*)\|/.exec(hook.entry)?.[1] ?? '';
  assert.equal((await shell(`mkdir -p docs && ${write} -o docs/close.txt`, at)).status, 0);
  assert.deepEqual(await shell(hook.entry, at), { status: 0, printed: '' });
  const file = join(at, 'mail.go');
  writeFileSync(file, readFileSync(file, 'utf8').replace('c.out.close()', 'c.out.send("QUIT")'));
  const changed = await shell(hook.entry, at);
  assert.equal(changed.status, 1);
  assert.match(changed.printed, /^< .*close/m);
});
