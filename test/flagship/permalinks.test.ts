// Every link of a whole writeup names a file and a line that hold what the text beside it says: of modules and of the
// standard library in the trace of the example, and of a checkout, which is a made repository whose commit is on a branch of
// its remote.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { renderMarkdown } from '#render/markdown.js';
import { defaultRenderOptions } from '#render/options.js';
import type { Report } from '#report/report.js';
import { ask, root, settings, sourcePath } from './example.js';

/** A link with the line that it leads to. */
interface Link {
  readonly label: string;
  readonly address: string;
  readonly line: string;
  /** The text before it, from the one before it on. */
  readonly before: string;
  /** The block of code that follows on the next lines, if one does. */
  readonly code: string | undefined;
}

function linksOf(report: Report, pathOf: (file: string) => string): Link[] {
  const markdown = renderMarkdown(report, defaultRenderOptions);
  const rules = report.links.map(({ prefix, url }) => ({ prefix, before: url.slice(0, url.indexOf('{path}')) }));
  const texts = new Map<string, readonly string[]>();
  const links: Link[] = [];
  let end = 0;
  for (const match of markdown.matchAll(/\[`+([^`]+)`+\]\((https:[^)\s]+)\)/g)) {
    const [all, label = '', address = ''] = match;
    const rule = rules
      .filter(({ before }) => address.startsWith(before))
      .sort((a, b) => b.before.length - a.before.length)[0];
    assert.ok(rule !== undefined, address);
    const [path = '', number = ''] = address.slice(rule.before.length).split('#L');
    const file = rule.prefix + decodeURI(path);
    let lines = texts.get(file);
    if (lines === undefined) {
      lines = readFileSync(pathOf(file), 'utf8').split('\n');
      texts.set(file, lines);
    }
    const line = lines[Number(number) - 1];
    assert.ok(line !== undefined, `${address} is behind the end of the file`);
    if (/\.go:\d+$/.test(label))
      assert.equal(`${file}:${number}`.endsWith(label), true, `${label} leads to ${file}:${number}`);
    const start = match.index;
    const rest = markdown.slice(start + all.length);
    links.push({
      label,
      address,
      line,
      before: markdown.slice(end, start),
      code: /^\n *```go\n *([^\n]*)\n/.exec(rest)?.[1],
    });
    end = start + all.length;
  }
  return links;
}

/** The last name in a type or function as it is written: `(*http2.Transport).RoundTrip`, `*bufio.Reader`. */
function lastName(text: string): string {
  return /(\w+)\W*$/.exec(text.replace(/\[.*?\]/g, ''))?.[1] ?? '';
}

/** The text as a pattern, however it is spaced. */
function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+');
}

