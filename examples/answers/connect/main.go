// Reads from a Connect server stream and closes it.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"connectrpc.com/connect"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

func main() {
	client := connect.NewClient[wrapperspb.StringValue, wrapperspb.StringValue](
		&http.Client{Transport: &http.Transport{ForceAttemptHTTP2: true}}, os.Args[1], connect.WithGRPC())
	stream, err := client.CallServerStream(context.Background(), connect.NewRequest(wrapperspb.String("hello")))
	if err != nil {
		fmt.Println(err)
		return
	}
	if stream.Receive() {
		fmt.Println(stream.Msg().GetValue())
	}
	if err := stream.Close(); err != nil {
		fmt.Println(err)
	}
}
