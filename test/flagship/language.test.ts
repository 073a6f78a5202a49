// The flagship writeup in Chinese states what it states in English.

import { test } from 'node:test';
import { assertSameFacts } from '../language/facts.js';
import { ask } from './example.js';

test('the two languages state the same facts', () => {
  assertSameFacts(ask({ command: 'explain' }), ask({ command: 'explain', language: 'zh-CN' }));
});
