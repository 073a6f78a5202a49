// Package greet is the client side of greet.GreetService in the shape that protoc-gen-go-triple gives such a stub. It
// is written by hand, with one bidi method and string values as messages, so that no protoc is needed to build it.
package greet

import (
	"context"
	"net/http"

	"dubbo.apache.org/dubbo-go/v3/client"
	"dubbo.apache.org/dubbo-go/v3/protocol/triple/triple_protocol"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// The runtime that this stub is written for.
const _ = triple_protocol.IsAtLeastVersion0_1_0

const (
	// GreetServiceName is the service's full name.
	GreetServiceName = "greet.GreetService"
	// GreetServiceGreetStreamProcedure is the route of the method GreetStream.
	GreetServiceGreetStreamProcedure = "/greet.GreetService/GreetStream"
)

var (
	_ GreetService                   = (*GreetServiceImpl)(nil)
	_ GreetService_GreetStreamClient = (*GreetServiceGreetStreamClient)(nil)
)

// GreetService is what a caller of the service sees.
type GreetService interface {
	GreetStream(ctx context.Context, opts ...client.CallOption) (GreetService_GreetStreamClient, error)
}

// NewGreetService refers to the service through cli.
func NewGreetService(cli *client.Client, opts ...client.ReferenceOption) (GreetService, error) {
	conn, err := cli.DialWithInfo(GreetServiceName, &GreetService_ClientInfo, opts...)
	if err != nil {
		return nil, err
	}
	return &GreetServiceImpl{conn: conn}, nil
}

// GreetServiceImpl calls the service over one connection of dubbo-go's client.
type GreetServiceImpl struct {
	conn *client.Connection
}

// GreetStream opens a bidi stream.
func (c *GreetServiceImpl) GreetStream(ctx context.Context, opts ...client.CallOption) (GreetService_GreetStreamClient, error) {
	stream, err := c.conn.CallBidiStream(ctx, "GreetStream", opts...)
	if err != nil {
		return nil, err
	}
	rawStream := stream.(*triple_protocol.BidiStreamForClient)
	return &GreetServiceGreetStreamClient{rawStream}, nil
}

// GreetService_GreetStreamClient is the stream as a caller sees it. It has no Conn.
type GreetService_GreetStreamClient interface {
	Spec() triple_protocol.Spec
	Peer() triple_protocol.Peer
	Send(*wrapperspb.StringValue) error
	RequestHeader() http.Header
	CloseRequest() error
	Recv() (*wrapperspb.StringValue, error)
	ResponseHeader() http.Header
	ResponseTrailer() http.Header
	CloseResponse() error
}

// GreetServiceGreetStreamClient gives the stream typed messages; CloseRequest and CloseResponse are promoted.
type GreetServiceGreetStreamClient struct {
	*triple_protocol.BidiStreamForClient
}

// Send sends one message.
func (cli *GreetServiceGreetStreamClient) Send(msg *wrapperspb.StringValue) error {
	return cli.BidiStreamForClient.Send(msg)
}

// Recv waits for one message.
func (cli *GreetServiceGreetStreamClient) Recv() (*wrapperspb.StringValue, error) {
	msg := new(wrapperspb.StringValue)
	if err := cli.BidiStreamForClient.Receive(msg); err != nil {
		return nil, err
	}
	return msg, nil
}

// GreetService_ClientInfo tells dubbo-go what the service is called and which methods it has.
var GreetService_ClientInfo = client.ClientInfo{
	InterfaceName: GreetServiceName,
	MethodNames:   []string{"GreetStream"},
	ConnectionInjectFunc: func(dubboCliRaw interface{}, conn *client.Connection) {
		dubboCli := dubboCliRaw.(*GreetServiceImpl)
		dubboCli.conn = conn
	},
}
