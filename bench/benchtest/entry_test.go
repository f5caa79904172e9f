package benchtest

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"corerace/bench/mode"
	"corerace/bench/process"
	"corerace/bench/testkit"
)

// processesOnly are the modes of benchmarks that are about how a worker comes to its call.
func processesOnly() []*mode.Mode { return []*mode.Mode{process.Processes()} }

// spin is a function for items that take some microseconds, with a salt that stands for captured data.
//
//go:noinline
func spin(i, salt int) uint64 {
	x := uint64(i + salt)
	for range 2000 {
		x = x*6364136223846793005 + 1442695040888963407
	}
	return x
}

// wayEnv names something that stands before a call, or happens there.
const wayEnv = "CORERACE_TEST_WAY"

func onTheWay(way string) bool { return os.Getenv(wayEnv) == way }

func BenchmarkCaptured(b *testing.B) {
	fmt.Println("set up, and said so")
	file := filepath.Join(b.TempDir(), "salt")
	if err := os.WriteFile(file, []byte("seventeen"), 0o666); err != nil {
		b.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	Func(b, 1000, func(i int) uint64 { return spin(i, len(data)) })
}

func BenchmarkSubs(b *testing.B) {
	for _, salt := range []int{1, 2} {
		b.Run(fmt.Sprintf("salt %d/a|b", salt), func(b *testing.B) {
			for k := range 2 {
				Func(b, 700, func(i int) uint64 { return spin(i, salt+k) }, processesOnly()...)
			}
			Map(b, []int{1, 2, 3, 700}, func(n int) string { return strings.Repeat("x", n+salt) }, process.ProcessesPipe())
		})
	}
}

func BenchmarkWays(b *testing.B) {
	n, salt, inWorker := 500, 0, entrant != nil
	switch {
	case onTheWay("exits"):
		if inWorker {
			fmt.Println("no licence")
			os.Exit(3)
		}
	case onTheWay("skips"):
		if inWorker {
			b.Skip("not today")
		}
	case onTheWay("hangs"):
		if inWorker {
			select {}
		}
	case onTheWay("floods"):
		if inWorker {
			for range 10_000 {
				fmt.Println(strings.Repeat("a flood ", 16))
			}
			b.Fatal("the end of it")
		}
	case onTheWay("another number of items"):
		if inWorker {
			n--
		}
	case onTheWay("other data"):
		if inWorker {
			salt++
		}
	case onTheWay("other data of one item"):
		Func(b, n, func(i int) uint64 {
			if i == 1 && inWorker {
				return 0
			}
			return spin(i, 0)
		}, processesOnly()...)
		return
	case onTheWay("another call"):
		if inWorker {
			Map(b, []int{1}, func(int) string { return "" }, processesOnly()...)
		}
	case onTheWay("a racy function"):
		var shared uint64
		Func(b, n, func(i int) uint64 {
			shared = spin(i, 0)
			if spin(i, 1) == 0 { // some time passes
				return 0
			}
			return shared
		}, processesOnly()...)
		return
	case onTheWay("elsewhere"):
		if _, err := os.Stat("benchtest.go"); err != nil {
			b.Fatal(err)
		}
		b.Chdir(b.TempDir())
	}
	Func(b, n, func(i int) uint64 { return spin(i, salt) }, processesOnly()...)
}

// benchmarks runs benchmarks of this test binary in a process of its own, on some way.
func benchmarks(t *testing.T, way, pattern string, args ...string) (printed string, err error) {
	t.Helper()
	t.Setenv(wayEnv, way)
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	printed, logged, err := runIn(t, dir, os.Args[0], append([]string{"-test.run", "^$", "-test.bench", pattern,
		"-test.benchtime", "2x"}, args...)...)
	return printed + logged, err
}

// rowsOf are the names of the rows that were printed.
func rowsOf(printed string) (names []string) {
	for _, m := range regexp.MustCompile(`(?m)^(Benchmark\S+)\s+\d+\t`).FindAllStringSubmatch(printed, -1) {
		names = append(names, strings.TrimSuffix(m[1], "-2"))
	}
	return names
}

func TestFuncNeedsAFunctionAndANumberAlone(t *testing.T) {
	testkit.TempStaysEmpty(t)
	printed, err := benchmarks(t, "", "Captured", "-test.cpu", "2")
	if err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	want := []string{"BenchmarkCaptured/mode=serial/workers=1", "BenchmarkCaptured/mode=goroutines/workers=1",
		"BenchmarkCaptured/mode=goroutines/workers=2", "BenchmarkCaptured/mode=gil/workers=1",
		"BenchmarkCaptured/mode=gil/workers=2", "BenchmarkCaptured/mode=processes/workers=1",
		"BenchmarkCaptured/mode=processes/workers=2"}
	if got := rowsOf(printed); !slices.Equal(got, want) {
		t.Errorf("rows are %q\n%s", got, printed)
	}
	if n := strings.Count(printed, "set up, and said so"); n != 1 {
		t.Errorf("what the benchmark prints is there %d times: a worker's is hidden\n%s", n, printed)
	}
	if !strings.Contains(printed, onlySums) {
		t.Errorf("it isn't said that only sums come back\n%s", printed)
	}
	if !strings.Contains(printed, "Unit speedup better=higher\n") {
		t.Errorf("no Unit line\n%s", printed)
	}
}

// Each worker comes to the call that it was started for, of several in a benchmark and of several benchmarks.
func TestWorkerComesToItsOwnCall(t *testing.T) {
	printed, err := benchmarks(t, "", "Subs", "-test.cpu", "2", "-test.count", "2")
	if got := rowsOf(printed); err != nil || len(got) != 2*2*(2+2+2) {
		t.Errorf("%v, rows are %q\n%s", err, got, printed)
	}
	wantOneTime(t, printed)
}

// wantOneTime wants ns/op to be the time that cores-busy is told of: without what is checked behind the clock.
func wantOneTime(t *testing.T, printed string) {
	t.Helper()
	row := regexp.MustCompile(`(?m)^Benchmark.* ([\d.]+) ns/op\s+([\d.]+) cores-busy\s+([\d.]+) cpu-ns/op`)
	for _, m := range row.FindAllStringSubmatch(printed, -1) {
		var v [3]float64
		for i := range v {
			v[i], _ = strconv.ParseFloat(m[1+i], 64)
		}
		if cpu := v[0] * v[1]; math.Abs(cpu-v[2]) > 0.01*v[2]+1 {
			t.Errorf("%v ns/op with %v cores busy are %.0f cpu-ns/op, not %v: %s", v[0], v[1], cpu, v[2], m[0])
		}
	}
}

func TestWorkerBeginsWhereItsParentBegan(t *testing.T) {
	if printed, err := benchmarks(t, "elsewhere", "Ways"); err != nil {
		t.Errorf("%v\n%s", err, printed)
	}
}

// What goes wrong on the way to a call is named, with what was printed there, and no worker is left behind.
func TestWhatGoesWrongOnTheWayIsNamed(t *testing.T) {
	for way, want := range map[string][]string{
		"exits":                   {"never came to call 1 of benchtest.Func and benchtest.Map in BenchmarkWays", "exit status 3", "| no licence"},
		"skips":                   {"never came to call 1", "not today"},
		"floods":                  {"never came to call 1", "the end of it"},
		"another number of items": {"it has 499 items in the worker, and 500 in the parent"},
		"other data":              {"an item has another value in the worker"},
		"other data of one item":  {"items have other values in worker processes than here"},
		"another call":            {"it is benchtest.Map in the worker, and benchtest.Func in the parent"},
		"a racy function":         {"when several goroutines run them at once"},
	} {
		t.Run(way, func(t *testing.T) {
			printed, err := benchmarks(t, way, "Ways", "-test.cpu", "2")
			if err == nil {
				t.Error("no error")
			}
			for _, w := range want {
				if !strings.Contains(printed, w) {
					t.Errorf("it doesn't say %q\n%.3000s", w, printed)
				}
			}
			if len(printed) > 20_000 {
				t.Errorf("%d bytes are shown", len(printed))
			}
		})
	}
}

func TestWorkerThatHangsOnItsWayIsNamed(t *testing.T) {
	testkit.NeedsLong(t) // it has the time that a worker's start has
	printed, err := benchmarks(t, "hangs", "Ways")
	if err == nil || !strings.Contains(printed, "on its way to call 1") || !strings.Contains(printed, "not ready after") {
		t.Errorf("%v\n%s", err, printed)
	}
}

func TestOnlyOwnArgumentsAreHandedOn(t *testing.T) {
	for given, want := range map[string]string{
		"-test.bench=. -test.run ^$ -test.short":           "-test.short",
		"-test.v -test.cpuprofile cpu.out file -test.v":    "file -test.v",
		"--test.count=3 -own=1 -test.short=true rest":      "-own=1 -test.short=true rest",
		"-test.benchtime 1x -- -test.bench=.":              "-- -test.bench=.",
		"-test.paniconexit0 -test.timeout 10m0s":           "",
		"-test.benchmem -unknown -test.outputdir=x -other": "-unknown -other",
	} {
		if got := strings.Join(ownArgs(strings.Fields(given)), " "); got != want {
			t.Errorf("of %q %q are handed on, want %q", given, got, want)
		}
	}
}

func TestFlagsNameOneBenchmark(t *testing.T) {
	got := entryFlags("BenchmarkX/a.b/c|d")[1]
	if want := `-test.bench=^BenchmarkX$/^a\.b$/^c\|d$`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestRunIsTriedBySeveralAtOnce(t *testing.T) {
	var shared uint64
	racy := func(lo, hi int) uint64 {
		shared = 0
		for i := lo; i < hi; i++ {
			shared += spin(i, 0)
		}
		return shared
	}
	if raceDetector {
		t.Skip("it would find the race by itself")
	}
	if err := together(racy, 1000); err == nil || !strings.Contains(err.Error(), "several goroutines") {
		t.Errorf("a racy Run: %v", err)
	}
	sound := func(lo, hi int) (sum uint64) {
		for i := lo; i < hi; i++ {
			sum += spin(i, 0)
		}
		return sum
	}
	if err := together(sound, 1000); err != nil {
		t.Error(err)
	}
}

func TestUnfairLengthsAreFound(t *testing.T) {
	w := *popcount
	w.Size = 100
	for pass, want := range map[time.Duration]int{
		100 * time.Microsecond: 1, 2 * time.Millisecond: 0, 9 * time.Millisecond: 0, 50 * time.Millisecond: 1,
	} {
		if got := lengthRemarks(&w, pass, lengthSlack); len(got) != want {
			t.Errorf("a pass of %v with 100 items: %q", pass, got)
		}
	}
}

func TestPassThatTakesForEverIsRefused(t *testing.T) {
	err := together(func(lo, hi int) uint64 { return uint64(hi - lo) }, math.MaxInt)
	if err != nil {
		t.Errorf("items that take no time: %v", err)
	}
	err = tooLong(10*time.Millisecond, 1000, 1<<30)
	if want := "a pass of 1073741824 items would take 3 hours by the first 1000 of them: let it have fewer items"; err == nil ||
		err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if err := tooLong(10*time.Millisecond, 1000, 1<<28); err != nil {
		t.Error(err)
	}
}

func TestSetupMustBeRepeatable(t *testing.T) {
	var base uint64
	w := *popcount
	w.Name, w.Size, w.Unpublished = "not-in-the-list", 1000, true
	w.Setup = func() error { base++; return nil }
	w.Run = func(lo, hi int) uint64 { return base * uint64(hi-lo) }
	bound := w
	if err := w.Setup(); err != nil {
		t.Fatal(err)
	}
	bound.Sum = w.Run(0, w.Size)
	if err := repeatable(t.Context(), &w, &bound, time.Millisecond); err == nil ||
		!strings.Contains(err.Error(), "same each time") {
		t.Errorf("a Setup that counts: %v", err)
	}
	w.Setup = func() error { base = 7; return nil }
	base = 7
	bound.Sum = w.Run(0, w.Size)
	if err := repeatable(t.Context(), &w, &bound, time.Millisecond); err != nil {
		t.Error(err)
	}
}
