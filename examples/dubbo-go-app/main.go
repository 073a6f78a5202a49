// Command dubbo-go-app has the conversation of dubbo-go-bidi through the whole of dubbo-go: its client package, its
// registered protocols and clusters, and a service stub. This is what an application looks like from outside.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"dubbo.apache.org/dubbo-go/v3/client"
	_ "dubbo.apache.org/dubbo-go/v3/imports"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"example.com/dubbo-go-app/greet"
)

func main() {
	address := flag.String("address", "127.0.0.1:20000", "host and port of a server with greet.GreetService")
	flag.Parse()
	if err := talk(context.Background(), *address); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// talk opens the stream, sends, receives, and closes the request side and then the response side.
func talk(ctx context.Context, address string) error {
	cli, err := client.NewClient(client.WithClientURL(address), client.WithClientProtocolTriple())
	if err != nil {
		return fmt.Errorf("make the client: %w", err)
	}
	service, err := greet.NewGreetService(cli)
	if err != nil {
		return fmt.Errorf("refer to the service: %w", err)
	}
	stream, err := service.GreetStream(ctx)
	if err != nil {
		return fmt.Errorf("open the stream: %w", err)
	}
	if err := stream.Send(wrapperspb.String("hello")); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	answer, err := stream.Recv()
	if err != nil {
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
