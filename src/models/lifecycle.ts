// What libraries do with resources, as data: who hands one over, by which methods it is let go of, who takes it from an
// argument, who only wraps it. Names are go/ssa's. `because` says in our words what the documentation of the named
// function says. What can be read from source (a helper that closes its argument) is not listed.

/** A kind of thing that has to be let go of. */
export interface ResourceKind {
  readonly id: string;
  /** `network connection`: as it is called in a message. */
  readonly noun: string;
  /** What stays behind when nobody lets go of it. */
  readonly cost: string;
  /** The verb in `is never closed`. */
  readonly verb: 'closed' | 'stopped' | 'cancelled' | 'released' | 'ended' | 'called';
  /** Releases beside those that the names below say; a function value is released by calling it (`()`). */
  readonly releases: readonly string[];
}

export interface AcquireModel {
  readonly function: string;
  /** Which result; -1 is the receiver, which holds it from then on. */
  readonly result: number;
  /** The field of the result that has to be released. */
  readonly field?: string;
  readonly resource: string;
  readonly because: string;
  /** Not from this language version on. */
  readonly until?: string;
}

const kind = (
  id: string,
  noun: string,
  verb: ResourceKind['verb'],
  cost: string,
  releases: readonly string[] = [],
): ResourceKind => ({ id, noun, verb, cost, releases });

export const resourceKinds: readonly ResourceKind[] = [
  kind('connection', 'network connection', 'closed', 'the socket stays open'),
  kind('listener', 'listener', 'closed', 'the port stays taken'),
  kind('file', 'file', 'closed', 'the file descriptor stays open'),
  kind(
    'response-body',
    'response body',
    'closed',
    'over HTTP/1 the connection under it stays open and is not used again, over HTTP/2 the stream stays until the other side, an error or the end of its context ends it',
  ),
  kind('pipe', 'pipe', 'closed', 'who reads from or writes to the other end waits'),
  kind('cancel', 'cancel function', 'called', 'the context and what waits for it stay until the parent ends', ['()']),
  kind('ticker', 'ticker', 'stopped', 'the runtime goes on sending ticks'),
  kind('rows', 'result set', 'closed', 'the database connection stays busy'),
  kind('statement', 'prepared statement', 'closed', 'the statement stays with the database'),
  kind('transaction', 'transaction', 'ended', 'the database connection stays busy', ['Commit', 'Rollback']),
  kind('archive', 'archive', 'closed', 'the file under it stays open'),
  kind('stream', 'stream', 'ended', 'the stream and its goroutine stay until the connection ends', [
    'CloseAndRecv',
    'CloseAndReceive',
  ]),
  kind('signal', 'signal subscription', 'stopped', 'signals go on being sent to the channel'),
  kind(
    'response-stream',
    'stream',
    'closed',
    'the answer stays open until the other side, an error or the end of its context ends it',
    ['CloseAndReceive'],
  ),
  kind('subscription', 'subscription', 'cancelled', 'what it was asked of goes on sending to it', ['()']),
  kind('process', 'process', 'released', 'the process stays as a zombie', ['Wait']),
  kind('database', 'database handle', 'closed', 'its connections and the goroutine that opens them stay'),
  kind('client-connection', 'client connection', 'closed', 'its connections and goroutines stay'),
  kind('session', 'session', 'closed', 'its channel stays open until the connection ends'),
  kind('server', 'server', 'closed', 'its port stays taken and its goroutines go on'),
  kind('descriptor', 'file descriptor', 'closed', 'it stays open, and nothing collects it'),
  kind('goroutines', 'group of goroutines', 'ended', 'its context stays, and its goroutines outlive the function', [
    'Wait',
  ]),
  kind('pool', 'pool of idle connections', 'closed', 'its idle connections stay open until the other side ends them', [
    'CloseIdleConnections',
  ]),
  // What is written and then committed ends with that.
  kind('owner', 'object', 'closed', 'what it holds stays open', ['Commit', 'Rollback']),
];

/** Kinds that are told of an owner or a container which keeps them: what costs a descriptor, a connection or a goroutine. */
export const resourcesTold: ReadonlySet<string> = new Set([
  'connection',
  'client-connection',
  'listener',
  'file',
  'pool',
  'cancel',
  'ticker',
  'database',
]);

