//go:build unix

package talk

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
)

// serve is the whole life of a peer process: it follows orders until standard input ends. It returns the exit status.
func serve(role string) int {
	signal.Ignore(os.Interrupt)
	runtime.LockOSThread()
	far, largest, err := peerSide(role)
	if err != nil {
		fmt.Fprintln(os.Stderr, "corerace talk:", err)
		return 2
	}
	if err := far.ready(largest); err != nil {
		os.Stdout.Write(reply{failed: err.Error()}.append(nil))
		return 1
	}
	out := reply{}.append(nil) // it is there
	in := make([]byte, orderBytes)
	for {
		if _, err := os.Stdout.Write(out); err != nil {
			return 1
		}
		if _, err := io.ReadFull(os.Stdin, in); err != nil {
			return 0 // the parent is done
		}
		out = out[:0]
		o, err := parseOrder(in)
		r := reply{}
		if err == nil {
			r.digest, err = far.follow(o)
		}
		if err != nil {
			os.Stdout.Write(reply{failed: err.Error()}.append(out))
			far.hangUp()
			return 1
		}
		out = r.append(out)
	}
}

// peerSide is the side that a role asks for, over what the parent handed down, and the bytes of its largest message.
func peerSide(role string) (far side, largest int, err error) {
	by, number, _ := strings.Cut(role, " ")
	largest, err = strconv.Atoi(number)
	if err != nil || largest < MinSize || largest > MaxSize {
		return nil, 0, fmt.Errorf("no such role: %.40q", role)
	}
	if by != byPipe && by != bySocketpair {
		far, err = peerMemory(by, largest)
		return far, largest, err
	}
	l, err := blocking(fileLink{os.NewFile(firstFD, "in"), os.NewFile(firstFD+1, "out")})
	l.raw = true
	return newTalker(l), largest, err
}
