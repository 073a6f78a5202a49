import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatTxtar, parseTxtar, txtarFiles } from './txtar.js';

describe('txtar', () => {
  it('is read and written without loss', () => {
    const text = 'A comment.\n\nMore.\n-- a.go --\npackage a\n\n-- dir/empty --\n-- b --\n-- no marker\nx --\n';
    const archive = parseTxtar(text);
    assert.deepEqual(archive, {
      comment: 'A comment.\n\nMore.\n',
      files: [
        { name: 'a.go', text: 'package a\n\n' },
        { name: 'dir/empty', text: '' },
        { name: 'b', text: '-- no marker\nx --\n' },
      ],
    });
    assert.equal(formatTxtar(archive), text);
    assert.deepEqual(Object.keys(txtarFiles(text, '/r')), ['/r/a.go', '/r/dir/empty', '/r/b']);
    assert.deepEqual(parseTxtar(''), { comment: '', files: [] });
  });
});
