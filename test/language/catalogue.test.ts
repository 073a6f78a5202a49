// Every sentence of the sources has a translation, and a translation uses what its sentence is about.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rules } from '#custody/rules.js';
import { chinese, sayIn } from '#language/say.js';
import { handoffMakers } from '#models/handoff.js';
import { resourceKinds } from '#models/lifecycle.js';
import { transportPackages } from '#models/transport.js';
import { waitModels } from '#models/waits.js';
import { stopKinds } from '#render/words.js';
import { notes, templates } from './templates.js';

const say = sayIn('zh-CN');

describe('the Chinese catalogue', () => {
  it('has every sentence', () => {
    const missing = [...templates()].filter(
      ([key]) => /[A-Za-z]{2}/.test(key.replace(/\{\d\}/g, '')) && !chinese.said.has(key) && !chinese.known.has(key),
    );
    assert.deepEqual(missing, []);
  });

  it('has what is said where it is looked up', () => {
    const missing = [...templates('say')].filter(
      ([key]) => /[A-Za-z]{2}/.test(key.replace(/\{\d\}/g, '')) && !chinese.said.has(key),
    );
    assert.deepEqual(missing, []);
  });

  it('has the words of tables', () => {
    const words = [
      ...transportPackages.map(({ reason }) => reason),
      ...waitModels.map(({ until }) => until),
      ...Object.values(stopKinds).map(({ name }) => name),
      ...handoffMakers.map(({ kind }) => kind),
      ...resourceKinds.flatMap(({ noun, cost }) => [noun, cost]),
      ...rules.map(({ summary }) => summary),
    ];
    assert.deepEqual(
      words.filter((word) => !chinese.known.has(word)),
      [],
    );
  });

  it('has the notes on a path', () => {
    const written = notes();
    assert.ok(written.size > 30, 'notes are found');
    assert.deepEqual(
      [...written].filter(([text]) => !chinese.known.has(text)),
      [],
    );
  });

  it('leaves out no name and no number', () => {
    // Words that only a plural or an article needs, and which file has which part.
    const grammar = new Map([
      ['; {0} of the {1} calls {2} {3}', [2]],
      ['{0} from {1} to {2} {3} {4}{5}.', [3]],
      ['{0} would too, but nothing that the program runs reaches {1} under conditions that can hold.', [1]],
      ['{0} further from the root {1} not drawn', [1]],
    ]);
    const lost = [...chinese.said, ...chinese.known].filter(([key, text]) =>
      [...key.matchAll(/\{(\d)\}/g)].some(
        ([placeholder, at]) => !text.includes(placeholder) && grammar.get(key)?.includes(Number(at)) !== true,
      ),
    );
    assert.deepEqual(lost, []);
  });

  it('finds the parts of a sentence that is English already', () => {
    assert.equal(say.known('nothing in the program sets timeout'), '程序中没有任何代码设置 timeout');
    assert.equal(
      say.known('made for x on a branch that never runs: no value of that type flows to y'),
      '为 x 创建，但所在分支从不执行：没有该类型的值流入 y',
    );
    assert.equal(say.known('needs WithA or WithB or WithC'), '需要 WithA 或 WithB 或 WithC');
    assert.equal(say.known('conn of Stream'), 'Stream.conn');
    assert.equal(say.known('return nil'), 'return nil');
  });

  it('puts a blank between Latin letters and Chinese ones only', () => {
    assert.equal(say`${'它'} wakes ${'(*T).run'} on another goroutine.`, '它唤醒另一个 goroutine 上的 (*T).run。');
    assert.equal(say.list(['打开一个连接', '关闭它']), '打开一个连接和关闭它');
    assert.equal(say`assumed to be ${''}`, '假定为 ');
  });
});
