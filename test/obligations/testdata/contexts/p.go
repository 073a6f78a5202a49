// Cancel functions.
package contexts

import (
	"context"
	"errors"
	"time"
)

func dropped(ctx context.Context, work func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx) // want cancel-dropped
	if err := work(ctx); err != nil {
		cancel()
		return err
	}
	return nil
}

func handedOn(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	return ctx, func() { cancel() }
}

func afterwards(ctx context.Context, work func(context.Context)) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	time.AfterFunc(time.Minute, cancel)
	work(ctx)
}

func ended(ctx context.Context, work func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	if err := work(ctx); err != nil {
		cancel()
		return err
	}
	<-ctx.Done()
	return nil
}

func noParent(work func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	if ctx.Value("x") != nil {
		return
	}
	work(ctx)
	cancel()
}

func thrownAway(keep func(any)) {
	_, cancel := context.WithCancel(context.Background()) // want cancel-dropped
	keep(cancel)
}

type job struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func newJob(ctx context.Context, isReady bool) (*job, error) {
	j := &job{}
	j.ctx, j.cancel = context.WithCancel(ctx) // want cancel-dropped
	if !isReady {
		return nil, errors.New("not ready")
	}
	return j, nil
}

func (j *job) Stop() { j.cancel() }

func serve(ctx context.Context, next func() (time.Duration, bool), work func(context.Context)) {
	for {
		limit, ok := next()
		if !ok {
			return
		}
		one, cancel := context.WithTimeout(ctx, limit) // want cancel-dropped
		defer cancel()
		work(one)
	}
}

// A context in an object of the package, which ends with its Cancel.
type own struct {
	context.Context
	cancel func()
}

func (o *own) Cancel() { o.cancel() }

func wrap(ctx context.Context) *own {
	c, cancel := context.WithCancel(ctx)
	return &own{c, cancel}
}

func background() *own { return wrap(context.Background()) }

func wrapped(ctx context.Context, work func(context.Context)) {
	work(background())
	plain := context.Background()
	work(wrap(plain))
	one := wrap(ctx) // want never-released
	if one.Err() == nil {
		return
	}
}

func leftToGoroutine(quit <-chan struct{}, read func(context.Context) []byte) []byte {
	ctx, cancel := context.WithCancel(context.Background()) // want cancel-dropped
	go func() {
		select {
		case <-quit:
			cancel()
		}
	}()
	return read(ctx)
}

func alsoByFunction(quit <-chan struct{}, read func(context.Context) []byte) []byte {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-quit:
			cancel()
		case <-ctx.Done():
		}
	}()
	return read(ctx)
}

// What is started under the context goes on after the function.
func startedUnder(quit <-chan struct{}, start func(context.Context) error) error {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-quit
		cancel()
	}()
	return start(ctx)
}

// The function ends the wait itself.
func endedByFunction(read func(context.Context) []byte) []byte {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		<-done
		cancel()
	}()
	b := read(ctx)
	close(done)
	return b
}

// What is made with a limit in time has a deadline.
func limited(ctx context.Context, wait, standard time.Duration) (context.Context, context.CancelFunc) {
	var cancel context.CancelFunc
	if ctx == nil {
		ctx, cancel = context.WithTimeout(context.Background(), wait)
	}
	if _, ok := ctx.Deadline(); !ok {
		ctx, cancel = context.WithTimeout(ctx, standard)
	}
	return ctx, cancel
}

func limitedTwice(ctx context.Context, wait, standard time.Duration) (context.Context, context.CancelFunc) {
	var cancel context.CancelFunc
	if ctx == nil {
		ctx, cancel = context.WithTimeout(context.Background(), wait) // want cancel-dropped
	}
	if standard > 0 {
		ctx, cancel = context.WithTimeout(ctx, standard)
	}
	return ctx, cancel
}
