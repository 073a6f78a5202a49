// Opens a gRPC stream, sends, half-closes, receives, and closes the connection.
package main

import (
	"context"
	"fmt"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

func main() {
	conn, err := grpc.NewClient(os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer conn.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	stream, err := conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}, "/echo.Echo/Talk")
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := stream.SendMsg(wrapperspb.String("hello")); err != nil {
		fmt.Println(err)
	}
	if err := stream.CloseSend(); err != nil {
		fmt.Println(err)
	}
	answer := new(wrapperspb.StringValue)
	if err := stream.RecvMsg(answer); err != nil {
		fmt.Println(err)
	}
	fmt.Println(answer.GetValue())
}
