package talk

import (
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

func TestTheLockLetsOneInAtATime(t *testing.T) {
	s, err := newShared(4096)
	if err != nil {
		t.Skip(err)
	}
	defer s.close()
	near, _ := lockLinks(make([]byte, 2*boxBytes(8)), 8)
	defer withSpareP()()
	inside, sum := 0, 0
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 2000 {
				near.out.lock()
				inside++
				if inside != 1 {
					t.Error("two are inside")
				}
				sum++
				inside--
				near.out.unlock()
			}
		})
	}
	all.Wait()
	if sum != 8000 {
		t.Errorf("%d of 8000 were inside", sum)
	}
}

func TestARingDoesNotBelieveItsOtherSide(t *testing.T) {
	mem := make([]byte, ringsBytes)
	near, far := ringLinks(mem)
	near.in.head.word.Store(ringBytes + 1)
	if _, err := near.recv(make([]byte, 8)); err == nil || !strings.Contains(err.Error(), "the ring holds 65537 bytes") {
		t.Error(err)
	}
	near.out.tail.word.Store(5) // read before it was written
	if err := near.send(make([]byte, 8)); err == nil || !strings.Contains(err.Error(), "at most 65536") {
		t.Error(err)
	}
	far.hangUp()
	if _, err := far.recv(make([]byte, 8)); err == nil {
		t.Error("a ring that was hung up gives something")
	}
}

func TestABoxDoesNotBelieveItsOtherSide(t *testing.T) {
	near, far := lockLinks(make([]byte, 2*boxBytes(64)), 64)
	if err := near.send(make([]byte, 16)); err != nil {
		t.Fatal(err)
	}
	far.in.size = 1 << 30
	if _, err := far.recv(make([]byte, 16)); err == nil ||
		!strings.Contains(err.Error(), "a message of 1073741824 bytes") {
		t.Error(err)
	}
	far.hangUp()
	if _, err := near.recv(make([]byte, 8)); err == nil {
		t.Error("a box that was hung up gives something")
	}
}

// Whatever stands in the memory, reading from a ring ends with bytes or with an error, and never outside of it.
func FuzzRing(f *testing.F) {
	f.Add(uint32(0), uint32(0), 8)
	f.Add(uint32(1<<31), uint32(1<<31-5), 100)
	f.Add(^uint32(0), uint32(3), ringBytes)
	f.Fuzz(func(t *testing.T, head, tail uint32, n int) {
		mem := make([]byte, ringsBytes)
		near, _ := ringLinks(mem)
		near.in.head.word.Store(head)
		near.in.tail.word.Store(tail)
		near.in.closed.Store(1)
		if n < 0 || n > 4*ringBytes {
			return
		}
		if _, err := near.recv(make([]byte, n)); err == nil && n > 0 && uint32(n) > head-tail {
			t.Errorf("%d bytes were read of %d", n, head-tail)
		}
	})
}

func TestAPeerThatDiesIsAnErrorSoon(t *testing.T) {
	for _, w := range Ways() {
		if w.Between != Processes {
			continue
		}
		t.Run(w.Name, func(t *testing.T) {
			p := opened(t, w, nil).(*peerPair)
			time.AfterFunc(20*time.Millisecond, func() { syscall.Kill(p.cmd.Process.Pid, syscall.SIGKILL) })
			began := time.Now()
			var err error
			for err == nil {
				_, err = p.exchange(t.Context(), order{trip, 8, 2000})
			}
			if !strings.Contains(err.Error(), "is gone") && !strings.Contains(err.Error(), "hung up") {
				t.Error(err)
			}
			if took := time.Since(began); took > replyWithin/2 {
				t.Errorf("it took %v, which is a time-out and not the news of a death", took)
			}
		})
	}
}
