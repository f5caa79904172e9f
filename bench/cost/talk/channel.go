package talk

import (
	"errors"
	"sync"
)

// channelDepth is how many messages a channel holds.
const channelDepth = 16

var errHungUp = errors.New("the other side has hung up")

// A channelLink hands slices over: nothing is copied, which is what threads can do and processes can't.
type channelLink struct {
	out chan<- []byte
	in  <-chan []byte
	end *sync.Once
}

func newChannels() (near, far link) {
	to, fro := make(chan []byte, channelDepth), make(chan []byte, channelDepth)
	return channelLink{to, fro, new(sync.Once)}, channelLink{fro, to, new(sync.Once)}
}

func (l channelLink) send(b []byte) error {
	l.out <- b
	return nil
}

func (l channelLink) recv([]byte) ([]byte, error) {
	b, ok := <-l.in
	if !ok {
		return nil, errHungUp
	}
	return b, nil
}

func (l channelLink) depth() int { return channelDepth }

// hangUp also takes what the other side still sends, so that it doesn't wait for ever before it learns.
func (l channelLink) hangUp() {
	l.end.Do(func() {
		close(l.out)
		go func() {
			for range l.in {
			}
		}()
	})
}