const acquire = (
  fn: string,
  resource: string,
  because: string,
  more: Partial<Pick<AcquireModel, 'result' | 'field' | 'until'>> = {},
): AcquireModel => ({ function: fn, result: 0, resource, because, ...more });

const dialed = 'it returns a connected connection, which the caller closes';
const listening = 'it returns a listener, which holds the port until it is closed';
const opened = 'on success the file is open; the descriptor is the caller’s to close';
const body = 'when the error is nil the response has a body that is not nil, and the caller must close it';
const cancelled = 'cancelling releases what belongs to the context, so code should call cancel when it is done';

const body0 = { field: 'Body' };
const cancel1 = { result: 1 };

export const acquireModels: readonly AcquireModel[] = [
  ...['net.Dial', 'net.DialTimeout', 'net.DialTCP', 'net.DialUDP', 'net.DialUnix', 'net.DialIP'].map((name) =>
    acquire(name, 'connection', dialed),
  ),
  ...['(*net.Dialer).Dial', '(*net.Dialer).DialContext'].map((name) => acquire(name, 'connection', dialed)),
  ...[
    'crypto/tls.Dial',
    'crypto/tls.DialWithDialer',
    '(*crypto/tls.Dialer).Dial',
    '(*crypto/tls.Dialer).DialContext',
  ].map((name) => acquire(name, 'connection', dialed)),
  ...['net.Listen', 'net.ListenTCP', 'net.ListenUnix', '(*net.ListenConfig).Listen', 'crypto/tls.Listen'].map((name) =>
    acquire(name, 'listener', listening),
  ),
  ...[
    'net.ListenPacket',
    'net.ListenUDP',
    'net.ListenIP',
    'net.ListenUnixgram',
    'net.ListenMulticastUDP',
    '(*net.ListenConfig).ListenPacket',
  ].map((name) => acquire(name, 'connection', 'it returns a connection that is bound to the address')),
  ...[
    '(net.Listener).Accept',
    '(*net.TCPListener).Accept',
    '(*net.TCPListener).AcceptTCP',
    '(*net.UnixListener).Accept',
    '(*net.UnixListener).AcceptUnix',
  ].map((name) => acquire(name, 'connection', 'it returns the next connection, which is the caller’s from then on')),
  ...['net.FileConn', 'net.FileListener', 'net.FilePacketConn'].map((name) =>
    acquire(name, 'connection', 'it returns a copy; closing the file does not close it'),
  ),
  ...['(*net.TCPConn).File', '(*net.UDPConn).File', '(*net.UnixConn).File', '(*net.TCPListener).File'].map((name) =>
    acquire(name, 'file', 'it returns a duplicate of the descriptor, which the caller closes'),
  ),
  ...[
    'os.Open',
    'os.OpenFile',
    'os.Create',
    'os.CreateTemp',
    'io/ioutil.TempFile',
    '(*os.Root).Open',
    '(*os.Root).Create',
  ].map((name) => acquire(name, 'file', opened)),
  acquire('os.OpenRoot', 'file', opened),
  acquire('(io/fs.FS).Open', 'file', opened),
  acquire('os.Pipe', 'file', 'it returns two files that are both open'),
  acquire('os.Pipe', 'file', 'it returns two files that are both open', { result: 1 }),
  ...[
    'net/http.Get',
    'net/http.Head',
    'net/http.Post',
    'net/http.PostForm',
    '(*net/http.Client).Do',
    '(*net/http.Client).Get',
    '(*net/http.Client).Head',
    '(*net/http.Client).Post',
    '(*net/http.Client).PostForm',
    '(net/http.RoundTripper).RoundTrip',
    '(*net/http.Transport).RoundTrip',
  ].map((name) => acquire(name, 'response-body', body, body0)),
  acquire('net/http.ReadResponse', 'response-body', 'clients must call Body.Close when they have read the body', body0),
  acquire(
    '(net/http.Hijacker).Hijack',
    'connection',
    'after the call the connection is the caller’s to manage and close',
  ),
  ...['WithCancel', 'WithTimeout', 'WithDeadline', 'WithCancelCause', 'WithTimeoutCause', 'WithDeadlineCause'].map(
    (name) => acquire(`context.${name}`, 'cancel', cancelled, cancel1),
  ),
  ...['WithCancel', 'WithTimeout', 'WithDeadline'].map((name) =>
    acquire(`golang.org/x/net/context.${name}`, 'cancel', cancelled, cancel1),
  ),
  acquire('os/signal.NotifyContext', 'cancel', 'stop releases the resources of the context', cancel1),
  acquire('time.NewTicker', 'ticker', 'before Go 1.23 a ticker that is not stopped is never collected', {
    until: 'go1.23',
  }),
  ...['(*database/sql.DB)', '(*database/sql.Tx)', '(*database/sql.Conn)', '(*database/sql.Stmt)'].flatMap((type) =>
    ['Query', 'QueryContext'].map((name) =>
      acquire(`${type}.${name}`, 'rows', 'rows hold a connection until they are closed or read to their end'),
    ),
  ),
  ...['(*database/sql.DB)', '(*database/sql.Tx)', '(*database/sql.Conn)'].flatMap((type) =>
    ['Prepare', 'PrepareContext'].map((name) =>
      acquire(`${type}.${name}`, 'statement', 'the caller must close the statement when it is no longer needed'),
    ),
  ),
  ...['(*database/sql.DB).Begin', '(*database/sql.DB).BeginTx', '(*database/sql.Conn).BeginTx'].map((name) =>
    acquire(name, 'transaction', 'a transaction must end with Commit or Rollback'),
  ),
  acquire('(*database/sql.DB).Conn', 'connection', 'the connection returns to the pool when it is closed'),
  ...['database/sql.Open', 'database/sql.OpenDB'].map((name) =>
    acquire(
      name,
      'database',
      'it is rarely necessary to close a DB that lives as long as the program; one that is given up has to be',
    ),
  ),
  acquire(
    '(*os/exec.Cmd).Start',
    'process',
    'after a successful call to Start the Wait method must be called to release resources',
    {
      result: -1,
    },
  ),
  acquire('os.StartProcess', 'process', 'Release is only to be called if Wait is not: one of the two is'),
  acquire(
    'golang.org/x/sync/errgroup.WithContext',
    'goroutines',
    'the context is cancelled when a function fails or when Wait returns',
  ),
  ...['google.golang.org/grpc.Dial', 'google.golang.org/grpc.DialContext', 'google.golang.org/grpc.NewClient'].map(
    (name) => acquire(name, 'client-connection', 'Close tears down the ClientConn and all underlying connections'),
  ),
  acquire(
    '(*connectrpc.com/connect.Client[Req, Res]).CallServerStream',
    'response-stream',
    'Close closes the receive side of the stream',
  ),
  acquire(
    '(*connectrpc.com/connect.Client[Req, Res]).CallBidiStream',
    'response-stream',
    'CloseRequest closes the send side of the stream, CloseResponse the receive side',
  ),
  acquire(
    '(*connectrpc.com/connect.Client[Req, Res]).CallClientStream',
    'response-stream',
    'CloseAndReceive closes the send side of the stream and waits for the response',
  ),
  ...['github.com/apache/dubbo-getty', 'github.com/AlexStocks/getty/transport', 'github.com/AlexStocks/getty'].flatMap(
    (path) => [
      ...['NewTCPClient', 'NewUDPClient', 'NewWSClient', 'NewWSSClient'].map((name) =>
        acquire(`${path}.${name}`, 'client-connection', 'Close closes the endpoint and frees its resource'),
      ),
      ...['NewTCPServer', 'NewUDPEndPoint', 'NewWSServer', 'NewWSSServer'].map((name) =>
        acquire(`${path}.${name}`, 'server', 'Close closes the endpoint and frees its resource'),
      ),
    ],
  ),
  acquire('golang.org/x/crypto/ssh.Dial', 'client-connection', 'it starts a client connection to an SSH server'),
  acquire(
    '(*golang.org/x/crypto/ssh.Client).NewSession',
    'session',
    'it opens a new session, whose Close ends its channel',
  ),
  ...[
    'net/smtp.Dial',
    'net/textproto.Dial',
    'net/rpc.Dial',
    'net/rpc.DialHTTP',
    'net/rpc.DialHTTPPath',
    'net/rpc/jsonrpc.Dial',
  ].map((name) =>
    acquire(name, 'connection', 'it returns a client that is connected, whose Close ends the connection'),
  ),
  ...['log/syslog.New', 'log/syslog.Dial'].map((name) =>
    acquire(name, 'connection', 'it returns a writer with a connection to the log daemon'),
  ),
  ...['net/http/httptest.NewServer', 'net/http/httptest.NewTLSServer'].map((name) =>
    acquire(name, 'server', 'the caller should call Close when finished, to shut it down'),
  ),
  acquire(
    '(*net/http.ResponseController).Hijack',
    'connection',
    'after the call the connection is the caller’s to manage and close',
  ),
  ...['Do', 'Get', 'Head', 'Post', 'PostForm'].map((name) =>
    acquire(`golang.org/x/net/context/ctxhttp.${name}`, 'response-body', body, body0),
  ),
  ...['(*golang.org/x/net/http2.Transport).RoundTrip', '(*golang.org/x/net/http2.ClientConn).RoundTrip'].map((name) =>
    acquire(name, 'response-body', body, body0),
  ),
  ...['syscall.Open', 'syscall.Socket', 'syscall.Dup'].map((name) =>
    acquire(name, 'descriptor', 'it returns a descriptor of the system, which Close gives back'),
  ),
  ...[
    'Open',
    'Openat',
    'Openat2',
    'OpenTree',
    'Fsopen',
    'Fsmount',
    'Fspick',
    'PidfdOpen',
    'PidfdGetfd',
    'FanotifyInit',
    'Creat',
    'Accept',
    'EpollCreate',
    'InotifyInit',
    'Socket',
    'Dup',
    'Eventfd',
    'EpollCreate1',
    'Accept4',
    'InotifyInit1',
    'TimerfdCreate',
    'MemfdCreate',
  ].map((name) =>
    acquire(
      `golang.org/x/sys/unix.${name}`,
      'descriptor',
      'it returns a descriptor of the system, which Close gives back',
    ),
  ),
  ...['syscall.Socketpair', 'golang.org/x/sys/unix.Socketpair'].map((name) =>
    acquire(name, 'descriptor', 'it returns two descriptors that are connected, each to be closed', { field: '[]' }),
  ),
  ...['debug/elf.Open', 'debug/macho.Open', 'debug/pe.Open', 'debug/plan9obj.Open'].map((name) =>
    acquire(name, 'file', 'it opens the named file and keeps it open for reading'),
  ),
  ...['(net/http.FileSystem).Open', '(net/http.Dir).Open'].map((name) => acquire(name, 'file', opened)),
  ...['(*archive/zip.File).Open', '(*archive/zip.Reader).Open'].map((name) =>
    acquire(name, 'file', 'it gives access to the contents of one file; several may be open at a time'),
  ),
  ...['(*os.Root).OpenFile', '(*os.Root).OpenRoot', 'os.OpenInRoot'].map((name) => acquire(name, 'file', opened)),
  acquire('archive/zip.OpenReader', 'archive', 'the reader keeps the file open until it is closed'),
  acquire('(*mime/multipart.FileHeader).Open', 'file', 'it opens the file of the form'),
  acquire('(*net/http.Request).FormFile', 'file', 'it opens the file of the form'),
];