/** What the words before a link claim of its line; undefined where they claim nothing that a line can show. */
function claim({ before, label, code }: Link): RegExp | undefined {
  const text = before.replaceAll('\\', '').replaceAll('`', '').trimEnd();
  if (!/\.go:\d+$/.test(label))
    return label.startsWith('func literal') ? /\bfunc\b/ : new RegExp(`^func .*\\b${lastName(label)}\\b`);
  if (code !== undefined) return undefined;
  const step = /(?:^|→|: )\s*([^→:]*)$/.exec(text)?.[1] ?? '';
  const made = /^([\w.[\]*]+) is made$/.exec(step)?.[1];
  if (made !== undefined) return new RegExp(`\\b${lastName(made)}\\b|\\bnew\\(|\\bmake\\(|[{(]`);
  const stored = /^stored in field (\w+) of ([\w.]+)$/.exec(step);
  if (stored !== null) return new RegExp(`\\b(${stored[1]}|${lastName(stored[2] ?? '')})\\b`);
  const read = /^read from field (\w+)$/.exec(step)?.[1];
  if (read !== undefined) return new RegExp(`\\b${read}\\b`);
  const assigned = /^assigned to (\w+)$/.exec(step)?.[1];
  if (assigned !== undefined) return new RegExp(`\\b${assigned}\\b`);
  const returned = /^returned by (.+)$/.exec(step)?.[1];
  if (returned !== undefined) return new RegExp(`\\breturn\\b|\\b${lastName(returned)}\\b|\\(`);
  const unset = /sets (\w+)(?: of [\w.]+)? \($/.exec(text)?.[1];
  if (unset !== undefined) return new RegExp(`\\b${unset}\\b`);
  // A line of code with its place, and a call on a way.
  const quoted = /`([^`]+)` $/.exec(before)?.[1];
  if (quoted !== undefined && /[\s().:=]/.test(quoted) && !quoted.startsWith('field '))
    return new RegExp(`^\\s*${escaped(quoted.replaceAll('\\|', '|'))}`);
  const called = /`([^`]+)` at $/.exec(before)?.[1];
  if (called !== undefined && !called.includes('func literal')) return new RegExp(`\\b${lastName(called)}\\b`);
  const condition = /if ([^;\n]+) \($/.exec(text)?.[1];
  if (condition !== undefined) return new RegExp(`\\b${/\w+/.exec(condition.replace(/^case /, ''))?.[0] ?? ''}\\b`);
  return undefined;
}

/** How many links say something that was compared with the source. */
function check(links: readonly Link[]): number {
  let compared = 0;
  for (const link of links) {
    if (link.code !== undefined) {
      const shown = link.code.endsWith('…') ? link.code.slice(0, -1) : link.code;
      assert.ok(link.line.trim().startsWith(shown), `${link.address} holds ${link.line}, not ${shown}`);
      compared++;
      continue;
    }
    const expected = claim(link);
    if (expected === undefined) continue;
    assert.match(link.line, expected, `${link.label} after ${link.before.slice(-80)}`);
    compared++;
  }
  return compared;
}

// A trace has the same links but for the table of ends; chain.test.ts looks at those of the trace.
test('the links of the writeup lead to what is said, in modules and in the standard library', () => {
  const links = linksOf(ask({ command: 'explain' }), sourcePath);
  const compared = check(links);
  assert.ok(compared > 0.55 * links.length, `${compared} of ${links.length}`);
  for (const place of [
    'https://github.com/apache/dubbo-go/blob/v3.2.0-rc2/protocol/triple/triple_protocol/',
    'https://github.com/golang/net/blob/v0.23.0/http2/',
    `https://github.com/golang/go/blob/${settings.goVersion}/src/`,
  ])
    assert.ok(
      links.some(({ address }) => address.startsWith(place)),
      place,
    );
});

describe('the links of a checkout', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loose-ends-checkout-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
  const explain = (): Report => {
    const words = ['dist/cli/main.js', '-C', join(folder, 'mail'), 'explain', 'Client.Close', '-f', 'json'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as Report;
  };
  const pathOf = (file: string): string =>
    file.startsWith('std/')
      ? `${settings.goroot}/src/${file.slice(4)}`
      : join(folder, 'mail', file.slice('example.com/mail/'.length));

  test('lead to its commit, in the folder of the module', () => {
    cpSync(`${root}examples/mail`, join(folder, 'mail'), { recursive: true });
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'mail');
    git('remote', 'add', 'origin', 'git@github.com:someone/mail.git');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    const links = linksOf(explain(), pathOf);
    const own = `https://github.com/someone/mail/blob/${git('rev-parse', 'HEAD')}/mail/mail.go#L`;
    assert.ok(links.filter(({ address }) => address.startsWith(own)).length > 15);
    assert.ok(links.some(({ address }) => address.startsWith('https://github.com/golang/go/blob/')));
    assert.ok(check(links) > 0.7 * links.length);
  });

  test('are not made of files that differ from it, or of a commit that only this machine has', () => {
    const file = join(folder, 'mail/mail.go');
    execFileSync('sh', ['-c', 'printf "\\n" >> "$0"', file]);
    assert.ok(linksOf(explain(), pathOf).every(({ address }) => !address.includes('someone/mail')));
    git('commit', '-q', '-a', '-m', 'more');
    assert.ok(linksOf(explain(), pathOf).every(({ address }) => !address.includes('someone/mail')));
  });
});
