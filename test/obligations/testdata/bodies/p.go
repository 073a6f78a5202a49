// Response bodies: statuses, retries, helpers, wrappers.
package bodies

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

type client struct {
	http *http.Client
	base string
}

func (c *client) status1(url string) error {
	resp, err := c.http.Get(url) // want not-released-on-path
	if err != nil {
		return err
	}
	if resp.StatusCode != 200 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	defer resp.Body.Close()
	_, err = io.ReadAll(resp.Body)
	return err
}

func (c *client) retry(req *http.Request) (*http.Response, error) {
	var resp *http.Response
	var err error
	for i := 0; i < 3; i++ {
		resp, err = c.http.Do(req) // want not-released-on-path
		if err == nil && resp.StatusCode < 500 {
			return resp, nil
		}
		time.Sleep(time.Second)
	}
	return nil, errors.New("too many")
}

func (c *client) retryOK(req *http.Request) (*http.Response, error) {
	for i := 0; i < 3; i++ {
		resp, err := c.http.Do(req)
		if err != nil {
			continue
		}
		if resp.StatusCode < 500 {
			return resp, nil
		}
		io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
	}
	return nil, errors.New("too many")
}

func (c *client) do(ctx context.Context, method string, body any) (*http.Response, error) {
	var buf bytes.Buffer
	if err := json.NewEncoder(&buf).Encode(body); err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base, &buf)
	if err != nil {
		return nil, err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func (c *client) ping(ctx context.Context) bool {
	resp, err := c.do(ctx, "GET", nil) // want never-released
	if err != nil {
		return false
	}
	return resp.StatusCode == 200
}

func (c *client) pingOK(ctx context.Context) bool {
	resp, err := c.do(ctx, "GET", nil)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == 200
}

func discarded(url string) error {
	_, err := http.Get(url) // want never-released
	return err
}

func discarded2(url string) {
	http.Get(url) // want never-released
}

func (c *client) gz(url string) ([]byte, error) {
	resp, err := http.Get(url) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	r, err := gzip.NewReader(resp.Body)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(r)
}

func decode(r io.Reader, v any) error { return json.NewDecoder(r).Decode(v) }

func (c *client) get(url string, v any) error {
	resp, err := http.Get(url) // want never-released
	if err != nil {
		return err
	}
	return decode(resp.Body, v)
}

func decodeClose(r io.ReadCloser, v any) error {
	defer r.Close()
	return json.NewDecoder(r).Decode(v)
}

func (c *client) getOK(url string, v any) error {
	resp, err := http.Get(url)
	if err != nil {
		return err
	}
	return decodeClose(resp.Body, v)
}

type wrapped struct{ *http.Response }

func (c *client) wrap(url string) (*wrapped, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return &wrapped{resp}, nil
}

func checkStatus(resp *http.Response) error {
	if resp.StatusCode >= 300 {
		return errors.New("bad")
	}
	return nil
}

func (c *client) checked(url string) ([]byte, error) {
	resp, err := http.Get(url) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if err := checkStatus(resp); err != nil {
		return nil, err
	}
	b, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	return b, err
}

func checkStatusClose(resp *http.Response) error {
	if resp.StatusCode >= 300 {
		resp.Body.Close()
		return errors.New("bad")
	}
	return nil
}

func (c *client) checkedOK(url string) ([]byte, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	if err := checkStatusClose(resp); err != nil {
		return nil, err
	}
	b, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	return b, err
}

// Body replaced by something that does not close it.
func (c *client) limited(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url) // want never-released
	if err != nil {
		return nil, err
	}
	return io.NopCloser(io.LimitReader(resp.Body, 10)), nil
}

type readCloser struct {
	io.Reader
	io.Closer
}

func (c *client) limitedOK(url string) (io.ReadCloser, error) {
	resp, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	return &readCloser{io.LimitReader(resp.Body, 10), resp.Body}, nil
}

// Switch on status.
func (c *client) switched(url string) ([]byte, error) {
	resp, err := http.Get(url) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	switch resp.StatusCode {
	case 200:
		defer resp.Body.Close()
		return io.ReadAll(resp.Body)
	case 404:
		return nil, nil
	default:
		return nil, errors.New("x")
	}
}

type transport struct{ next http.RoundTripper }

func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req) // want not-released-on-path
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == 401 {
		return nil, errors.New("unauthorized")
	}
	return resp, nil
}

func (t *transport) again(req *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(req) // want overwritten-before-release
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == 401 {
		resp, err = t.next.RoundTrip(req)
	}
	return resp, err
}