export interface PoolModel {
  /** Fields that end idle connections by themselves. */
  readonly bounds: readonly string[];
  readonly because: string;
}

/** Types whose values keep idle connections. */
export const pools: ReadonlyMap<string, PoolModel> = new Map([
  [
    'net/http.Transport',
    {
      bounds: ['DisableKeepAlives', 'IdleConnTimeout'],
      because: 'a Transport keeps connections for reuse, and can leave many open; CloseIdleConnections ends them',
    },
  ],
  [
    'golang.org/x/net/http2.Transport',
    {
      bounds: ['IdleConnTimeout'],
      because: 'without an IdleConnTimeout of it or its HTTP/1 transport an idle connection is kept without limit',
    },
  ],
]);

/** Result types that say by themselves that something was handed over, where the callee’s source is not known. */
export const acquiredTypes: ReadonlyMap<string, { readonly resource: string; readonly field?: string }> = new Map([
  ['*net/http.Response', { resource: 'response-body', field: 'Body' }],
  ['net.Conn', { resource: 'connection' }],
  ['*net.TCPConn', { resource: 'connection' }],
  ['*net.UDPConn', { resource: 'connection' }],
  ['*net.UnixConn', { resource: 'connection' }],
  ['net.PacketConn', { resource: 'connection' }],
  ['*crypto/tls.Conn', { resource: 'connection' }],
  ['net.Listener', { resource: 'listener' }],
  ['*net.TCPListener', { resource: 'listener' }],
  ['*os.File', { resource: 'file' }],
  ['*google.golang.org/grpc.ClientConn', { resource: 'client-connection' }],
  ['*connectrpc.com/connect.ServerStreamForClient', { resource: 'response-stream' }],
  ['*connectrpc.com/connect.BidiStreamForClient', { resource: 'response-stream' }],
  ['*connectrpc.com/connect.ClientStreamForClient', { resource: 'response-stream' }],
  ['*io.PipeReader', { resource: 'pipe' }],
  ['*io.PipeWriter', { resource: 'pipe' }],
]);

