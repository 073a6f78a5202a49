// What a protocol calls the messages of a library and their flags.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageWords } from '#models/messages.js';

test('the words of a protocol', () => {
  assert.equal(messageWords.wordOf('golang.org/x/net/http2.GoAwayFrame'), 'GOAWAY');
  assert.equal(messageWords.wordOf('net/http.http2RSTStreamFrame'), 'RST_STREAM');
  assert.equal(messageWords.wordOf('example.com/x.GoAwayFrame'), undefined);
  assert.equal(messageWords.flagOf('f.StreamEnded()'), 'END_STREAM');
  assert.equal(messageWords.flagOf('cs != nil && f.StreamEnded()'), 'END_STREAM');
  assert.equal(messageWords.flagOf('!f.StreamEnded()'), undefined);
  assert.equal(messageWords.flagOf('cs != nil'), undefined);
});
