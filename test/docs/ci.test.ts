// Commands in the examples for CI exist, with the options that are given to them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseArguments } from '#cli/arguments.js';
import { formats } from '#render/formats.js';

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));

for (const name of ['ci.md', 'guide.md']) {
  test(`the commands of ${name} are taken by the command line`, () => {
    const blocks = [...readFileSync(`${docs}${name}`, 'utf8').matchAll(/^```(?:yaml|sh)\n(.*?)^```$/gms)].map(
      ([, text]) => text ?? '',
    );
    const lines = blocks.flatMap((text) => [
      ...text.matchAll(/(?:^ *|run: |sh -c ')(loose-ends (?!-\d)[^\n|#']*(?:'[^'\n]*'[^\n|#']*)*)/gm),
    ]);
    assert.ok(lines.length >= 3);
    for (const [, line = ''] of lines) {
      const words = [...line.trim().matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
      const args = parseArguments(words.slice(1));
      assert.ok(args.command !== undefined, line);
      const output = args.values.get('output');
      if (args.command.name !== 'render' || output === undefined || output === true) continue;
      const endings = Object.values(formats).flatMap(({ extensions }) => extensions);
      assert.ok(
        endings.some((ending) => output[0]?.endsWith(ending)),
        line,
      );
    }
  });
}
