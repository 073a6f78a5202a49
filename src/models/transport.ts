// Where a trace to the transport ends: packages whose functions are the transport as far as Go code is concerned.
// Below them lie the poller and system calls, which no caller decides about.

export interface TransportPackage {
  readonly path: string;
  /** Why the trace ends there; from the package's documentation. */
  readonly reason: string;
}

export const transportPackages: readonly TransportPackage[] = [
  { path: 'net', reason: 'package net "provides a portable interface for network I/O": its functions are the socket' },
  {
    path: 'crypto/tls',
    reason:
      'package crypto/tls "partially implements TLS": a *tls.Conn is a net.Conn, and what it does below is records and handshakes',
  },
  { path: 'os', reason: 'package os is the "interface to operating system functionality"' },
  { path: 'syscall', reason: 'package syscall is the "interface to the low-level operating system primitives"' },
  { path: 'internal/poll', reason: 'package internal/poll "supports non-blocking I/O on file descriptors"' },
  {
    path: 'reflect',
    reason: 'package reflect "implements run-time reflection": what is called through it is not in the source',
  },
  { path: 'internal/abi', reason: 'package internal/abi describes types to the compiler and the runtime' },
  { path: 'runtime', reason: 'package runtime is the scheduler and the collector' },
];

/** Packages that work on memory and goroutines, not on Go values: what their functions return is not looked for. */
export const opaquePackages: ReadonlySet<string> = new Set([
  'reflect',
  'internal/abi',
  'internal/reflectlite',
  'runtime',
  'sync/atomic',
  'syscall',
  'unsafe',
]);

/** The package whose functions a trace looks for. */
export const socketPackage = 'net';

/** Method names by which Go code says "this lets go of something". */
export const releaseNames: ReadonlySet<string> = new Set([
  'close',
  'stop',
  'shutdown',
  'release',
  'destroy',
  'disconnect',
  'cancel',
]);

/** Names that begin like these let go of something too, if only of a part: `CloseIdleConnections`, `closeLocked`. */
export const releaseLike = /^(close|shutdown|release|destroy|disconnect|stop)([A-Z]|$)/i;

/** Functions that open, read, write or close a connection, by go/ssa name: what a trace to the transport ends at. */
export const transportOperations: ReadonlyMap<string, 'dial' | 'read' | 'write' | 'close' | 'listen' | 'accept'> =
  new Map([
    ['net.Dial', 'dial'],
    ['net.DialTimeout', 'dial'],
    ['net.DialTCP', 'dial'],
    ['net.DialUDP', 'dial'],
    ['net.DialUnix', 'dial'],
    ['net.DialIP', 'dial'],
    ['(*net.Dialer).Dial', 'dial'],
    ['(*net.Dialer).DialContext', 'dial'],
    ['(*net.conn).Read', 'read'],
    ['(*net.TCPConn).WriteTo', 'read'],
    ['(*net.UDPConn).ReadFrom', 'read'],
    ['(*net.conn).Write', 'write'],
    ['(*net.TCPConn).ReadFrom', 'write'],
    ['(*net.UDPConn).WriteTo', 'write'],
    ['(*net.Buffers).WriteTo', 'write'],
    ['(*net.conn).Close', 'close'],
    ['(*net.TCPConn).CloseRead', 'close'],
    ['(*net.TCPConn).CloseWrite', 'close'],
    ['(*net.TCPListener).Close', 'close'],
    ['(*net.UnixListener).Close', 'close'],
    ['crypto/tls.Dial', 'dial'],
    ['crypto/tls.DialWithDialer', 'dial'],
    ['(*crypto/tls.Dialer).DialContext', 'dial'],
    ['(*crypto/tls.Dialer).Dial', 'dial'],
    ['(*crypto/tls.Conn).Read', 'read'],
    ['(*crypto/tls.Conn).Write', 'write'],
    ['(*crypto/tls.Conn).Close', 'close'],
    ['(*crypto/tls.Conn).CloseWrite', 'close'],
    ['net.Listen', 'listen'],
    ['net.ListenTCP', 'listen'],
    ['net.ListenPacket', 'listen'],
    ['(*net.ListenConfig).Listen', 'listen'],
    ['(*net.TCPListener).Accept', 'accept'],
    ['(*net.TCPListener).AcceptTCP', 'accept'],
    ['(*net.UnixListener).Accept', 'accept'],
  ]);

/**
 * Functions that end one direction of a stream when this parameter is true: of http2.Framer.WriteData the END_STREAM flag
 * of RFC 9113, 5.1, by which the stream is half closed.
 */
export const halfClosing: ReadonlyMap<string, string> = new Map([
  ['(*golang.org/x/net/http2.Framer).WriteData', 'endStream'],
  ['(*net/http.http2Framer).WriteData', 'endStream'],
]);

/**
 * Functions that let go of a response: its body is closed, and of HTTP/2 the stream with it (RFC 9113, 5.1). The connection
 * stays for other requests, as the documentation of net/http says of Response.Body.
 */
export const responseEnding: ReadonlySet<string> = new Set([
  '(golang.org/x/net/http2.transportResponseBody).Close',
  '(net/http.http2transportResponseBody).Close',
  '(*net/http.bodyEOFSignal).Close',
]);

const connectionTypes: ReadonlyMap<string, readonly string[]> = new Map([
  ['tcp', ['*net.TCPConn']],
  ['udp', ['*net.UDPConn']],
  ['ip', ['*net.IPConn']],
  ['unix', ['*net.UnixConn']],
]);

/** The type of connection for a network: "tcp", "tcp4", "udp6", "unixgram", "ip4:icmp"; from the documentation of net.Dial. */
function connectionFor(network: string): readonly string[] | undefined {
  const family = /^(?:(tcp|udp)[46]?|(ip)[46]?:.*|(unix)(?:gram|packet)?)$/.exec(network);
  return connectionTypes.get(family?.[1] ?? family?.[2] ?? family?.[3] ?? '');
}

/** Functions that return a connection of the type that belongs to the network in this argument. */
export const dialedConnections: ReadonlyMap<
  string,
  { readonly argument: number; readonly typesFor: (network: string) => readonly string[] | undefined }
> = new Map(
  (
    [
      ['net.Dial', 0],
      ['net.DialTimeout', 0],
      ['(*net.Dialer).Dial', 0],
      ['(*net.Dialer).DialContext', 1],
    ] as const
  ).map(([name, argument]) => [name, { argument, typesFor: connectionFor }]),
);

/** Whether a function waits for what a peer does. */
export function waitsOutside(name: string): boolean {
  const operation = transportOperations.get(name);
  return operation === 'read' || operation === 'accept' || operation === 'dial';
}