/** Names of functions that make or open what they return, by convention. */
export const acquiringName = /^(dial|open|listen|accept|connect|newconn|newstream|hijack|roundtrip|do$)/i;

/** What a function does with an argument, where its source is not asked. Receiver is -1. */
export type ArgumentEffect =
  /** It is used and stays the caller’s. */
  | 'borrow'
  /** It is kept, or let go of, by what was called. */
  | 'take'
  /** The result is, or holds, the argument; letting go of the result lets go of it. */
  | 'wrap'
  /** It is put into the receiver, which is a container, and can be taken out again. */
  | 'keep';

export interface ArgumentModel {
  readonly function: string;
  readonly argument: number;
  readonly effect: ArgumentEffect;
  readonly because: string;
}

const argument = (fn: string, n: number, effect: ArgumentEffect, because: string): ArgumentModel => ({
  function: fn,
  argument: n,
  effect,
  because,
});

export const argumentModels: readonly ArgumentModel[] = [
  argument('crypto/tls.Client', 0, 'wrap', 'closing the TLS connection closes the one under it'),
  argument('crypto/tls.Server', 0, 'wrap', 'closing the TLS connection closes the one under it'),
  argument('crypto/tls.NewListener', 0, 'wrap', 'closing the TLS listener closes the inner one'),
  argument('net/textproto.NewConn', 0, 'wrap', 'closing it closes the connection'),
  argument('net/smtp.NewClient', 0, 'wrap', 'closing the client closes the connection'),
  argument('net/rpc.NewClient', 0, 'wrap', 'closing the client closes the connection'),
  argument('net/rpc.NewClientWithCodec', 0, 'wrap', 'closing the client closes the codec'),
  argument('net/rpc/jsonrpc.NewClient', 0, 'wrap', 'closing the client closes the connection'),
  argument('net/rpc/jsonrpc.NewClientCodec', 0, 'wrap', 'closing the codec closes the connection'),
  argument('net/http/httputil.NewClientConn', 0, 'wrap', 'closing it closes the connection'),
  argument('bufio.NewReadWriter', 0, 'borrow', 'buffers do not close what they read'),
  argument('io.NopCloser', 0, 'borrow', 'its Close does nothing'),
  argument('net.FileConn', 0, 'borrow', 'it works on a copy of the descriptor'),
  argument('net.FileListener', 0, 'borrow', 'it works on a copy of the descriptor'),
  argument('net/http.ReadRequest', 0, 'borrow', 'it reads'),
  argument('net/http.ReadResponse', 0, 'borrow', 'it reads'),
  argument('net/http.MaxBytesReader', 1, 'wrap', 'closing it closes the body'),
  argument('(*sync.Map).Store', 1, 'keep', 'it sets the value for a key'),
  argument('(*sync.Map).LoadOrStore', 1, 'keep', 'it keeps the value where the key is new'),
  argument('(*sync.Map).Swap', 1, 'keep', 'it sets the value for a key'),
  argument('(*container/list.List).PushBack', 0, 'keep', 'it appends an element with the value'),
  argument('(*container/list.List).PushFront', 0, 'keep', 'it inserts an element with the value'),
  argument('(*sync/atomic.Value).Store', 0, 'keep', 'it sets the value'),
  argument('net/http.Error', 0, 'borrow', 'it writes'),
  ...['(*net/http.Request).Write', '(*net/http.Request).WriteProxy', '(*net/http.Response).Write'].map((name) =>
    argument(name, 0, 'borrow', 'it writes'),
  ),
  argument('os.NewFile', 0, 'wrap', 'closing the file closes the descriptor'),
  argument('syscall.Close', 0, 'take', 'it closes the descriptor'),
  argument('golang.org/x/sys/unix.Close', 0, 'take', 'it closes the descriptor'),
  argument('(*golang.org/x/sync/errgroup.Group).Go', -1, 'borrow', 'it starts a goroutine of the group'),
  argument('(*golang.org/x/sync/errgroup.Group).TryGo', -1, 'borrow', 'it starts a goroutine of the group'),
  argument('(*golang.org/x/sync/errgroup.Group).SetLimit', -1, 'borrow', 'it limits the goroutines of the group'),
];

