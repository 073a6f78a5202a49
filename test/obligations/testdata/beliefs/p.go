package beliefs

import (
	"context"
	"errors"
	"io"
	"net/http"
)

// What a function closes on one way it has to close on the others, whatever the call that gave it is called.

type snapshot interface {
	Lookup(key string) (string, error)
	Release()
}

type engine interface {
	Snapshot() (snapshot, error)
	Current() (snapshot, error)
}

func lookup(db engine, key string) (string, error) {
	view, err := db.Snapshot() // want not-released-on-path
	if err != nil {
		return "", err
	}
	value, err := view.Lookup(key)
	if err != nil {
		return "", err
	}
	view.Release()
	return value, nil
}

func lookupAndRelease(db engine, key string) (string, error) {
	view, err := db.Snapshot()
	if err != nil {
		return "", err
	}
	defer view.Release()
	return view.Lookup(key)
}

// Only looked at: nobody lets go of it, so nothing says that it has to be.
func peek(db engine, key string) (string, error) {
	view, err := db.Current()
	if err != nil {
		return "", err
	}
	return view.Lookup(key)
}

type reading struct{ view snapshot }

func (r *reading) Close() { r.view.Release() }

func startReading(db engine, check func() error) (*reading, error) {
	view, err := db.Snapshot() // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err := check(); err != nil {
		return nil, err
	}
	return &reading{view: view}, nil
}

func startReadingChecked(db engine, check func() error) (*reading, error) {
	if err := check(); err != nil {
		return nil, err
	}
	view, err := db.Snapshot()
	if err != nil {
		return nil, err
	}
	return &reading{view: view}, nil
}

// A response comes from whatever asks for it.

type getter interface {
	Fetch(ctx context.Context, url string) (*http.Response, error)
	Response() (*http.Response, error)
}

func status(ctx context.Context, from getter, url string) (int, error) {
	resp, err := from.Fetch(ctx, url) // want never-released
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func closedStatus(ctx context.Context, from getter, url string) (int, error) {
	resp, err := from.Fetch(ctx, url)
	if err != nil {
		return 0, err
	}
	resp.Body.Close()
	return resp.StatusCode, nil
}

func keptStatus(from getter) (int, error) {
	resp, err := from.Response()
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

// Something to write to that comes with an error has been opened for its caller; what is committed has ended.

type blobWriter interface {
	io.WriteCloser
	Commit(ctx context.Context) error
}

type blobs interface {
	Writer(ctx context.Context, name string) (blobWriter, error)
	Reader(name string) (io.ReadCloser, error)
}

func copyBlob(ctx context.Context, from blobs, name string) error {
	in, err := from.Reader(name) // want never-released
	if err != nil {
		return err
	}
	out, err := from.Writer(ctx, name+".copy") // want not-released-on-path
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return errors.Join(errors.New("copying"), err)
	}
	return out.Commit(ctx)
}

func copyBlobAndClose(ctx context.Context, from blobs, name string) error {
	in, err := from.Reader(name)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := from.Writer(ctx, name+".copy")
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Commit(ctx)
}

// What works on a writer that it is given holds nothing besides.

type compressor interface {
	Compress(to io.Writer) (io.WriteCloser, error)
}

func compress(with compressor, to io.Writer, text []byte) error {
	out, err := with.Compress(to)
	if err != nil {
		return err
	}
	if _, err := out.Write(text); err != nil {
		return err
	}
	return out.Close()
}
