// The opposite of a condition, as a person would write it where that is certain.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conjunction } from '#base/condition-text.js';
import { negation } from '#explain/guard-text.js';

test('the opposite of a condition', () => {
  for (const [condition, opposite] of [
    ['b.err != nil', 'b.err == nil'],
    ['*sew.err == nil', '*sew.err != nil'],
    ['ok', '!ok'],
    ['o.done.Load()', '!o.done.Load()'],
    ['!hasBody', 'hasBody'],
    ['!f.IsAck()', 'f.IsAck()'],
    ['!(a || b)', 'a || b'],
    ['!(a || b) && (c)', 'a || b || !c'],
    ['a == b && c', 'a != b || !c'],
    ['(a && b) || f(c)', '(!a || !b) && !f(c)'],
    ['len(cc.streams) > 0 || cc.reserved', 'len(cc.streams) == 0 && !cc.reserved'],
    // Orders are left as they are: NaN is neither less nor not less.
    ['len(cc.streams) > 0 || cc.reserved > 0', 'len(cc.streams) == 0 && !(cc.reserved > 0)'],
    ['a < b', '!(a < b)'],
    ['x == "a" || y != "b"', 'x != "a" && y == "b"'],
    ['!(s == ")" || f(s))', 's == ")" || f(s)'],
    [`!(s == ')' || s == '\\'' && (t))`, `s == ')' || s == '\\'' && (t)`],
    ['!take(&c.in, f.Length)', 'take(&c.in, f.Length)'],
    ['!fl.add(int32(f.Increment))', 'fl.add(int32(f.Increment))'],
    ['!f(a) && g(b)', 'f(a) || !g(b)'],
    ['len(cc.streams) != slen-1', 'len(cc.streams) == slen-1'],
  ] as const)
    assert.equal(negation(condition), opposite, condition);
});

test('conditions that must all hold: in brackets stand those with a choice, and only they', () => {
  assert.equal(conjunction(['a || b', 'c', 'f(x || y)', 's == "||"']), '(a || b) && c && f(x || y) && s == "||"');
  assert.equal(conjunction(['a || b']), 'a || b');
});
