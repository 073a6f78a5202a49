// Files, archives, processes.
package files

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

func write(name string, data []byte) error {
	f, err := os.Create(name) // want not-released-on-path
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return err
	}
	return f.Close()
}

func writeSync(name string, data []byte) error {
	f, err := os.Create(name) // want not-released-on-path
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return err
	}
	return f.Close()
}

func scan(name string) (n int, err error) {
	f, err := os.Open(name) // want never-released
	if err != nil {
		return 0, err
	}
	s := bufio.NewScanner(f)
	for s.Scan() {
		n++
	}
	return n, s.Err()
}

func loop(names []string) error {
	for _, name := range names {
		f, err := os.Open(name) // want not-released-on-path
		if err != nil {
			return err
		}
		b, err := io.ReadAll(f)
		if err != nil {
			return err
		}
		if len(b) == 0 {
			continue
		}
		f.Close()
	}
	return nil
}

func temp(dir string, data []byte) (string, error) {
	f, err := os.CreateTemp(dir, "x") // want never-released
	if err != nil {
		return "", err
	}
	if _, err := f.Write(data); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

func twoFiles(src, dst string) error {
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(dst) // want not-released-on-path
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}

func firstLeaks(src, dst string) error {
	in, err := os.Open(src) // want not-released-on-path
	if err != nil {
		return err
	}
	out, err := os.Create(dst)
	if err != nil {
		return err
	}
	defer in.Close()
	defer out.Close()
	_, err = io.Copy(out, in)
	return err
}

type log struct {
	f *os.File
	w *bufio.Writer
}

func openLog(name string) (*log, error) {
	f, err := os.OpenFile(name, os.O_RDWR, 0o600) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	l := &log{f: f, w: bufio.NewWriter(f)}
	if err := l.header(); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *log) header() error { _, err := l.w.WriteString("x"); return err }
func (l *log) Close() error  { return l.f.Close() }

func unzip(name string) error {
	r, err := zip.OpenReader(name) // want not-released-on-path
	if err != nil {
		return err
	}
	for _, f := range r.File {
		rc, err := f.Open() // want not-released-on-path
		if err != nil {
			return err
		}
		out, err := os.Create(filepath.Join("x", f.Name))
		if err != nil {
			return err
		}
		_, err = io.Copy(out, rc)
		out.Close()
		rc.Close()
		if err != nil {
			return err
		}
	}
	return r.Close()
}

func gz(name string) ([]byte, error) {
	f, err := os.Open(name) // want never-released
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return io.ReadAll(z)
}

func run(name string) error {
	cmd := exec.Command(name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil { // want not-released-on-path
		return err
	}
	if _, err := io.ReadAll(out); err != nil {
		return err
	}
	return cmd.Wait()
}

func runOK(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Wait()
}

func runOK2(name string) (*exec.Cmd, error) {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd, nil
}

func runOK3(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	go cmd.Wait()
	return nil
}

func detached(name string) error {
	cmd := exec.Command(name)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}

func pipes() (*os.File, error) {
	r, w, err := os.Pipe() // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if _, err := w.WriteString("x"); err != nil {
		r.Close()
		return nil, err
	}
	w.Close()
	return r, nil
}

func shadow(name string) (f *os.File, err error) {
	f, err = os.Open(name) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		f.Close()
		return nil, errors.New("directory")
	}
	return f, nil
}

func panics(name string) {
	f, err := os.Open(name)
	if err != nil {
		panic(err)
	}
	defer func() { _ = f.Close() }()
}

func cleanup(name string) (f *os.File, cleanup func(), err error) {
	f, err = os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	return f, func() { f.Close() }, nil
}

// A command uses the file that it writes to, and leaves it open.
func logTo(name string) error {
	out, err := os.Create(name) // want never-released
	if err != nil {
		return err
	}
	cmd := exec.Command("ls")
	cmd.Stdout = out
	cmd.Stderr = out
	return cmd.Run()
}

func logToAndClose(name string) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer out.Close()
	cmd := &exec.Cmd{Path: "/bin/true", Stdout: out, Stderr: out}
	return cmd.Run()
}

func logOf(name string, cmd *exec.Cmd) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	cmd.Stdout = out
	return nil
}

// Errors that are numbers: 0 is none.

type number int

func (n number) Error() string { return "failed" }

const broken number = 5

type handle struct{ file *os.File }

func (h *handle) Close() number {
	h.file.Close()
	return 0
}

func openNumbered(name string) (*handle, number) {
	file, err := os.Open(name)
	if err != nil {
		return nil, broken
	}
	return &handle{file}, 0
}

func numbered(name string, use func(*handle) bool) number {
	h, n := openNumbered(name)
	if n != 0 {
		return n
	}
	defer h.Close()
	if !use(h) {
		return broken
	}
	return 0
}

func numberedLeft(name string, use func() bool) number {
	h, n := openNumbered(name) // want not-released-on-path
	if n != 0 {
		return n
	}
	if !use() {
		return broken
	}
	return h.Close()
}
