package pools

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"corerace/bench/language"
	"corerace/bench/testkit"
)

func forkedHere(t *testing.T) *language.Driver {
	t.Helper()
	d, err := openForked(t.Context())
	var no *notHere
	if errors.As(err, &no) {
		testkit.Missing(t, "cc", no.why)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func TestWorkersInCAnswerWithTheRightSums(t *testing.T) {
	testkit.TempStaysEmpty(t)
	d := forkedHere(t)
	for _, q := range []question{{Do: "start"}, {Do: "shares"}, {Do: "trips", N: 10}, {Do: "start"}} {
		if _, err := told(t.Context(), d, q); err != nil { // it checks the sums, and says so
			t.Errorf("%+v: %v", q, err)
		}
	}
	for _, q := range []question{{Do: "trips"}, {Do: "nothing"}} {
		if _, err := told(t.Context(), d, q); err == nil {
			t.Errorf("%+v: no error", q)
		}
	}
	if _, err := told(t.Context(), d, question{Do: "end"}); err != nil {
		t.Errorf("its workers' end: %v", err)
	}
}

func TestWorkersInCEndWithTheirParent(t *testing.T) {
	d := forkedHere(t)
	workers, err := told(t.Context(), d, question{Do: "pids"})
	if err != nil || len(workers.PIDs) != 2 {
		t.Fatal(workers, err)
	}
	syscall.Kill(d.PID(), syscall.SIGKILL)
	for _, pid := range workers.PIDs {
		testkit.Gone(t, pid)
	}
}

func TestADeadWorkerInCIsAnError(t *testing.T) {
	d := forkedHere(t)
	workers, err := told(t.Context(), d, question{Do: "pids"})
	if err != nil {
		t.Fatal(err)
	}
	syscall.Kill(workers.PIDs[0], syscall.SIGKILL)
	_, err = told(t.Context(), d, question{Do: "trips", N: 10})
	if err == nil || !strings.Contains(err.Error(), "a worker has ended") {
		t.Error(err)
	}
}

func TestWithoutACompilerTheRowsSayWhy(t *testing.T) {
	testkit.TempStaysEmpty(t)
	empty := t.TempDir()
	t.Setenv("PATH", empty)
	for want, script := range map[string]string{
		"none of cc, gcc, clang is on PATH": "",
		"cc makes no program: no assembler": "#!/bin/sh\necho warning >&2; echo no assembler >&2; exit 1\n",
		"cc can't be started":               "not a program",
	} {
		cc := filepath.Join(empty, "cc")
		os.Remove(cc)
		if script != "" {
			if err := os.WriteFile(cc, []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		th := theirs{}
		_, err := fromC(question{Do: "start"})(t.Context(), &th)
		var no *notHere
		if !errors.As(err, &no) || !strings.Contains(no.why, want) {
			t.Errorf("%v, %q expected", err, want)
		}
	}
}

func TestACompilerThatIsInterruptedLeavesNothing(t *testing.T) {
	testkit.TempStaysEmpty(t)
	sleep, err := exec.LookPath("sleep")
	if err != nil {
		t.Skip(err)
	}
	bin := t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, "cc"), []byte("#!/bin/sh\n"+sleep+" 60\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupted by the test"))
	if _, err := compile(ctx, "int main(void) { return 0; }"); err == nil || err.Error() != "interrupted by the test" {
		t.Error(err)
	}
}

// A compiler that is called gcc alone is one.
func TestACompilerIsFoundByAnyOfItsNames(t *testing.T) {
	bin := t.TempDir()
	gcc := filepath.Join(bin, "gcc")
	if err := os.WriteFile(gcc, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	if got := compiler(); got != gcc {
		t.Errorf("the compiler is %q, %q expected", got, gcc)
	}
}
