// A report as an analysis would give it, made by hand: a bidi stream's CloseRequest down to the socket. Places are
// those of dubbo-go v3.2.0-rc2, golang.org/x/net v0.23.0 and Go 1.26.8; the analysis has no part in it.

import type {
  CallMode,
  Chain,
  CodeLine,
  EdgeKind,
  EdgeRecord,
  FlowStep,
  FunctionRecord,
  Hop,
  Lane,
  PathAnswer,
  Report,
} from '#report/report.js';

const triple = 'dubbo.apache.org/dubbo-go/v3@v3.2.0-rc2/protocol/triple/triple_protocol/';
const triplePackage = 'dubbo.apache.org/dubbo-go/v3/protocol/triple/triple_protocol';
const http2 = 'golang.org/x/net@v0.23.0/http2/';
const http2Package = 'golang.org/x/net/http2';

function line(file: string, at: string, code: string): CodeLine {
  const [row, column] = at.split(':');
  return { file, line: Number(row), column: Number(column ?? 1), code };
}

const functions: FunctionRecord[] = [];
const ids = new Map<string, number>();

function fn(
  key: string,
  name: string,
  shortName: string,
  pkg: string,
  at: CodeLine | undefined,
  more: Partial<FunctionRecord> = {},
): void {
  const id = functions.length + 1;
  ids.set(key, id);
  functions.push({
    id,
    name,
    shortName,
    package: pkg,
    ...(at === undefined ? {} : { at: { file: at.file, line: at.line, column: at.column }, code: at.code }),
    ...more,
  });
}

function id(key: string): number {
  const found = ids.get(key);
  if (found === undefined) throw new Error(`no function ${key}`);
  return found;
}

const tri = (type: string, method: string): string => `(*${triplePackage}.${type}).${method}`;
const h2 = (type: string, method: string): string => `(*${http2Package}.${type}).${method}`;

