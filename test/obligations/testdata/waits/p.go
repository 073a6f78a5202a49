// Goroutines and what they wait for.
package waits

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"
)

func timeout(f func() (int, error)) (int, error) {
	ch := make(chan int)
	go func() {
		n, _ := f()
		ch <- n // want no-waker
	}()
	select {
	case n := <-ch:
		return n, nil
	case <-time.After(time.Second):
		return 0, errors.New("timeout")
	}
}

func ctxDone(ctx context.Context, f func() error) error {
	errc := make(chan error)
	go func() { errc <- f() }() // want no-waker
	select {
	case err := <-errc:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func ctxDoneOK(ctx context.Context, f func() error) error {
	errc := make(chan error, 1)
	go func() { errc <- f() }()
	select {
	case err := <-errc:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func fanout(fs []func() error) error {
	errc := make(chan error)
	for _, f := range fs {
		f := f
		go func() { errc <- f() }() // want no-waker
	}
	for range fs {
		if err := <-errc; err != nil {
			return err
		}
	}
	return nil
}

func fanoutOK(fs []func() error) error {
	errc := make(chan error, len(fs))
	for _, f := range fs {
		f := f
		go func() { errc <- f() }()
	}
	for range fs {
		if err := <-errc; err != nil {
			return err
		}
	}
	return nil
}

func twoErr(a, b func() error) error {
	errc := make(chan error)
	go func() { errc <- a() }()
	go func() { errc <- b() }() // want no-waker
	return <-errc
}

func twoErrSmall(a, b func() error) error {
	errc := make(chan error, 1)
	go func() { errc <- a() }()
	go func() { errc <- b() }()
	return <-errc
}

func workers(items []int, f func(int)) {
	jobs := make(chan int)
	for i := 0; i < 4; i++ {
		go func() {
			for j := range jobs { // want no-waker
				f(j)
			}
		}()
	}
	for _, it := range items {
		jobs <- it
	}
}

func workersOK(items []int, f func(int)) {
	jobs := make(chan int)
	for i := 0; i < 4; i++ {
		go func() {
			for j := range jobs {
				f(j)
			}
		}()
	}
	for _, it := range items {
		jobs <- it
	}
	close(jobs)
}

func workersErr(items []int, f func(int), check func(int) error) error {
	jobs := make(chan int)
	var wg sync.WaitGroup
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for j := range jobs { // want no-waker
				f(j)
			}
		}()
	}
	for _, it := range items {
		if err := check(it); err != nil {
			return err
		}
		jobs <- it
	}
	close(jobs)
	wg.Wait()
	return nil
}

func noSend(f func() (int, error)) (int, error) {
	ch := make(chan int)
	go func() {
		n, err := f()
		if err != nil {
			return
		}
		ch <- n
	}()
	n := <-ch // want no-waker
	return n, nil
}

func noSendOK(f func() (int, error)) (int, error) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		n, err := f()
		if err != nil {
			return
		}
		ch <- n
	}()
	n := <-ch
	return n, nil
}

func collect(fs []func() int) (out []int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func(f func() int) {
			defer wg.Done()
			ch <- f()
		}(f)
	}
	wg.Wait() // want no-waker
	close(ch)
	for n := range ch {
		out = append(out, n)
	}
	return out
}

func collectOK(fs []func() int) (out []int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func(f func() int) {
			defer wg.Done()
			ch <- f()
		}(f)
	}
	go func() {
		wg.Wait()
		close(ch)
	}()
	for n := range ch {
		out = append(out, n)
	}
	return out
}

func rangeNotClosed(fs []func() int) (out []int) {
	ch := make(chan int)
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func(f func() int) {
			defer wg.Done()
			ch <- f()
		}(f)
	}
	for n := range ch { // want no-waker
		out = append(out, n)
	}
	wg.Wait()
	return out
}

func doneMissing(fs []func() error) {
	var wg sync.WaitGroup
	for _, f := range fs {
		wg.Add(1)
		go func(f func() error) { // want no-waker
			if err := f(); err != nil {
				return
			}
			wg.Done()
		}(f)
	}
	wg.Wait()
}

func pipeWriter(v any, url string) error {
	pr, pw := io.Pipe() // want not-released-on-path
	go func() {
		if err := json.NewEncoder(pw).Encode(v); err != nil {
			return
		}
		pw.Close()
	}()
	_, err := http.Post(url, "x", pr) // want never-released
	return err
}

func pipeReader(v any, check func([]byte) error) error {
	pr, pw := io.Pipe() // want not-released-on-path
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(v))
	}()
	buf := make([]byte, 10)
	n, err := pr.Read(buf)
	if err != nil {
		return err
	}
	if err := check(buf[:n]); err != nil {
		return err
	}
	return pr.Close()
}

