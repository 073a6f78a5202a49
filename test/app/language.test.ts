// The same question in two languages has the same answer.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Request } from '#app/request.js';
import { UsageError } from '#base/errors.js';
import { parseArguments } from '#cli/arguments.js';
import { renderDiscussion } from '#render/discussion.js';
import { defaultRenderOptions } from '#render/options.js';
import { checkReport } from '#report/check-report.js';
import type { Report } from '#report/report.js';
import { assertSameFacts } from '../language/facts.js';
import { formatTxtar, parseTxtar } from '../support/txtar.js';
import { filesOf, here, runIn, settings, traceRequest } from './trace-case.js';

/** A client whose loop waits, whose timer is never armed, whose Close does nothing, and whose pool nothing closes. */
const client = filesOf(`-- mail.go --
package mail

import "net"

type pool struct{ conns map[string]*conn }

func (p *pool) closeAll() {
	for _, c := range p.conns {
		c.close()
	}
}

type Client struct {
	pool *pool
	idle int
}

func New() *Client { return &Client{pool: &pool{conns: map[string]*conn{}}} }

func (c *Client) Close() error { return nil }

type conn struct {
	raw  net.Conn
	done chan struct{}
}

func (c *conn) close() { c.raw.Close() }

func (c *Client) Send(addr string, p []byte) error {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	k := &conn{raw: raw, done: make(chan struct{})}
	c.pool.conns[addr] = k
	go k.watch()
	if c.idle > 0 {
		go k.close()
	}
	_, err = k.raw.Write(p)
	<-k.done
	return err
}

func (c *conn) watch() {
	if _, err := c.raw.Read(nil); err != nil {
		c.close()
	}
	close(c.done)
}
`);

function ask(files: Record<string, string>, request: Request): Report {
  const outcome = runIn(files, request);
  if (!('report' in outcome)) throw new Error('the question gives a report');
  return checkReport(JSON.parse(JSON.stringify(outcome.report)));
}

function inBoth(files: Record<string, string>, request: Request): void {
  assertSameFacts(ask(files, request), ask(files, { ...request, language: 'zh-CN' } as Request));
}

const table = { patterns: ['./...'], tests: false, main: [], settings } as const;

describe('the two languages state the same facts', () => {
  for (const words of [
    ['explain', 'Client.Send'],
    ['trace', 'Client.Close'],
    ['trace', 'conn.close', '--up'],
    ['trace', 'Client.Send', '--to', 'conn.close'],
    ['trace', 'Client.Close', '--to', 'conn.close', '--same-goroutine'],
    ['trace', 'Client.Send', '--depth', '1'],
    ['trace', 'Client.Send', '--why', 'mail.go:40'],
  ])
    it(words.join(' '), () => {
      inBoth(client, traceRequest(words));
    });

  it('custody', () => {
    inBoth(client, { command: 'custody', subject: 'conn.raw', ...table });
    inBoth(client, { command: 'custody', subject: 'mail.pool', ...table });
  });

  it('why-blocked', () => {
    inBoth(client, { command: 'why-blocked', subject: 'mail.go:41', ...table });
  });

  const folder = `${here}cases/`;
  for (const name of readdirSync(folder).sort()) {
    const archive = parseTxtar(readFileSync(folder + name, 'utf8'));
    const files = filesOf(formatTxtar(archive));
    for (const file of archive.files) {
      const command = file.name.startsWith('want/') ? (file.text.split('\n')[0] ?? '').replace(/^\$ /, '') : '';
      const words = command.split(' ');
      if (command === '') continue;
      it(`${name}: ${command}`, () => {
        const request = traceRequest(words);
        try {
          ask(files, request);
        } catch (error) {
          // A refusal is the same in every language.
          if (error instanceof UsageError) return;
          throw error;
        }
        inBoth(files, { ...request, command: 'explain' });
      });
    }
  }
});

describe('a report', () => {
  const report = ask(client, { ...traceRequest(['explain', 'Client.Send']), language: 'zh-CN' });

  it('is rendered in its own language', () => {
    const unknowns = Array.from({ length: 30 }, (_, i) => ({ kind: 'unresolved' as const, text: `${i}`.repeat(50) }));
    const [comment = ''] = renderDiscussion({ ...report, unknowns }, defaultRenderOptions);
    assert.match(comment, /^## 缺少关闭的地方$/m);
    assert.match(comment, /<summary>展开/);
  });

  it('in English has no language', () => {
    assert.equal(ask(client, traceRequest(['explain', 'Client.Send'])).question.language, undefined);
  });

  it('cannot be had in a language that is not there', () => {
    assert.throws(
      () => parseArguments(['explain', 'Client.Send', '--lang', 'xx']),
      new UsageError('The option --lang takes en or zh-CN, not "xx".'),
    );
  });
});
