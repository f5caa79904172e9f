package talk

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A pattern is how messages go.
type pattern uint8

const (
	trip   pattern = iota + 1 // to and fro, one at a time
	stream                    // one way, as fast as it goes, with one answer at the end
)

// An order is one exchange: it is told to the other side, and both do their parts.
type order struct {
	pattern pattern
	size    int // bytes of a message
	count   int // messages
}

// maxCount bounds the messages of an exchange.
const maxCount = 1 << 22

func (o order) check() error {
	switch {
	case o.pattern != trip && o.pattern != stream:
		return fmt.Errorf("no such pattern: %d", o.pattern)
	case o.size < MinSize || o.size > MaxSize:
		return fmt.Errorf("a message of %d bytes: %d to %d expected", o.size, MinSize, MaxSize)
	case o.count < 1 || o.count > maxCount:
		return fmt.Errorf("%d messages: 1 to %d expected", o.count, maxCount)
	}
	return nil
}

// orderBytes is the length of an order on a pipe: the pattern, seven zeros, the size, the count.
const orderBytes = 24

func (o order) append(b []byte) []byte {
	b = append(b, byte(o.pattern), 0, 0, 0, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint64(b, uint64(o.size))
	return binary.LittleEndian.AppendUint64(b, uint64(o.count))
}

// parseOrder reads an order. What isn't one is an error.
func parseOrder(b []byte) (order, error) {
	if len(b) != orderBytes || b[1]|b[2]|b[3]|b[4]|b[5]|b[6]|b[7] != 0 {
		return order{}, errors.New("not an order")
	}
	size, count := binary.LittleEndian.Uint64(b[8:]), binary.LittleEndian.Uint64(b[16:])
	if size > MaxSize || count > maxCount {
		return order{}, errors.New("not an order: impossible numbers")
	}
	o := order{pattern(b[0]), int(size), int(count)}
	return o, o.check()
}

// A reply is what the other side says at the end of its part: a number that both must agree on, or what went wrong.
type reply struct {
	digest uint64
	failed string
}

// replyBytes is the length of a reply's head on a pipe: the digest and the length of the text, which follows.
const (
	replyBytes = 16
	maxFailed  = 1024
)

func (r reply) append(b []byte) []byte {
	text := r.failed[:min(len(r.failed), maxFailed)]
	b = binary.LittleEndian.AppendUint64(b, r.digest)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(text)))
	return append(b, text...)
}

// parseReplyHead reads the head of a reply, and returns how long the text after it is.
func parseReplyHead(b []byte) (digest uint64, text int, err error) {
	if len(b) != replyBytes {
		return 0, 0, errors.New("not a reply")
	}
	n := binary.LittleEndian.Uint64(b[8:])
	if n > maxFailed {
		return 0, 0, fmt.Errorf("not a reply: a text of %d bytes, at most %d expected", n, maxFailed)
	}
	return binary.LittleEndian.Uint64(b), int(n), nil
}
