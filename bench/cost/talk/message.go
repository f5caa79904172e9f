package talk

import (
	"encoding/binary"
	"fmt"
)

// stampEvery is how far the numbers in a message are apart: a page. One that was torn between two pages, or came with
// parts of another, is found out; looking at every byte would cost more than moving it.
const stampEvery = 4096

// stamps are where the numbers of a message of a size stand: at its beginning, on every page of it, and at its end. The
// last is left out where it would overlap.
func stamps(size int, at func(i int) error) error {
	i := 0
	for ; i+8 <= size; i += stampEvery {
		if err := at(i); err != nil {
			return err
		}
	}
	if i-stampEvery+8 > size-8 {
		return nil
	}
	return at(size - 8)
}

// stamp writes the number of a message wherever it stands.
func stamp(b []byte, n uint64) {
	stamps(len(b), func(i int) error {
		binary.LittleEndian.PutUint64(b[i:], n)
		return nil
	})
}

// checkStamp says what is wrong with a message that has to be number n.
func checkStamp(b []byte, size int, n uint64) error {
	if len(b) != size {
		return fmt.Errorf("message %d has %d bytes, %d expected", n, len(b), size)
	}
	return stamps(size, func(i int) error {
		if got := binary.LittleEndian.Uint64(b[i:]); got != n {
			return fmt.Errorf("message %d says at byte %d that it is number %d", n, i, got)
		}
		return nil
	})
}
