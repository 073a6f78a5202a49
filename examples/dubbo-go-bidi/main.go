// Command dubbo-go-bidi opens one bidi stream with the Triple client of dubbo-go, says one thing, hears one answer,
// and closes both directions. Nothing in it closes the TCP connection: that is the question it is here for.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"

	triple "dubbo.apache.org/dubbo-go/v3/protocol/triple/triple_protocol"
	"golang.org/x/net/http2"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

const procedure = "/greet.GreetService/GreetStream"

func main() {
	address := flag.String("address", "127.0.0.1:20000", "host and port of a server with greet.GreetService")
	flag.Parse()
	if err := talk(context.Background(), *address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// newHTTPClient makes the client that the stream runs on: HTTP/2 without TLS, over a connection of our own dialling.
func newHTTPClient() *http.Client {
	transport := &http2.Transport{
		AllowHTTP: true,
		DialTLSContext: func(ctx context.Context, network, address string, _ *tls.Config) (net.Conn, error) {
			var dialer net.Dialer
			return dialer.DialContext(ctx, network, address)
		},
	}
	return &http.Client{Transport: transport}
}

// talk opens the stream, sends, receives, and closes the request side and then the response side.
func talk(ctx context.Context, address string) error {
	client := triple.NewClient(newHTTPClient(), "http://"+address+procedure)
	stream, err := client.CallBidiStream(ctx)
	if err != nil {
		return fmt.Errorf("open the stream: %w", err)
	}
	if err := stream.Send(wrapperspb.String("hello")); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("send: %w", err)
	}
	answer := new(wrapperspb.StringValue)
	if err := stream.Receive(answer); err != nil {
		return fmt.Errorf("receive: %w", err)
	}
	fmt.Println(answer.GetValue())
	if err := stream.CloseRequest(); err != nil {
		return fmt.Errorf("close the request side: %w", err)
	}
	if err := stream.CloseResponse(); err != nil {
		return fmt.Errorf("close the response side: %w", err)
	}
	return nil
}