fn(
  'bidi',
  tri('BidiStreamForClient', 'CloseRequest'),
  '(*BidiStreamForClient).CloseRequest',
  triplePackage,
  line(`${triple}client_stream.go`, '234:1', 'func (b *BidiStreamForClient) CloseRequest() error {'),
  { endLine: 239 },
);
fn(
  'etcc',
  tri('errorTranslatingClientConn', 'CloseRequest'),
  '(*errorTranslatingClientConn).CloseRequest',
  triplePackage,
  line(`${triple}protocol.go`, '195:1', 'func (cc *errorTranslatingClientConn) CloseRequest() error {'),
  { endLine: 197 },
);
fn(
  'wrap',
  `${triplePackage}.wrapIfUncoded`,
  'wrapIfUncoded',
  triplePackage,
  line(`${triple}error.go`, '239:1', 'func wrapIfUncoded(err error) error {'),
  { endLine: 249 },
);
fn(
  'grpc',
  tri('grpcClientConn', 'CloseRequest'),
  '(*grpcClientConn).CloseRequest',
  triplePackage,
  line(`${triple}protocol_grpc.go`, '358:1', 'func (cc *grpcClientConn) CloseRequest() error {'),
  { endLine: 360 },
);
fn(
  'closeWrite',
  tri('duplexHTTPCall', 'CloseWrite'),
  '(*duplexHTTPCall).CloseWrite',
  triplePackage,
  line(`${triple}duplex_http_call.go`, '118:1', 'func (d *duplexHTTPCall) CloseWrite() error {'),
  { endLine: 135 },
);
fn(
  'ensure',
  tri('duplexHTTPCall', 'ensureRequestMade'),
  '(*duplexHTTPCall).ensureRequestMade',
  triplePackage,
  line(`${triple}duplex_http_call.go`, '254:1', 'func (d *duplexHTTPCall) ensureRequestMade() {'),
  { endLine: 258 },
);
fn(
  'onceDo',
  '(*sync.Once).Do',
  '(*sync.Once).Do',
  'sync',
  line('std/sync/once.go', '52:1', 'func (o *Once) Do(f func()) {'),
  { endLine: 71 },
);
fn(
  'doSlow',
  '(*sync.Once).doSlow',
  '(*sync.Once).doSlow',
  'sync',
  line('std/sync/once.go', '73:1', 'func (o *Once) doSlow(f func()) {'),
  { endLine: 80 },
);
fn(
  'literal',
  `${tri('duplexHTTPCall', 'ensureRequestMade')}$1`,
  'func literal in ensureRequestMade',
  triplePackage,
  line(`${triple}duplex_http_call.go`, '255:23', 'd.sendRequestOnce.Do(func() {'),
  { endLine: 257 },
);
fn(
  'make',
  tri('duplexHTTPCall', 'makeRequest'),
  '(*duplexHTTPCall).makeRequest',
  triplePackage,
  line(`${triple}duplex_http_call.go`, '260:1', 'func (d *duplexHTTPCall) makeRequest() {'),
  { endLine: 299 },
);
fn(
  'clientDo',
  '(*net/http.Client).Do',
  '(*http.Client).Do',
  'net/http',
  line('std/net/http/client.go', '591:1', 'func (c *Client) Do(req *Request) (*Response, error) {'),
  { endLine: 593 },
);
fn(
  'send',
  'net/http.send',
  'http.send',
  'net/http',
  line(
    'std/net/http/client.go',
    '216:1',
    'func send(ireq *Request, rt RoundTripper, deadline time.Time) (resp *Response, didTimeout func() bool, err error) {',
  ),
  { endLine: 331 },
);
fn(
  'roundTrip',
  h2('Transport', 'RoundTrip'),
  '(*http2.Transport).RoundTrip',
  http2Package,
  line(`${http2}transport.go`, '574:1', 'func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {'),
  { endLine: 576 },
);
fn(
  'getConn',
  h2('clientConnPool', 'GetClientConn'),
  '(*http2.clientConnPool).GetClientConn',
  http2Package,
  line(
    `${http2}client_conn_pool.go`,
    '54:1',
    'func (p *clientConnPool) GetClientConn(req *http.Request, addr string) (*ClientConn, error) {',
  ),
  { endLine: 56 },
);
fn(
  'dial',
  h2('dialCall', 'dial'),
  '(*http2.dialCall).dial',
  http2Package,
  line(`${http2}client_conn_pool.go`, '139:1', 'func (c *dialCall) dial(ctx context.Context, addr string) {'),
  { endLine: 151 },
);
fn(
  'dialTLS',
  h2('Transport', 'dialTLS'),
  '(*http2.Transport).dialTLS',
  http2Package,
  line(
    `${http2}transport.go`,
    '756:1',
    'func (t *Transport) dialTLS(ctx context.Context, network, addr string, tlsCfg *tls.Config) (net.Conn, error) {',
  ),
  { endLine: 781 },
);
fn(
  'dialer',
  'example.com/bidi.main$1',
  'func literal in main',
  'example.com/bidi',
  line(
    'example.com/bidi/main.go',
    '19:19',
    'DialTLSContext: func(_ context.Context, network, addr string, _ *tls.Config) (net.Conn, error) {',
  ),
  { endLine: 21 },
);
fn(
  'readLoop',
  h2('ClientConn', 'readLoop'),
  '(*http2.ClientConn).readLoop',
  http2Package,
  line(`${http2}transport.go`, '2322:1', 'func (cc *ClientConn) readLoop() {'),
  { endLine: 2329 },
);
fn(
  'readFrame',
  '(*golang.org/x/net/http2.Framer).ReadFrame',
  '(*http2.Framer).ReadFrame',
  http2Package,
  line(`${http2}frame.go`, '498:1', 'func (fr *Framer) ReadFrame() (Frame, error) {'),
  { endLine: 528 },
);
fn(
  'doRequest',
  h2('clientStream', 'doRequest'),
  '(*http2.clientStream).doRequest',
  http2Package,
  line(`${http2}transport.go`, '1435:1', 'func (cs *clientStream) doRequest(req *http.Request) {'),
  { endLine: 1438 },
);
fn(
  'writeBody',
  h2('clientStream', 'writeRequestBody'),
  '(*http2.clientStream).writeRequestBody',
  http2Package,
  line(`${http2}transport.go`, '1849:1', 'func (cs *clientStream) writeRequestBody(req *http.Request) (err error) {'),
  { endLine: 1984 },
);
fn(
  'pipeRead',
  '(*io.PipeReader).Read',
  '(*io.PipeReader).Read',
  'io',
  line('std/io/pipe.go', '133:1', 'func (r *PipeReader) Read(data []byte) (n int, err error) {'),
  { endLine: 135 },
);
fn(
  'writeData',
  '(*golang.org/x/net/http2.Framer).WriteData',
  '(*http2.Framer).WriteData',
  http2Package,
  line(`${http2}frame.go`, '657:1', 'func (f *Framer) WriteData(streamID uint32, endStream bool, data []byte) error {'),
  { endLine: 659 },
);
fn(
  'connWrite',
  '(*net.conn).Write',
  '(*net.conn).Write',
  'net',
  line('std/net/net.go', '200:1', 'func (c *conn) Write(b []byte) (int, error) {'),
  { endLine: 209 },
);
fn(
  'writerClose',
  '(*io.PipeWriter).Close',
  '(*io.PipeWriter).Close',
  'io',
  line('std/io/pipe.go', '166:1', 'func (w *PipeWriter) Close() error {'),
  { endLine: 168 },
);
fn(
  'pipeCloseWrite',
  '(*io.pipe).closeWrite',
  '(*io.pipe).closeWrite',
  'io',
  line('std/io/pipe.go', '98:1', 'func (p *pipe) closeWrite(err error) error {'),
  { endLine: 105 },
);
fn(
  'onceClose',
  '(*io.pipe).closeWrite$1',
  'func literal in (*io.pipe).closeWrite',
  'io',
  line('std/io/pipe.go', '103:12', 'p.once.Do(func() { close(p.done) })'),
  { endLine: 103 },
);
fn('h1', `${triplePackage}.newHTTP1Transport`, 'newHTTP1Transport', triplePackage, undefined, {
  note: 'does nothing: return nil',
  isNoOp: true,
});

