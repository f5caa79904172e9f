package talk

import (
	"encoding/binary"
	"fmt"
)

// stampEvery is how far the numbers in a message are apart: a page. One that was torn between two pages, or came with
// parts of another, is found out; looking at every byte would cost more than moving it.
const stampEvery = 4096

// stamp writes the number of a message to its beginning, to every page of it, and to its end.
func stamp(b []byte, n uint64) {
	for at := 0; at+8 <= len(b); at += stampEvery {
		binary.LittleEndian.PutUint64(b[at:], n)
	}
	binary.LittleEndian.PutUint64(b[len(b)-8:], n)
}

// checkStamp says what is wrong with a message that has to be number n.
func checkStamp(b []byte, size int, n uint64) error {
	if len(b) != size {
		return fmt.Errorf("message %d has %d bytes, %d expected", n, len(b), size)
	}
	for at := 0; at+8 <= len(b); at += stampEvery {
		if got := binary.LittleEndian.Uint64(b[at:]); got != n {
			return fmt.Errorf("message %d says at byte %d that it is number %d", n, at, got)
		}
	}
	if got := binary.LittleEndian.Uint64(b[size-8:]); got != n {
		return fmt.Errorf("message %d says at its end that it is number %d", n, got)
	}
	return nil
}
