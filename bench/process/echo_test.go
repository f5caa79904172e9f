package process

import (
	"errors"
	"fmt"
	"testing"

	"corerace/bench/testkit/jobs"
)

var echoSizes = []int{1 << 10, 64 << 10, 1 << 20, 16 << 20}

func openEcho(tb testing.TB, size int) *Echo {
	tb.Helper()
	e, err := OpenEcho(tb.Context(), size)
	if errors.Is(err, errors.ErrUnsupported) {
		tb.Skip(err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { e.Close() })
	return e
}

func TestEchoesBringBackWhatWasSent(t *testing.T) {
	for _, size := range []int{1, 40, 1 << 10, 64 << 10, 64<<10 + 1, 1<<20 + 3, 4<<20 + 5} {
		e := openEcho(t, size)
		for range 2 {
			for _, way := range echoWays() {
				if err := e.Trip(way); err != nil {
					t.Fatalf("%s, %d bytes: %v", way, size, err)
				}
				if way == "in-place" || way == "nothing" {
					continue // the one checks the sum by itself, and the other has no bytes
				}
				if err := e.Check(); err != nil {
					t.Errorf("%s: %v", way, err)
				}
			}
		}
	}
}

func TestEchoSaysWhatItCannotDo(t *testing.T) {
	for _, size := range []int{0, -1, 1 << 30} {
		_, err := OpenEcho(t.Context(), size)
		jobs.WantError(t, err, `an echo of -?\d+ bytes: 1 to 67108864 expected`)
	}
	jobs.WantError(t, openEcho(t, 8).Trip("pigeon"), `pigeon`)
}

func TestATripToADeadWorkerIsAnError(t *testing.T) {
	for _, way := range echoWays() {
		for _, size := range []int{8, 1 << 20} {
			e := openEcho(t, size)
			e.p.cmd.Process.Kill()
			if err := e.Trip(way); err == nil {
				t.Errorf("%s, %d bytes: no error", way, size)
			}
		}
	}
}

// BenchmarkEcho measures how many bytes a second go to a worker process and come back, by the size of what is sent at a
// time. Each byte goes both ways, and counts once for each.
func BenchmarkEcho(b *testing.B) {
	for _, size := range echoSizes {
		for _, way := range echoWays() {
			b.Run(fmt.Sprintf("way=%s/bytes=%d", way, size), func(b *testing.B) {
				e := openEcho(b, size)
				if err := e.Trip(way); err != nil { // the pages are there
					b.Fatal(err)
				}
				b.SetBytes(2 * int64(size))
				for b.Loop() {
					if err := e.Trip(way); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
