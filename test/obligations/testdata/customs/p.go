// Package customs takes from what else is done with something that it has to be let go of.
package customs

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"

	"example.com/missing/manifest"
)

type inner interface {
	Next() bool
	Key() []byte
	Release()
}

type source interface{ NewIter(from, to []byte) inner }

type iterator struct {
	name string
	inner
}

type store struct{ source source }

func (s *store) GetIterator(from, to []byte) (*iterator, error) {
	it := s.source.NewIter(from, to)
	if !it.Next() {
		it.Release()
		return nil, errors.New("empty")
	}
	return &iterator{"all", it}, nil
}

func (s *store) first() error {
	it, err := s.GetIterator(nil, nil)
	if err != nil {
		return err
	}
	defer it.Release()
	return nil
}

func (s *store) count() (n int, err error) {
	it, err := s.GetIterator(nil, nil)
	if err != nil {
		return 0, err
	}
	defer it.Release()
	for it.Next() {
		n++
	}
	return n, nil
}

func (s *store) print() error {
	it, err := s.GetIterator(nil, nil) // want never-released
	if err != nil {
		return err
	}
	for it.Next() {
		println(it.Key())
	}
	return nil
}

// What is given back behind an interface is made anew, and its release does something.
type writer interface {
	io.WriteCloser
	Result() (string, error)
}

type fileWriter struct{ sink io.WriteCloser }

func (w *fileWriter) Write(p []byte) (int, error) { return w.sink.Write(p) }
func (w *fileWriter) Close() error                { return w.sink.Close() }
func (w *fileWriter) Result() (string, error)     { return "", nil }

type manager struct{ sink io.WriteCloser }

func (m *manager) NewWriter(name string) writer { return &fileWriter{sink: m.sink} }

func (m *manager) copy(r io.Reader) error {
	w := m.NewWriter("copy")
	defer w.Close()
	_, err := io.Copy(w, r)
	return err
}

func (m *manager) encode(v any) (string, error) {
	w := m.NewWriter("json") // want never-released
	if err := json.NewEncoder(w).Encode(v); err != nil {
		return "", err
	}
	return w.Result()
}

// How to close it is handed on, where nothing fails.
type card interface {
	Sign() ([]byte, error)
	Close()
}

type slots interface {
	Get(slot string) (card, error)
}

type signer struct {
	signature []byte
	close     func()
}

func sign(s slots, slot string) (*signer, error) {
	key, err := s.Get(slot) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	signature, err := key.Sign()
	if err != nil {
		return nil, err
	}
	return &signer{signature: signature, close: key.Close}, nil
}

func signOK(s slots, slot string) (*signer, error) {
	key, err := s.Get(slot)
	if err != nil {
		return nil, err
	}
	signature, err := key.Sign()
	if err != nil {
		key.Close()
		return nil, err
	}
	return &signer{signature: signature, close: key.Close}, nil
}

// An archive only reads.
func firstName(name string) (string, error) {
	f, err := os.Open(name) // want never-released
	if err != nil {
		return "", err
	}
	header, err := tar.NewReader(f).Next()
	if err != nil {
		return "", err
	}
	return header.Name, nil
}

func firstNameOK(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	header, err := tar.NewReader(f).Next()
	if err != nil {
		return "", err
	}
	return header.Name, nil
}

// Of a module that is not here it is known that it parses.
func parsed(name string) (any, error) {
	f, err := os.Open(name) // want never-released
	if err != nil {
		return nil, err
	}
	return manifest.ParseManifest(f)
}

func parsedOK(name string) (any, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return manifest.ParseManifest(f)
}

// With its body left, the connection is never idle.
func posted(url string) (int, error) {
	client := &http.Client{Transport: &http.Transport{}}
	resp, err := client.Get(url) // want never-released
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// A flag that is tested once says whether the place was taken.
func limited(slots chan struct{}, late <-chan struct{}, work func()) bool {
	isLate := false
	select {
	case slots <- struct{}{}:
	case <-late:
		isLate = true
	}
	if isLate {
		return false
	}
	work()
	<-slots
	return true
}

// What closes something of a module that is not here owns it.
type table struct{ db *manifest.DB }

func openTable(dir string) (t *table, err error) {
	t = &table{}
	if t.db, err = manifest.OpenDB(dir); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *table) Close() { t.db.Close() }

type server struct {
	tables *table
	other  *table
	log    io.Closer
}

func (s *server) Start(dir string) (err error) {
	if s.tables, err = openTable(dir); err != nil { // want owner-never-releases
		return err
	}
	s.other, err = openTable(dir)
	return err
}

func (s *server) Shutdown() error {
	s.other.Close()
	return s.log.Close()
}
