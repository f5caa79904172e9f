package talk

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"corerace/bench/cost/rounds"
	"corerace/bench/worker/system"
)

// limitAddresses leaves this process so few addresses more that so many bytes are granted and not many more, until the
// test is over.
func limitAddresses(t *testing.T, bytes int) {
	t.Helper()
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip(err)
	}
	pages, err := strconv.ParseUint(strings.Fields(string(b))[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_AS, &before); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Setrlimit(unix.RLIMIT_AS, &before) })
	limit := before
	for limit.Cur = pages*uint64(os.Getpagesize()) + 1<<28; ; limit.Cur += 1 << 26 {
		if err := unix.Setrlimit(unix.RLIMIT_AS, &limit); err != nil {
			t.Skip(err)
		}
		if system.Granted(bytes) == nil {
			return
		}
	}
}

// A channel wants eighteen messages at once on its first side alone, a pipe two: what can't have them is named, and the
// others are measured.
func TestAWayThatIsRefusedMemoryLeavesTheOthersRunning(t *testing.T) {
	var ways []Way
	for _, w := range Ways() {
		if w.Between == Goroutines && (w.Name == "channel" || w.Name == "counter" || w.Name == "pipe") {
			ways = append(ways, w)
		}
	}
	limitAddresses(t, 160<<20)
	run, err := (&Talk{Ways: ways, Sizes: []int{8, MaxSize}, Plan: rounds.Plan{Rounds: 1}}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := "channel between goroutines: 301989888 bytes of memory are wanted, and the system refuses them: "
	if len(run.NotHere) != 1 || !strings.HasPrefix(run.NotHere[0], want) {
		t.Errorf("got %q, want %q…", run.NotHere, want)
	}
	if len(run.Cells) != 2 || len(run.Samples) != 3 {
		t.Errorf("%d ways and %d samples are left, 2 and 3 expected", len(run.Cells), len(run.Samples))
	}
	_, err = (&Talk{Ways: ways[:1], Sizes: []int{MaxSize}, Plan: rounds.Plan{Rounds: 1}}).Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("with no other way: %v", err)
	}
}
