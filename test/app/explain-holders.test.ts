// Of what holds a connection: which type it is by the network that is dialled, and which methods can come to its release.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Report, Span } from '#report/report.js';
import { filesOf, traceIn } from './trace-case.js';

const program = filesOf(`-- mail.go --
package mail

import "net"

type Client struct {
	dial func(network, addr string) (net.Conn, error)
	idle bool
	raw  net.Conn
}

func New() *Client {
	return &Client{dial: func(network, addr string) (net.Conn, error) { return net.Dial(network, addr) }}
}

func (c *Client) Open(addr string) error {
	raw, err := c.dial("tcp", addr)
	if err != nil {
		return err
	}
	c.raw = raw
	c.closeIdle()
	return nil
}

func (c *Client) closeIdle() {
	if c.idle {
		c.raw.Close()
	}
}

func (c *Client) Close() { c.raw.Close() }
`);

/** A `net` that has two kinds of connection. */
const files = {
  ...program,
  '/go/src/net/net.go': (program['/go/src/net/net.go'] ?? '').replace(
    'func Dial(network, address string) (Conn, error) {',
    'type UDPConn struct{ conn }\n\nfunc Dial(network, address string) (Conn, error) {\n\tif network == "udp" {\n\t\treturn &UDPConn{conn{fd: 4}}, nil\n\t}\n\t',
  ),
};

describe('what holds a connection', () => {
  const report = traceIn(files, ['explain', 'Client.Open']);

  it('holds one of the type of the network that is dialled, whoever names it', () => {
    assert.deepEqual(
      rowsOf(report, 'acquired').map(([type]) => type),
      ['*net.TCPConn'],
    );
  });

  it('keeps both kinds where the network is not known', () => {
    const open = Object.fromEntries(
      Object.entries(files).map(([path, code]) => [
        path,
        code
          .replace('Open(addr string)', 'Open(network, addr string)')
          .replace('c.dial("tcp", addr)', 'c.dial(network, addr)'),
      ]),
    );
    assert.deepEqual(
      rowsOf(traceIn(open, ['explain', 'Client.Open']), 'acquired').map(([type]) => type),
      ['*net.TCPConn or *net.UDPConn'],
    );
  });

  it('is not said to let go by a method whose release cannot happen', () => {
    assert.deepEqual(
      rowsOf(report, 'held').map((row) => row[3]),
      [
        'closeIdle (:25) would, but as things are nothing comes to that; Close (:31) would, but nothing that runs calls it',
      ],
    );
  });
});

function rowsOf({ sections }: Report, id: string): string[][] {
  const found = sections.find((section) => section.id.startsWith(`${id}-`));
  return found?.table?.rows.map((row) => row.map(text)) ?? [];
}

function text(spans: readonly Span[]): string {
  return spans
    .map((span) => (typeof span === 'string' ? span : 'code' in span ? span.code : span.text || `:${span.at?.line}`))
    .join('');
}
