package beliefs

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
)

// What a function closes on one way it has to close on the others, whatever the call that gave it is called.

type snapshot interface {
	Lookup(key string) (string, error)
	Release()
}

type engine interface {
	Snapshot() (snapshot, error)
	Current() (snapshot, error)
}

func lookup(db engine, key string) (string, error) {
	view, err := db.Snapshot() // want not-released-on-path
	if err != nil {
		return "", err
	}
	value, err := view.Lookup(key)
	if err != nil {
		return "", err
	}
	view.Release()
	return value, nil
}

func lookupAndRelease(db engine, key string) (string, error) {
	view, err := db.Snapshot()
	if err != nil {
		return "", err
	}
	defer view.Release()
	return view.Lookup(key)
}

// Only looked at: nobody lets go of it, so nothing says that it has to be.
func peek(db engine, key string) (string, error) {
	view, err := db.Current()
	if err != nil {
		return "", err
	}
	return view.Lookup(key)
}

type reading struct{ view snapshot }

func (r *reading) Close() { r.view.Release() }

func startReading(db engine, check func() error) (*reading, error) {
	view, err := db.Snapshot() // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		return nil, err
	}
	return &reading{view: view}, nil
}

func startReadingChecked(db engine, check func() error) (*reading, error) {
	if err := check(); err != nil {
		return nil, err
	}
	view, err := db.Snapshot()
	if err != nil {
		return nil, err
	}
	return &reading{view: view}, nil
}

// A response comes from whatever asks for it.

type getter interface {
	Fetch(ctx context.Context, url string) (*http.Response, error)
	Response() (*http.Response, error)
}

func status(ctx context.Context, from getter, url string) (int, error) {
	resp, err := from.Fetch(ctx, url) // want never-released
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func closedStatus(ctx context.Context, from getter, url string) (int, error) {
	resp, err := from.Fetch(ctx, url)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return resp.StatusCode, nil
}

func keptStatus(from getter) (int, error) {
	resp, err := from.Response()
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// Something to write to that comes with an error has been opened for its caller; what is committed has ended.

type blobWriter interface {
	io.WriteCloser
	Commit(ctx context.Context) error
}

type blobs interface {
	Writer(ctx context.Context, name string) (blobWriter, error)
	Reader(name string) (io.ReadCloser, error)
}

func copyBlob(ctx context.Context, from blobs, name string) error {
	in, err := from.Reader(name) // want never-released
	if err != nil {
		return err
	}
	out, err := from.Writer(ctx, name+".copy") // want not-released-on-path
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(errors.New("copying"), err)
	}
	return out.Commit(ctx)
}

func copyBlobAndClose(ctx context.Context, from blobs, name string) error {
	in, err := from.Reader(name)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := from.Writer(ctx, name+".copy")
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Commit(ctx)
}

// What works on a writer that it is given holds nothing besides.

type compressor interface {
	Compress(to io.Writer) (io.WriteCloser, error)
}

func compress(with compressor, to io.Writer, text []byte) error {
	out, err := with.Compress(to)
	if err != nil {
		return err
	}
	if _, err := out.Write(text); err != nil {
		return err
	}
	return out.Close()
}

// A function without results that leaves because of an error fails as others do.
func serveView(db engine, key string, write func(string) error) {
	view, err := db.Snapshot() // want not-released-on-path
	if err != nil {
		return
	}
	value, err := view.Lookup(key)
	if err != nil {
		view.Release()
		return
	}
	if err := write(value); err != nil {
		return
	}
	view.Release()
}

func serveViewWhole(db engine, key string, write func(string) error) {
	view, err := db.Snapshot()
	if err != nil {
		return
	}
	value, err := view.Lookup(key)
	if err != nil {
		view.Release()
		return
	}
	if err := write(value); err != nil {
		view.Release()
		return
	}
	view.Release()
}

// Each result for itself: the second one is kept where the package closes it, the first one is closed here.

type link interface{ Close() }

type pairs interface {
	Pair(addr string) (snapshot, link, error)
	Entry(key string) (string, snapshot, error)
	Enter() (*visit, error)
}

type joined struct {
	view snapshot
	link link
}

func newJoined(view snapshot, l link) *joined { return &joined{view: view, link: l} }

func (j *joined) Close() {
	j.view.Release()
	j.link.Close()
}

func join(p pairs, check func() error) (*joined, error) {
	view, l, err := p.Pair("a") // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		view.Release()
		return nil, err
	}
	return newJoined(view, l), nil
}

func joinChecked(p pairs, check func() error) (*joined, error) {
	view, l, err := p.Pair("a")
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		view.Release()
		l.Close()
		return nil, err
	}
	return newJoined(view, l), nil
}

