// What real code seldom has. It need not compile; Go's parser has to accept it.
package odd

type (
	A[P *C,]           struct{}
	B[P *C | D]        struct{}
	D[P (C),]          struct{}
	E[P interface{ m() }, Q ~[]P] struct{ Q }
	F[P *interface{}]  int
	G [n * 2]int
	H [n(2)]int
	I[P []int | string, Q func(P) P] int
	J [pkg.N]int
	K[P, Q any, R *P] map[P]Q
	L = chan<- chan int
	M = <-chan <-chan int
	N = chan (<-chan int)
	O = chan<- (chan int)
	Q = func(a, b int, c ...string) (d, e error)
	R = func(A, b.C, ...D) func() func(int)
	S = [...]int
	T[P chan<- int] int
	U[P <-chan int] int
	V[P [n]int] int
	W[_ any] int
)

type (
	X struct {
		A
		*B
		b.C `tag`
		*b.D[int]
		E[int, string] "tag"
		a, c int
		f [n]int
		g [n]G[int]
		h G[int]
		i [n][m]int
		_ func(a func(b int)) (c int)
	}
)

var a = []func(){func() {}, nil}[0]
var b = *(*int)(p)
var c = **(**int)(p).f
var d = <-chan int(x)
var e = (<-chan int)(x)
var f = <-(<-chan int)(x)
var g = a[b](c)[d, e](f)
var h = [...]T{{1}, 2: {3}, {}: {}}
var i = x.(interface{ m() }).m
var j = new(a+b) + new(T{1}).x + make(1, 2)
var k = func(a int) (b int) { return }(1)
var l = struct{ a int }{1}.a
var m = &[]int{1}[0]
var n = -+^!*&x
var o = map[string]map[int][]T{"a": {1: {{b: c}}}}
var q = x[[]int, map[string]int, func(a int), *T, struct{}, interface{}, chan int](1)
var r = interface{}(nil) == (func())(nil)
var s = a &^ b & ^c << d % e
var t, u, v = 0x_1p-2, 'a', `
` + "\x00"
var w = [2]int{}[:1:2][1:][:]
var x = T[int]{}.m
var y = a.b[c].d(e...)
var z = chan int(nil)

const (
	_, aa = iota, 1
	_, _
	bb int = 2
	cc
)

func (T) ma()               {}
func (*T) mb()              {}
func (t (*T)) mc()          {}
func (t *(T)) md()          {}
func (t *T[_, P]) me(int)   {}
func (T[P],) mf(a, b int,)  {}
func fa(a []int, b [n]int, c T[int], d [n]T[int], e ...func(int) bool)
func fb([]int, [n]int, T[int], ...*T) (_ int)
func fc[P any](P) (P)
func fd[P *C, Q interface{ int }, R int | ~string,](a, b func(P), c struct{ d Q })
func fe() interface{ m() } { return nil }

func statements() {
	if x := (T{}); x == (T{}) {
	} else if y := f(T{}, func() T { return T{} }); y {
	} else {
	}
	if x == [2]int{1} || (struct{}{}) == y {
	}
	for range x {
	}
	for x := range []int{1} {
	}
	for a[0], b.c = range (map[T]int{}) {
	}
	for i := 0; i < len([]int{}); i++ {
	}
	for ; ; {
	}
	for ; x; {
	}
	for x {
	}
	for i := range 10 {
	}
	switch {
	}
	switch x := y; {
	default:
	}
	switch x := y; x {
	case 1, 2:
		fallthrough
	case (T{}):
		break
	}
	switch x.(type) {
	case nil, []int, *T, func(int), T[int], map[string]int, chan<- int, interface{}:
	}
	switch y := z; x := y.(type) {
	default:
	case T:
	}
	switch f := func() {}; f := (interface{}(f)).(type) {
	}
	select {
	case <-x:
	case x <- y:
	case a, b = <-x:
	case a := <-x:
	case a[f(T{})] = (<-x):
	default:
	}
	{
	}
	;
	;x()
L:
	for {
		break L
		continue L
	}
M:
	;
	goto M
	go func() {}()
	defer x.y(z...)
	x++
	*p--
	x <- <-y
	x, y = y, x
	x &^= 1
	x <<= 2
	(x) = (*p).q
	var ()
	const a, b = 1, 2
	type (
		T int
		U[P any] = []P
	)
	var x, y int = 1, 2
	return x, func() (int, error) { return 1, nil }
N:
}
