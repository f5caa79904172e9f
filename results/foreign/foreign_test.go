package foreign

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"corerace/results"
	"corerace/results/stats"
)

// cellsOf says what a record has: "workload | mode ×workers: median of a call in µs, samples".
func cellsOf(rec *results.Record) (all []string) {
	walls := map[results.Cell][]float64{}
	var order []results.Cell
	for _, s := range rec.Samples {
		if walls[s.Cell] == nil {
			order = append(order, s.Cell)
		}
		walls[s.Cell] = append(walls[s.Cell], s.Wall.Seconds()/float64(s.Items)*1e6)
	}
	for _, c := range order {
		all = append(all, fmt.Sprintf("%s | %s ×%d: %.4g, %d", c.Workload, c.Mode, c.Workers, stats.Median(walls[c]),
			len(walls[c])))
	}
	return all
}

// The files are those that the tools wrote, but for names of machines and folders, and long lists that were thinned.
// Those of pyperf, which could not be had, are of its own tests (github.com/psf/pyperf, pyperf/tests), and one with
// threads was made by hand, after its documentation.
func TestFilesOfTheTools(t *testing.T) {
	for _, c := range []struct {
		file  string
		o     Options
		tool  string
		cells []string
		note  string
	}{
		{"hyperfine-1.15.0.json", Options{}, "hyperfine 1.x", []string{
			"commands | sleep 0.0{threads} ×1: 1.206e+04, 8", "commands | sleep 0.0{threads} ×2: 2.307e+04, 8"}, ""},
		{"hyperfine-1.15.0-shell.json", Options{}, "hyperfine 1.x", []string{"commands | failing ×1: 1.258e+04, 6"},
			"sleep 0.02; exit 3: left out: 6 of 6 runs failed"},
		{"hyperfine-2.0.0.json", Options{}, "hyperfine 2.0.0", []string{
			"commands | sleep 0.0{threads} ×1: 1.5e+04, 8", "commands | sleep 0.0{threads} ×2: 2.144e+04, 8"}, ""},
		{"hyperfine-2.0.0-shell.json", Options{}, "hyperfine 2.0.0", nil,
			"true: left out: 3 of 6 times are 0, and the others are only the slow ones"},
		{"google-benchmark-1.9.1.json", Options{}, "Google Benchmark 1.9.1", []string{
			"BM_Sleep | BM_Sleep ×1: 5189, 6", "BM_Sleep | BM_Sleep ×2: 2581, 6", "BM_Sleep | BM_Sleep ×4: 1287, 6",
			"BM_Sum/n:100 | BM_Sum ×1: 0.1008, 6", "BM_Sum/n:1000 | BM_Sum ×1: 1.032, 6"},
			"BM_Broken: left out: it failed: no data"},
		{"google-benchmark-1.7.1.json", Options{RealTime: RealTimeDivided}, "Google Benchmark ", []string{
			"BM_Sleep | BM_Sleep ×1: 5165, 6", "BM_Sleep | BM_Sleep ×2: 2581, 6", "BM_Sleep | BM_Sleep ×4: 1288, 6"}, ""},
		{"go-1.26.8.txt", Options{}, "go test -bench ", nil, "Tiny: times are told as those of 1000000 calls"},
		{"pytest-benchmark-3.2.2.json", Options{}, "pytest-benchmark 3.2.2", []string{
			"test_threads | test_threads ×1: 396.8, 8", "test_threads | test_threads ×2: 470.9, 8",
			"sum | test_loop ×1: 143.7, 8", "sum | test_twice ×1: 293.3, 8"}, ""},
		{"pytest-benchmark-5.2.3.json", Options{}, "pytest-benchmark 5.2.3", []string{
			"test_threads | test_threads ×1: 2962, 7", "test_threads | test_threads ×2: 7785, 7",
			"test_alone size=200000 | test_alone ×1: 5103, 7", "pair how=list | test_group ×1: 142.5, 6",
			"pair how=range | test_group ×1: 534.3, 6"}, ""},
		{"pyperf-by-hand.json", Options{}, "pyperf 2.6.0", []string{
			"sum threads={workers} | sum threads={workers} ×1: 2.07e+04, 9",
			"sum threads={workers} | sum threads={workers} ×2: 1.035e+04, 9"}, ""},
		{"pyperf-2.0.1.json", Options{}, "pyperf 2.0.1", []string{"[1]*1000 | [1]*1000 ×1: 2.098, 6"}, ""},
		{"hyperfine-1.19.0.json", Options{WorkersFrom: "t"}, "hyperfine 1.x", []string{
			"commands size=a b | sleep 0.0{t} ×1: 2.097e+04, 4", "commands size=a b | sleep 0.0{t} ×2: 2.786e+04, 4",
			"commands size=c | sleep 0.0{t} ×1: 1.615e+04, 4"}, ""},
		{"google-benchmark-1.9.1-names.json", Options{}, "Google Benchmark 1.9.1", []string{
			"BM_Agg | BM_Agg ×1: 2.245, 1", "BM_Rep | BM_Rep ×1: 2.605, 3", "BM_Cx/64 | BM_Cx ×1: 0.1498, 1",
			"BM_Cx/256 | BM_Cx ×1: 0.6101, 1", "BM_Cx/1024 | BM_Cx ×1: 1.929, 1", "BM_Manual | BM_Manual ×1: 2000, 1",
			"BM_Thr | BM_Thr ×1: 2134, 1", "BM_Thr | BM_Thr ×2: 1236, 1", "BM_Thr | BM_Thr ×4: 891.2, 1",
			"BM_Thr | BM_Thr (2) ×2: 1044, 1", "BM_Arg/n:100 | BM_Arg ×1: 0.2838, 1", "BM_Arg/n:100 | BM_Arg ×2: 0.4913, 1"},
			"BM_Thr/iterations:5/process_time/threads:2: a benchmark of its own, and a mode: BM_Thr (2)"},
		{"google-benchmark-1.7.1-aggregates.json", Options{}, "Google Benchmark ",
			[]string{"BM_Rep | BM_Rep ×1: 1.887, 1"}, ""},
		{"pytest-benchmark-5.1.0-saved.json", Options{}, "pytest-benchmark 5.1.0", []string{"g | test_a ×2: 116, 1",
			"g | test_b ×1: 56.7, 1",
			"test_a | test_a ×1: 12.67, 1", "test_odd f=UNSERIALIZABLE[<function w>] | test_odd ×1: 3.928, 1",
			"test_odd f=[1,2] | test_odd ×1: 2.775, 1", "test_odd f=null | test_odd ×1: 3.73, 1"}, ""},
		{"mitata-0.1.14.json", Options{}, "mitata 0.x", []string{"sum | short ×1: 13.58, 8", "sum | long ×1: 329.1, 8"},
			"throws: left out: it failed: no data"},
		{"tinybench-2.9.0.json", Options{}, "tinybench ", []string{"tasks | short ×1: 11.07, 8", "tasks | long ×1: 334, 8",
			"tasks | threads={workers} ×2: 0.05, 8"}, "throws: left out: it failed"},
		{"vitest-1.6.1.json", Options{}, "vitest ", []string{"v.bench.js > sum | short ×1: 2590, 1"}, ""},
		{"criterion-0.5.1", Options{}, "criterion.rs ", []string{"threads | spawn ×1: 101.9, 20",
			"threads | spawn ×2: 257.4, 20"}, ""},
		{"criterion-0.3.6", Options{}, "criterion.rs ", nil, "sum/x y: times are told as those of 1000 calls"},
		{"catch2-2.13.10.xml", Options{}, "Catch2 ", []string{"sum | short ×1: 0.5993, 1", "sum | long ×1: 4.044, 1",
			"sum / inner | short ×1: 0.7378, 1"}, "throws: left out: it failed: no data"},
		{"catch2-3.7.1.xml", Options{}, "Catch2 3.7.1", []string{
			"sum | threads {workers} ×1: 915.2, 1", "sum | threads {workers} ×2: 762.1, 1",
			"sum / small | loop ×1: 0.8698, 1", "sum | threads {workers} (2) ×1: 823.2, 1"},
			`throws: left out: it failed: no <luck> & "all"`},
		{"mitata-1.0.34.json", Options{}, "mitata ", nil, "throws: left out: it failed: no data"},
		{"tinybench-6.2.5.json", Options{}, "tinybench ", []string{"tasks | short ×1: 857.2, 1",
			"tasks | long ×1: 3384, 1"},
			"throws: left out: it failed"},
		{"tinybench-6.2.5-samples.json", Options{}, "tinybench ", []string{"tasks | short ×1: 843.8, 10",
			"tasks | long ×1: 3429, 10"}, ""},
		{"mitata-0.1.5.json", Options{}, "mitata 0.x", []string{"sum | threads:{workers} ×1: 1114, 1",
			"sum | threads:{workers} ×2: 89.6, 1"}, "broken: left out: it failed: no"},
		{"mitata-1.0.4.json", Options{}, "mitata ", []string{"benchmarks | threads:{workers} ×1: 24.45, 8",
			"benchmarks | threads:{workers} ×2: 62.43, 5"}, "broken: left out: it failed: no"},
		{"vitest-0.34.6.json", Options{}, "vitest ", []string{"sum | threads {workers} ×1: 24.37, 8",
			"sum | threads {workers} ×2: 12.16, 8"}, "broken: left out: it has no mean, so it failed"},
		{"vitest-5.1.2.json", Options{}, "vitest ", []string{"a.bench.js > sum > squares | threads {workers} ×2: 3676, 1",
			"a.bench.js > sum > squares | threads {workers} ×1: 2.362e+04, 1", "a.bench.js > sum > stored | now ×1: 2825, 1",
			"a.bench.js > sum > alone | one ×1: 255.1, 1", "a.bench.js > sum > samples | kept ×1: 1.498e+04, 5"},
			"before: left out: it was read from the file of an older run"},
		{"google-benchmark-1.9.1-arguments.json", Options{}, "Google Benchmark 1.9.1", []string{
			"BM_Par | BM_Par ×1: 2247, 1", "BM_Par | BM_Par ×2: 1902, 1", "BM_Par | BM_Par ×4: 1.343e+04, 1",
			"BM_ParTwo/n:10 | BM_ParTwo ×1: 1830, 1", "BM_ParTwo/n:10 | BM_ParTwo ×2: 2921, 1",
			"BM_Man | BM_Man ×1: 2000, 1", "BM_Man/with slash | BM_Man/with slash ×1: 2000, 1",
			"BM_T/threads:8 in name | BM_T ×1: 3.459, 1", "Fx/Go | Fx/Go ×2: 1.451, 1",
			"Fx/Go | Fx/Go ×1: 65.13, 1"}, ""},
		{"vitest-3.2.4.json", Options{}, "vitest ", []string{"a.bench.js | top level ×1: 0.3369, 1",
			"a.bench.js > sum | {workers} workers ×1: 49.18, 1"}, ""},
		{"hyperfine-1.15.0-names.json", Options{}, "hyperfine 1.x", []string{
			"commands | threads = {workers} ×2: 1.152e+04, 3", "commands | threads = {workers} ×4: 6390, 3"}, ""},
		{"mitata-1.0.34-nosamples.json", Options{}, "mitata ", []string{"benchmarks | plain ×1: 5.805, 1"}, ""},
		{"go-1.26.8-cpu.txt", Options{}, "go test -bench ", []string{"Workers GOMAXPROCS=1 | {workers}-workers ×1: 207.4, 2"},
			""},
		{"criterion-0.5.1-values", Options{}, "criterion.rs ", []string{"sum value=1 | serial ×1: 1091, 10"},
			"nothing says how many workers there were: where value is their number, give --workers-from value"},
		{"criterion-0.5.1-values", Options{WorkersFrom: "value"}, "criterion.rs ", []string{"sum | serial ×1: 1091, 10",
			"sum | serial ×2: 1251, 10"}, ""},
		{"vitest-4.1.12.json", Options{}, "vitest ", []string{"v.bench.js > sum | short ×1: 849.3, 1",
			"v.bench.js > sum | long ×1: 3322, 1"}, "throws: left out: it has no mean, so it failed"},
	} {
		t.Run(c.file, func(t *testing.T) {
			rec, err := Read(filepath.Join("testdata", c.file), c.o)
			if err != nil {
				t.Fatal(err)
			}
			if got := rec.Run.Imported.Tool + " " + rec.Run.Imported.Version; got != c.tool {
				t.Errorf("tool %q, want %q", got, c.tool)
			}
			got := cellsOf(rec)
			if len(got) < len(c.cells) || c.cells != nil && !slices.Equal(got[:len(c.cells)], c.cells) {
				t.Errorf("cells\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.cells, "\n"))
			}
			if c.note != "" && !slices.Contains(rec.Notes, results.Note{Text: c.note}) {
				t.Errorf("notes %q lack %q", rec.Notes, c.note)
			}
			readsAgain(t, rec)
		})
	}
}

// readsAgain writes a record and reads it: nothing of it is lost.
func readsAgain(t *testing.T, rec *results.Record) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, rec); err != nil {
		t.Fatal(err)
	}
	back, err := results.Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, rec) {
		t.Errorf("read again it differs: %d samples, %d before; %d skipped; %+v\n%+v", len(back.Samples), len(rec.Samples),
			back.Skipped, back.Run, rec.Run)
	}
}