/** Fields of the standard library to which something is lent: what has it uses it and closes nothing of it. */
export const lendingFields: ReadonlySet<string> = new Set([
  'os/exec.Stdin',
  'os/exec.Stdout',
  'os/exec.Stderr',
  'os/exec.ExtraFiles',
  'os.Files',
]);

/** Packages of the standard library, and one beside it, whose functions use an argument and keep nothing of it. */
export const borrowingPackages: ReadonlySet<string> = new Set([
  'archive/tar',
  'archive/zip',
  'bufio',
  'bytes',
  'compress/bzip2',
  'compress/lzw',
  'compress/gzip',
  'compress/flate',
  'compress/zlib',
  'crypto/tls',
  'crypto/rand',
  'golang.org/x/sys/unix',
  'encoding/base64',
  'encoding/binary',
  'encoding/csv',
  'encoding/gob',
  'encoding/hex',
  'encoding/json',
  'encoding/pem',
  'encoding/xml',
  'debug/elf',
  'debug/macho',
  'debug/pe',
  'encoding/asn1',
  'errors',
  'fmt',
  'go/parser',
  'hash',
  'html/template',
  'image',
  'image/gif',
  'image/jpeg',
  'image/png',
  'io',
  'io/ioutil',
  'io/fs',
  'log',
  'log/slog',
  'mime/multipart',
  'mime/quotedprintable',
  'net',
  'net/http/httputil',
  'net/textproto',
  'os',
  'path/filepath',
  'regexp',
  'runtime/pprof',
  'runtime/trace',
  'sort',
  'strconv',
  'strings',
  'syscall',
  'text/tabwriter',
  'text/template',
  'time',
  'unicode',
  'unicode/utf8',
]);

