// Waits whose other side is nowhere.
package lone

import (
	"io"
	"sync"
)

func sent() {
	ch := make(chan int)
	ch <- 1 // want no-waker
}

func sentOK() {
	ch := make(chan int, 1)
	ch <- 1
}

func received() int {
	ch := make(chan int)
	return <-ch // want no-waker
}

func receivedOK(ask func(chan<- int)) int {
	ch := make(chan int)
	ask(ch)
	return <-ch
}

// Whoever is given the function may send.
func hooked(register func(func())) int {
	ch := make(chan int)
	register(func() { ch <- 1 })
	return <-ch
}

func twice(f func()) {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		f()
	}()
	wg.Wait() // want no-waker
}

func twiceOK(f func()) {
	var wg sync.WaitGroup
	wg.Add(2)
	go func() {
		defer wg.Done()
		f()
	}()
	go func() {
		defer wg.Done()
		f()
	}()
	wg.Wait()
}

func manyOK(n int, f func()) {
	var wg sync.WaitGroup
	wg.Add(2)
	for i := 0; i < 2; i++ {
		go func() {
			defer wg.Done()
			f()
		}()
	}
	wg.Wait()
}

func maybeOK(b bool, f func()) {
	var wg sync.WaitGroup
	if b {
		wg.Add(1)
	}
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
	wg.Wait()
}

func condition() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	mu.Lock()
	c.Wait() // want no-waker
	mu.Unlock()
}

func conditionOK() {
	var mu sync.Mutex
	c := sync.NewCond(&mu)
	go c.Signal()
	mu.Lock()
	c.Wait()
	mu.Unlock()
}

func piped() ([]byte, error) {
	r, w := io.Pipe()
	_ = w
	return io.ReadAll(r) // want no-waker
}

func pipedOK(f func(io.Writer)) ([]byte, error) {
	r, w := io.Pipe()
	go func() {
		f(w)
		w.Close()
	}()
	return io.ReadAll(r)
}

type box struct {
	in, out, room chan int
}

func newBox() *box {
	return &box{in: make(chan int), out: make(chan int), room: make(chan int, 1)}
}

func (b *box) put() {
	b.in <- 1 // want no-waker
}

func (b *box) get() int {
	return <-b.out // want no-waker
}

func (b *box) fill() {
	b.room <- 1
}

type queue struct {
	mu    sync.Mutex
	ready chan int
	other chan int
}

func newQueue() *queue {
	return &queue{ready: make(chan int), other: make(chan int)}
}

func (q *queue) wait() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return <-q.ready // want no-waker
}

func (q *queue) wake() {
	q.mu.Lock()
	q.ready <- 1
	q.mu.Unlock()
}

func (q *queue) waitOK() int {
	q.mu.Lock()
	q.mu.Unlock()
	return <-q.other
}

func (q *queue) wakeOther() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.other <- 1
}

func (q *queue) start(f func() int) int {
	q.mu.Lock()
	defer q.mu.Unlock()
	done := make(chan int)
	go func() {
		q.mu.Lock()
		n := f()
		q.mu.Unlock()
		done <- n
	}()
	return <-done // want no-waker
}

func (q *queue) startOK(f func() int) int {
	done := make(chan int)
	go func() {
		q.mu.Lock()
		n := f()
		q.mu.Unlock()
		done <- n
	}()
	return <-done
}

type source interface {
	OnUpdate(f func()) (cancel func())
}

// Whoever calls what is registered waits where nobody listens any more.
func updated(s source, stop <-chan struct{}) {
	updates := make(chan bool)
	cancel := s.OnUpdate(func() {
		updates <- true // want no-waker
	})
	defer cancel()
	for {
		select {
		case <-updates:
		case <-stop:
			return
		}
	}
}

func updatedOK(s source, stop <-chan struct{}) {
	updates := make(chan bool)
	left := make(chan struct{})
	defer close(left)
	cancel := s.OnUpdate(func() {
		select {
		case updates <- true:
		case <-left:
		}
	})
	defer cancel()
	for {
		select {
		case <-updates:
		case <-stop:
			return
		}
	}
}

func feed(values []int, use func(int) error) {
	ch := make(chan int)
	go func() {
		for v := range ch {
			if err := use(v); err != nil {
				return
			}
		}
	}()
	for _, v := range values {
		ch <- v // want no-waker
	}
	close(ch)
}

func feedCalled(values []int, use func(int) error) {
	ch := make(chan int)
	go func() {
		_ = consume(ch, use)
	}()
	for _, v := range values {
		ch <- v // want no-waker
	}
	close(ch)
}

func consume(ch <-chan int, use func(int) error) error {
	for v := range ch {
		if err := use(v); err != nil {
			return err
		}
	}
	return nil
}

func feedOK(values []int, use func(int) error) {
	ch := make(chan int)
	go func() {
		for v := range ch {
			if err := use(v); err != nil {
				continue
			}
		}
	}()
	for _, v := range values {
		ch <- v
	}
	close(ch)
}

var everywhere = make(chan int)

func sendEverywhere() {
	everywhere <- 1 // want no-waker
}

type crew struct {
	two, one sync.WaitGroup
	mu       sync.Mutex
	done     chan struct{}
}

func newCrew() *crew { return &crew{done: make(chan struct{})} }

func (c *crew) work(f func()) {
	c.two.Add(2)
	go func() {
		defer c.two.Done()
		f()
	}()
	c.two.Wait() // want no-waker
}

// Another function tells the end too.
func (c *crew) workOK(f func()) {
	c.one.Add(2)
	go func() {
		defer c.one.Done()
		f()
	}()
	c.one.Wait()
}

func (c *crew) other() { c.one.Done() }

func (c *crew) wait() {
	c.mu.Lock()
	<-c.done // want no-waker
	c.mu.Unlock()
}

func (c *crew) tell() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.done)
}

func answer(ch chan<- int, f func() (int, error)) {
	n, err := f()
	if err != nil {
		return
	}
	ch <- n
}

func ask(f func() (int, error)) int {
	ch := make(chan int)
	go answer(ch, f)
	return <-ch // want no-waker
}

func answerOK(ch chan<- int, f func() (int, error)) {
	defer close(ch)
	n, err := f()
	if err != nil {
		return
	}
	ch <- n
}

func askOK(f func() (int, error)) int {
	ch := make(chan int)
	go answerOK(ch, f)
	return <-ch
}

func late() (int, error) {
	r, w := io.Pipe()
	var b [1]byte
	n, err := r.Read(b[:]) // want no-waker
	w.Close()
	return n, err
}

func early() ([]byte, error) {
	r, w := io.Pipe()
	w.Close()
	return io.ReadAll(r)
}

type remote interface {
	Send(text string, answered func(int, error))
}

func request(r remote, stop <-chan struct{}) int {
	ch := make(chan int)
	r.Send("x", func(n int, err error) {
		ch <- n // want no-waker
	})
	select {
	case n := <-ch:
		return n
	case <-stop:
		return 0
	}
}

func requestOK(r remote, stop <-chan struct{}) int {
	ch := make(chan int, 1)
	r.Send("x", func(n int, err error) {
		ch <- n
	})
	select {
	case n := <-ch:
		return n
	case <-stop:
		return 0
	}
}

type failing interface {
	Ask(answered func(int)) error
}

func askFailing(f failing) (int, error) {
	ch := make(chan int)
	if err := f.Ask(func(n int) { ch <- n }); err != nil {
		return 0, err
	}
	return <-ch, nil
}
