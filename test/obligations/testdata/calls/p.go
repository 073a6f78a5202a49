// Functions that acquire, let go of, or keep what they are given.
package calls

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
)

func open(name string) (*os.File, error) { return os.Open(name) }

func use(name string) error {
	f, err := open(name) // want never-released
	if err != nil {
		return err
	}
	_, err = f.Stat()
	return err
}

func quiet(c io.Closer) { _ = c.Close() }

func helped(name string) error {
	f, err := open(name)
	if err != nil {
		return err
	}
	defer quiet(f)
	return nil
}

func closeUnless(ok bool, c io.Closer) {
	if !ok {
		c.Close()
	}
}

type session struct{ conn net.Conn }

func newSession(conn net.Conn) (*session, error) {
	if conn.RemoteAddr() == nil {
		return nil, errors.New("no address")
	}
	return &session{conn: conn}, nil
}

func (s *session) Close() error { return s.conn.Close() }

func (s *session) ping() error { _, err := s.conn.Write(nil); return err }

func connect(address string) (*session, error) {
	conn, err := net.Dial("tcp", address) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	s, err := newSession(conn)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func connectClosed(address string) (*session, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	s, err := newSession(conn)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return s, nil
}

func pinged(address string) error {
	s, err := connectClosed(address) // want never-released
	if err != nil {
		return err
	}
	return s.ping()
}

func pingedClosed(address string) error {
	s, err := connectClosed(address)
	if err != nil {
		return err
	}
	defer s.Close()
	return s.ping()
}

type reply struct{ response *http.Response }

func (r *reply) Close() error { return r.response.Body.Close() }
func (r *reply) status() int  { return r.response.StatusCode }

func get(url string) *reply {
	response, err := http.Get(url)
	if err != nil {
		return &reply{}
	}
	return &reply{response: response}
}

func status(url string) int {
	return get(url).status() // want never-released
}

var shared = map[string]net.Conn{}

// Dial gives the same connection to all who ask.
func Dial(address string) (net.Conn, error) {
	if conn, ok := shared[address]; ok {
		return conn, nil
	}
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	shared[address] = conn
	return conn, nil
}

func talk(address string) error {
	conn, err := Dial(address)
	if err != nil {
		return err
	}
	_, err = conn.Write(nil)
	return err
}

type dialer interface {
	Dial(address string) (client, error)
}

type client interface {
	Send([]byte) error
	Close() error
}

func overInterface(d dialer) error {
	c, err := d.Dial("x") // want never-released
	if err != nil {
		return err
	}
	return c.Send(nil)
}

type filter interface {
	Accept(conn net.Conn) (net.Conn, bool)
}

func accept(l net.Listener, f filter) error {
	for {
		conn, err := l.Accept() // want not-released-on-path
		if err != nil {
			return err
		}
		conn, ok := f.Accept(conn)
		if !ok {
			continue
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) { defer conn.Close() }

func toUnknown(address string, handle func(net.Conn)) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	handle(conn)
	return nil
}

func body(url string) (int, error) {
	response, err := http.Get(url)
	if err != nil {
		return 0, err
	}
	defer drain(response)
	return response.StatusCode, nil
}

func drain(response *http.Response) {
	io.Copy(io.Discard, response.Body)
	response.Body.Close()
}

func noBody(url string) (int, error) {
	response, err := http.Head(url) // want never-released
	if err != nil {
		return 0, err
	}
	return response.StatusCode, nil
}
