package worker

import (
	"bytes"
	"strings"
	"testing"
)

func refused(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, %q expected", err, want)
	}
}

func TestTripsInPiecesBringBackWhatWasSent(t *testing.T) {
	for _, n := range []int{1, echoPiece - 1, echoPiece, echoPiece + 1, 5*echoPiece + 3} {
		m, err := NewEchoMemory(make([]byte, EchoMemoryBytes(n)))
		if err != nil {
			t.Fatal(err)
		}
		src, dst := bytes.Repeat([]byte("0123456"), n/7+1)[:n], make([]byte, n)
		for range 2 {
			m.Begin()
			followed := make(chan error, 1)
			go func() { followed <- m.follow(n) }()
			m.PutPieces(src)
			have := m.TakePieces(dst, 0)
			if err := <-followed; err != nil {
				t.Fatal(err)
			}
			if have = m.TakePieces(dst, have); have != n || !bytes.Equal(dst, src) {
				t.Errorf("%d bytes of %d came back, or others", have, n)
			}
			clear(dst)
		}
	}
}

func TestAPartnerThatIsLateOrLiesIsNotWaitedForOrBelieved(t *testing.T) {
	m, err := NewEchoMemory(make([]byte, EchoMemoryBytes(2*echoPiece)))
	if err != nil {
		t.Fatal(err)
	}
	dst := make([]byte, 2*echoPiece)
	m.marks.out.Store(echoPiece)
	if have := m.TakePieces(dst, 0); have != echoPiece {
		t.Errorf("%d bytes of a worker that stopped at %d", have, echoPiece)
	}
	m.marks.out.Store(1 << 60)
	if have := m.TakePieces(dst, 0); have != len(dst) {
		t.Errorf("%d bytes of %d", have, len(dst))
	}
	m.marks.in.Store(1 << 60)
	refused(t, m.follow(len(dst)), "bytes came of an echo of")
}

func TestEchoesThatCannotBeAreRefused(t *testing.T) {
	_, err := NewEchoMemory(make([]byte, 3*pageBytes-1))
	refused(t, err, "no room for echoes")
	m, err := NewEchoMemory(make([]byte, EchoMemoryBytes(8)))
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.echo(EchoCopy, uint64(len(m.in))+1)
	refused(t, err, "in memory for")
	_, err = m.echo(99, 8)
	refused(t, err, "no such way")
}
