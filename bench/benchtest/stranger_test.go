package benchtest

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

// packageDocExample returns the code in this package's doc comment, as a test file.
func packageDocExample(t *testing.T) string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "benchtest.go", nil, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	code := "package stranger\n\nimport (\n\t\"math/bits\"\n\t\"strings\"\n\t\"testing\"\n\n" +
		"\t\"corerace/bench/benchtest\"\n\t\"corerace/workloads\"\n)\n\n"
	for line := range strings.Lines(f.Doc.Text()) {
		if after, ok := strings.CutPrefix(line, "\t"); ok {
			code += after
		}
	}
	return code
}

// strangersModule writes a module that isn't this one and uses it from its test file, and returns its folder. It
// requires what this module requires, so that the module cache is enough.
func strangersModule(t *testing.T, testFile string) (dir string) {
	t.Helper()
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	goMod, err := os.ReadFile(filepath.Join(repo, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	goSum, err := os.ReadFile(filepath.Join(repo, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	goMod = bytes.Replace(goMod, []byte("module corerace\n"), []byte("module example.com/stranger\n"), 1)
	goMod = fmt.Appendf(goMod, "\nrequire corerace v0.0.0\n\nreplace corerace => %q\n", repo)
	dir = t.TempDir()
	for name, data := range map[string][]byte{"go.mod": goMod, "go.sum": goSum, "stranger_test.go": []byte(testFile)} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// runIn runs a program in a folder, without a network, and returns what it printed and logged, and how it ended. go
// test hands on to its standard output all that the test binary and its workers print and log.
func runIn(t *testing.T, dir, name string, args ...string) (printed, logged string, err error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	for _, kv := range os.Environ() {
		if !strings.HasPrefix(kv, "GOCOVERDIR=") { // set while this test is measured itself
			cmd.Env = append(cmd.Env, kv)
		}
	}
	cmd.Env = append(cmd.Env, "GOPROXY=off", "GOFLAGS=", "GOWORK=off", "GOTOOLCHAIN=local")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	return stdout.String(), stderr.String(), err
}

// expected matches the lines that a benchmark prints. benchstat doesn't read a line that something else is mixed into.
var expected = regexp.MustCompile(`^(goos|goarch|pkg|cpu|coverage): |^Unit \S+ better=|^PASS$|^ok  \t|` +
	`^--- BENCH: BenchmarkUpper/|^ {4}\w+\.go:\d+: only a sum comes back |` +
	`^Benchmark\w+/mode=[a-z]+/workers=\d+(-\d+)?\s+\d+\t( +[\d.e+-]+ [\w/-]+\t?)+$`)

// wantRows checks that nothing else than a benchmark's lines was printed, that each row has its metrics, and that the
// processes have these numbers of workers, with the number of cores behind the dash.
func wantRows(t *testing.T, printed string, speedup bool, processes ...string) {
	t.Helper()
	for line := range strings.Lines(printed) {
		line = strings.TrimRight(line, "\n")
		if !expected.MatchString(line) {
			t.Errorf("a benchmark doesn't print %q", line)
			continue
		}
		if !strings.HasPrefix(line, "Benchmark") {
			continue
		}
		for _, metric := range []string{" ns/op", " cores-busy", " cpu-ns/op"} {
			if !strings.Contains(line, metric) {
				t.Errorf("no %s in %q", metric, line)
			}
		}
		base := strings.Contains(line, "/mode=serial/")
		if got, want := strings.Contains(line, " speedup"), speedup || base; got != want {
			t.Errorf("a speedup is %v, want %v, in %q", got, want, line)
		}
		if base && !strings.Contains(line, "1.000 speedup") {
			t.Errorf("the base isn't 1 in %q", line)
		}
	}
	for _, workers := range processes {
		row := regexp.MustCompile(`(?m)^BenchmarkPopcount/mode=processes/workers=` + workers + `\s`)
		if n := len(row.FindAllString(printed, -1)); n != 1 {
			t.Errorf("%d rows of processes with workers=%s, want 1", n, workers)
		}
	}
}

// The example of the package doc is all that somebody else's module needs.
func TestStrangersModuleNeedsTheExampleAlone(t *testing.T) {
	if testing.Short() {
		t.Skip("builds several test binaries")
	}
	example := packageDocExample(t)
	dir := strangersModule(t, example)
	for i, c := range []struct {
		args      []string
		speedup   bool
		processes []string
	}{
		{[]string{"-benchtime", "20x", "-cpu", "1,2"}, true, []string{"1", "1-2", "2-2"}},
		{[]string{"-benchtime", "3x", "-cpu", "2"}, false, []string{"1-2", "2-2"}}, // too few ops for a speedup
		{[]string{"-benchtime", "20x", "-cpu", "1,2", "-count", "3"}, true, nil},
		{[]string{"-benchtime", "20x", "-cpu", "2", "-race"}, true, []string{"1-2", "2-2"}},
		{[]string{"-benchtime", "20x", "-cpu", "2", "-cover"}, true, []string{"1-2", "2-2"}},
		{[]string{"-benchtime", "20x", "-cpu", "2", "-cover", "-coverpkg=corerace/bench/..."}, true, []string{"1-2", "2-2"}},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			if i > 0 {
				testkit.NeedsLong(t)
			}
			if i > 0 && !slices.Contains(c.args, "-race") {
				testkit.NeedsAll(t)
			}
			printed, logged, err := runIn(t, dir, "go", append([]string{"test", "-bench", "."}, c.args...)...)
			if strings.Contains(logged, "-race is not supported") || strings.Contains(logged, "-race requires cgo") {
				t.Skip(logged)
			}
			if err != nil {
				t.Fatalf("%v\n%s%s", err, printed, logged)
			}
			wantRows(t, printed, c.speedup, c.processes...)
		})
	}
	t.Run("built with coverage, run by hand", func(t *testing.T) {
		testkit.NeedsAll(t)
		binary := filepath.Join(dir, "stranger.test.exe") // any system runs it under this name
		if _, logged, err := runIn(t, dir, "go", "test", "-c", "-cover", "-coverpkg=corerace/bench/...", "-o",
			binary); err != nil {
			t.Fatalf("%v\n%s", err, logged)
		}
		printed, logged, err := runIn(t, dir, binary, "-test.bench", ".", "-test.benchtime", "20x", "-test.cpu", "2")
		if err != nil || logged != "" {
			t.Errorf("%v, logged:\n%s", err, logged)
		}
		wantRows(t, printed, true, "1-2", "2-2")
	})
	t.Run("a workload that Main isn't given", func(t *testing.T) {
		testkit.NeedsAll(t)
		forgotten := strings.Replace(example, "benchtest.Main(m, popcount)", "benchtest.Main(m)", 1)
		printed, logged, err := runIn(t, strangersModule(t, forgotten), "go", "test", "-bench", "/mode=processes/",
			"-benchtime", "1x")
		wantForgotten(t, printed+logged, err)
	})
	t.Run("an init that prints", func(t *testing.T) {
		testkit.NeedsAll(t)
		printing := strings.Replace(example, "import (\n", "import (\n\t\"fmt\"\n", 1) +
			"\nfunc init() { fmt.Println(\"using the defaults\") }\n"
		printed, logged, err := runIn(t, strangersModule(t, printing), "go", "test", "-run", "^$", "-bench",
			"/mode=processes/", "-benchtime", "1x")
		wantPrinted(t, printed+logged, err)
	})
}

// The same mistakes, made by this test binary in place of a stranger's: nothing has to be built for them.
func TestMistakesOfAStrangerAreNamed(t *testing.T) {
	for mistake, want := range map[string]func(*testing.T, string, error){forgets: wantForgotten, prints: wantPrinted} {
		t.Run(mistake, func(t *testing.T) {
			t.Setenv(mistakeEnv, mistake)
			printed, logged, err := runIn(t, t.TempDir(), os.Args[0], "-test.run", "^$", "-test.bench",
				"Popcount/mode=processes/", "-test.benchtime", "1x")
			want(t, printed+logged, err)
		})
	}
}

// wantForgotten wants a benchmark to have failed because Main wasn't given its workload.
func wantForgotten(t *testing.T, said string, err error) {
	t.Helper()
	if want := "workload popcount isn't in the list given to the hook"; err == nil || !strings.Contains(said, want) {
		t.Errorf("%v, want an error that says %q\n%s", err, want, said)
	}
}

// wantPrinted wants a benchmark to have failed because something printed before Main, which is named.
func wantPrinted(t *testing.T, said string, err error) {
	t.Helper()
	if err == nil || !strings.Contains(said, `something printed before bench.Hook`) ||
		!strings.Contains(said, `"using the defaults"`) {
		t.Errorf("%v: %s", err, said)
	}
}

// The examples in the docs are a module of their own, which is built and raced.
func TestExamplesAreRaced(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a test binary")
	}
	args := []string{"test", "-bench", ".", "-benchtime", "1x"}
	if testkit.Long() {
		args = append(args, "-race", "-json")
	}
	printed, logged, err := runIn(t, "../../docs/examples", "go", args...)
	if err != nil {
		t.Fatalf("%v\n%s%s", err, printed, logged)
	}
	for _, want := range []string{"BenchmarkTokens/mode=processes-pipe/", "BenchmarkEncode/mode=processes/",
		"BenchmarkSharpen"} {
		if !strings.Contains(printed, want) {
			t.Errorf("no %s in\n%s", want, printed)
		}
	}
}
