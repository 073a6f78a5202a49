// Goroutines and the channels they wait on.
package goroutines

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

func buffered(work func() error) error {
	result := make(chan error, 1)
	go func() { result <- work() }()
	select {
	case err := <-result:
		return err
	case <-time.After(time.Second):
		return nil
	}
}

func always(work func() error) error {
	result := make(chan error)
	go func() { result <- work() }()
	return <-result
}

func selected(ctx context.Context, work func() error) error {
	result := make(chan error)
	go func() {
		select {
		case result <- work():
		case <-ctx.Done():
		}
	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func unbuffered(ctx context.Context, work func() error) error {
	result := make(chan error)
	go func() { result <- work() }() // want no-waker
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func first(works []func() error) error {
	results := make(chan error)
	for _, work := range works {
		go func(work func() error) { results <- work() }(work) // want no-waker
	}
	for range works {
		if err := <-results; err != nil {
			return err
		}
	}
	return nil
}

func firstBuffered(works []func() error) error {
	results := make(chan error, len(works))
	for _, work := range works {
		go func(work func() error) { results <- work() }(work)
	}
	for range works {
		if err := <-results; err != nil {
			return err
		}
	}
	return nil
}

func fetch(ctx context.Context, request *http.Request) (*http.Response, error) {
	result := make(chan *http.Response, 1)
	go func() {
		response, err := http.DefaultClient.Do(request) // want not-released-on-path
		if err != nil {
			close(result)
			return
		}
		result <- response
	}()
	select {
	case response := <-result:
		return response, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func watched(conn net.Conn, ctx context.Context, work func() error) error {
	done := make(chan struct{})
	go func() {
		select {
		case <-ctx.Done():
			conn.SetDeadline(time.Unix(1, 0))
		case <-done: // want no-waker
		}
	}()
	if err := work(); err != nil {
		return err
	}
	close(done)
	return nil
}

func watchedDeferred(conn net.Conn, ctx context.Context, work func() error) error {
	done := make(chan struct{})
	defer close(done)
	go func() {
		select {
		case <-ctx.Done():
			conn.SetDeadline(time.Unix(1, 0))
		case <-done:
		}
	}()
	return work()
}

type registry struct{ exit chan struct{} }

type watcher struct{ conn net.Conn }

func (w *watcher) next() error { return nil }
func (w *watcher) Stop()       { w.conn.Close() }

func (r *registry) watch(w *watcher) error {
	go func() {
		<-r.exit // want goroutine-outlives-owner
		w.Stop()
	}()
	for {
		if err := w.next(); err != nil {
			return err
		}
	}
}

func (r *registry) run(w *watcher) {
	for {
		select {
		case <-r.exit:
			return
		default:
		}
		_ = r.watch(w)
	}
}

type poller struct {
	wake chan struct{}
	stop chan struct{}
}

func newPoller() *poller {
	p := &poller{wake: make(chan struct{}), stop: make(chan struct{})}
	go p.loop()
	go p.listen()
	return p
}

func (p *poller) loop() {
	for {
		time.Sleep(time.Second) // want goroutine-outlives-owner
	}
}

func (p *poller) listen() {
	for range p.wake { // want goroutine-outlives-owner
		continue
	}
}

func (p *poller) Close() { close(p.stop) }

func group(works []func() bool) {
	var wg sync.WaitGroup
	for _, work := range works {
		wg.Add(1)
		go func() { // want no-waker
			if !work() {
				return
			}
			wg.Done()
		}()
	}
	wg.Wait()
}

type table struct {
	mu   sync.Mutex
	rows map[string]int
}

func (t *table) get(name string) (int, bool) {
	t.mu.Lock() // want no-waker
	row, ok := t.rows[name]
	if !ok {
		return 0, false
	}
	t.mu.Unlock()
	return row, true
}

func (t *table) lockedGet(name string) (int, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	row, ok := t.rows[name]
	return row, ok
}

func (t *table) begin() { t.mu.Lock() }
func (t *table) end()   { t.mu.Unlock() }

// A channel that nothing makes wakes nobody when it is closed.

type feed struct {
	events chan string
	done   chan struct{}
	ready  chan struct{}
}

func newFeed() *feed {
	return &feed{events: make(chan string), ready: make(chan struct{})}
}

func (f *feed) run(handle func(string)) {
	for {
		select {
		case <-f.done:
			return
		case event := <-f.events:
			handle(event)
		}
	}
}

func (f *feed) send(event string) { f.events <- event }

func (f *feed) Close() { close(f.done) } // want no-waker

func (f *feed) Open() { close(f.ready) }

func (f *feed) waitOpen() { <-f.ready }

// The one who receives leaves for a reason of its own, and the one who sends has more.

func total(numbers []int, check func(int) error) (int, error) {
	out := make(chan int)
	go func() {
		defer close(out)
		for _, n := range numbers {
			out <- n * n // want no-waker
		}
	}()
	sum := 0
	for square := range out {
		if err := check(square); err != nil {
			return 0, err
		}
		sum += square
	}
	return sum, nil
}

func drainedTotal(numbers []int, check func(int) error) (int, error) {
	out := make(chan int)
	go func() {
		defer close(out)
		for _, n := range numbers {
			out <- n * n
		}
	}()
	var first error
	sum := 0
	for square := range out {
		if first == nil {
			first = check(square)
		}
		sum += square
	}
	return sum, first
}

type result struct {
	value int
	err   error
}

// The error is the last that is sent.
func lastIsError(numbers []int, square func(int) (int, error)) (int, error) {
	out := make(chan result)
	go func() {
		defer close(out)
		for _, n := range numbers {
			value, err := square(n)
			out <- result{value, err}
			if err != nil {
				return
			}
		}
	}()
	sum := 0
	for one := range out {
		if one.err != nil {
			return 0, one.err
		}
		sum += one.value
	}
	return sum, nil
}

// Of two ways out that fail, one ends the goroutine.

type dispatcher struct{ calls chan func() }

func (d *dispatcher) run() {
	for call := range d.calls {
		call()
	}
}

func (d *dispatcher) stop() { close(d.calls) }

type service struct{ dispatcher dispatcher }

func (s *service) Close() { s.dispatcher.stop() }

func newService(bind, announce func() error) (*service, error) {
	s := &service{dispatcher: dispatcher{calls: make(chan func())}}
	go s.dispatcher.run() // want no-waker
	if err := bind(); err != nil {
		return nil, err
	}
	if err := announce(); err != nil {
		s.dispatcher.stop()
		return nil, err
	}
	return s, nil
}

func newStoppedService(bind, announce func() error) (*service, error) {
	s := &service{dispatcher: dispatcher{calls: make(chan func())}}
	go s.dispatcher.run()
	if err := bind(); err != nil {
		s.dispatcher.stop()
		return nil, err
	}
	if err := announce(); err != nil {
		s.dispatcher.stop()
		return nil, err
	}
	return s, nil
}

// A goroutine that lets go on one of its ways, and does nothing else with what it was left.

func poll(ctx context.Context, every time.Duration, look func() error) {
	ticker := time.NewTicker(every) // want not-released-on-path
	go func() {
		for {
			select {
			case <-ctx.Done():
				ticker.Stop()
				return
			case <-ticker.C:
				if err := look(); err != nil {
					return
				}
			}
		}
	}()
}

func pollAndStop(ctx context.Context, every time.Duration, look func() error) {
	ticker := time.NewTicker(every)
	go func() {
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if err := look(); err != nil {
					return
				}
			}
		}
	}()
}

// The goroutine only glances at the channel; it ends with what it reads from.
func copyUntil(read func() ([]byte, error), write func([]byte), fail func() error) error {
	abort := make(chan struct{})
	go func() {
		for {
			text, err := read()
			if err != nil {
				return
			}
			write(text)
			select {
			case <-abort:
				return
			default:
			}
		}
	}()
	if err := fail(); err != nil {
		return err
	}
	close(abort)
	return nil
}

// A channel that is to stop a goroutine, and that nothing closes.
type forwarder struct {
	events chan int
	stop   chan<- struct{}
}

func newForwarder(use func(int)) *forwarder {
	stop := make(chan struct{})
	f := &forwarder{events: make(chan int, 1), stop: stop}
	go f.run(stop, use)
	return f
}

func (f *forwarder) run(stop <-chan struct{}, use func(int)) {
	for {
		select {
		case <-stop: // want no-waker
			return
		case n := <-f.events:
			use(n)
		}
	}
}

func (f *forwarder) send(n int) { f.events <- n }

func (f *forwarder) Stop() { f.send(0) }

type stoppedForwarder struct {
	events chan int
	stop   chan<- struct{}
}

func newStoppedForwarder(use func(int)) *stoppedForwarder {
	stop := make(chan struct{})
	f := &stoppedForwarder{events: make(chan int, 1), stop: stop}
	go f.run(stop, use)
	return f
}

func (f *stoppedForwarder) run(stop <-chan struct{}, use func(int)) {
	for {
		select {
		case <-stop:
			return
		case n := <-f.events:
			use(n)
		}
	}
}

func (f *stoppedForwarder) send(n int) { f.events <- n }

func (f *stoppedForwarder) Stop() { close(f.stop) }

// A goroutine that a request starts, over a channel that nothing closes.
type page struct{ saved chan error }

type pageRequest struct{ id int }

type openFile struct{ pages *page }

func newOpenFile() *openFile { return &openFile{pages: &page{saved: make(chan error, 8)}} }

func (f *openFile) save(err error) { f.pages.saved <- err }

func (f *openFile) flush(tell func(error)) {
	go func() {
		for err := range f.pages.saved { // want goroutine-outlives-owner
			tell(err)
		}
	}()
}

func (f *openFile) Release(r *pageRequest) error { return nil }