const edges: EdgeRecord[] = [];
const hops: Hop[] = [];

interface EdgeWords extends Partial<Omit<EdgeRecord, 'id' | 'caller' | 'callee' | 'site'>> {
  mode?: CallMode;
  kind?: EdgeKind;
}

function edge(caller: string, callee: string | undefined, site: CodeLine, words: EdgeWords = {}): number {
  const edgeId = edges.length + 1;
  edges.push({
    id: edgeId,
    caller: id(caller),
    ...(callee === undefined ? {} : { callee: id(callee) }),
    kind: 'call',
    mode: 'static',
    site,
    lparen: { file: site.file, line: site.line, column: site.column + 12 },
    reason: 'static call',
    flow: [],
    guards: [],
    alternatives: [],
    pruned: [],
    ...words,
  });
  return edgeId;
}

function hop(
  parent: number | undefined,
  key: string | undefined,
  lane: number,
  edgeId: number | undefined,
  more: Partial<Hop> = {},
): number {
  const hopId = hops.length + 1;
  hops.push({
    id: hopId,
    lane,
    ...(parent === undefined ? {} : { parent }),
    ...(key === undefined ? {} : { function: id(key) }),
    ...(edgeId === undefined ? {} : { edge: edgeId }),
    ...more,
  });
  return hopId;
}

const step = (kind: FlowStep['step'], text: string, at?: CodeLine): FlowStep => ({
  step: kind,
  text,
  ...(at === undefined ? {} : { at }),
});