func pipeOK(v any, w io.Writer) error {
	pr, pw := io.Pipe()
	go func() {
		pw.CloseWithError(json.NewEncoder(pw).Encode(v))
	}()
	_, err := io.Copy(w, pr)
	return err
}

func pipeOK2(v any, url string) (*http.Response, error) {
	pr, pw := io.Pipe()
	go func() {
		defer pw.Close()
		json.NewEncoder(pw).Encode(v)
	}()
	req, err := http.NewRequest("POST", url, pr)
	if err != nil {
		pr.Close()
		return nil, err
	}
	return http.DefaultClient.Do(req)
}

func pipeReq(v any, url string) (*http.Response, error) {
	pr, pw := io.Pipe() // want not-released-on-path
	go func() {
		defer pw.Close()
		json.NewEncoder(pw).Encode(v)
	}()
	if url == "" {
		return nil, errors.New("no url")
	}
	req, err := http.NewRequest("POST", url, pr)
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(req)
}

type queue struct {
	mu   sync.Mutex
	cond *sync.Cond
	list []int
	done bool
}

func newQueue() *queue {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	return q
}

func (q *queue) get() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.list) == 0 {
		q.cond.Wait() // want no-waker
	}
	n := q.list[0]
	q.list = q.list[1:]
	return n
}

func (q *queue) put(n int) {
	q.mu.Lock()
	q.list = append(q.list, n)
	q.mu.Unlock()
}

type queueOK struct {
	mu   sync.Mutex
	cond *sync.Cond
	list []int
}

func (q *queueOK) get() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.list) == 0 {
		q.cond.Wait()
	}
	n := q.list[0]
	return n
}

func (q *queueOK) put(n int) {
	q.mu.Lock()
	q.list = append(q.list, n)
	q.cond.Signal()
	q.mu.Unlock()
}

type queueClosed struct {
	mu     sync.Mutex
	cond   *sync.Cond
	list   []int
	closed bool
}

func (q *queueClosed) get() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.list) == 0 && !q.closed {
		q.cond.Wait() // want no-waker
	}
	return 0
}

func (q *queueClosed) put(n int) {
	q.mu.Lock()
	q.list = append(q.list, n)
	q.cond.Signal()
	q.mu.Unlock()
}

func (q *queueClosed) Close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
}

func producer(ctx context.Context, n int) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := 0; i < n; i++ {
			ch <- i
		}
	}()
	return ch
}

func first(ctx context.Context) int {
	for v := range producer(ctx, 10) {
		if v > 3 {
			return v
		}
	}
	return 0
}

func guarded2(mu *sync.Mutex, f func() error) error {
	mu.Lock() // want no-waker
	if err := f(); err != nil {
		return err
	}
	mu.Unlock()
	return nil
}

func semaphore(sem chan struct{}, f func() error) error {
	sem <- struct{}{} // want no-waker
	if err := f(); err != nil {
		return err
	}
	<-sem
	return nil
}

func semaphoreOK(sem chan struct{}, f func() error) error {
	sem <- struct{}{}
	defer func() { <-sem }()
	return f()
}

type limiter struct{ slots chan struct{} }

func newLimiter(n int) *limiter { return &limiter{slots: make(chan struct{}, n)} }

func (l *limiter) do(f func() error) error {
	l.slots <- struct{}{} // want no-waker
	err := f()
	if err != nil {
		return err
	}
	<-l.slots
	return nil
}

func doneErr(f func() error, watch func(chan struct{})) error {
	done := make(chan struct{})
	go func() {
		<-done // want no-waker
		println("bye")
	}()
	if err := f(); err != nil {
		return err
	}
	close(done)
	return nil
}

func resultIgnored(f func() error) {
	errc := make(chan error)
	go func() {
		errc <- f() // want no-waker
	}()
}

// Two ways out that fail are odd beside four that unlock.

type ledger struct {
	mu      sync.Mutex
	entries []int
}

func (l *ledger) post(check, write, flush func() error, n int) (int, error) {
	l.mu.Lock() // want no-waker
	if n == 0 {
		l.mu.Unlock()
		return 0, nil
	}
	if n < 0 {
		l.mu.Unlock()
		return 0, errors.New("negative")
	}
	if err := check(); err != nil {
		return 0, err
	}
	if n > 100 {
		l.mu.Unlock()
		return 100, nil
	}
	if err := write(); err != nil {
		return n, err
	}
	if err := flush(); err != nil {
		l.mu.Unlock()
		return n, err
	}
	l.entries = append(l.entries, n)
	l.mu.Unlock()
	return n, nil
}

// It waits to close, and is a goroutine for that: nobody waits for it.

type hasher struct {
	group sync.WaitGroup
	in    chan int
	out   chan int
}

func (h *hasher) work() {
	defer h.group.Done()
	for n := range h.in {
		h.out <- n * n
	}
}

