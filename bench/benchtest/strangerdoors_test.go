package benchtest

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/results"
)

// doors is the test file of a stranger who uses every door: two calls in one benchmark, data that was set up before,
// sub-benchmarks, what prints on the way, and a race of a workload.
const doors = `package stranger

import (
	"fmt"
	"math/bits"
	"os"
	"strings"
	"testing"

	"corerace/bench/benchtest"
	"corerace/workloads"
)

var popcount = &workloads.Workload{
	Name: "popcount", Doc: "Counts set bits.", Size: 1 << 23, Sum: 23 << 22,
	Run: func(lo, hi int) (sum uint64) {
		for i := lo; i < hi; i++ {
			sum += uint64(bits.OnesCount(uint(i)))
		}
		return sum
	},
}

func TestMain(m *testing.M) { benchtest.Main(m, popcount) }

func TestPopcount(t *testing.T) { benchtest.TestWorkload(t, popcount) }

func BenchmarkFunc(b *testing.B) {
	text, err := os.ReadFile("words.txt")
	if err != nil {
		b.Fatal(err)
	}
	words := strings.Fields(strings.Repeat(string(text), 2000))
	fmt.Fprintln(os.Stderr, "set up")
	for _, letter := range []string{"o", "e"} {
		b.Run(letter, func(b *testing.B) {
			benchtest.Func(b, len(words), func(i int) uint64 { return uint64(strings.Count(words[i], letter)) })
		})
	}
}

func BenchmarkMap(b *testing.B) {
	words := strings.Fields(strings.Repeat("the quick brown fox ", 500))
	benchtest.Map(b, words, strings.ToUpper)
}

func BenchmarkCompare(b *testing.B) { benchtest.Compare(b, popcount) }
`

// wantDoors are the rows that come out of it for processes, without the number of cores, and how often each is there
// for one -count and one -cpu of 2.
var wantDoors = []string{"BenchmarkFunc/o/mode=processes/workers=2", "BenchmarkFunc/e/mode=processes/workers=2",
	"BenchmarkMap/mode=processes-pipe/workers=2"}

// checkDoors holds what was printed to that, count times.
func checkDoors(t *testing.T, printed string, count int) {
	t.Helper()
	for _, row := range wantDoors {
		if n := strings.Count(printed, "\n"+row+"-2") + strings.Count(printed, "\t"+row+"-2"); n != count {
			t.Errorf("%d rows of %s, %d expected in\n%s", n, row, count, printed)
		}
	}
	if !strings.Contains(printed, "goroutines-speedup") {
		t.Errorf("no speedup of the race in\n%s", printed)
	}
}

// The doors of a stranger's module, under every flag that changes how the binary is built or run.
func TestStrangersDoorsHoldUnderEveryFlag(t *testing.T) {
	testkit.NeedsLong(t)
	dir := strangersModule(t, doors)
	if err := os.WriteFile(filepath.Join(dir, "words.txt"), []byte("the quick brown fox "), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args  []string
		count int
	}{
		{[]string{"-cpu", "1,2", "-cover"}, 1},
		{[]string{"-cpu", "2", "-count", "3", "-json"}, 3},
		{[]string{"-cpu", "2", "-race"}, 1},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			testkit.NeedsAll(t) // it compiles everything anew
			args := append([]string{"test", "-bench", ".", "-benchtime", "1x"}, c.args...)
			printed, logged, err := runIn(t, dir, "go", args...)
			if strings.Contains(logged, "-race is not supported") || strings.Contains(logged, "-race requires cgo") {
				t.Skip(logged)
			}
			if err != nil {
				t.Fatalf("%v\n%s%s", err, printed, logged)
			}
			if c.args[len(c.args)-1] == "-json" {
				printed = outputOf(t, printed)
			}
			checkDoors(t, printed, c.count)
		})
	}
	t.Run("built, and moved elsewhere", func(t *testing.T) {
		elsewhere := t.TempDir()
		binary := filepath.Join(elsewhere, "moved.exe") // any system runs it under this name
		if _, logged, err := runIn(t, dir, "go", "test", "-c", "-o", binary); err != nil {
			t.Fatalf("%v\n%s", err, logged)
		}
		if err := os.Rename(filepath.Join(dir, "words.txt"), filepath.Join(elsewhere, "words.txt")); err != nil {
			t.Fatal(err)
		}
		records := filepath.Join(elsewhere, "records")
		t.Setenv(resultsEnv, records)
		printed, logged, err := runIn(t, elsewhere, binary, "-test.bench", ".", "-test.benchtime", "1x", "-test.cpu", "2")
		if err != nil {
			t.Fatalf("%v\n%s%s", err, printed, logged)
		}
		checkDoors(t, printed, 1)
		files, _ := filepath.Glob(filepath.Join(records, "*.jsonl"))
		if len(files) != 1 {
			t.Fatalf("records are %q", files)
		}
		if rec, err := results.ReadFile(files[0]); err != nil || rec.End == nil {
			t.Errorf("%v", err)
		}
	})
}

// outputOf is what go test -json says was printed.
func outputOf(t *testing.T, events string) (text string) {
	for lines := bufio.NewScanner(strings.NewReader(events)); lines.Scan(); {
		var e struct{ Action, Output string }
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%v: %s", err, lines.Bytes())
		}
		if e.Action == "output" {
			text += e.Output
		}
	}
	return text
}