const noStream = { text: '!(b.err != nil)', at: line(`${triple}client_stream.go`, '235:5', 'if b.err != nil {') };

const root = hop(undefined, 'bidi', 0, undefined);
const etcc = hop(
  root,
  'etcc',
  0,
  edge('bidi', 'etcc', line(`${triple}client_stream.go`, '238:9', 'return b.conn.CloseRequest()'), {
    mode: 'invoke',
    reason: 'b.conn holds *errorTranslatingClientConn, returned by wrapClientConnWithCodedErrors',
    flow: [
      step(
        'allocation',
        '*errorTranslatingClientConn is allocated',
        line(`${triple}protocol.go`, '217:9', 'return &errorTranslatingClientConn{'),
      ),
      step(
        'return',
        'returned by wrapClientConnWithCodedErrors',
        line(`${triple}protocol_grpc.go`, '321:9', 'return wrapClientConnWithCodedErrors(conn)'),
      ),
      step(
        'field',
        'stored in field conn of BidiStreamForClient',
        line(`${triple}client.go`, '167:31', 'return &BidiStreamForClient{conn: conn}, nil'),
      ),
    ],
    guards: [noStream],
  }),
);
const grpc = hop(
  etcc,
  'grpc',
  0,
  edge(
    'etcc',
    'grpc',
    line(`${triple}protocol.go`, '196:21', 'return cc.fromWire(cc.StreamingClientConn.CloseRequest())'),
    {
      mode: 'invoke',
      reason: 'the embedded StreamingClientConn holds *grpcClientConn',
      flow: [
        step(
          'allocation',
          '*grpcClientConn is allocated',
          line(`${triple}protocol_grpc.go`, '287:10', 'conn := &grpcClientConn{'),
        ),
        step(
          'argument',
          'given to wrapClientConnWithCodedErrors as conn',
          line(`${triple}protocol_grpc.go`, '321:9', 'return wrapClientConnWithCodedErrors(conn)'),
        ),
        step(
          'field',
          'stored in the embedded field StreamingClientConn of errorTranslatingClientConn',
          line(`${triple}protocol.go`, '218:3', 'StreamingClientConn: conn,'),
        ),
      ],
      pruned: [
        {
          name: '(*tripleUnaryClientConn).CloseRequest',
          reason: 'nothing in the program calls WithTriple, the only maker of *protocolTriple',
          at: line(`${triple}option.go`, '492:2', 'config.Protocol = &protocolTriple{}'),
        },
      ],
    },
  ),
);
const closeWrite = hop(
  grpc,
  'closeWrite',
  0,
  edge('grpc', 'closeWrite', line(`${triple}protocol_grpc.go`, '359:9', 'return cc.duplexCall.CloseWrite()')),
);
const ensure = hop(
  closeWrite,
  'ensure',
  0,
  edge('closeWrite', 'ensure', line(`${triple}duplex_http_call.go`, '122:2', 'd.ensureRequestMade()')),
);
const onceDo = hop(
  ensure,
  'onceDo',
  0,
  edge('ensure', 'onceDo', line(`${triple}duplex_http_call.go`, '255:2', 'd.sendRequestOnce.Do(func() {')),
);
const doSlow = hop(
  onceDo,
  'doSlow',
  0,
  edge('onceDo', 'doSlow', line('std/sync/once.go', '69:3', 'o.doSlow(f)'), {
    guards: [{ text: 'o.done.Load() == 0', at: line('std/sync/once.go', '67:5', 'if o.done.Load() == 0 {') }],
  }),
);
const literal = hop(
  doSlow,
  'literal',
  0,
  edge('doSlow', 'literal', line('std/sync/once.go', '78:3', 'f()'), {
    mode: 'func',
    reason: 'f is the literal that ensureRequestMade gives to Do; this call context only',
    flow: [
      step('function', 'func literal', line(`${triple}duplex_http_call.go`, '255:23', 'd.sendRequestOnce.Do(func() {')),
      step(
        'argument',
        'given to (*sync.Once).Do as f',
        line(`${triple}duplex_http_call.go`, '255:2', 'd.sendRequestOnce.Do(func() {'),
      ),
      step('argument', 'given to (*sync.Once).doSlow as f', line('std/sync/once.go', '69:3', 'o.doSlow(f)')),
    ],
    guards: [{ text: 'o.done.Load() == 0', at: line('std/sync/once.go', '75:5', 'if o.done.Load() == 0 {') }],
  }),
);
const goMake = edge('literal', 'make', line(`${triple}duplex_http_call.go`, '256:3', 'go d.makeRequest()'), {
  kind: 'go',
});
const make = hop(literal, 'make', 1, goMake);
const clientDo = hop(
  make,
  'clientDo',
  1,
  edge(
    'make',
    'clientDo',
    line(`${triple}duplex_http_call.go`, '267:19', 'response, err := d.httpClient.Do(d.request) //nolint:bodyclose'),
    {
      mode: 'invoke',
      reason: 'd.httpClient holds *http.Client, made by main and given to NewClient',
      flow: [
        step(
          'allocation',
          '*http.Client is allocated',
          line('example.com/bidi/main.go', '18:16', 'httpClient := &http.Client{Transport: &http2.Transport{'),
        ),
        step(
          'argument',
          'given to NewClient as httpClient',
          line(
            'example.com/bidi/main.go',
            '24:12',
            'client := tri.NewClient(httpClient, "http://127.0.0.1:20000/greet.GreetService/GreetStream")',
          ),
        ),
        step(
          'field',
          'stored in field HTTPClient of protocolClientParams',
          line(`${triple}client.go`, '61:5', 'HTTPClient:       httpClient,'),
        ),
        step(
          'copy',
          'copied with the struct protocolClientParams',
          line(`${triple}protocol_grpc.go`, '118:3', 'protocolClientParams: *params,'),
        ),
        step(
          'field',
          'stored in field httpClient of duplexHTTPCall',
          line(`${triple}duplex_http_call.go`, '85:3', 'httpClient:        httpClient,'),
        ),
      ],
    },
  ),
);
const send = hop(
  clientDo,
  'send',
  1,
  edge(
    'clientDo',
    'send',
    line('std/net/http/client.go', '185:27', 'resp, didTimeout, err = send(req, c.transport(), deadline)'),
  ),
  {
    via: 'through (*http.Client).do and (*http.Client).send, which have no other callee on the way',
  },
);
const roundTrip = hop(
  send,
  'roundTrip',
  1,
  edge('send', 'roundTrip', line('std/net/http/client.go', '264:14', 'resp, err = rt.RoundTrip(req)'), {
    mode: 'invoke',
    reason: 'rt is field Transport of the *http.Client made by main: *http2.Transport',
    flow: [
      step(
        'allocation',
        '*http2.Transport is allocated',
        line('example.com/bidi/main.go', '18:40', 'httpClient := &http.Client{Transport: &http2.Transport{'),
      ),
      step(
        'field',
        'stored in field Transport of http.Client',
        line('example.com/bidi/main.go', '18:29', 'httpClient := &http.Client{Transport: &http2.Transport{'),
      ),
    ],
    pruned: [
      { name: '(*http.Transport).RoundTrip', reason: 'only the default of a nil Transport, and this one is set' },
      { name: '(*http2.noDialH2RoundTripper).RoundTrip', reason: 'nothing in the program calls ConfigureTransport' },
    ],
  }),
);
const getConn = hop(
  roundTrip,
  'getConn',
  1,
  edge(
    'roundTrip',
    'getConn',
    line(`${http2}transport.go`, '610:14', 'cc, err := t.connPool().GetClientConn(req, addr)'),
    {
      mode: 'invoke',
      reason: 'connPoolOrDef holds *clientConnPool, stored by initConnPool',
      flow: [
        step(
          'allocation',
          '*clientConnPool is allocated',
          line(`${http2}transport.go`, '294:21', 't.connPoolOrDef = &clientConnPool{t: t}'),
        ),
      ],
    },
  ),
  { folded: { calls: 9, text: '9 more calls, none of which leads to the transport' } },
);
const goDial = edge('getConn', 'dial', line(`${http2}client_conn_pool.go`, '134:5', 'go call.dial(call.ctx, addr)'), {
  kind: 'go',
});
const dial = hop(getConn, 'dial', 2, goDial);
const dialTLS = hop(
  dial,
  'dialTLS',
  2,
  edge(
    'dial',
    'dialTLS',
    line(`${http2}transport.go`, '735:16', 'tconn, err := t.dialTLS(ctx, "tcp", addr, t.newTLSConfig(host))'),
  ),
);
const dialer = hop(
  dialTLS,
  'dialer',
  2,
  edge(
    'dialTLS',
    'dialer',
    line(`${http2}transport.go`, '758:10', 'return t.DialTLSContext(ctx, network, addr, tlsCfg)'),
    {
      mode: 'func',
      reason: 'field DialTLSContext of the *http2.Transport holds the literal in main',
      flow: [
        step(
          'function',
          'func literal in main',
          line(
            'example.com/bidi/main.go',
            '19:19',
            'DialTLSContext: func(_ context.Context, network, addr string, _ *tls.Config) (net.Conn, error) {',
          ),
        ),
      ],
      guards: [
        {
          text: 't.DialTLSContext != nil',
          at: line(`${http2}transport.go`, '757:5', 'if t.DialTLSContext != nil {'),
          truth: 'always',
          because: 'main sets it',
        },
      ],
    },
  ),
  { folded: { calls: 31, text: '31 calls below net.Dial' } },
);
void dialer;
hop(
  dialTLS,
  'h1',
  2,
  edge('dialTLS', 'h1', line(`${http2}transport.go`, '760:10', 'return t.DialTLS(network, addr, tlsCfg)'), {
    mode: 'func',
    reason: 'field DialTLS of the *http2.Transport',
    guards: [
      {
        text: 't.DialTLS != nil',
        at: line(`${http2}transport.go`, '759:12', '} else if t.DialTLS != nil {'),
        truth: 'never',
        because: 'DialTLSContext is set, so the first branch returns',
      },
    ],
  }),
);
const goReadLoop = edge('dial', 'readLoop', line(`${http2}transport.go`, '896:2', 'cc.goRun(cc.readLoop)'), {
  kind: 'go',
  mode: 'func',
  reason: 'goRun runs the method value cc.readLoop with go f()',
});
const readLoop = hop(dial, 'readLoop', 3, goReadLoop);
hop(
  readLoop,
  'readFrame',
  3,
  edge('readLoop', 'readFrame', line(`${http2}transport.go`, '2429:13', 'f, err := cc.fr.ReadFrame()')),
  {
    stop: {
      kind: 'budget',
      text: 'reads from the socket until the peer closes it; not followed further at depth 20',
      at: line(`${http2}frame.go`, '502:12', 'fh, err := readFrameHeader(fr.headerBuf[:], fr.r)'),
    },
  },
);
const goDoRequest = edge('roundTrip', 'doRequest', line(`${http2}transport.go`, '1311:2', 'cc.goRun(func() {'), {
  kind: 'go',
  mode: 'func',
  reason: 'goRun runs the literal of roundTrip with go f()',
});
const doRequest = hop(roundTrip, 'doRequest', 4, goDoRequest);
const writeBody = hop(
  doRequest,
  'writeBody',
  4,
  edge(
    'doRequest',
    'writeBody',
    line(`${http2}transport.go`, '1569:12', 'if err = cs.writeRequestBody(req); err != nil {'),
  ),
);
const pipeRead = hop(
  writeBody,
  'pipeRead',
  4,
  edge('writeBody', 'pipeRead', line(`${http2}transport.go`, '1876:13', 'n, err := body.Read(buf)'), {
    mode: 'invoke',
    reason: 'cs.reqBody holds the *io.PipeReader that newDuplexHTTPCall made',
    flow: [
      step(
        'allocation',
        'io.Pipe makes the reader',
        line(`${triple}duplex_http_call.go`, '65:29', 'pipeReader, pipeWriter := io.Pipe()'),
      ),
      step(
        'field',
        'stored in field Body of http.Request',
        line(`${triple}duplex_http_call.go`, '80:3', 'Body:       pipeReader,'),
      ),
      step(
        'field',
        'stored in field reqBody of clientStream',
        line(`${http2}transport.go`, '1303:3', 'reqBody:              req.Body,'),
      ),
    ],
    needs: 'a request with a body: CloseRequest always has one',
  }),
);
hop(
  writeBody,
  'pipeRead',
  4,
  edge('writeBody', 'pipeRead', line(`${http2}transport.go`, '1889:16', 'n1, err = body.Read(scratch[:])'), {
    mode: 'invoke',
    reason: 'cs.reqBody holds the *io.PipeReader that newDuplexHTTPCall made',
    guards: [
      { text: 'hasContentLen', at: line(`${http2}transport.go`, '1877:6', 'if hasContentLen {') },
      {
        text: 'remainLen == 0 && err == nil',
        at: line(`${http2}transport.go`, '1879:7', 'if remainLen == 0 && err == nil {'),
      },
    ],
  }),
  { repeats: pipeRead },
);
const writeData = hop(
  writeBody,
  'writeData',
  4,
  edge('writeBody', 'writeData', line(`${http2}transport.go`, '1973:9', 'err = cc.fr.WriteData(cs.ID, true, nil)'), {
    guards: [{ text: '!(len(trls) > 0)', at: line(`${http2}transport.go`, '1970:5', 'if len(trls) > 0 {') }],
  }),
);
hop(
  writeData,
  'connWrite',
  4,
  edge('writeData', 'connWrite', line(`${http2}transport.go`, '530:14', 'nn, err := sew.conn.Write(p[n:])'), {
    mode: 'invoke',
    reason: 'sew.conn holds *net.TCPConn, which embeds net.conn',
  }),
  {
    via: 'promoted through the embedded net.conn',
    stop: { kind: 'leaf', text: 'the socket: END_STREAM is on the wire' },
  },
);
const writerClose = hop(
  closeWrite,
  'writerClose',
  0,
  edge(
    'closeWrite',
    'writerClose',
    line(`${triple}duplex_http_call.go`, '134:9', 'return d.requestBodyWriter.Close()'),
  ),
);
const pipeClose = hop(
  writerClose,
  'pipeCloseWrite',
  0,
  edge('writerClose', 'pipeCloseWrite', line('std/io/pipe.go', '177:9', 'return w.r.pipe.closeWrite(err)')),
);
hop(
  pipeClose,
  'onceClose',
  0,
  edge('pipeCloseWrite', 'onceClose', line('std/io/pipe.go', '103:12', 'p.once.Do(func() { close(p.done) })'), {
    mode: 'func',
    reason: 'the literal is given to (*sync.Once).Do, which calls it',
  }),
  { via: 'through (*sync.Once).Do and (*sync.Once).doSlow' },
);
hop(
  etcc,
  'wrap',
  0,
  edge(
    'etcc',
    'wrap',
    line(`${triple}protocol.go`, '196:9', 'return cc.fromWire(cc.StreamingClientConn.CloseRequest())'),
    {
      mode: 'func',
      reason: 'field fromWire holds wrapIfUncoded',
    },
  ),
  { folded: { calls: 3, text: '3 calls that only build an error' } },
);

