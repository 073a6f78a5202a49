// Contexts, tickers, workers. What time.Tick makes and what signal.Notify asks for is not told: both mostly last as long as
// the program.
package timers

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"time"
)

func early(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second) // want cancel-dropped
	if err := f(ctx); err != nil {
		return err
	}
	cancel()
	return nil
}

func blank(ctx context.Context, f func(context.Context) error) error {
	ctx, _ = context.WithTimeout(ctx, time.Second) // want cancel-dropped
	return f(ctx)
}

func started(ctx context.Context, w func(context.Context), check func() error) (func(), error) {
	ctx, cancel := context.WithCancel(ctx) // want cancel-dropped
	go w(ctx)
	if err := check(); err != nil {
		return nil, err
	}
	return cancel, nil
}

func ticker(n int, f func() error) error {
	t := time.NewTicker(time.Second) // want not-released-on-path
	for range t.C {
		if err := f(); err != nil {
			return err
		}
		n--
		if n == 0 {
			break
		}
	}
	t.Stop()
	return nil
}

func tickerNever(done chan struct{}, f func()) {
	t := time.NewTicker(time.Second) // want never-released
	for {
		select {
		case <-t.C:
			f()
		case <-done:
			return
		}
	}
}

func tick(done chan struct{}, f func()) {
	c := time.Tick(time.Second)
	for {
		select {
		case <-c:
			f()
		case <-done:
			return
		}
	}
}

func tickDirect(done chan struct{}, f func()) {
	for {
		select {
		case <-time.Tick(time.Second):
			f()
		case <-done:
			return
		}
	}
}

func tickForever(f func()) {
	for range time.Tick(time.Second) {
		f()
	}
}

func notify(done chan struct{}) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	select {
	case <-c:
	case <-done:
	}
}

func notifyOK(done chan struct{}) {
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt)
	defer signal.Stop(c)
	select {
	case <-c:
	case <-done:
	}
}

type worker struct {
	cancel context.CancelFunc
	done   chan struct{}
}

func newWorker(f func(context.Context)) *worker {
	ctx, cancel := context.WithCancel(context.Background()) // want cancel-dropped
	w := &worker{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(w.done)
		f(ctx)
	}()
	return w
}

func (w *worker) Close() { // waits without cancelling
	<-w.done
}

type poller struct {
	ticker *time.Ticker
	mu     sync.Mutex
	n      int
}

func newPoller() *poller {
	p := &poller{ticker: time.NewTicker(time.Second)}
	go p.run()
	return p
}

func (p *poller) run() {
	for {
		<-p.ticker.C // want goroutine-outlives-owner
		p.mu.Lock()
		p.n++
		p.mu.Unlock()
	}
}

func (p *poller) Stop() { p.ticker.Stop() }

func afterFunc(ctx context.Context, f func() error) error {
	t := time.AfterFunc(time.Hour, func() { println("late") })
	if err := f(); err != nil {
		return err
	}
	t.Stop()
	return nil
}

func cancelInLoop(ctx context.Context, f func(context.Context) error) error {
	for i := 0; ; i++ {
		c, cancel := context.WithTimeout(ctx, time.Second) // want cancel-dropped
		err := f(c)
		if err == nil {
			return nil
		}
		if i > 3 {
			cancel()
			return errors.New("x")
		}
	}
}
func selectCancel(ctx context.Context, f func(context.Context, chan int)) (int, error) {
	ctx, cancel := context.WithCancel(ctx) // want cancel-dropped
	c := make(chan int, 1)
	go f(ctx, c)
	select {
	case n := <-c:
		cancel()
		return n, nil
	case <-time.After(time.Second):
		return 0, errors.New("timeout")
	}
}

// The channel of a ticker has a name of its own here; stopping the ticker closes it no more for that.

type limiter struct {
	ticker *time.Ticker
	tokens int
}

func startLimiter(every time.Duration) *limiter {
	l := &limiter{ticker: time.NewTicker(every)}
	go l.refill()
	return l
}

func (l *limiter) refill() {
	ticks := l.ticker.C
	for range ticks { // want goroutine-outlives-owner
		l.tokens++
	}
}

func (l *limiter) pause() { l.ticker.Stop() }
