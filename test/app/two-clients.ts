// Two clients that share all code but the transport that each is made with: one dials, of the other it is said here what it is.

import { filesOf } from './trace-case.js';

/** The sources; `Start` asks by the transport that dials, `Fetch` by `fetching`: `quiet{}` or `&dialing{}`. */
export function twoClients(fetching: string): Record<string, string> {
  return filesOf(`-- mail.go --
package mail

import "net"

type tripper interface{ Trip() }

type client struct{ next tripper }

func (c *client) transport() tripper { return c.next }

func (c *client) Do() { send(c.transport()) }

func send(t tripper) { t.Trip() }

type dialing struct{ raw net.Conn }

func (d *dialing) Trip() {
	raw, err := net.Dial("tcp", "a:1")
	if err != nil {
		return
	}
	d.raw = raw
	if n, _ := d.raw.Write(nil); n == 0 {
		d.raw.Close()
	}
}

type quiet struct{}

func (quiet) Trip() {}

func Start() { go (&client{&dialing{}}).Do() }

func Fetch() { (&client{${fetching}}).Do() }
`);
}
