// Each case of test/app/cases prints what its `want/*` sections say; UPDATE_GOLDEN=1 rewrites them.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { describe, it } from 'node:test';
import { UsageError } from '#base/errors.js';
import { formatTxtar, parseTxtar } from '../support/txtar.js';
import { filesOf, here, render, traceIn, traceRequest } from './trace-case.js';

const folder = `${here}cases/`;
const update = process.env['UPDATE_GOLDEN'] === '1';

function print(files: Record<string, string>, words: readonly string[]): string {
  const { detail } = traceRequest(words);
  try {
    return render(traceIn(files, words), { detail });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return `${[error.message, ...error.details].join('\n')}\n`;
  }
}

for (const name of readdirSync(folder).sort()) {
  const archive = parseTxtar(readFileSync(folder + name, 'utf8'));
  describe(name, () => {
    const files = filesOf(formatTxtar(archive));
    const made = archive.files.map((file) => {
      if (!file.name.startsWith('want/')) return file;
      const command = file.text.split('\n')[0] ?? '';
      const text = `${command}\n${print(files, command.replace(/^\$ /, '').split(' '))}`;
      it(command, () => {
        if (!update) assert.equal(text, file.text);
      });
      return { name: file.name, text };
    });
    if (update) writeFileSync(folder + name, formatTxtar({ comment: archive.comment, files: made }));
  });
}
