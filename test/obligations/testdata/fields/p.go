// What is kept in fields.
package fields

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
)

type server struct {
	listener net.Listener
	log      *os.File
	files    map[string]*os.File
	conns    sync.Map
	Public   net.Listener
	cancel   context.CancelFunc
}

func (s *server) start(address string) (err error) {
	s.listener, err = net.Listen("tcp", address)
	if err != nil {
		return err
	}
	s.log, err = os.Create("log") // want owner-never-releases
	if err != nil {
		return err
	}
	s.Public, err = net.Listen("tcp", address) // want owner-never-releases
	return err
}

func (s *server) open(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	s.files[name] = f
	return nil
}

func (s *server) keep(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	s.conns.Store(address, conn)
	return nil
}

func (s *server) background(ctx context.Context) {
	ctx, s.cancel = context.WithCancel(ctx)
	<-ctx.Done()
}

func (s *server) Close() error {
	s.cancel()
	for _, f := range s.files {
		f.Close()
	}
	s.conns.Range(func(_, conn any) bool {
		conn.(net.Conn).Close()
		return true
	})
	return s.listener.Close()
}

type cache struct{ open map[string]*os.File }

func (c *cache) get(name string) error {
	f, err := os.Open(name) // want owner-never-releases
	if err != nil {
		return err
	}
	c.open[name] = f
	return nil
}

func (c *cache) drop(name string) { delete(c.open, name) }

type stream struct{ file *os.File }

func (s *stream) open(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	s.file = file
	return nil
}

func (s *stream) Close() error {
	if s.file == nil {
		return nil
	}
	if err := s.file.Sync(); err != nil {
		return err // want not-released-on-path
	}
	return s.file.Close()
}

type guarded struct {
	file   *os.File
	closed bool
}

func (g *guarded) open(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	g.file = file
	return nil
}

func (g *guarded) Close() error {
	if g.closed {
		return os.ErrClosed
	}
	g.closed = true
	return g.file.Close()
}

// A field that is given up while it holds what the package closes.

type uplink struct {
	conn net.Conn
	sent int
}

func (u *uplink) dial(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	u.conn = conn
	return nil
}

func (u *uplink) Close() error { return u.conn.Close() }

func (u *uplink) send(text []byte) error {
	if _, err := u.conn.Write(text); err != nil {
		u.conn = nil // want overwritten-before-release
		return err
	}
	if u.sent++; u.sent > 100 {
		u.conn.Close()
		u.conn = nil
	}
	return nil
}

func (u *uplink) sendOpen(text []byte) error {
	if _, err := u.conn.Write(text); errors.Is(err, net.ErrClosed) {
		u.conn = nil
		return err
	}
	return nil
}

func (u *uplink) swap(other net.Conn) net.Conn {
	old := u.conn
	if old != nil {
		u.conn = nil
	}
	return old
}