func (h *hasher) closeWhenDone() {
	h.group.Wait()
	close(h.out)
}

func HashAll(in chan int) chan int {
	h := &hasher{in: in, out: make(chan int)}
	h.group.Add(1)
	go h.work()
	go h.closeWhenDone()
	return h.out
}

// A group that nobody tells of an end.

func fetchAll(urls []string, fetch func(string)) {
	var group sync.WaitGroup
	for _, url := range urls {
		group.Add(1)
		go func(url string) { // want no-waker
			fetch(url)
		}(url)
	}
	group.Wait()
}

func fetchAllTold(urls []string, fetch func(string, func())) {
	var group sync.WaitGroup
	for _, url := range urls {
		group.Add(1)
		go func(url string) {
			fetch(url, group.Done)
		}(url)
	}
	group.Wait()
}

// A goroutine sends to one channel or to the other: who has received from one need not ask the other.

func either(f func() (int, error)) (int, error) {
	values := make(chan int)
	errs := make(chan error)
	go func() {
		n, err := f()
		if err != nil {
			errs <- err
			return
		}
		values <- n
	}()
	select {
	case n := <-values:
		return n, nil
	case err := <-errs:
		return 0, err
	}
}

func both(f func() (int, error)) (int, error) {
	values := make(chan int)
	errs := make(chan error)
	go func() {
		n, err := f()
		errs <- err
		values <- n // want no-waker
	}()
	if err := <-errs; err != nil {
		return 0, err
	}
	return <-values, nil
}

// Several failures keep the lock, and what succeeds unlocks it.

type chain struct {
	mu     sync.Mutex
	blocks map[int]*int
}

var errNoBlock = errors.New("no block")

func (c *chain) join(from, to int) error {
	c.mu.Lock() // want no-waker
	for i := from; i < to; i++ {
		if c.blocks[i] == nil {
			return errNoBlock
		}
	}
	if c.blocks[to] == nil {
		return errNoBlock
	}
	delete(c.blocks, from)
	c.mu.Unlock()
	return nil
}

// It keeps the lock where it succeeds.
func (c *chain) begin(from int) error {
	c.mu.Lock()
	if c.blocks[from] == nil {
		c.mu.Unlock()
		return errNoBlock
	}
	if from > 3 {
		return nil
	}
	c.blocks[from] = nil
	return nil
}

// A channel that one goroutine closes, but not on each of its ways.
func fed(ctx context.Context, items []int, use func(int)) {
	ch := make(chan int)
	go func() {
		for i := range ch { // want no-waker
			use(i)
		}
	}()
	go func() {
		for _, i := range items {
			select {
			case <-ctx.Done():
				return
			case ch <- i:
			}
		}
		close(ch)
	}()
}

func fedToEnd(ctx context.Context, items []int, use func(int)) {
	ch := make(chan int)
	go func() {
		for i := range ch {
			use(i)
		}
	}()
	go func() {
		defer close(ch)
		for _, i := range items {
			select {
			case <-ctx.Done():
				return
			case ch <- i:
			}
		}
	}()
}

// What a literal is given a channel as.
func relay(copy func(int) error) {
	run := func(n int, ch chan error) {
		ch <- copy(n) // want no-waker
	}
	up := make(chan error)
	down := make(chan error)
	go run(1, up)
	go run(2, down)
	select {
	case <-up:
	case <-down:
	}
}

func relayBuffered(copy func(int) error) {
	run := func(n int, ch chan error) {
		ch <- copy(n)
	}
	up := make(chan error, 1)
	down := make(chan error, 1)
	go run(1, up)
	go run(2, down)
	select {
	case <-up:
	case <-down:
	}
}

func given(ctx context.Context, work func() error) error {
	done := make(chan error)
	go func(done chan<- error) {
		done <- work() // want no-waker
	}(done)
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Channels in a struct, to which a method sends.
type tracker struct {
	done chan struct{}
	err  chan error
}

func (t *tracker) record(err error) {
	if err != nil {
		t.err <- err // want no-waker
		return
	}
	t.done <- struct{}{}
}

func tracked(ctx context.Context, work func() error) error {
	t := tracker{done: make(chan struct{}), err: make(chan error)}
	go func() {
		t.record(work())
	}()
	select {
	case err := <-t.err:
		return err
	case <-t.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func trackedBuffered(ctx context.Context, work func() error) error {
	t := tracker{done: make(chan struct{}, 1), err: make(chan error, 1)}
	go func() {
		t.record(work())
	}()
	select {
	case err := <-t.err:
		return err
	case <-t.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func trackedToEnd(work func() error) error {
	t := tracker{done: make(chan struct{}), err: make(chan error)}
	go func() {
		t.record(work())
	}()
	select {
	case err := <-t.err:
		return err
	case <-t.done:
		return nil
	}
}
