package class

import (
	"crypto/rand"
	"crypto/subtle"
	"io"
	"log"
)

// newToken makes a token that nobody guesses.
func newToken() string { return rand.Text() }

// equal compares two tokens in a time that doesn't tell where they differ.
func equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// quietLog drops what net/http says of clients that break off or speak something else.
func quietLog() *log.Logger { return log.New(io.Discard, "", 0) }
