// docs/reference.md is what the code says, and what it lists is there.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { modelKeys, modelShapes, readUserModels, siteKeys } from '#app/user-models.js';
import { diagnosticCodes } from '#base/diagnostic.js';
import { askingCommands, questionKeys, questionWords } from '#cli/project-file.js';
import { rules } from '#custody/rules.js';
import { handoffMakers } from '#models/handoff.js';
import {
  acquiredTypes,
  acquireModels,
  argumentModels,
  borrowingPackages,
  pools,
  resourceKinds,
} from '#models/lifecycle.js';
import { halfClosing, responseEnding, transportOperations, transportPackages } from '#models/transport.js';
import { waitModels } from '#models/waits.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('the reference is what `npm run reference` writes', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/reference.mjs', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
});

test('each diagnostic of the reference is reported somewhere', () => {
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('base/diagnostic.ts'))
    .map((name) => readFileSync(`${root}src/${name}`, 'utf8'));
  for (const code of Object.keys(diagnosticCodes))
    assert.ok(
      sources.some((source) => source.includes(`'${code}'`)),
      code,
    );
});

/** What stands under a heading, with the headings below it. */
function section(title: string): string {
  const text = readFileSync(`${root}docs/reference.md`, 'utf8');
  const start = text.indexOf(`\n## ${title}\n`);
  assert.ok(start !== -1, title);
  const end = text.indexOf('\n## ', start + 1);
  return text.slice(start, end === -1 ? undefined : end);
}

test('the reference lists every key of loose-ends.json', () => {
  const text = section('loose-ends.json');
  const keys = [
    ...siteKeys,
    ...modelKeys,
    ...Object.keys(questionWords),
    ...askingCommands().flatMap((command) => questionKeys(command)),
    ...Object.values(modelShapes).flatMap((shape) => Object.keys(shape.keys)),
  ];
  for (const key of keys) assert.ok(text.includes(`\n| \`${key}\` | `), key);
});

test('each key of a model is read, and only what is marked may be missing', () => {
  const whole: Readonly<Record<(typeof modelKeys)[number], Readonly<Record<string, unknown>>>> = {
    resources: { id: 'slot', noun: 'slot', verb: 'released', cost: 'the pool runs dry', releases: ['Return'] },
    acquire: { function: 'p.Get', result: 0, field: 'Body', resource: 'slot', because: 'it takes one' },
    arguments: { function: 'p.Keep', argument: 0, effect: 'take', because: 'it keeps it' },
    waits: { wait: '(*p.Gate).Wait', wakers: ['(*p.Gate).Open'], until: 'it is open' },
    'half-closes': { function: '(*p.Conn).EndWrite', because: 'the answer is still to come' },
    pools: { type: 'p.Transport', bounds: ['IdleTimeout'], because: 'idle connections stay' },
  };
  const read = (list: string, entry: Readonly<Record<string, unknown>>): void => {
    const { resources } = whole;
    readUserModels(JSON.stringify({ resources: [resources], [list]: [entry] }), 'x.json');
  };
  for (const list of modelKeys) {
    const keys = Object.keys(modelShapes[list].keys);
    assert.deepEqual(keys.map((key) => key.replace('?', '')).sort(), Object.keys(whole[list]).sort());
    read(list, whole[list]);
    for (const marked of keys) {
      const key = marked.replace('?', '');
      assert.throws(
        () => read(list, { ...whole[list], [key]: {} }),
        new RegExp(`x\\.json:1:\\d+: ${list}\\[0\\]\\.${key} is `),
      );
      const { [key]: _, ...rest } = whole[list];
      if (marked === key) assert.throws(() => read(list, rest), new RegExp(`${list}\\[0\\]\\.${key} is `));
      else read(list, rest);
    }
  }
});

test('the reference lists every model and every rule, with the page of the rule', () => {
  const text = section('Models');
  const names = [
    ...resourceKinds.map(({ id }) => id),
    ...acquireModels.map((model) => model.function),
    ...acquiredTypes.keys(),
    ...argumentModels.map((model) => model.function),
    ...borrowingPackages,
    ...pools.keys(),
    ...transportPackages.map(({ path }) => path),
    ...transportOperations.keys(),
    ...halfClosing.keys(),
    ...responseEnding,
    ...waitModels.flatMap(({ wait, wakers }) => [wait, ...wakers]),
    ...handoffMakers.map((maker) => maker.package),
  ];
  for (const name of names) assert.ok(text.includes(`\`${name}\``), name);
  const listed = section('Rules');
  assert.ok(listed.includes('](rules/README.md)'));
  for (const { id } of rules) assert.ok(listed.includes(`| [${id}](rules/${id}.md) |`), id);
});
