//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/results"
)

// A running command is a process of this binary that plays the command, in a process group of its own.
type running struct {
	cmd            *exec.Cmd
	dir            string
	stdout, stderr bytes.Buffer
}

// startRun starts a run that would take minutes, and returns when a round was measured.
func startRun(t *testing.T, more ...string) *running {
	t.Helper()
	r := &running{dir: filepath.Join(t.TempDir(), "out")}
	r.cmd = exec.Command(os.Args[0], "run", "--workloads", "primes", "--modes", "processes", "--workers", "2",
		"--rounds", "10000", "--target", "20ms", "--no-lock", "--out", r.dir)
	r.cmd.Args = append(r.cmd.Args, more...)
	r.cmd.Env = append(os.Environ(), asCommand+"=1")
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.cmd.Stdout, r.cmd.Stderr = &r.stdout, &r.stderr
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL) })
	testkit.Eventually(t, "a round is in the record", func() bool {
		b, _ := os.ReadFile(filepath.Join(r.dir, "run.jsonl"))
		return bytes.Count(b, []byte(`"kind":"round"`)) >= 2
	})
	return r
}

// children returns the processes whose parent is pid.
func children(pid int) (pids []int) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		b, _ := os.ReadFile(path)
		_, rest, _ := strings.Cut(string(b), ") ")
		f := strings.Fields(rest)
		if len(f) > 1 && f[0] != "Z" && f[1] == strconv.Itoa(pid) {
			child, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			pids = append(pids, child)
		}
	}
	return pids
}

// someWorkers waits until workers of the run are there.
func (r *running) someWorkers(t *testing.T) (pids []int) {
	t.Helper()
	testkit.Eventually(t, "the run has two workers", func() bool {
		pids = children(r.cmd.Process.Pid)
		return len(pids) == 2
	})
	return pids
}

// kept checks that the record holds what was measured, without an end.
func (r *running) kept(t *testing.T) {
	t.Helper()
	rec, err := results.ReadFile(filepath.Join(r.dir, "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Samples) < 4 || rec.End != nil {
		t.Errorf("%d samples, end %v", len(rec.Samples), rec.End)
	}
}

func TestInterruptOfTheGroupKeepsWhatWasMeasured(t *testing.T) {
	r := startRun(t)
	workers := r.someWorkers(t)
	syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT)
	r.cmd.Wait()
	if status := r.cmd.ProcessState.ExitCode(); status != exitFailed {
		t.Errorf("status %d", status)
	}
	testkit.Gone(t, workers...)
	r.kept(t)
	if !strings.Contains(r.stderr.String(), "interrupted: what was measured until then is kept") {
		t.Errorf("it says:\n%s", r.stderr.String())
	}
	if !strings.Contains(r.stdout.String(), "processes") {
		t.Errorf("no table:\n%s", r.stdout.String())
	}
}

// What was measured in whole rounds is shown, also by the commands that leave no record.
func TestInterruptShowsTheRoundsBefore(t *testing.T) {
	for _, line := range [][]string{
		{"grain", "--modes", "goroutines", "--workers", "2", "--budget", "10m", "--no-lock"},
		{"talk", "--between", "goroutines", "--sizes", "8", "--budget", "10m", "--no-lock"},
		{"compare", "--run", "--workloads", "primes", "--modes", "goroutines", "--workers", "1", "--target", "10ms",
			"--budget", "10m", "--no-lock", "--out", filepath.Join(t.TempDir(), "out"), os.Args[0], os.Args[0]},
	} {
		t.Run(line[0], func(t *testing.T) {
			t.Parallel() // they wait
			said, err := os.Create(filepath.Join(t.TempDir(), "said"))
			if err != nil {
				t.Fatal(err)
			}
			defer said.Close()
			r := &running{cmd: exec.Command(os.Args[0], line...)}
			r.cmd.Env = append(os.Environ(), asCommand+"=1")
			r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			r.cmd.Stdout, r.cmd.Stderr = &r.stdout, said
			if err := r.cmd.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL) })
			stderr := func() string { b, _ := os.ReadFile(said.Name()); return string(b) }
			testkit.Eventually(t, "two rounds are done", func() bool { return strings.Contains(stderr(), "round 2 ") })
			syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT)
			r.cmd.Wait()
			if status := r.cmd.ProcessState.ExitCode(); status != exitFailed ||
				!strings.Contains(stderr(), "corerace: interrupted") {
				t.Errorf("status %d: %s", status, stderr())
			}
			if !strings.Contains(r.stdout.String(), "rounds") || !strings.Contains(r.stdout.String(), "goroutines") {
				t.Errorf("no table:\n%s", r.stdout.String())
			}
		})
	}
}