const handoff = edge('onceClose', 'pipeRead', line('std/io/pipe.go', '103:21', 'p.once.Do(func() { close(p.done) })'), {
  kind: 'handoff',
  handoff: 'pipe',
  wait: line('std/io/pipe.go', '63:7', 'case <-p.done:'),
  reason: 'close(p.done) wakes the read that waits on the same pipe; it returns io.EOF',
});

const lanes: Lane[] = [
  { id: 0, title: 'caller' },
  { id: 1, title: '(*duplexHTTPCall).makeRequest', startedBy: goMake },
  { id: 2, title: '(*http2.dialCall).dial', startedBy: goDial },
  { id: 3, title: '(*http2.ClientConn).readLoop', startedBy: goReadLoop },
  { id: 4, title: '(*http2.clientStream).doRequest', startedBy: goDoRequest },
];

const chain: Chain = { root: id('bidi'), lanes, hops, handoffs: [handoff] };

const path: PathAnswer = {
  to: '(*net.conn).Close',
  sameGoroutine: true,
  found: false,
  text: 'No path on the same goroutine from (*BidiStreamForClient).CloseRequest to (*net.conn).Close.',
  paths: [],
  searched: { functions: 214, sites: 1873 },
  unresolved: [
    {
      site: line('std/io/pipe.go', '186:4', 'a.Store(onceError{err})'),
      reason: 'the type parameter has no known instance here',
    },
  ],
};

