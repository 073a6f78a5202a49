// Fetches a page through a client of its own, whose transport is wrapped so that each request is printed.
package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
)

// printed is a RoundTripper around another, and nothing more.
type printed struct {
	next http.RoundTripper
}

func (p printed) RoundTrip(request *http.Request) (*http.Response, error) {
	fmt.Println(request.Method, request.URL)
	return p.next.RoundTrip(request)
}

func fetch(url string) error {
	client := &http.Client{Transport: printed{&http.Transport{}}}
	defer client.CloseIdleConnections()
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(os.Stdout, response.Body)
	return err
}

func main() {
	if err := fetch(os.Args[1]); err != nil {
		fmt.Println(err)
	}
}
