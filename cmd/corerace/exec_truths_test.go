//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"corerace/bench/testkit"
	interpreters "corerace/bench/testkit/pythons"
	"corerace/results"
	"corerace/results/verdict"
)

// What is known of commands, and must be found: how many threads want a core, which other programs of a busy machine
// change less than any wall time.
const (
	// scales is how many threads want a core at least where there is work for two; 1 where there isn't.
	scales = 1.3
	// alone is how many want one at most where there is work for one.
	alone = 1.2
)

// oneBusy is what is said of workers that have no work.
const oneBusy = "it has no work for a second one, or a lock lets one through at a time"

func TestWhatIsKnownOfCommandsIsFound(t *testing.T) {
	testkit.NeedsLong(t)
	for _, c := range []struct {
		name, program string
		args          []string
		wanted        func(float64) bool
		says          string
	}{
		{"xz with several blocks", "xz", []string{"--", "xz", "-0", "-T{workers}", "-kc", "large"}, several, ""},
		{"xz with one block", "xz", []string{"--", "xz", "-6", "-T{workers}", "-kc", "small"}, one, oneBusy},
		{"pigz", "pigz", []string{"--", "pigz", "-p", "{workers}", "-kc", "large"}, several, ""},
		{"sort", "sort", []string{"--", "sort", "--parallel={workers}", "large"}, several, ""},
		{"sort from a pipe", "sort", []string{"--shell", "--", "cat large large | sort --parallel={workers}"}, one, oneBusy},
		{"make", "make", []string{"--", "make", "-s", "-j{workers}"}, several, ""},
		{"threads of Python", "python3", []string{"--", "PYTHON", "t.py", "{workers}"}, one, oneBusy},
		{"processes of Python", "python3", []string{"--", "PYTHON", "p.py", "{workers}"}, several, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			needsProgram(t, c.program)
			t.Chdir(known(t))
			args := append([]string{"--workers", "1,2"}, c.args...)
			if i := slices.Index(args, "PYTHON"); i > 0 {
				args[i] = interpreters.First(t, 3, 3).Path // not a shim's
			}
			s, rec := raced(t, args...)
			single, double := s.Cells[0].Tree, s.Cells[1].Tree
			warned := strings.Join(s.Cells[1].Warnings, "\n")
			found := fmt.Sprintf("%.2f threads want a core, and with two workers %.2f, and it says %q", single.Wanted,
				double.Wanted, warned)
			t.Log(found)
			if single.Wanted > alone || !c.wanted(double.Wanted) || strings.Contains(warned, oneBusy) != (c.says != "") {
				skipBusy(t, rec)
				t.Errorf("%s; %q expected", found, c.says)
			}
		})
	}
}

// skipBusy skips a test where others had so much of the cores that whoever waits for a lock waits for a core, too.
func skipBusy(t *testing.T, rec *results.Record) {
	t.Helper()
	for _, r := range rec.Rounds {
		if r.Contention == nil || *r.Contention > 0.2 {
			t.Skip("the machine is too busy to tell")
		}
	}
}

func several(wanted float64) bool { return wanted >= scales }

func one(wanted float64) bool { return wanted <= alone }

// Whoever sleeps costs no core.
func TestSleepCostsNoCore(t *testing.T) {
	needs(t)
	s, rec := raced(t, "--", "sleep", "0.2")
	c := s.Cells[0]
	if c.Tree.User+c.Tree.Sys > c.Wall/10 {
		t.Errorf("%+v", c.Tree)
	}
	if c.Tree.Wanted > 0.1 { // that it waited for a core counts, too
		skipBusy(t, rec)
		t.Errorf("%+v", c.Tree)
	}
}

