package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/results"
	"corerace/workloads"
)

// needsGo skips a test where there is no go command.
func needsGo(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	t.Setenv("GOPROXY", "off")
	t.Setenv("GOFLAGS", "")
	t.Setenv("GOWORK", "off")
	t.Setenv("GOTOOLCHAIN", "local")
}

// moduleOf writes the files of a module that depends on this one, and returns its folder.
func moduleOf(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	mod, err := os.ReadFile(filepath.Join(rootDir(t), "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	files["go.mod"] = strings.Replace(string(mod), "module corerace\n", "module example.com/own\n", 1) +
		fmt.Sprintf("\nrequire corerace v0.0.0\n\nreplace corerace => %q\n", rootDir(t))
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const ownWorkload = `package own

import "corerace/workloads"

var One = &workloads.Workload{Name: "one", Doc: "Counts.", Size: 1000, Sum: 1000, Run: count}

func count(lo, hi int) uint64 { return uint64(hi - lo) }

func Two() *workloads.Workload { return &workloads.Workload{Name: "two", Doc: "Counts.", Size: 1000, Sum: 1000, Run: count} }

type Alias = *workloads.Workload

var More = []Alias{{Name: "three", Doc: "Counts.", Size: 1000, Sum: 1000, Run: count}}

var hidden = One

func Other(n int) *workloads.Workload { return hidden }
`

func TestWorkloadsOfAPackageAreFoundByTheirTypes(t *testing.T) {
	needsGo(t)
	g := goToolFor(moduleOf(t, map[string]string{"own.go": ownWorkload}))
	all, err := g.list(t.Context(), "own")
	if err != nil {
		t.Fatal(err)
	}
	found, asking, err := workloadsIn("example.com/own", all)
	if !slices.Equal(asking, []string{"Other"}) {
		t.Errorf("%q take parameters, want Other", asking)
	}
	if want := []string{"More...", "One", "Two()"}; err != nil || !slices.Equal(found, want) {
		t.Errorf("found %q, %v; want %q", found, err, want)
	}
}

// What can't be raced is a sentence and the status of a wrong command line, and nothing is left behind.
func TestPackageThatCannotBeRacedIsASentence(t *testing.T) {
	needsGo(t)
	nothing := moduleOf(t, map[string]string{"own.go": "package own\n\nimport \"corerace/workloads\"\n\nvar own *workloads.Workload\n"})
	for name, c := range map[string]struct{ pkg, want string }{
		"no dependency": {filepath.Join(rootDir(t), "results"), "has no workloads: it doesn't depend on corerace/workloads"},
		"a program":     {filepath.Join(rootDir(t), "cmd/corerace"), "is a program"},
		"none exported": {nothing, "no exported variable"},
		"internal":      {filepath.Join(rootDir(t), "results/internal/noise"), "is internal: "},
		"parameters": {moduleOf(t, map[string]string{"own.go": "package own\n\nimport \"corerace/workloads\"\n\n" +
			"func New(n int) *workloads.Workload { return nil }\n"}), "what takes parameters, or returns more than that, can't be called: New"},
		"an error beside": {moduleOf(t, map[string]string{"own.go": "package own\n\nimport \"corerace/workloads\"\n\n" +
			"func New() (*workloads.Workload, error) { return nil, nil }\n"}), "returns more than that, can't be called: New"},
		"a file": {filepath.Join(rootDir(t), "workloads", "primes.go"), "is a file: a package is named by its folder, " +
			filepath.Join(rootDir(t), "workloads")},
		"tests alone": {moduleOf(t, map[string]string{"own.go": "package own\n", "own_test.go": ownWorkload}),
			"has workloads in its tests alone"},
		"not there": {"./nothere", "directory not found"},
		"several":   {rootDir(t) + "/...", "names"},
		"broken": {moduleOf(t, map[string]string{"own.go": "package own\n\nimport _ \"corerace/workloads\"\n\nvar x int = \"one\"\n"}),
			"can't be built: "},
	} {
		t.Run(name, func(t *testing.T) {
			testkit.TempStaysEmpty(t)
			var out, errs bytes.Buffer
			if status := run([]string{"run", c.pkg}, &out, &errs); status != exitUsage || !strings.Contains(errs.String(), c.want) {
				t.Errorf("status %d, %q: want %q", status, errs.String(), c.want)
			}
		})
	}
}

func TestGoThatCannotBuildTheCommandIsASentence(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	g := goToolFor(".")
	if err := g.check(t.Context()); err == nil || !strings.Contains(err.Error(), "there is none on PATH") {
		t.Errorf("without go: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte("#!/bin/sh\necho go1.20.3\necho\n"), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	if err := g.check(t.Context()); err == nil || !strings.Contains(err.Error(), "is go1.20.3, and corerace was built with") {
		t.Errorf("with an old go: %v", err)
	}
}

func TestFlagsAreHandedOnAsTheyWereGiven(t *testing.T) {
	cmd := runCommand()
	args := []string{"--workers=1", "--workers=2", "--modes=gil:interval=1ms", "--rounds=3", "--no-lock=true", "--out=a b"}
	if err := cmd.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	got := flagsOf(cmd.Flags())
	slices.Sort(got)
	slices.Sort(args)
	if !slices.Equal(got, args) {
		t.Errorf("%q, want %q", got, args)
	}
}

// A package may have one workload under several names, and one that nobody has set.
func TestOwnWorkloadsAreThereOnce(t *testing.T) {
	w := &workloads.Workload{Name: "mine"}
	old := ownWorkloads
	t.Cleanup(func() { ownWorkloads = old })
	ownWorkloads = []*workloads.Workload{w, nil, w}
	if got := ownNames(); !slices.Equal(got, []string{"mine"}) || !slices.Contains(allWorkloads(), w) {
		t.Errorf("%q", got)
	}
	ownWorkloads = append(workloads.All(), workloads.Primes()) // as a function and a list of them make them
	if got := ownNames(); len(got) != len(workloads.All()) {
		t.Errorf("%q", got)
	}
	ownWorkloads = []*workloads.Workload{w, {Name: "mine", Size: 2}} // which of the two is meant can't be told
	if got := ownNames(); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

// A folder vendor lacks what only the command needs, so the modules are taken as go.mod has them.
func TestAPackageOfAVendoredModuleIsListedFromItsModules(t *testing.T) {
	needsGo(t)
	dir := moduleOf(t, map[string]string{"own.go": ownWorkload})
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	mod := "module example.com/own\n\ngo 1.26\n\nrequire corerace v0.0.0\n\nreplace corerace => " +
		strconv.Quote(rootDir(t)) + "\n"
	write("go.mod", mod)
	write("vendor/corerace/workloads/w.go", "package workloads\n\ntype Workload struct {\n\tName, Doc string\n\tSize int\n"+
		"\tSum uint64\n\tRun func(lo, hi int) uint64\n}\n")
	write("vendor/modules.txt", "# corerace v0.0.0 => "+rootDir(t)+"\n## explicit; go 1.26.0\ncorerace/workloads\n"+
		"# corerace => "+rootDir(t)+"\n")
	g := goToolFor(dir)
	all, err := g.list(t.Context(), "own")
	if err != nil {
		t.Fatal(err)
	}
	if i := indexOurs(all); i < 0 || !all[i].vendored() {
		t.Fatalf("%+v isn't vendored", all)
	}
	all, err = g.unvendored(t.Context(), "own", all[len(all)-1].Module, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if i := indexOurs(all); i < 0 || all[i].Module.Dir != rootDir(t) {
		t.Errorf("%+v", all)
	}
}

func TestALateLineIsSaidOnce(t *testing.T) {
	var b bytes.Buffer
	sayLate(&b, time.Hour, "late")()
	if b.Len() > 0 {
		t.Errorf("%q", b.String())
	}
	r, w := io.Pipe()
	quiet := sayLate(w, 0, "late")
	line := make([]byte, 5)
	if _, err := io.ReadFull(r, line); err != nil || string(line) != "late\n" {
		t.Errorf("%q, %v", line, err)
	}
	quiet()
}

// The whole of it: the command is built with the workloads of the examples, and races them in worker processes too.
func TestRunRacesAPackage(t *testing.T) {
	testkit.NeedsLong(t) // it links the command
	needsGo(t)
	testkit.TempStaysEmpty(t)
	out := filepath.Join(t.TempDir(), "out")
	var stdout, stderr bytes.Buffer // of what says why it can't; what races has this process's own
	if status := run([]string{"run", filepath.Join(rootDir(t), "docs/examples"), "--rounds", "1", "--workers", "2",
		"--modes", "processes", "--no-lock", "--out", out}, &stdout, &stderr); status != exitDone {
		t.Fatalf("status %d\n%s", status, stderr.String())
	}
	rec, err := results.ReadFile(filepath.Join(out, "run.jsonl"))
	if err != nil || len(rec.Run.Plan.Workloads) != 1 || rec.Run.Plan.Workloads[0].Name != "sharpen" {
		t.Errorf("%v: %+v", err, rec)
	}
	if _, err := os.Stat(filepath.Join(out, "report.html")); err != nil {
		t.Error(err)
	}
}
