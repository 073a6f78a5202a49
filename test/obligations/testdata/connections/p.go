// Connections, listeners, databases.
package connections

import (
	"bufio"
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

func handshake(addr string, cfg *tls.Config) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	tc := tls.Client(conn, cfg)
	if err := tc.Handshake(); err != nil {
		return nil, err
	}
	return tc, nil
}

func handshakeOK(addr string, cfg *tls.Config) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	tc := tls.Client(conn, cfg)
	if err := tc.Handshake(); err != nil {
		tc.Close()
		return nil, err
	}
	return tc, nil
}

func deadline(addr string) (net.Conn, error) {
	conn, err := net.Dial("tcp", addr) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err = conn.SetDeadline(time.Now()); err != nil {
		return nil, err
	}
	return conn, nil
}

func accept(l net.Listener, allowed func(net.Addr) bool, handle func(net.Conn)) error {
	for {
		conn, err := l.Accept() // want not-released-on-path
		if err != nil {
			return err
		}
		if !allowed(conn.RemoteAddr()) {
			continue
		}
		go handle(conn)
	}
}

func acceptSelect(l net.Listener, ch chan net.Conn, done chan struct{}) error {
	for {
		conn, err := l.Accept() // want not-released-on-path
		if err != nil {
			return err
		}
		select {
		case ch <- conn:
		case <-done:
			return nil
		}
	}
}

func twoListeners(a, b string) (net.Listener, net.Listener, error) {
	la, err := net.Listen("tcp", a) // want not-released-on-path
	if err != nil {
		return nil, nil, err
	}
	lb, err := net.Listen("tcp", b)
	if err != nil {
		return nil, nil, err
	}
	return la, lb, nil
}

func listenAll(addrs []string) ([]net.Listener, error) {
	var ls []net.Listener
	for _, a := range addrs {
		l, err := net.Listen("tcp", a) // want not-released-on-path
		if err != nil {
			return nil, err
		}
		ls = append(ls, l)
	}
	return ls, nil
}

func listenAllOK(addrs []string) (ls []net.Listener, err error) {
	defer func() {
		if err != nil {
			for _, l := range ls {
				l.Close()
			}
		}
	}()
	for _, a := range addrs {
		l, err := net.Listen("tcp", a)
		if err != nil {
			return nil, err
		}
		ls = append(ls, l)
	}
	return ls, nil
}

func listenAllOK2(addrs []string) ([]net.Listener, error) {
	var ls []net.Listener
	for _, a := range addrs {
		l, err := net.Listen("tcp", a)
		if err != nil {
			for _, l := range ls {
				l.Close()
			}
			return nil, err
		}
		ls = append(ls, l)
	}
	return ls, nil
}

func hijack(w http.ResponseWriter) error {
	hj, ok := w.(http.Hijacker)
	if !ok {
		return errors.New("no")
	}
	conn, buf, err := hj.Hijack() // want not-released-on-path
	if err != nil {
		return err
	}
	if _, err := buf.WriteString("x"); err != nil {
		return err
	}
	return conn.Close()
}

func open(dsn string) (*sql.DB, error) {
	db, err := sql.Open("x", dsn) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err := db.Ping(); err != nil {
		return nil, err
	}
	return db, nil
}

func query(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select") // want not-released-on-path
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	rows.Close()
	return n, rows.Err()
}

func queryEnd(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select") // want not-released-on-path
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}

func queryOne(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select") // want not-released-on-path
	if err != nil {
		return 0, err
	}
	if rows.Next() {
		err = rows.Scan(&n)
	}
	return n, err
}

func queryOK(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, nil
}

func queryEndOK(db *sql.DB) (n int, err error) {
	rows, err := db.Query("select")
	if err != nil {
		return 0, err
	}
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func tx(db *sql.DB) error {
	tx, err := db.Begin() // want not-released-on-path
	if err != nil {
		return err
	}
	if _, err := tx.Exec("insert"); err != nil {
		return err
	}
	return tx.Commit()
}

func txOK(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.Exec("insert"); err != nil {
		return err
	}
	return tx.Commit()
}

func stmt(db *sql.DB) error {
	s, err := db.Prepare("x") // want never-released
	if err != nil {
		return err
	}
	_, err = s.Exec()
	return err
}

func dbConn(ctx context.Context, db *sql.DB) error {
	c, err := db.Conn(ctx) // want not-released-on-path
	if err != nil {
		return err
	}
	if err := c.PingContext(ctx); err != nil {
		return err
	}
	return c.Close()
}

type pool struct {
	mu    sync.Mutex
	conns []net.Conn
}

func (p *pool) get(addr string) (net.Conn, error) {
	p.mu.Lock()
	if n := len(p.conns); n > 0 {
		c := p.conns[n-1]
		p.conns = p.conns[:n-1]
		p.mu.Unlock()
		return c, nil
	}
	p.mu.Unlock()
	return net.Dial("tcp", addr)
}

func (p *pool) put(c net.Conn) {
	p.mu.Lock()
	p.conns = append(p.conns, c)
	p.mu.Unlock()
}

func (p *pool) use(addr string) error {
	c, err := p.get(addr) // want not-released-on-path
	if err != nil {
		return err
	}
	if _, err := c.Write(nil); err != nil {
		return err
	}
	p.put(c)
	return nil
}

func dialFirst(addrs []string) (net.Conn, error) {
	results := make(chan net.Conn)
	for _, a := range addrs {
		go func(a string) {
			c, err := net.Dial("tcp", a)
			if err == nil {
				results <- c // want no-waker
			}
		}(a)
	}
	select {
	case c := <-results:
		return c, nil
	case <-time.After(time.Second):
		return nil, errors.New("timeout")
	}
}

func proxy(a net.Conn, addr string) error {
	defer a.Close()
	b, err := net.Dial("tcp", addr) // want never-released
	if err != nil {
		return err
	}
	go io.Copy(a, b)
	_, err = io.Copy(b, a)
	return err
}

func proxyOK(a net.Conn, addr string) error {
	b, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	go func() {
		io.Copy(a, b)
		a.Close()
		b.Close()
	}()
	_, err = io.Copy(b, a)
	return err
}

func udp(addr *net.UDPAddr) (int, error) {
	c, err := net.ListenUDP("udp", addr) // want never-released
	if err != nil {
		return 0, err
	}
	return c.LocalAddr().(*net.UDPAddr).Port, nil
}

func assert(addr string) (*net.TCPConn, error) {
	c, err := net.Dial("tcp", addr) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	t, ok := c.(*net.TCPConn)
	if !ok {
		return nil, errors.New("not tcp")
	}
	return t, nil
}

// What is read again from the same connection, and a body that another one takes the place of.
func finalResponse(r *bufio.Reader, req *http.Request) (*http.Response, error) {
	for {
		resp, err := http.ReadResponse(r, req)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode >= 100 && resp.StatusCode < 200 {
			continue
		}
		if req.Method == "CONNECT" {
			resp.Body = http.NoBody
		}
		return resp, nil
	}
}

// The body is the connection's, which is closed with that.
func upgrade(conn net.Conn, addr string, req *http.Request) (net.Conn, error) {
	own, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(own), req)
	if err != nil {
		own.Close()
		return nil, err
	}
	if resp.StatusCode != 101 {
		own.Close()
		return nil, errors.New("refused")
	}
	return own, nil
}

func status(r *bufio.Reader, req *http.Request) (int, error) {
	resp, err := http.ReadResponse(r, req) // want never-released
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}
