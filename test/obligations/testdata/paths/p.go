// Guards, defers and ways out.
package paths

import (
	"errors"
	"io"
	"log"
	"net"
	"os"
)

func checkedLater(name string) error {
	f, err := os.Open(name)
	if err == nil {
		defer f.Close()
	}
	return err
}

func nilChecked(name string) {
	f, _ := os.Open(name)
	if f != nil {
		f.Close()
	}
}

func sentinel(name string) (*os.File, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return f, err
}

func switched(name string) error {
	f, err := os.Open(name)
	switch {
	case os.IsNotExist(err):
		return nil
	case err != nil:
		return err
	}
	defer f.Close()
	return nil
}

func fatal(name string) string {
	f, err := os.Open(name)
	if err != nil {
		log.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		log.Fatalf("%v", err)
	}
	f.Close()
	return string(b)
}

func onError(name string) (_ *os.File, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	if _, err = f.WriteString("x"); err != nil {
		return nil, err
	}
	return f, nil
}

func onErrorForgotten(name string) (err error) {
	f, err := os.Open(name) // want not-released-on-path
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
		}
	}()
	_, err = f.WriteString("x")
	return err
}

func flag(name string, keep bool) *os.File {
	f, err := os.Open(name)
	if err != nil {
		return nil
	}
	isKept := false
	defer func() {
		if !isKept {
			f.Close()
		}
	}()
	if keep {
		isKept = true
		return f
	}
	return nil
}

func jumps(name string) error {
	f, err := os.Open(name) // want not-released-on-path
	if err != nil {
		return err
	}
	if _, err = f.Stat(); err != nil {
		goto failed
	}
	return f.Close()
failed:
	return err
}

func closedOnJump(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	if _, err = f.Stat(); err != nil {
		goto done
	}
done:
	f.Close()
	return err
}

func same(name string, isOpen bool) error {
	var f *os.File
	var err error
	if isOpen {
		f, err = os.Open(name)
		if err != nil {
			return err
		}
	}
	if isOpen {
		f.Close()
	}
	return nil
}

func deferredClosure(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	stop := func() {
		_ = conn.Close()
	}
	defer stop()
	_, err = conn.Write(nil)
	return err
}

func discarded(name string) {
	os.Create(name) // want never-released
}

func panics(name string) *os.File {
	f, err := os.Open(name)
	if err != nil {
		panic(err)
	}
	if f.Name() == "" {
		panic("no name")
	}
	return f
}

func early(names []string) error {
	for _, name := range names {
		f, err := os.Open(name) // want not-released-on-path
		if err != nil {
			return err
		}
		if f.Name() == "skip" {
			continue
		}
		f.Close()
	}
	return nil
}

// What is deferred before sees what the variable holds at the end.

func openLate(name string, check func(*os.File) error) (_ *os.File, err error) {
	var file *os.File
	defer func() {
		if err != nil && file != nil {
			file.Close()
		}
	}()
	file, err = os.Open(name)
	if err != nil {
		return nil, err
	}
	if err := check(file); err != nil {
		return nil, errors.New("refused")
	}
	return file, nil
}

func openLater(name string, check func(string) error) (_ *os.File, err error) {
	var file *os.File
	if name == "" {
		defer func() { file.Close() }()
		name = "default"
	}
	file, err = os.Open(name) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err := check(name); err != nil {
		return nil, errors.New("refused")
	}
	return file, nil
}

// A constructor gives nil for what cannot be, and nobody asks.

type wrapped struct{ file *os.File }

func (w *wrapped) Close() error { return w.file.Close() }

func wrap(file *os.File) *wrapped {
	if _, err := file.Stat(); err != nil {
		return nil
	}
	return &wrapped{file: file}
}

func openWrapped(name string) (*wrapped, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return wrap(file), nil
}

func openAndAsk(name string) (*wrapped, error) {
	file, err := os.Open(name) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	w := wrap(file)
	if w == nil {
		return nil, errors.New("cannot be read")
	}
	return w, nil
}
