// Command tiny has one of each: an interface call of which VTA knows too much, a function value, a generic method, a
// deferred and a started call, and a promoted method.
package main

type speaker interface{ speak() }

type dog struct{ name string }

func (d *dog) speak() { print(d.name) }

type cat struct{}

func (cat) speak() {}

type puppy struct {
	*dog
	age int
}

type box[T any] struct{ value T }

func (b *box[T]) get() T { return b.value }

type holder struct{ s speaker }

func each[T any](list []T, f func(T)) {
	for _, v := range list {
		f(v)
	}
}

func main() {
	first, second := holder{&dog{"rex"}}, holder{cat{}}
	first.s.speak()
	second.s.speak()
	p := puppy{&dog{"bob"}, 1}
	defer p.speak()
	go func() { p.speak() }()
	each([]int{1}, func(int) {})
	b := box[*dog]{p.dog}
	b.get().speak()
}