func entry(p pairs, check func() error) (string, error) {
	name, view, err := p.Entry("a") // want not-released-on-path
	if err != nil {
		return "", err
	}
	if err := check(); err != nil {
		return "", err
	}
	view.Release()
	return name, nil
}

// Whatever the end of it is called.

type visit struct{ n int }

func (v *visit) Done()       { v.n-- }
func (v *visit) Tell() error { return nil }

func enter(p pairs) (*visit, error) {
	v, err := p.Enter() // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err := v.Tell(); err != nil {
		v.Done()
		return nil, err
	}
	if v.n > 3 {
		return nil, errors.New("too many")
	}
	return v, nil
}

// What works on a connection that was there before has nothing of its own.

type greeter interface {
	Greet(c net.Conn) (net.Conn, error)
}

func greet(g greeter, c net.Conn, check func() error) (net.Conn, error) {
	c, err := g.Greet(c)
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		return nil, err
	}
	c.Close()
	return nil, nil
}

// A literal that is handed out with the result is called there.

type answer struct {
	value    string
	finalize func()
}

func ask(db engine, key string) (a answer, err error) {
	view, err := db.Snapshot()
	if err != nil {
		return answer{}, err
	}
	defer func() {
		if a.finalize == nil {
			view.Release()
		}
	}()
	end := func() { view.Release() }
	value, err := view.Lookup(key)
	if err != nil {
		return answer{"", end}, err
	}
	return answer{value, end}, nil
}

// What other callers close, this one has to as well.

type queryable interface{ Query(from int) querier }
type querier interface {
	Select(name string) int
	Close() error
}

func countA(q queryable) int {
	found := q.Query(1)
	defer found.Close()
	return found.Select("a")
}

func countB(q queryable) int {
	found := q.Query(2)
	n := found.Select("b")
	found.Close()
	return n
}

func countC(q queryable) int {
	found := q.Query(3) // want never-released
	return found.Select("c")
}

func queryLate(q queryable) querier { return q.Query(4) }

// A subscription that is thrown away cannot be ended.

type subscription interface {
	Unsubscribe()
	Err() <-chan error
}

type feed interface {
	SubscribeHeads(chan<- int) subscription
}

func follow(f feed, each func(int)) {
	heads := make(chan int, 1)
	f.SubscribeHeads(heads) // want never-released
	go func() {
		for {
			select {
			case n := <-heads:
				each(n)
			}
		}
	}()
}

func followToEnd(f feed, each func(int)) {
	heads := make(chan int, 1)
	sub := f.SubscribeHeads(heads)
	go func() {
		for {
			select {
			case n := <-heads:
				each(n)
			case <-sub.Err():
				return
			}
		}
	}()
}

// What a constructor of the package makes new each time, and one caller closes by a helper that is called so.

type part interface {
	io.Closer
	Read(n int) []byte
}

type block struct{ parts []part }

type reader struct {
	log  func(error)
	part part
}

func (b *block) take(i int) part { return b.parts[i] }

func newReader(b *block, log func(error)) *reader { return &reader{log: log, part: b.take(0)} }

func closeLogged(log func(error), c io.Closer) {
	if err := c.Close(); err != nil {
		log(err)
	}
}

func (r *reader) Close() { closeLogged(r.log, r.part) }

func (r *reader) first() byte { return r.part.Read(1)[0] }

func firstOf(b *block, log func(error)) byte {
	r := newReader(b, log)
	defer r.Close()
	return r.first()
}

func firstLeft(b *block, log func(error)) byte {
	r := newReader(b, log) // want never-released
	return r.first()
}

func firstLate(b *block, log func(error)) *reader { return newReader(b, log) }

// A writer that is closed where nothing failed, and that tells no error when it is made.

type object interface {
	NewWriter(ctx context.Context) io.WriteCloser
}

func upload(ctx context.Context, o object, from io.Reader) error {
	w := o.NewWriter(ctx) // want not-released-on-path
	_, err := io.Copy(w, from)
	if err != nil {
		return err
	}
	return w.Close()
}

func uploadClosed(ctx context.Context, o object, from io.Reader) error {
	w := o.NewWriter(ctx)
	_, err := io.Copy(w, from)
	if err != nil {
		w.Close()
		return err
	}
	return w.Close()
}

// What cannot be registered is still its caller's.

type sessions interface {
	RegisterSession(id int, conn net.Conn) (int, error)
}

func register(s sessions, addr string) (int, error) {
	conn, err := net.Dial("tcp", addr) // want not-released-on-path
	if err != nil {
		return 0, err
	}
	n, err := s.RegisterSession(1, conn)
	if err != nil {
		return 0, err
	}
	return n, nil
}

func registerClosed(s sessions, addr string) (int, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return 0, err
	}
	n, err := s.RegisterSession(1, conn)
	if err != nil {
		conn.Close()
		return 0, err
	}
	return n, nil
}
