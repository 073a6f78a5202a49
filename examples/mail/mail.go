// Package mail sends lines over one connection, in a goroutine that the first line starts.
package mail

import (
	"net"
	"sync"
)

type sender interface {
	send(line string) error
	close() error
}

type wire struct{ conn net.Conn }

func (w *wire) send(line string) error { _, err := w.conn.Write([]byte(line)); return err }
func (w *wire) close() error           { return w.conn.Close() }

type discard struct{}

func (discard) send(string) error { return nil }
func (discard) close() error      { return nil }

// Discard is a client that sends nothing.
func Discard() *Client { return &Client{out: discard{}, lines: make(chan string)} }

// Client is what programs use.
type Client struct {
	out   sender
	once  sync.Once
	lines chan string
}

func Dial(addr string) (*Client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &Client{out: &wire{conn}, lines: make(chan string)}, nil
}

func (c *Client) Send(line string) {
	c.once.Do(func() { go c.loop() })
	c.lines <- line
}

func (c *Client) Close() {
	c.once.Do(func() { go c.loop() })
	close(c.lines)
}

func (c *Client) loop() {
	for line := range c.lines {
		if err := c.out.send(line); err != nil {
			c.out.close()
			return
		}
	}
}