/** Method names that let go of what they are called on. */
const releaseVerbs =
  /^(close|stop|shutdown|shutDown|release|destroy|disconnect|cancel|abort|terminate|dispose|teardown|gracefulstop|gracefulshutdown|gracefulclose|unsubscribe|kill|finish|cleanup|quit|unref|decref|forceclose|hardclose|end$)/i;

/** Names that begin alike and say something else: one half only, a question, an idle pool. */
const notReleases =
  /^(closewrite|closeread|closesend|closerequest|closenotify|closed|closeidle|closeidleconnections|stopped|canceled|cancelled|cancelrequest|cancelrequests|released|endpoint|finished|abortwith|killed|shutdownread|shutdownwrite|closechan)/i;

export function isReleaseName(name: string): boolean {
  return releaseVerbs.test(name) && !notReleases.test(name);
}

/**
 * Whether a release name says of whatever has it that it holds something from the start: what is stopped, cancelled or
 * killed may not have been started yet, and `CloseInput` closes a part.
 */
export function isClosingName(name: string): boolean {
  return /^(close(now|all|withError)?|release|dispose|destroy|unsubscribe|unref|decref)$/i.test(name);
}

/** Names of methods that close one direction and leave the rest open. */
export function isHalfCloseName(name: string): boolean {
  return /^(closewrite|closeread|closesend|closerequest)$/i.test(name);
}
