// Go packages under testdata, checked in one run: each line with `// want RULE` has a finding of that rule that starts
// there, and no other line has any (as golang.org/x/tools' analysistest).

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { FindingsReport } from '#report/findings.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loose-ends-check-'));
after(() => rmSync(folder, { recursive: true, force: true }));
cpSync(`${root}test/obligations/testdata`, folder, { recursive: true });
writeFileSync(join(folder, 'go.mod'), 'module example\n\ngo 1.20\n');

function check(...more: string[]): { status: number | null; stdout: string; stderr: string } {
  const args = [`${root}dist/cli/main.js`, 'check', '-C', folder, ...more];
  return spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
}

test('findings are where the comments want them, and nowhere else', () => {
  const { status, stdout, stderr } = check('-f', 'json');
  assert.equal(stderr, '');
  assert.equal(status, 1);
  const report = JSON.parse(stdout) as FindingsReport;
  const got = report.findings
    .flatMap(({ rule, at, also = [] }) => [at, ...also.map((one) => one.at)].map((place) => ({ rule, at: place })))
    .map(({ rule, at }) => `${at.file}:${at.line} ${rule}`)
    .sort();
  const want: string[] = [];
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.go')) continue;
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .forEach((line, i) => {
        for (const [, rule] of line.matchAll(/\/\/ want (\S+)/g)) want.push(`${name}:${i + 1} ${rule}`);
      });
  }
  assert.deepEqual([...new Set(got)], want.sort());
});

test('the same findings can be had in Chinese, each sentence of them', () => {
  const english = JSON.parse(check('-f', 'json').stdout) as FindingsReport;
  const chinese = JSON.parse(check('-f', 'json', '--lang', 'zh-CN').stdout) as FindingsReport;
  assert.equal(chinese.language, 'zh-CN');
  const facts = ({ rule, at, fingerprint }: FindingsReport['findings'][number]): unknown => [rule, at, fingerprint];
  assert.deepEqual(chinese.findings.map(facts), english.findings.map(facts));
  const sentences = ({ findings, rules }: FindingsReport): string[] => [
    ...rules.map(({ summary }) => summary),
    ...findings.flatMap(({ message, remedy, path, assumption }) => [
      message,
      remedy.text,
      ...path.map(({ text }) => text),
      assumption,
    ]),
  ];
  const before = new Set(sentences(english).filter((text) => text !== ''));
  assert.deepEqual(
    sentences(chinese).filter((text) => before.has(text)),
    [],
  );
});

test('text, SARIF and annotations are in the language of the report', () => {
  const text = check('--lang', 'zh-CN').stdout;
  assert.match(text, /建议：第 \d+ 行/);
  assert.match(text, /在 \d+ 个包中发现 \d+ 个问题。/);
  const sarif = JSON.parse(check('-f', 'sarif', '--lang', 'zh-CN').stdout) as { runs: { language?: string }[] };
  assert.equal(sarif.runs[0]?.language, 'zh-CN');
  assert.match(check('-f', 'github', '--lang', 'zh-CN').stdout, /^::error .*未被/m);
});

test('a folder of a module within the module is checked as part of it', () => {
  const outer = mkdtempSync(join(tmpdir(), 'loose-ends-inner-'));
  after(() => rmSync(outer, { recursive: true, force: true }));
  writeFileSync(join(outer, 'go.mod'), 'module outer\n\ngo 1.20\n');
  writeFileSync(join(outer, 'p.go'), 'package outer\n');
  mkdirSync(join(outer, 'inner/files'), { recursive: true });
  writeFileSync(join(outer, 'inner/go.mod'), 'module outer/inner\n\ngo 1.20\n');
  cpSync(`${root}test/obligations/testdata/files/p.go`, join(outer, 'inner/files/p.go'));
  const args = [`${root}dist/cli/main.js`, 'check', '-C', outer, '-f', 'json', './inner/files'];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(status, 1);
  const { packages, findings } = JSON.parse(stdout) as FindingsReport;
  assert.deepEqual(packages, ['outer/inner/files']);
  assert.deepEqual([...new Set(findings.map(({ at }) => at.file))], ['inner/files/p.go']);
});

const streams = `package connect

import "context"

type Client[Req, Res any] struct{ n int }

type BidiStreamForClient[Req, Res any] struct{ n int }

func (c *Client[Req, Res]) CallBidiStream(ctx context.Context) *BidiStreamForClient[Req, Res] { return nil }

func (b *BidiStreamForClient[Req, Res]) Send(*Req) error { return nil }
func (b *BidiStreamForClient[Req, Res]) Receive() (*Res, error) { return nil, nil }
func (b *BidiStreamForClient[Req, Res]) CloseRequest() error { b.n++; return nil }
func (b *BidiStreamForClient[Req, Res]) CloseResponse() error { b.n++; return nil }
`;

const streaming = `package p

import (
	"context"

	"connectrpc.com/connect"
)

type text struct{ s string }

type chat interface {
	Talk(ctx context.Context) *connect.BidiStreamForClient[text, text]
}

func half(ctx context.Context, c *connect.Client[text, text]) error {
	s := c.CallBidiStream(ctx)
	if err := s.Send(&text{}); err != nil {
		return err
	}
	return s.CloseRequest()
}

func generated(ctx context.Context, c chat) error {
	s := c.Talk(ctx)
	return s.Send(&text{})
}

func whole(ctx context.Context, c *connect.Client[text, text]) error {
	s := c.CallBidiStream(ctx)
	defer s.CloseResponse()
	if err := s.Send(&text{}); err != nil {
		return err
	}
	return s.CloseRequest()
}

func toItsEnd(ctx context.Context, c chat) error {
	s := c.Talk(ctx)
	for {
		if _, err := s.Receive(); err != nil {
			return err
		}
	}
}
`;

test('a stream of connect-go has two sides to close', () => {
  const outer = mkdtempSync(join(tmpdir(), 'loose-ends-streams-'));
  after(() => rmSync(outer, { recursive: true, force: true }));
  const mod =
    'module example\n\ngo 1.20\n\nrequire connectrpc.com/connect v1.0.0\n\nreplace connectrpc.com/connect => ./lib\n';
  writeFileSync(join(outer, 'go.mod'), mod);
  writeFileSync(join(outer, 'p.go'), streaming);
  mkdirSync(join(outer, 'lib'));
  writeFileSync(join(outer, 'lib/go.mod'), 'module connectrpc.com/connect\n\ngo 1.20\n');
  writeFileSync(join(outer, 'lib/c.go'), streams);
  const args = [`${root}dist/cli/main.js`, 'check', '-C', outer, '-f', 'json', '.'];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  const { findings } = JSON.parse(stdout) as FindingsReport;
  assert.deepEqual(
    findings.map(({ rule, at }) => `${rule} ${at.code.trim()}`),
    ['half-close-only s := c.CallBidiStream(ctx)', 'never-released s := c.Talk(ctx)'],
  );
});