func TestInterruptedGrainEndsWithItsWorkers(t *testing.T) {
	r := &running{cmd: exec.Command(os.Args[0], "grain", "--modes", "processes", "--workers", "2", "--budget", "10m",
		"--no-lock")}
	r.cmd.Env = append(os.Environ(), asCommand+"=1")
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.cmd.Stderr = &r.stderr
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL) })
	workers := r.someWorkers(t)
	syscall.Kill(-r.cmd.Process.Pid, syscall.SIGINT)
	r.cmd.Wait()
	if status := r.cmd.ProcessState.ExitCode(); status != exitFailed ||
		!strings.Contains(r.stderr.String(), "interrupted") {
		t.Errorf("status %d: %s", status, r.stderr.String())
	}
	testkit.Gone(t, workers...)
}

func TestKilledRunLeavesNoProcessAndItsRecord(t *testing.T) {
	r := startRun(t)
	workers := r.someWorkers(t)
	r.cmd.Process.Kill()
	r.cmd.Wait()
	testkit.Gone(t, workers...)
	r.kept(t)
	status, stdout, _ := command("report", r.dir)
	if status != exitDone || !strings.Contains(stdout, "cut short") {
		t.Errorf("status %d\n%s", status, stdout)
	}
}

func TestCutRecordIsGoneOnWith(t *testing.T) {
	whole := measuredRun(t).record
	finished, _ := recordIn(t, whole)
	if status, _, stderr := command("run", "--resume", finished); status != exitFailed ||
		!strings.Contains(stderr, "nothing of it is missing") {
		t.Errorf("a whole record: status %d: %s", status, stderr)
	}
	dir, path := recordIn(t, afterRound2(whole))
	if status, _, stderr := command("run", "--resume", dir, "--rounds", "9"); status != exitUsage {
		t.Errorf("another plan: status %d: %s", status, stderr)
	}
	status, stdout, stderr := command("run", "--resume", dir)
	if status != exitDone || !strings.Contains(stdout, "went on with round 4") {
		t.Fatalf("status %d: %s%s", status, stdout, stderr)
	}
	rec, err := results.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Samples) != 6*5+2 || rec.End == nil || rec.Skipped != 1 || len(rec.Notes) != 1 {
		t.Errorf("%d samples, end %v, %d lines skipped, notes %v", len(rec.Samples), rec.End, rec.Skipped, rec.Notes)
	}
	last := time.Duration(0)
	for _, c := range rec.Cores {
		if c.T < last {
			t.Fatalf("the stream goes back from %v to %v", last, c.T)
		}
		last = c.T
	}
}

// afterRound2 cuts a record of a run in the middle of a round.
func afterRound2(whole []byte) []byte {
	return whole[:bytes.Index(whole, []byte(`"kind":"sample","round":3,"pos":2`))+20] // within a line
}

// recordIn writes a record as a run would have left it, into a folder of its own.
func recordIn(t *testing.T, record []byte) (dir, path string) {
	t.Helper()
	dir = t.TempDir()
	path = filepath.Join(dir, "run.jsonl")
	if err := os.WriteFile(path, record, 0o666); err != nil {
		t.Fatal(err)
	}
	return dir, path
}

