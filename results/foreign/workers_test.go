package foreign

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// cellsOfText are the cells of a text, as cellsOf has them.
func cellsOfText(t *testing.T, text string, o Options) []string {
	t.Helper()
	f, err := parse([]byte(text), o)
	if err != nil {
		t.Fatal(err)
	}
	rec, err := f.record(o)
	if err != nil {
		t.Fatal(err)
	}
	return cellsOf(rec)
}

// Numbers of workers stand in names, groups and values of parameters, and one of them in the singular.
func TestWhereTheNumberOfWorkersStands(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"one in the singular": {`{"results":[{"command":"1 process","times":[2]},{"command":"4 processes","times":[1]},` +
			`{"command":"1 thread pool","times":[3]}]}`, []string{"commands | {workers} processes ×1: 2e+06, 1",
			"commands | {workers} processes ×4: 1e+06, 1", "commands | {workers} thread pool ×1: 3e+06, 1"}},
		"a group": {`{"files":[{"groups":[{"fullName":"a > 4 threads","benchmarks":[{"name":"x","mean":1,"sampleCount":2}]}` +
			`]}]}`, []string{"a > {workers} threads | x ×4: 1000, 1"}},
		"a value": {`{"machine_info":{},"benchmarks":[{"name":"a[t-4]","params":{"how":"threads-4"},` +
			`"stats":{"data":[1]}}]}`, []string{"a how=threads-{workers} | a ×4: 1e+06, 1"}},
		"a parameter before a name": {`{"results":[{"command":"8 threads","times":[2],"parameters":{"threads":"2"}}]}`,
			[]string{"commands | 8 threads ×2: 2e+06, 1"}},
		"a name before -cpu": {"BenchmarkA/4-workers-2 1 3000000 ns/op\nBenchmarkA/4-workers 1 5000000 ns/op\n",
			[]string{"A GOMAXPROCS=2 | {workers}-workers ×4: 3000, 1", "A GOMAXPROCS=1 | {workers}-workers ×4: 5000, 1"}},
		"joblib": {`{"results":[{"command":"a","times":[2],"parameters":{"n_jobs":"2"}}]}`,
			[]string{"commands | a ×2: 2e+06, 1"}},
	} {
		if got := cellsOfText(t, c.text, Options{}); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// What may be the workers is asked for where it is one of small numbers, 1 among them.
func TestWhatMayBeTheWorkersIsAskedFor(t *testing.T) {
	const command = `{"command":%q,"times":[2],"parameters":{%s}}`
	for _, c := range []struct{ one, oneOf, two, twoOf, want string }{
		{"a", `"t":"1"`, "b", `"t":"2"`, "--workers-from t"},
		{"xz -T1", "", "xz -T 4 a", "", "--workers-from T"},
		{"a", `"n":"1"`, "b", `"n":"1000"`, ""},
		{"a", `"n":"1"`, "4 threads", `"n":"2"`, ""},
	} {
		text := fmt.Sprintf(`{"results":[`+command+","+command+"]}", c.one, c.oneOf, c.two, c.twoOf)
		f, err := parse([]byte(text), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.record(Options{}); err != nil {
			t.Fatal(err)
		}
		got := strings.Join(f.notes, "\n")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: notes %q, want %q", text, got, c.want)
		}
	}
}

// Times that are far apart still have room in a record.
func TestTimesFarApartAreRead(t *testing.T) {
	got := cellsOfText(t, `{"results":[{"command":"a","times":[1e-12]},{"command":"b","times":[2]}]}`, Options{})
	if want := []string{"commands | a ×1: 1e-06, 1", "commands | b ×1: 2e+06, 1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// A line of an old release of Google Benchmark has its threads in its name alone.
func TestThreadsOfOldReleasesStandInTheName(t *testing.T) {
	const text = `{"context":{},"benchmarks":[{"name":"a/real_time/threads:2","real_time":3,"time_unit":"us"}]}`
	if _, err := parse([]byte(text), Options{}); err == nil || !strings.Contains(err.Error(), "say --real-time") {
		t.Errorf("%v, want the question of what real_time is", err)
	}
	if got := cellsOfText(t, text, Options{RealTime: RealTimeThread}); !slices.Equal(got, []string{"a | a ×2: 1.5, 1"}) {
		t.Errorf("%q", got)
	}
}

// compressed is a text as gzip has it.
func compressed(t *testing.T, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pyperf compresses what it writes to a name in .gz. What is unpacked has the bound of a file.
func TestCompressedFilesAreRead(t *testing.T) {
	text, err := os.ReadFile("testdata/pyperf-2.0.1.json")
	if err != nil {
		t.Fatal(err)
	}
	packed := compressed(t, text)
	if got, want := cellsOfText(t, string(packed), Options{}), cellsOfText(t, string(text), Options{}); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for want, data := range map[string][]byte{
		"broken after":                 packed[:len(packed)/2],
		"unpacked longer than 128 MiB": compressed(t, make([]byte, maxFile+1)),
		"compressed by gzip twice":     compressed(t, packed),
	} {
		if err := refused(data); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
