// Examples of the rules of `check`, as data: code that breaks each rule, and the same code as it should be. Tests run `check` on
// all of them: the wrong one has a finding of its rule and of no other, the right one has none.

import type { RuleId } from '#custody/rules.js';

/** Two files of a package `p`. */
export interface RuleExample {
  readonly wrong: string;
  readonly right: string;
}

/** The code stands a tab further in. */
const go = (code: string): string => code.replace(/^\t/gm, '').trimStart();

export const ruleExamples: Readonly<Record<RuleId, RuleExample>> = {
  'never-released': {
    wrong: go(`
	package p

	import "net"

	func ping(address string) error {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		_, err = conn.Write([]byte("ping"))
		return err
	}
`),
    right: go(`
	package p

	import "net"

	func ping(address string) error {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		defer conn.Close()
		_, err = conn.Write([]byte("ping"))
		return err
	}
`),
  },
  'not-released-on-path': {
    wrong: go(`
	package p

	import (
		"bufio"
		"net"
	)

	type client struct{ conn net.Conn }

	func (c *client) Close() error { return c.conn.Close() }

	func dial(address string) (*client, error) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return nil, err
		}
		if _, err := bufio.NewReader(conn).ReadString('\\n'); err != nil {
			return nil, err
		}
		return &client{conn: conn}, nil
	}
`),
    right: go(`
	package p

	import (
		"bufio"
		"net"
	)

	type client struct{ conn net.Conn }

	func (c *client) Close() error { return c.conn.Close() }

	func dial(address string) (*client, error) {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return nil, err
		}
		if _, err := bufio.NewReader(conn).ReadString('\\n'); err != nil {
			conn.Close()
			return nil, err
		}
		return &client{conn: conn}, nil
	}
`),
  },
  'overwritten-before-release': {
    wrong: go(`
	package p

	import "os"

	func rotate(name string, full bool) error {
		file, err := os.Create(name)
		if err != nil {
			return err
		}
		if full {
			file, err = os.Create(name + ".1")
			if err != nil {
				return err
			}
		}
		return file.Close()
	}
`),
    right: go(`
	package p

	import "os"

	func rotate(name string, full bool) error {
		file, err := os.Create(name)
		if err != nil {
			return err
		}
		if full {
			file.Close()
			file, err = os.Create(name + ".1")
			if err != nil {
				return err
			}
		}
		return file.Close()
	}
`),
  },
  'owner-never-releases': {
    wrong: go(`
	package p

	import "net"

	type server struct {
		listener net.Listener
		done     chan struct{}
	}

	func (s *server) start(address string) error {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		s.listener = listener
		return nil
	}

	func (s *server) Stop() { close(s.done) }
`),
    right: go(`
	package p

	import "net"

	type server struct {
		listener net.Listener
		done     chan struct{}
	}

	func (s *server) start(address string) error {
		listener, err := net.Listen("tcp", address)
		if err != nil {
			return err
		}
		s.listener = listener
		return nil
	}

	func (s *server) Stop() {
		close(s.done)
		s.listener.Close()
	}
`),
  },
  'release-is-no-op': {
    wrong: go(`
	package p

	import "net"

	type session struct{ conn net.Conn }

	func (s *session) Close() error { return nil }

	func ping(address string) error {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		s := &session{conn: conn}
		defer s.Close()
		_, err = s.conn.Write([]byte("ping"))
		return err
	}
`),
    right: go(`
	package p

	import "net"

	type session struct{ conn net.Conn }

	func (s *session) Close() error { return s.conn.Close() }

	func ping(address string) error {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		s := &session{conn: conn}
		defer s.Close()
		_, err = s.conn.Write([]byte("ping"))
		return err
	}
`),
  },
  'release-hidden': {
    wrong: go(`
	package p

	import (
		"io"
		"os"
	)

	type source struct{ reader io.Reader }

	func (s *source) open(name string) error {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		s.reader = file
		return nil
	}
`),
    right: go(`
	package p

	import (
		"io"
		"os"
	)

	type source struct{ reader io.ReadCloser }

	func (s *source) open(name string) error {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		s.reader = file
		return nil
	}

	func (s *source) Close() error { return s.reader.Close() }
`),
  },
  'half-close-only': {
    wrong: go(`
	package p

	import "net"

	func send(address *net.TCPAddr, text []byte) error {
		conn, err := net.DialTCP("tcp", nil, address)
		if err != nil {
			return err
		}
		if _, err := conn.Write(text); err != nil {
			conn.Close()
			return err
		}
		return conn.CloseWrite()
	}
`),
    right: go(`
	package p

	import "net"

	func send(address *net.TCPAddr, text []byte) error {
		conn, err := net.DialTCP("tcp", nil, address)
		if err != nil {
			return err
		}
		defer conn.Close()
		if _, err := conn.Write(text); err != nil {
			return err
		}
		return conn.CloseWrite()
	}
`),
  },
  'blocked-before-release': {
    wrong: go(`
	package p

	import "net"

	type writer struct {
		conn net.Conn
		in   chan []byte
		done chan struct{}
	}

	func start(conn net.Conn) *writer {
		w := &writer{conn: conn, in: make(chan []byte), done: make(chan struct{})}
		go w.run()
		return w
	}

	func (w *writer) run() {
		defer close(w.done)
		for text := range w.in {
			if _, err := w.conn.Write(text); err != nil {
				return
			}
		}
	}

	func (w *writer) Close() error {
		<-w.done
		close(w.in)
		return w.conn.Close()
	}
`),
    right: go(`
	package p

	import "net"

	type writer struct {
		conn net.Conn
		in   chan []byte
		done chan struct{}
	}

	func start(conn net.Conn) *writer {
		w := &writer{conn: conn, in: make(chan []byte), done: make(chan struct{})}
		go w.run()
		return w
	}

	func (w *writer) run() {
		defer close(w.done)
		for text := range w.in {
			if _, err := w.conn.Write(text); err != nil {
				return
			}
		}
	}

	func (w *writer) Close() error {
		close(w.in)
		err := w.conn.Close()
		<-w.done
		return err
	}
`),
  },
  'no-waker': {
    wrong: go(`
	package p

	import (
		"errors"
		"time"
	)

	func within(limit time.Duration, work func() error) error {
		result := make(chan error)
		go func() { result <- work() }()
		select {
		case err := <-result:
			return err
		case <-time.After(limit):
			return errors.New("too late")
		}
	}
`),
    right: go(`
	package p

	import (
		"errors"
		"time"
	)

	func within(limit time.Duration, work func() error) error {
		result := make(chan error, 1)
		go func() { result <- work() }()
		select {
		case err := <-result:
			return err
		case <-time.After(limit):
			return errors.New("too late")
		}
	}
`),
  },
  'cancel-dropped': {
    wrong: go(`
	package p

	import (
		"context"
		"time"
	)

	func try(ctx context.Context, work func(context.Context) error) error {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		if err := work(ctx); err != nil {
			return err
		}
		cancel()
		return nil
	}
`),
    right: go(`
	package p

	import (
		"context"
		"time"
	)

	func try(ctx context.Context, work func(context.Context) error) error {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		return work(ctx)
	}
`),
  },
  'release-unreachable-from-api': {
    wrong: go(`
	package p

	import "os"

	type Log struct{ file *os.File }

	func Open(name string) (*Log, error) {
		file, err := os.Create(name)
		if err != nil {
			return nil, err
		}
		return &Log{file: file}, nil
	}

	func (l *Log) close() error { return l.file.Close() }
`),
    right: go(`
	package p

	import "os"

	type Log struct{ file *os.File }

	func Open(name string) (*Log, error) {
		file, err := os.Create(name)
		if err != nil {
			return nil, err
		}
		return &Log{file: file}, nil
	}

	func (l *Log) Close() error { return l.close() }

	func (l *Log) close() error { return l.file.Close() }
`),
  },
  'sibling-releases': {
    wrong: go(`
	package p

	import "net"

	type first struct{ conn net.Conn }

	func (f *first) Send(text []byte) error { _, err := f.conn.Write(text); return err }
	func (f *first) Destroy()               { f.conn.Close() }

	type second struct{ conn net.Conn }

	func (s *second) Send(text []byte) error { _, err := s.conn.Write(text); return err }
	func (s *second) Destroy()               {}
`),
    right: go(`
	package p

	import "net"

	type first struct{ conn net.Conn }

	func (f *first) Send(text []byte) error { _, err := f.conn.Write(text); return err }
	func (f *first) Destroy()               { f.conn.Close() }

	type second struct{ conn net.Conn }

	func (s *second) Send(text []byte) error { _, err := s.conn.Write(text); return err }
	func (s *second) Destroy()               { s.conn.Close() }
`),
  },
  'pool-not-drained': {
    wrong: go(`
	package p

	import (
		"io"
		"net/http"
	)

	func fetch(url string) ([]byte, error) {
		client := &http.Client{Transport: &http.Transport{}}
		response, err := client.Get(url)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		return io.ReadAll(response.Body)
	}
`),
    right: go(`
	package p

	import (
		"io"
		"net/http"
	)

	func fetch(url string) ([]byte, error) {
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		response, err := client.Get(url)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		return io.ReadAll(response.Body)
	}
`),
  },
  'goroutine-outlives-owner': {
    wrong: go(`
	package p

	import "time"

	type cache struct{ ticker *time.Ticker }

	func (c *cache) start() {
		c.ticker = time.NewTicker(time.Minute)
		go func() {
			for range c.ticker.C {
				c.sweep()
			}
		}()
	}

	func (c *cache) sweep() {}

	func (c *cache) Close() { c.ticker.Stop() }
`),
    right: go(`
	package p

	import "time"

	type cache struct {
		ticker *time.Ticker
		done   chan struct{}
	}

	func (c *cache) start() {
		c.ticker = time.NewTicker(time.Minute)
		c.done = make(chan struct{})
		go func() {
			for {
				select {
				case <-c.ticker.C:
					c.sweep()
				case <-c.done:
					return
				}
			}
		}()
	}

	func (c *cache) sweep() {}

	func (c *cache) Close() {
		c.ticker.Stop()
		close(c.done)
	}
`),
  },
};
