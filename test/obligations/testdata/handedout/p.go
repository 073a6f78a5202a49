// Package handedout waits for channels that are handed out, and for a lock that the other side needs.
package handedout

import (
	"context"
	"sync"
	"time"
)

type mount struct {
	done chan struct{}
	shut chan struct{}
}

func newMount() *mount {
	done := make(chan struct{})
	return &mount{done: done, shut: make(chan struct{})}
}

func (m *mount) Done() <-chan struct{} { return m.done } // want no-waker

// Closed by its release.
func (m *mount) Shut() <-chan struct{} { return m.shut }

func (m *mount) Unmount() { close(m.shut) }

// Whoever gets it may close it.
type open struct{ done chan struct{} }

func newOpen() *open                   { return &open{done: make(chan struct{})} }
func (o *open) Done() chan struct{}    { return o.done }
func (o *open) Wait(other chan string) { <-other }

// A context may never end.
type background struct{ done chan struct{} }

func newBackground() *background                          { return &background{done: make(chan struct{})} }
func (b *background) Done() <-chan struct{}               { return b.done }
func (b *background) Deadline() (t time.Time, isSet bool) { return }

type source interface{ Recv() (int, error) }

func watch(ctx context.Context, s source) (<-chan int, error) {
	ch := make(chan int)
	go func() { // want no-waker
		for {
			select {
			case <-ctx.Done():
				close(ch)
				return
			default:
				n, err := s.Recv()
				if err != nil {
					return
				}
				ch <- n
			}
		}
	}()
	return ch, nil
}

func watchOK(ctx context.Context, s source) (<-chan int, error) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for ctx.Err() == nil {
			n, err := s.Recv()
			if err != nil {
				return
			}
			ch <- n
		}
	}()
	return ch, nil
}

type clock struct {
	mu     sync.Mutex
	now    time.Time
	cancel context.CancelFunc
	stopCh chan struct{}
}

func newClock() *clock { return &clock{stopCh: make(chan struct{}, 1)} }

func (c *clock) Run(ctx context.Context, ticks <-chan time.Time) {
	defer func() { c.stopCh <- struct{}{} }()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticks:
			c.mu.Lock()
			c.now = now
			c.mu.Unlock()
		}
	}
}

func (c *clock) Stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cancel()
	<-c.stopCh // want no-waker
}

type freeClock struct {
	mu     sync.Mutex
	now    time.Time
	cancel context.CancelFunc
	stopCh chan struct{}
}

func newFreeClock() *freeClock { return &freeClock{stopCh: make(chan struct{}, 1)} }

func (c *freeClock) Run(ctx context.Context, ticks <-chan time.Time) {
	defer func() { c.stopCh <- struct{}{} }()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticks:
			c.mu.Lock()
			c.now = now
			c.mu.Unlock()
		}
	}
}

func (c *freeClock) Stop() {
	c.mu.Lock()
	c.cancel()
	c.mu.Unlock()
	<-c.stopCh
}

// One is received for each that is started, over the same questions.
func ask(questions []string, answer func(string) error) error {
	errs := make(chan error)
	for _, q := range questions {
		go func(q string) { errs <- answer(q) }(q)
	}
	var last error
	for range questions {
		if err := <-errs; err != nil {
			last = err
		}
	}
	return last
}

// Which of both has ended is told by what it sends.
func both(run func(stop <-chan struct{}) error) error {
	stopA, stopB := make(chan struct{}), make(chan struct{})
	doneA := make(chan error)
	go func() { doneA <- run2(run, stopA) }()
	doneB := make(chan error)
	go func() { doneB <- run2(run, stopB) }()
	var err error
	select {
	case err = <-doneA:
		close(stopB)
		<-doneB
	case err = <-doneB:
		close(stopA)
		<-doneA
	}
	return err
}

func run2(run func(stop <-chan struct{}) error, stop <-chan struct{}) error {
	<-stop
	return run(stop)
}