func TestTwoResumesOfARecordMeasureNoRoundTwice(t *testing.T) {
	for _, flags := range [][]string{nil, {"--no-lock"}} {
		dir, path := recordIn(t, afterRound2(measuredRun(t).record))
		var cmds []*exec.Cmd
		for range 2 {
			cmd := exec.Command(os.Args[0], append([]string{"run", "--resume", dir}, flags...)...)
			cmd.Env = append(os.Environ(), asCommand+"=1")
			cmd.Stderr = new(bytes.Buffer)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			cmds = append(cmds, cmd)
		}
		done := 0
		for _, cmd := range cmds {
			if cmd.Wait() == nil {
				done++
				continue
			}
			said := fmt.Sprint(cmd.Stderr)
			if !strings.Contains(said, "nothing of it is missing") && !strings.Contains(said, errRecordTaken.Error()) {
				t.Error(said)
			}
		}
		rec, err := results.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		type entry struct {
			results.Cell
			round int
			twin  bool
		}
		seen := map[entry]bool{}
		for _, s := range rec.Samples {
			if e := (entry{s.Cell, s.Round, s.Twin}); seen[e] {
				t.Errorf("%v is there twice", e)
			} else {
				seen[e] = true
			}
		}
		if done != 1 || rec.End == nil || rec.Skipped != 1 {
			t.Errorf("%d of two were done; end %v, %d lines skipped", done, rec.End, rec.Skipped)
		}
	}
}

func TestRecordOfALiveRunIsNotGoneOnWith(t *testing.T) {
	r := startRun(t)
	r.someWorkers(t)
	status, _, stderr := command("run", "--resume", r.dir, "--no-lock")
	if status != exitFailed || !strings.Contains(stderr, errRecordTaken.Error()) {
		t.Errorf("status %d: %s", status, stderr)
	}
}

func TestRecordOfAnotherMachineIsNotGoneOnWith(t *testing.T) {
	b, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "run.jsonl")
	if err := os.WriteFile(path, b[:len(b)-200], 0o666); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := command("run", "--resume", path); status != exitFailed ||
		!strings.Contains(stderr, "another machine") {
		t.Errorf("status %d: %s", status, stderr)
	}
}

func TestKilledWorkerIsReplacedAndWrittenDown(t *testing.T) {
	r := startRun(t)
	path := filepath.Join(r.dir, "run.jsonl")
	testkit.Eventually(t, "the deaths are in the record", func() bool {
		b, _ := os.ReadFile(path)
		if bytes.Contains(b, []byte(`"kind":"death"`)) && bytes.Contains(b, []byte(`"recovered":true`)) {
			return true
		}
		syscall.Kill(r.someWorkers(t)[0], syscall.SIGKILL) // which is no loss where its job is done already
		time.Sleep(20 * time.Millisecond)                  // so that not all are killed in the same phase
		return false
	})
	syscall.Kill(r.cmd.Process.Pid, syscall.SIGINT)
	r.cmd.Wait()
	r.kept(t)
}

func TestKilledWorkerIsNamedWhereNoneIsReplaced(t *testing.T) {
	r := startRun(t, "--no-recover")
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.cmd.Wait()
	}()
	killed := map[string]bool{}
	// One whose job is done already is no loss, and the run goes on to the next sample.
	testkit.Eventually(t, "the run ends of a killed worker", func() bool {
		if workers := children(r.cmd.Process.Pid); len(workers) > 0 {
			killed[strconv.Itoa(workers[0])] = syscall.Kill(workers[0], syscall.SIGKILL) == nil
		}
		select {
		case <-ended:
			return true
		default:
			return false
		}
	})
	if status := r.cmd.ProcessState.ExitCode(); status != exitFailed {
		t.Errorf("status %d", status)
	}
	said := regexp.MustCompile(`\(pid (\d+)\): killed by signal 9`).FindStringSubmatch(r.stderr.String())
	if said == nil || !killed[said[1]] {
		t.Errorf("it says %q, and killed were %v", r.stderr.String(), killed)
	}
	r.kept(t)
}

func TestRunOnAFullDiskSaysSoAndKeepsItsTable(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16k"); err != nil {
		t.Skipf("needs the right to mount a small disk: %v", err)
	}
	defer syscall.Unmount(disk, 0)
	cmd := exec.Command(os.Args[0], append(quick(filepath.Join(disk, "out")), "--rounds", "60")...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	out, _ := cmd.CombinedOutput()
	if status := cmd.ProcessState.ExitCode(); status != exitFailed {
		t.Errorf("status %d", status)
	}
	for _, want := range []string{"no space left on device", "what was measured until then is safe",
		"processes         2"} {
		if !bytes.Contains(out, []byte(want)) {
			t.Errorf("it doesn't say %q:\n%s", want, out)
		}
	}
	rec, err := results.ReadFile(filepath.Join(disk, "out", "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Samples) < 4 {
		t.Errorf("%d samples on disk", len(rec.Samples))
	}
}