export const sampleReport: Report = {
  schema: 'loose-ends/report',
  version: 1,
  tool: { name: 'loose-ends', version: '0.1.0' },
  question: { command: 'trace', roots: ['BidiStreamForClient.CloseRequest'], direction: 'down', options: {} },
  build: {
    goVersion: 'go1.26.8',
    goos: 'linux',
    goarch: 'amd64',
    cgo: false,
    tags: [],
    modules: [
      { path: 'example.com/bidi', main: true },
      { path: 'dubbo.apache.org/dubbo-go/v3', version: 'v3.2.0-rc2' },
      { path: 'golang.org/x/net', version: 'v0.23.0' },
    ],
    main: 'example.com/bidi',
  },
  links: [
    { prefix: 'std/', url: 'https://github.com/golang/go/blob/go1.26.8/src/{path}#L{line}' },
    {
      prefix: 'dubbo.apache.org/dubbo-go/v3@v3.2.0-rc2/',
      url: 'https://github.com/apache/dubbo-go/blob/v3.2.0-rc2/{path}#L{line}',
    },
    { prefix: 'golang.org/x/net@v0.23.0/', url: 'https://github.com/golang/net/blob/v0.23.0/{path}#L{line}' },
  ],
  answer: [
    "CloseRequest half-closes the stream: it closes the writing end of the request's io.Pipe, and the goroutine that sends the request turns that EOF into END_STREAM.",
    'It closes no response body and no connection.',
  ],
  functions,
  edges,
  chains: [chain],
  path,
  sections: [],
  assumptions: [
    { text: 'Only values made in example.com/bidi and what it calls flow in.', change: '--main ./...' },
    {
      text: 'The call is not the first to find the request already made: sync.Once runs its literal.',
      at: line('std/sync/once.go', '67:5', 'if o.done.Load() == 0 {'),
    },
  ],
  unknowns: [
    {
      kind: 'no-body',
      text: 'syscall.Syscall is written in assembly',
      at: line(
        'std/syscall/syscall_linux.go',
        '73:1',
        'func Syscall(trap, a1, a2, a3 uintptr) (r1, r2 uintptr, err Errno)',
      ),
    },
  ],
  diagnostics: [
    {
      code: 'module-missing',
      message:
        'github.com/example/extra v1.0.0 is not in the module cache; bring it with: go mod download github.com/example/extra',
      at: { file: 'example.com/bidi/go.mod', line: 9, column: 2 },
    },
  ],
  statistics: { functions: 214, sites: 1873, files: 61 },
};
