// Locks of types that are not the standard library's.
package locks

import (
	"errors"
	"sync"
)

type checked struct{ mu sync.Mutex }

func (c *checked) Lock()   { c.mu.Lock() }
func (c *checked) Unlock() { c.mu.Unlock() }

type store struct {
	mu   checked
	any  sync.Locker
	data map[string]int
}

func (s *store) get(name string) (int, error) {
	s.mu.Lock() // want no-waker
	n, ok := s.data[name]
	if !ok {
		return 0, errors.New("none")
	}
	s.mu.Unlock()
	return n, nil
}

func (s *store) getOK(name string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.data[name]
	if !ok {
		return 0, errors.New("none")
	}
	return n, nil
}

func (s *store) other(name string) (int, error) {
	s.any.Lock() // want no-waker
	n, ok := s.data[name]
	if !ok {
		return 0, errors.New("none")
	}
	s.any.Unlock()
	return n, nil
}

func (s *store) twice(name string) int {
	s.mu.Lock() // want no-waker
	defer s.mu.Lock()
	return s.data[name]
}