// Google Benchmark 1.7.1 divides the wall by the threads, 1.9.1 doesn't: both say that four threads that sleep scale.
func TestThreadsThatSleepScaleInEveryRelease(t *testing.T) {
	for file, o := range map[string]Options{"google-benchmark-1.7.1.json": {RealTime: RealTimeDivided},
		"google-benchmark-1.9.1.json": {}} {
		rec, err := Read(filepath.Join("testdata", file), o)
		if err != nil {
			t.Fatal(err)
		}
		wall := map[int]float64{}
		for _, s := range rec.Samples {
			if s.Mode == "BM_Sleep" {
				wall[s.Workers] = s.Wall.Seconds()
			}
		}
		if r := wall[1] / wall[4]; math.Abs(r-4) > 0.5 {
			t.Errorf("%s: four threads are %.2f times as fast as one, want about 4", file, r)
		}
	}
}

// What can't be read is refused with a sentence that names the place.
func TestBrokenFilesAreRefusedByPlace(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "it is empty"},
		{"binary", "\x00\x01\x02", "not a file of a tool that is known"},
		{"prose", "Benchmarks are fun.\n", "not a file of a tool that is known"},
		{"UTF-16", "\xff\xfe{\x00\n\x00", "line 1: the file ends within its JSON"},
		{"other JSON", `{"a":1}`, "not a file of a tool that is known"},
		{"cut", `{"results":[{"command":"a",` + "\n" + `"times":[1,`, "line 2: the file ends within its JSON"},
		{"not JSON", "{\n\"results\":x}", "line 2: not JSON"},
		{"gzip", "\x1f\x8b\x08", "compressed by gzip, and broken"},
		{"a key twice", "{\"results\":[{\"command\":\"a\",\n\"times\":[1],\"times\":[2]}]}",
			`line 2: the key "times" stands twice`},
		{"no exit code",
			`{"schema_version":2,"results":[{"command":"a","measurements":[{"time_wall_clock":{"value":1,"unit":"s"}}]}]}`,
			"results[0].measurements[0].exit_code: expected an exit code, or null, got nothing"},
		{"a list of another tool", `[{"benchmark":"a","mode":"avgt"}]`, "not a file of a tool"},
		{"benchmarks of another tool", `{"benchmarks":[]}`, "not a file of a tool"},
		{"two documents", `{"results":[]}` + "\n{}", "line 2: the JSON ends, and something follows"},
		{"a text for a list", `{"results":"x"}`, `results: expected a list, got "x"`},
		{"a text for a time", `{"results":[{"command":"a","times":[1,"x"]}]}`,
			`results[0].times[1]: expected a time, which isn't negative, got "x"`},
		{"negative", `{"results":[{"command":"a","times":[1,-2]}]}`,
			"results[0].times[1]: expected a time, which isn't negative, got -2"},
		{"huge", `{"results":[{"command":"a","times":[1e999]}]}`, "results[0].times[0]: expected a time"},
		{"longer than a year", `{"results":[{"command":"a","times":[1e9]}]}`,
			"results[0]: expected a time below a year"},
		{"NaN", `{"results":[{"command":"a","times":[NaN]}]}`, "not JSON"},
		{"no times", `{"results":[{"command":"a","times":[]}]}`,
			"it has no benchmark with a time: a: left out: it has no times"},
		{"no command", `{"results":[{"times":[1]}]}`, "results[0].command: expected a text, got nothing"},
		{"no results", `{"results":[]}`, "it has no benchmark with a time"},
		{"deep", `{"results":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + "}",
			"line 1: more than 1000 lists and objects in each other"},
		{"hyperfine 3", `{"schema_version":3,"results":[]}`, "schema_version: expected schema 2 of hyperfine, got 3"},
		{"a unit", `{"schema_version":2,"results":[{"command":"a","measurements":[{"time_wall_clock":{"value":1,"unit":"byte"},"exit_code":0}]}]}`,
			`results[0].measurements[0].time_wall_clock.unit: expected a unit of time, got "byte"`},
		{"threads before 1.9.1",
			`{"context":{},"benchmarks":[{"name":"a","threads":2,"real_time":1,"time_unit":"ns"}]}`,
			"benchmarks[0].threads: expected 1, for the file is of a release before 1.9.1"},
		{"threads", `{"context":{},"benchmarks":[{"name":"a","threads":1.5,"real_time":1,"time_unit":"ns"}]}`,
			"benchmarks[0].threads: expected a number of threads, 1 or more, got 1.5"},
		{"aggregates", `{"context":{},"benchmarks":[{"name":"a_mean","run_type":"aggregate","real_time":1,"time_unit":"ns"}]}`,
			"benchmarks: expected repetitions"},
		{"go: a number", "BenchmarkA-2 10 x ns/op\n", `line 1: expected a number before "ns/op", got "x"`},
		{"go: cut", "goos: linux\nBenchmarkA-2 10 12\n",
			"line 2: expected a name, iterations, and values each with a unit, got 3 fields"},
		{"go: negative", "BenchmarkA-2 10 -1 ns/op\n", `line 1: expected a time before ns/op, got "-1"`},
		{"go: NaN", "BenchmarkA-2 10 NaN ns/op\n", `line 1: expected a time before ns/op, got "NaN"`},
		{"go: other units", "BenchmarkA-2 10 5 B/op\n", "left out: 1 lines have no ns/op"},
		{"pytest: no data", `{"machine_info":{},"benchmarks":[{"name":"a","stats":{}}]}`,
			"benchmarks[0].stats: expected data, or a mean, got an object"},
		{"pyperf 2", `{"version":"2.0","benchmarks":[]}`, `version: expected version "1.0"`},
		{"pyperf: no name", `{"version":"1.0","benchmarks":[{"runs":[]}]}`,
			"benchmarks[0].metadata.name: expected a name"},
		{"mitata", `{"layout":[],"benchmarks":[{"runs":[{"name":"a","stats":{}}]}]}`,
			"benchmarks[0].runs[0].stats.samples: expected a list, got nothing"},
		{"vitest", `{"files":[{"groups":[{"fullName":"g","benchmarks":[{"name":"a","mean":"x"}]}]}]}`,
			"files[0].groups[0].benchmarks[0].mean: expected a mean time"},
		{"vitest 5", `{"testResults":[{"assertionResults":[{"benchmarks":[{"name":"g","tasks":[{"name":"a","latency":{}}]}]}]}]}`,
			"testResults[0].assertionResults[0].benchmarks[0].tasks[0].latency.mean: expected a mean time"},
		{"vitest 5: tests alone", `{"testResults":[{"assertionResults":[{"status":"passed"}]}]}`,
			"it has no benchmark with a time"},
		{"vitest 5: writeResult", `{"latency":{"mean":1},"throughput":{},"period":1}`, "--reporter=json --outputFile=FILE"},
		{"tinybench", `[{"name":"a","result":{"latency":{"mean":1}}}]`,
			"[0].result.latency.samplesCount: expected how many samples"},
		{"a file of criterion.rs", `{"sampling_mode":"Linear","iters":[1],"times":[1]}`, "give the folder"},
		{"go: a long line", "x\nBenchmark" + strings.Repeat("A", maxText) + "-2 10 5 ns/op\n",
			"line 2: expected the line of a benchmark, got one of 131094 bytes"},
		{"catch2: a long name", "<Catch><TestCase name='" + strings.Repeat("a", maxText+1) + "'/></Catch>",
			"line 1: expected a short text in name, got one of 131073 bytes"},
		{"no time at all", `{"results":[{"command":"a","times":[1e-320]}]}`, "a: left out: 1 of 1 times are 0"},
		{"catch2: cut", "<Catch><TestCase name='a'>", "line 1: not XML"},
		{"catch2: another root", "<suites/>", "line 1: not a file of a tool"},
		{"a list of numbers", "[1,2,3,4]", "not a file of a tool"},
		{"catch2: a number", "<Catch>\n<BenchmarkResults name='a'><mean value='x'/></BenchmarkResults></Catch>",
			`line 2: expected a number of ns in mean value, got "x"`},
		{"catch2: NaN", "<Catch>\n<BenchmarkResults name='a'><mean value='NaN'/></BenchmarkResults></Catch>",
			"line 2: expected a number"},
		{"catch2: deep", "<Catch>" + strings.Repeat("<Section name='a'>", 200), "expected at most 100 elements in each other"},
		{"catch2: none", "<Catch></Catch>", "it has no benchmark with a time"},
	} {
		f, err := parse([]byte(c.text), Options{})
		if err == nil {
			_, err = f.record(Options{})
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// Catch2 runs a test case once for each of its sections, so what stands beside them is measured as often.
func TestBenchmarksBesideSectionsAreNamed(t *testing.T) {
	rec, err := Read("testdata/catch2-3.7.1.xml", Options{})
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, n := range rec.Notes {
		if strings.HasPrefix(n.Text, "threads 1: measured more than once in sum: ") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("notes %q", rec.Notes)
	}
}

// An error names its file once.
func TestWhatIsNoFileIsNamedOnce(t *testing.T) {
	for _, path := range []string{filepath.Join(t.TempDir(), "none"), "testdata/tinybench-6.2.5-options.json"} {
		if _, err := Read(path, Options{}); err == nil || strings.Count(err.Error(), path) != 1 {
			t.Errorf("%v", err)
		}
	}
}

// pyperf measures memory, too, in the same files.
func TestBytesAreNoTimes(t *testing.T) {
	_, err := Read("testdata/pyperf-1.5-memory.json", Options{})
	if err == nil || !strings.Contains(err.Error(), "timeit: left out: it is in the unit byte") {
		t.Error(err)
	}
}

func TestOptionsOfTinybenchAreNoResults(t *testing.T) {
	_, err := Read("testdata/tinybench-6.2.5-options.json", Options{})
	if err == nil || !strings.Contains(err.Error(), "bench.tasks.map") {
		t.Errorf("%v", err)
	}
}

func TestNumberOfWorkersInNames(t *testing.T) {
	for name, want := range map[string]int{
		"a threads=4": 4, "a --threads 8 b": 8, "a/workers:2": 2, "a --nthreads=3": 3, "a (2 workers)": 2, "1 thread": 1,
		"16-threads": 16, "n_workers=2/x": 2, "procs=2": 2, "a": 0, "threads": 0, "worker 4": 0, "threads=0": 0,
		"threads=99999": 0, "threads=1.5": 0, "mythreads4": 0, "process 10 files": 0, "threads: 4": 4, "threads = 2": 2,
		"threads-8": 8, "max_workers=3": 3, "fib 20 threads=2": 2, "16 threads - 4 items": 16, "pool_4threads": 4,
		"1 worker": 1, "2 goroutines": 2, "8 processes": 8,
	} {
		if n, _, ok := numberIn(name, finder("")); ok != (want > 0) || ok && n != want {
			t.Errorf("%q has %d workers, want %d", name, n, want)
		}
	}
}

func TestWorkersFromAParameter(t *testing.T) {
	commands := func(o Options, text string) ([]string, error) {
		f, err := parse([]byte(text), o)
		if err != nil {
			t.Fatal(err)
		}
		rec, err := f.record(o)
		if err != nil {
			return nil, err
		}
		return cellsOf(rec), nil
	}
	two := `{"results":[{"command":"xz -T1 -S1k","times":[2],"parameters":{"j":"1","size":"1k"}},` +
		`{"command":"xz -T4 -S1k","times":[1],"parameters":{"j":"4","size":"1k"}}]}`
	got, err := commands(Options{WorkersFrom: "j"}, two)
	want := []string{"commands size=1k | xz -T{j} -S1k ×1: 2e+06, 1", "commands size=1k | xz -T{j} -S1k ×4: 1e+06, 1"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
	_, err = commands(Options{WorkersFrom: "q"}, two)
	if err == nil || !strings.Contains(err.Error(), "there are j, size") {
		t.Errorf("%v", err)
	}
	_, err = commands(Options{WorkersFrom: "size"}, two)
	if err == nil || !strings.Contains(err.Error(), "results[0]: expected size to be a number of workers") {
		t.Errorf("%v", err)
	}
	named := `{"results":[{"command":"xz -T1","times":[2]},{"command":"xz -T2","times":[1]}]}`
	got, err = commands(Options{WorkersFrom: "T"}, named)
	want = []string{"commands | xz -T{workers} ×1: 2e+06, 1", "commands | xz -T{workers} ×2: 1e+06, 1"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
}

// Two commands of one name are two, names too long for a record stay apart, and nothing that steers a terminal is left.
func TestNamesStayApart(t *testing.T) {
	long := strings.Repeat("é", 100)
	text := fmt.Sprintf(`{"results":[{"command":"a","times":[1]},{"command":"a","times":[2]},`+
		`{"command":"%sx","times":[3]},{"command":"%sy","times":[4]},{"command":"\u001b[31mred","times":[5]}]}`, long, long)
	f, err := parse([]byte(text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	rec, err := f.record(Options{})
	if err != nil {
		t.Fatal(err)
	}
	modes := map[string]bool{}
	for _, s := range rec.Samples {
		modes[s.Mode] = true
	}
	if len(modes) != 5 || modes["\x1b[31mred"] {
		t.Errorf("modes %v, want five", modes)
	}
	readsAgain(t, rec)
}

func TestManySamplesAreThinned(t *testing.T) {
	xs := make([]float64, 5000)
	for i := range xs {
		xs[i] = float64(i + 1)
	}
	got := thinned(xs)
	if len(got) != maxValues || got[0] != 1 || got[len(got)-1] != 5000 || !slices.IsSorted(got) {
		t.Errorf("%d values from %g to %g", len(got), got[0], got[len(got)-1])
	}
}