// The idle threads of OpenMP spin before they sleep, so CPU time grows, and what is shown is how to see that.
func TestThreadsThatSpinAreToldWhatToDo(t *testing.T) {
	testkit.NeedsLong(t)
	needsProgram(t, "gcc")
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.WriteFile("spin.c", []byte(spinning), 0o666); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("gcc", "-O1", "-fopenmp", "-o", "spin", "spin.c").CombinedOutput(); err != nil {
		t.Skipf("no OpenMP here: %v\n%s", err, out)
	}
	const advice = "--env OMP_WAIT_POLICY=passive"
	typed := []string{"--workers", "1,2", "--env", "OMP_NUM_THREADS={workers}"}
	s, rec := raced(t, append(typed, "--", "./spin")...)
	if w := strings.Join(s.Cells[1].Warnings, "\n"); !strings.Contains(w, advice) {
		skipBusy(t, rec)
		t.Errorf("CPU time grows by %v, and it says %q", s.Cells[1].Inflation, w)
	}
	spun := s.Cells[1].Inflation
	s, rec = raced(t, append(typed, "--env", "OMP_WAIT_POLICY=passive", "--", "./spin")...)
	slept := s.Cells[1].Inflation
	t.Logf("CPU time of two threads ÷ that of one: %v, and passive %v", spun, slept)
	if w := strings.Join(s.Cells[1].Warnings, "\n"); strings.Contains(w, advice) || slept.Center > spun.Center {
		skipBusy(t, rec)
		t.Errorf("CPU time grows by %v, and it says %q", slept, w)
	}
}

// raced runs exec for some rounds, and returns the record and what it says.
func raced(t *testing.T, args ...string) (*verdict.Summary, *results.Record) {
	t.Helper()
	status, stdout, stderr, rec := executed(t, append([]string{"--rounds", "3"}, args...)...)
	if status != exitDone || rec == nil {
		t.Fatalf("status %d\n%s%s", status, stdout, stderr)
	}
	for _, s := range rec.Samples {
		if s.Tree == nil || s.Tree.CPUFrom == "" || s.Tree.CPUFrom == results.CPUWaited {
			t.Fatalf("a sample says nothing of its processes: %+v", s.Tree)
		}
	}
	return verdict.Summarize(rec), rec
}

// needsProgram skips a test where a program isn't here.
func needsProgram(t *testing.T, name string) {
	t.Helper()
	needs(t)
	if _, err := exec.LookPath(name); err != nil {
		t.Skip(err)
	}
}

// known is a folder with what the commands work on.
func known(t *testing.T) string {
	dir := t.TempDir()
	var large strings.Builder
	for i := range 150_000 {
		fmt.Fprintln(&large, i*7919%150_003, "word", i)
	}
	for name, text := range map[string]string{"large": large.String(), "small": large.String()[:400_000],
		"Makefile": makefile, "t.py": fmt.Sprintf(script, "threading", "Thread"),
		"p.py": fmt.Sprintf(script, "multiprocessing", "Process")} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// makefile has four recipes that don't wait for each other.
const makefile = `all: a b c d
a b c d:
	@awk 'BEGIN { while (n < 3000000) n++ }'
.PHONY: all a b c d
`

// script has its workers do a share of some work each.
const script = `import sys, %[1]s
n = int(sys.argv[1])
def work():
    x = 0
    for i in range(4000000 // n): x += i
if __name__ == "__main__":
    ts = [%[1]s.%[2]s(target=work) for _ in range(n)]
    [t.start() for t in ts]; [t.join() for t in ts]
`

// spinning works alone for 8 ms and together for 1 ms, in turn, of CPU time.
const spinning = `#include <time.h>
static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return t.tv_sec + t.tv_nsec * 1e-9;
}
static double work(double s) {
	double end = now() + s, x = 0;
	while (now() < end) x += 1;
	return x;
}
int main(void) {
	double x = 0;
	for (int i = 0; i < 15; i++) {
		x += work(0.008);
#pragma omp parallel reduction(+:x)
		x += work(0.001);
	}
	return x < 0;
}
`
