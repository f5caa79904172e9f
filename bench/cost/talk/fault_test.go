package talk

import (
	"strings"
	"testing"
)

// A faultyLink does to one message what a bad way would do to it.
type faultyLink struct {
	link
	fault string
	n     int
	last  []byte
}

func (l *faultyLink) send(b []byte) error {
	l.n++
	if l.n != 4 {
		l.last = append(l.last[:0], b...)
		return l.link.send(b)
	}
	switch l.fault {
	case "drops":
		return nil
	case "doubles":
		return l.link.send(append([]byte(nil), l.last...))
	case "tears":
		torn := append([]byte(nil), b...)
		copy(torn[len(b)/2:], l.last[len(b)/2:])
		return l.link.send(torn)
	case "tears a page out of":
		torn := append([]byte(nil), b...)
		copy(torn[stampEvery:2*stampEvery], l.last[stampEvery:])
		return l.link.send(torn)
	case "shortens":
		return l.link.send(b[:len(b)-1])
	}
	return l.link.send(b)
}

func TestABadWayIsAnErrorAndNotAFigure(t *testing.T) {
	for fault, want := range map[string]string{
		"drops":               "message 3 says at byte 0 that it is number 4",
		"doubles":             "message 3 says at byte 0 that it is number 2",
		"tears":               "that it is number 2",
		"tears a page out of": "message 3 says at byte 4096 that it is number 2",
		"shortens":            "message 3 has 9999 bytes, 10000 expected",
	} {
		near, far := newMutexLinks(0)
		p := newLocalPair(newTalker(&faultyLink{link: near, fault: fault}), newTalker(far), false)
		_, err := p.exchange(t.Context(), order{stream, 10_000, 20})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a way that %s a message: %v, %q expected", fault, err, want)
		}
		p.close()
		if fault == "drops" || fault == "shortens" {
			continue // a trip without its answer is one that the other side waits for, too
		}
		near, far = newMutexLinks(0)
		p = newLocalPair(newTalker(near), newTalker(&faultyLink{link: far, fault: fault}), false)
		if _, err := p.exchange(t.Context(), order{trip, 10_000, 20}); err == nil {
			t.Errorf("a way back that %s a message: no error", fault)
		}
		p.close()
	}
}

func TestStampsAreFoundOut(t *testing.T) {
	for _, size := range []int{8, 9, 16, 4096, 4100, 4104, 9000} {
		b := make([]byte, size)
		stamp(b, 1<<63+5)
		if err := checkStamp(b, size, 1<<63+5); err != nil {
			t.Errorf("%d bytes: %v", size, err)
		}
		for _, at := range []int{0, 7, max(7, size-8), min(size-8, size/stampEvery*stampEvery)} {
			b[at] ^= 1
			if err := checkStamp(b, size, 1<<63+5); err == nil {
				t.Errorf("%d bytes, byte %d changed: no error", size, at)
			}
			b[at] ^= 1
		}
	}
}

func TestACounterThatGivesANumberTwiceIsFoundOut(t *testing.T) {
	p, err := openCounter(false)(t.Context(), opening{})
	if err != nil {
		t.Fatal(err)
	}
	local := p.(*localPair)
	defer local.close()
	o := order{stream, 8, 640}
	if _, err := local.exchange(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	local.near.(*counter).word.Add(^uint64(0))
	if _, err := local.exchange(t.Context(), o); err == nil || !strings.Contains(err.Error(), "the sum of the numbers") {
		t.Error(err)
	}
}

func TestAnOrderThatCannotBeIsRefused(t *testing.T) {
	near, far := newMutexLinks(0)
	p := newLocalPair(newTalker(near), newTalker(far), false)
	defer p.close()
	if _, err := p.exchange(t.Context(), order{trip, 4, 1}); err == nil {
		t.Error("a message of 4 bytes has no room for its number")
	}
}

func FuzzOrder(f *testing.F) {
	f.Add(order{trip, 8, 1}.append(nil))
	f.Add(order{stream, MaxSize, maxCount}.append(nil))
	f.Add([]byte("0123456789abcdef01234567"))
	f.Fuzz(func(t *testing.T, b []byte) {
		o, err := parseOrder(b)
		if err == nil && (o.check() != nil || string(o.append(nil)) != string(b)) {
			t.Errorf("% x is taken for %+v", b, o)
		}
	})
}

func FuzzReply(f *testing.F) {
	f.Add(reply{digest: 7}.append(nil))
	f.Add(reply{failed: strings.Repeat("x", 2*maxFailed)}.append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, n, err := parseReplyHead(b[:min(len(b), replyBytes)])
		if err == nil && (n < 0 || n > maxFailed) {
			t.Errorf("% x has a text of %d bytes", b, n)
		}
	})
}
