// A resource that somebody else lets go of.
package handover

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"
)

func returned(name string) (io.Closer, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func inStruct(name string) (*holder, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &holder{f: f, r: bufio.NewReader(f)}, nil
}

type holder struct {
	f *os.File
	r *bufio.Reader
}

func (h *holder) Close() error { return h.f.Close() }

func asFunction(name string) (func(), error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return func() { f.Close() }, nil
}

func asMethod(name string) (func() error, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return f.Close, nil
}

func once(name string) (func(), error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return sync.OnceFunc(func() { f.Close() }), nil
}

func sent(name string, to chan<- *os.File) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	to <- f
	return nil
}

func inMap(name string, open map[string]*os.File) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	open[name] = f
	return nil
}

func inSlice(names []string) (files []*os.File, err error) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return files, err
		}
		files = append(files, f)
	}
	return files, nil
}

func served(address string, h http.Handler) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	return http.Serve(listener, h)
}

func toCommand(name string) (*exec.Cmd, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	c := exec.Command("ls")
	c.Stdout = f
	return c, nil
}

func secured(address string, config *tls.Config) (net.Conn, error) {
	conn, err := net.Dial("tcp", address) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	secure := tls.Client(conn, config)
	if err := secure.Handshake(); err != nil {
		return nil, err
	}
	return secure, nil
}

func securedClosed(address string, config *tls.Config) (net.Conn, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	secure := tls.Client(conn, config)
	if err := secure.Handshake(); err != nil {
		secure.Close()
		return nil, err
	}
	return secure, nil
}

func started(address string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	go func() {
		defer listener.Close()
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go serve(conn)
		}
	}()
	return nil
}

func serve(conn net.Conn) {
	defer conn.Close()
	io.Copy(conn, conn)
}

func request(url string) (*http.Request, error) {
	f, err := os.Open(url)
	if err != nil {
		return nil, err
	}
	return http.NewRequest("POST", url, f)
}

// Its elements are let go of by who has the list; an empty list has none.

type chain struct{ parts []net.Conn }

func newChain(parts ...net.Conn) *chain {
	if len(parts) == 0 {
		return &chain{}
	}
	return &chain{parts: parts}
}

func (c *chain) Close() error {
	for _, part := range c.parts {
		part.Close()
	}
	return nil
}

func viaChain(address string, use func(*chain) error) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	all := newChain(conn)
	defer all.Close()
	return use(all)
}
