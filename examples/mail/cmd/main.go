// Sends one line and closes the client.
package main

import "example.com/mail"

func main() {
	client, err := mail.Dial("mail.example.com:25")
	if err != nil {
		panic(err)
	}
	client.Send("hello")
	client.Close()
}
