// `npm run answers`: writes docs/answers anew, each page by the commands that it shows, asked of real modules. A page is the
// question of a thread, the command, and what the command printed, without the steps: the diagram and the facts stay.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { command, downloadModules, goVersion, root, run } from './run.mjs';

const folder = join(root, 'docs/answers');
const { threads } = JSON.parse(readFileSync(join(folder, 'threads.json'), 'utf8'));

/** Chapters of a writeup that are for those who check every step. */
const leftOut = /^(On the caller's goroutine|Goroutine G\d+|Where it ends|Acquired|The build)/;

/** What a command of the product prints, its headings one level further down. */
function answerOf(args) {
  const file = join(tmpdir(), `loose-ends-answer-${process.pid}.md`);
  if (run(process.execPath, [command, ...args, '-q', '-f', 'markdown', '-o', file]) !== 0)
    throw new Error(`loose-ends ${args.join(' ')} failed`);
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  let isLeftOut = false;
  const lines = [];
  for (const line of text.split('\n')) {
    const heading = /^(#+) (.*)$/.exec(line);
    if (heading !== null) isLeftOut = leftOut.test(heading[2].replaceAll('`', ''));
    if (!isLeftOut) lines.push(heading === null ? line : `#${line}`);
  }
  return lines.join('\n').trimEnd();
}

function page({ title, asked, where, shape, commands, note }) {
  return [
    `# ${title}`,
    `${asked} ([thread](${where}), shape ${shape})`,
    ...(note === undefined ? [] : [note]),
    ...commands.flatMap((args) => [`\`\`\`sh\nloose-ends ${args.join(' ')}\n\`\`\``, answerOf(args)]),
  ].join('\n\n');
}

function main() {
  if (build() !== 0) return 1;
  if (goVersion() !== undefined)
    for (const example of ['examples/answers', 'examples/dubbo-go-bidi', 'examples/dubbo-go-app'])
      if (!downloadModules(example)) return 1;
  process.chdir(root);
  mkdirSync(folder, { recursive: true });
  // Names of pages: those alone are written.
  const wanted = new Set(process.argv.slice(2));
  for (const thread of threads.filter(({ page: name }) => wanted.size === 0 || wanted.has(name))) {
    writeFileSync(join(folder, `${thread.page}.md`), `${page(thread)}\n`);
    console.log(`docs/answers/${thread.page}.md`);
  }
  return 0;
}

process.exitCode = main();
