// What libraries hand over that are not here: their models say it.
package libraries

import (
	"context"
	"errors"
	"os"
	"syscall"

	getty "github.com/apache/dubbo-getty"
	"github.com/gorilla/websocket"
	manet "github.com/multiformats/go-multiaddr/net"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sys/unix"
	"google.golang.org/grpc"
)

func group(ctx context.Context, work func() error, check func() error) error {
	g, ctx := errgroup.WithContext(ctx) // want not-released-on-path
	g.Go(work)
	if err := check(); err != nil {
		return err
	}
	return g.Wait()
}

func groupWaited(ctx context.Context, work func() error, check func() error) error {
	g, _ := errgroup.WithContext(ctx)
	g.Go(work)
	if err := check(); err != nil {
		g.Wait()
		return err
	}
	return g.Wait()
}

func client(target string, check func() error) (*grpc.ClientConn, error) {
	cc, err := grpc.NewClient(target) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		return nil, err
	}
	return cc, nil
}

func clientClosed(target string, check func() error) (*grpc.ClientConn, error) {
	cc, err := grpc.NewClient(target)
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		cc.Close()
		return nil, err
	}
	return cc, nil
}

func socket(address syscall.Sockaddr) (int, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0) // want not-released-on-path
	if err != nil {
		return -1, err
	}
	if err := syscall.Bind(fd, address); err != nil {
		return -1, err
	}
	return fd, nil
}

func socketClosed(address syscall.Sockaddr) (int, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		return -1, err
	}
	if err := syscall.Bind(fd, address); err != nil {
		syscall.Close(fd)
		return -1, err
	}
	return fd, nil
}

func asFile(name string, check func(*os.File) error) (*os.File, error) {
	fd, err := unix.Open(name, 0, 0) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if fd == 0 {
		return nil, errors.New("standard input")
	}
	return os.NewFile(uintptr(fd), name), nil
}

type benchmark struct{ conn *grpc.ClientConn }

func newBenchmark(target string) (*benchmark, error) {
	conn, err := grpc.NewClient(target)
	if err != nil {
		return nil, err
	}
	return &benchmark{conn: conn}, nil
}

func (b *benchmark) Close() error { return b.conn.Close() }

// Two descriptors come at once.

func pair() (*os.File, *os.File, error) {
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(fds[0]), "parent"), os.NewFile(uintptr(fds[1]), "child"), nil
}

type ends struct{ parent, child *os.File }

func newEnds(check func() error) (*ends, error) {
	var e ends
	var err error
	e.parent, e.child, err = pair() // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		return nil, err
	}
	return &e, nil
}

// A dialer of a module that is not here.

func dialAndWrap(addr string) (*link, error) {
	ws, _, err := websocket.DefaultDialer.Dial(addr, nil) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	wrapped, err := manet.WrapNetConn(ws)
	if err != nil {
		return nil, err
	}
	return &link{conn: wrapped}, nil
}

type link struct{ conn manet.Conn }

func dialAndClose(addr string) (*link, error) {
	ws, _, err := websocket.DefaultDialer.Dial(addr, nil)
	if err != nil {
		return nil, err
	}
	wrapped, err := manet.WrapNetConn(ws)
	if err != nil {
		ws.Close()
		return nil, err
	}
	return &link{conn: wrapped}, nil
}

func serve(address string, started func(getty.Session) error) {
	client := getty.NewTCPClient(getty.WithServerAddress(address)) // want never-released
	client.RunEventLoop(started)
}

func serveOK(address string, started func(getty.Session) error, done <-chan struct{}) {
	client := getty.NewTCPClient(getty.WithServerAddress(address))
	defer client.Close()
	client.RunEventLoop(started)
	<-done
}

// Until one is started there are none to wait for.
func groupLater(ctx context.Context, work func() error, check func() error) error {
	g, ctx := errgroup.WithContext(ctx)
	if err := check(); err != nil {
		return err
	}
	g.Go(work)
	<-ctx.Done()
	return g.Wait()
}

// Where serve fails, the group waits for the other one.
func groupLeft(ctx context.Context, again <-chan struct{}, serve func(context.Context) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return serve(ctx) })
	g.Go(func() error {
		<-again // want no-waker
		return errors.New("again")
	})
	return g.Wait()
}

func groupTold(ctx context.Context, again <-chan struct{}, serve func(context.Context) error) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return serve(ctx) })
	g.Go(func() error {
		select {
		case <-again:
			return errors.New("again")
		case <-ctx.Done():
			return nil
		}
	})
	return g.Wait()
}

// What only an error ends, under a context that nothing does.

type listClient interface {
	Recv() (string, error)
	grpc.ClientStream
}

type lister interface {
	List(ctx context.Context, prefix string) (listClient, error)
}

func firstOf(l lister, is func(string) bool) (string, error) {
	stream, err := l.List(context.Background(), "") // want never-released
	if err != nil {
		return "", err
	}
	for {
		name, err := stream.Recv()
		if err != nil {
			return "", err
		}
		if is(name) {
			return name, nil
		}
	}
}

func firstOfEnded(l lister, is func(string) bool) (string, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stream, err := l.List(ctx, "")
	if err != nil {
		return "", err
	}
	for {
		name, err := stream.Recv()
		if err != nil {
			return "", err
		}
		if is(name) {
			return name, nil
		}
	}
}

// What a client over a connection gives lives on that, and a connection that is dialed again in each round is lost.

type eventStream interface{ Next() (string, error) }

type eventClient interface{ Events() (eventStream, error) }

type eventsOver struct{ cc *grpc.ClientConn }

func newEventClient(cc *grpc.ClientConn) eventClient { return &eventsOver{cc} }

func (c *eventsOver) Events() (eventStream, error) { return nil, errors.New("none") }

func events(addr string) eventStream {
	for {
		conn, err := grpc.Dial(addr) // want not-released-on-path
		if err != nil {
			continue
		}
		client := newEventClient(conn)
		stream, err := client.Events()
		if err != nil {
			continue
		}
		return stream
	}
}

func eventsClosed(addr string) eventStream {
	for {
		conn, err := grpc.Dial(addr)
		if err != nil {
			continue
		}
		client := newEventClient(conn)
		stream, err := client.Events()
		if err != nil {
			conn.Close()
			continue
		}
		return stream
	}
}

// A function of the program that gives what one of a module that is not here opens.
func openSocket(url string) (*websocket.Conn, error) { return websocket.DialURL(url) }

func ping(url string) error {
	conn, err := openSocket(url) // want not-released-on-path
	if err != nil {
		return err
	}
	if err := conn.WriteText("ping"); err != nil {
		return err
	}
	return conn.Close()
}

// What a method of a type that is not here opens, by its name.
func restore(dialer *websocket.Dialer) error {
	_, rc, err := dialer.Open("a") // want never-released
	if err != nil {
		return err
	}
	if rc == nil {
		return errors.New("none")
	}
	return nil
}

func restoreClosed(dialer *websocket.Dialer) error {
	_, rc, err := dialer.Open("a")
	if err != nil {
		return err
	}
	defer rc.Close()
	return rc.Check()
}
