// Ways out of one failure, of which one leaves what the others let go of.
package failures

import (
	"errors"
	"io"
	"net"
)

type call struct {
	reader *io.PipeReader
	writer *io.PipeWriter
	err    error
}

// fail lets go of the request, whatever way it goes.
func (c *call) fail(err error) {
	if c.err == nil {
		c.err = err
	}
	c.reader.Close()
}

type conn struct {
	call    *call
	header  map[string]string
	trailer func(*call) error
}

func (c *conn) read() (string, error) { return "", c.call.err }

func (c *conn) receive() (string, error) {
	text, err := c.read()
	if err == nil {
		return text, nil
	}
	if c.header["status"] != "" {
		return "", err // want not-released-on-path
	}
	if other := c.trailer(c.call); other != nil {
		c.call.fail(other)
		return "", other
	}
	c.call.fail(err)
	return "", err
}

func (c *conn) receiveAll() (string, error) {
	text, err := c.read()
	if err == nil {
		return text, nil
	}
	if c.header["status"] != "" {
		c.call.fail(err)
		return "", err
	}
	if other := c.trailer(c.call); other != nil {
		c.call.fail(other)
		return "", other
	}
	c.call.fail(err)
	return "", err
}

// What the error is may decide: of one that passes, nothing ends.
func (c *conn) retried() error {
	_, err := c.read()
	if err == nil {
		return nil
	}
	var temporary net.Error
	if errors.As(err, &temporary) {
		return err
	}
	if c.header["status"] != "" {
		c.call.fail(err)
		return err
	}
	c.call.fail(err)
	return err
}

// A failure of its own, before the others.
func (c *conn) checked() error {
	if err := c.trailer(c.call); err != nil {
		return err
	}
	if _, err := c.read(); err != nil {
		c.call.fail(err)
		return err
	}
	if _, err := c.read(); err != nil {
		c.call.fail(err)
		return err
	}
	return nil
}

// What was ended before needs no second end.
func (c *conn) endedBefore(isClosed bool) error {
	_, err := c.read()
	if err == nil {
		return nil
	}
	if isClosed {
		return err
	}
	if c.header["status"] != "" {
		c.call.fail(err)
		return err
	}
	c.call.fail(err)
	return err
}

// The odd one hands it to somebody else.
func (c *conn) handedOn(to chan<- *call) error {
	_, err := c.read()
	if err == nil {
		return nil
	}
	if c.header["status"] == "later" {
		to <- c.call
		return err
	}
	if c.header["status"] != "" {
		c.call.fail(err)
		return err
	}
	c.call.fail(err)
	return err
}

// One way that lets go says nothing of the others.
func (c *conn) single() error {
	_, err := c.read()
	if err == nil {
		return nil
	}
	if c.header["status"] != "" {
		return err
	}
	c.call.fail(err)
	return err
}

// Success lets go too: then it is no failure that ends it.
func (c *conn) always() error {
	_, err := c.read()
	if err == nil {
		c.call.fail(io.EOF)
		return nil
	}
	if c.header["status"] != "" {
		return err
	}
	if c.header["code"] != "" {
		c.call.fail(err)
		return err
	}
	c.call.fail(err)
	return err
}

// Without a helper.
func (c *call) copy(to io.Writer, limit int64) error {
	n, err := io.Copy(to, c.reader)
	if err != nil {
		if n == 0 {
			return err // want not-released-on-path
		}
		if n > limit {
			c.writer.Close()
			return errors.New("too long")
		}
		c.writer.Close()
		return err
	}
	return nil
}

// A connection that a function takes over: each way of failing has to close it.

type session struct{ conn net.Conn }

func (s *session) greet() error { _, err := s.conn.Write(nil); return err }

func newSession(c net.Conn, names []string) (*session, error) { // want not-released-on-path
	if len(names) == 0 {
		return nil, errors.New("no name")
	}
	s := &session{conn: c}
	if err := s.greet(); err != nil {
		c.Close()
		return nil, err
	}
	return s, nil
}

func newSessionClosed(c net.Conn, names []string) (*session, error) {
	if len(names) == 0 {
		c.Close()
		return nil, errors.New("no name")
	}
	s := &session{conn: c}
	if err := s.greet(); err != nil {
		c.Close()
		return nil, err
	}
	return s, nil
}

// Its caller closes the connection whatever happens.
func newSessionFor(c net.Conn, names []string) (*session, error) {
	if len(names) == 0 {
		return nil, errors.New("no name")
	}
	s := &session{conn: c}
	if err := s.greet(); err != nil {
		c.Close()
		return nil, err
	}
	return s, nil
}

func run(c net.Conn) error {
	defer c.Close()
	s, err := newSessionFor(c, nil)
	if err != nil {
		return err
	}
	return s.greet()
}

// It is not taken over: what succeeds leaves it as it is.
func look(c net.Conn) error {
	var head [1]byte
	if _, err := c.Read(head[:]); err != nil {
		return err
	}
	if head[0] == 0 {
		c.Close()
		return errors.New("empty")
	}
	return nil
}

// Which error it is says who has the connection.
func newSessionUnless(c net.Conn, dispatch func(net.Conn) error) (*session, error) {
	s := &session{conn: c}
	if err := s.greet(); err != nil {
		if err != errDispatched {
			c.Close()
		}
		return nil, err
	}
	return s, nil
}

var errDispatched = errors.New("dispatched")

type keeper struct {
	isDone bool
	conn   net.Conn
}

func (k *keeper) Close() error { return k.conn.Close() }

func (k *keeper) keep(conn net.Conn) { // want not-released-on-path
	if k.isDone {
		return
	}
	k.conn = conn
}

func (k *keeper) keepOK(conn net.Conn) {
	if k.isDone {
		conn.Close()
		return
	}
	k.conn = conn
}

func (k *keeper) run(conns <-chan net.Conn, isOK bool) {
	for conn := range conns {
		if isOK {
			k.keepOK(conn)
		} else {
			k.keep(conn)
		}
	}
}

// What a function is given first, and then gets itself.

type source interface {
	Next() error
	Stop()
}

type sources interface{ Watch() (source, error) }

func follow(from sources, w source, quit <-chan struct{}) error { // want not-released-on-path
	for {
		select {
		case <-quit:
			return nil
		default:
		}
		if w == nil {
			var err error
			if w, err = from.Watch(); err != nil {
				return err
			}
		}
		err := w.Next()
		w.Stop()
		w = nil
		if err != nil {
			return err
		}
	}
}

func followStopped(from sources, w source, quit <-chan struct{}) error {
	for {
		select {
		case <-quit:
			if w != nil {
				w.Stop()
			}
			return nil
		default:
		}
		if w == nil {
			var err error
			if w, err = from.Watch(); err != nil {
				return err
			}
		}
		err := w.Next()
		w.Stop()
		w = nil
		if err != nil {
			return err
		}
	}
}
