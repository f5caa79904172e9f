package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"corerace/bench/testkit"
	"corerace/results"
)

// markEnv is in the environment of a command that is killed, and of all that it starts.
const markEnv = "CORERACE_TEST_MARK"

// A killed command runs in a folder of its own, with a mark by which all that it starts is found.
type killed struct {
	mark, dir, tmp string
	stderr         bytes.Buffer
}

// line is the command line of what is killed, by name; the record of a race goes into the folder.
func (k *killed) line(what string) []string {
	race := []string{"--workloads", "primes", "--rounds", "4", "--target", "5ms", "--no-lock"}
	switch what {
	case "compare":
		return append(append([]string{"compare", "--run", "--modes", "goroutines", "--workers", "1", "--out",
			filepath.Join(k.dir, "compared")}, race...), os.Args[0], os.Args[0])
	case "talk":
		return []string{"talk", "--quick", "--rounds", "1", "--sizes", "8", "--no-lock"}
	case "gil":
		return []string{"gil", "--experiments", "slices", "--rounds", "1", "--no-lock", "--out",
			filepath.Join(k.dir, "gil")}
	case "exec":
		return []string{"exec", "--no-lock", "--out", filepath.Join(k.dir, "exec"), "--shell", "setsid sleep 1001 & sleep 1002"}
	case "resume":
		return []string{"run", "--resume", k.record(), "--no-lock"}
	}
	return append([]string{"run", "--modes", "serial,goroutines,processes", "--workers", "2", "--out",
		filepath.Join(k.dir, "race")}, race...)
}

func (k *killed) record() string { return filepath.Join(k.dir, "race", "run.jsonl") }

// start starts a command.
func (k *killed) start(t *testing.T, what string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], k.line(what)...)
	cmd.Env = append(os.Environ(), asCommand+"=1", markEnv+"="+k.mark, "TMPDIR="+k.tmp)
	cmd.Stderr = &k.stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	return cmd
}

// marked are the processes with the mark that are alive.
func (k *killed) marked() (pids []int) {
	all, _ := filepath.Glob("/proc/[0-9]*/environ")
	for _, path := range all {
		b, _ := os.ReadFile(path)
		if pid, _ := strconv.Atoi(filepath.Base(filepath.Dir(path))); slices.Contains(strings.Split(string(b), "\x00"),
			markEnv+"="+k.mark) && testkit.Alive(pid) {
			pids = append(pids, pid)
		}
	}
	return pids
}

// leftShared are the names in /dev/shm that a program of ours gave which has ended.
func leftShared() (names []string) {
	all, _ := filepath.Glob("/dev/shm/*corerace-*")
	for _, path := range all {
		_, rest, _ := strings.Cut(filepath.Base(path), "corerace-")
		number, _, _ := strings.Cut(rest, "-")
		if pid, err := strconv.Atoi(number); err == nil && !testkit.Alive(pid) {
			names = append(names, filepath.Base(path))
		}
	}
	return names
}

// end waits for a command, and for all that it started.
func (k *killed) end(t *testing.T, cmd *exec.Cmd) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	defer context.AfterFunc(ctx, func() {
		t.Errorf("%q doesn't end: %s", cmd.Args, k.stderr.String())
		syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	})()
	cmd.Wait()
	testkit.Eventually(t, "nothing that it started is alive", func() bool { return len(k.marked()) == 0 })
	for _, bad := range []string{"panic:", "fatal error:", "goroutine 1"} {
		if strings.Contains(k.stderr.String(), bad) {
			t.Errorf("%q says %q:\n%s", cmd.Args, bad, k.stderr.String())
		}
	}
	return cmd.ProcessState.ExitCode()
}

// TestKillsLoseNothing kills commands and what they start at random times, and goes on with their records: nothing is
// lost, nothing is there twice and nothing is left behind. CORERACE_KILLS says how many; a seed that fails is named.
func TestKillsLoseNothing(t *testing.T) {
	before := leftShared()
	t.Run("all", func(t *testing.T) {
		for seed := range uint64(testkit.Counted("CORERACE_KILLS", 2, 20)) {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				killOnce(t, rand.New(rand.NewPCG(seed, 7)))
			})
		}
	})
	for _, name := range leftShared() {
		if !slices.Contains(before, name) {
			t.Errorf("/dev/shm/%s is left", name)
		}
	}
}

// However exec is ended, the command that it runs is, and what that has started in a session of its own.
func TestCommandsEndWithWhoRacesThem(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGINT} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			k := &killed{mark: fmt.Sprintf("%d-exec-%d", os.Getpid(), signal), dir: t.TempDir(), tmp: t.TempDir()}
			cmd := k.start(t, "exec")
			testkit.Eventually(t, "the command is there", func() bool {
				said := k.commandLines()
				return strings.Contains(said, "sleep\x001001") && strings.Contains(said, "sleep\x001002")
			})
			syscall.Kill(cmd.Process.Pid, signal)
			if status := k.end(t, cmd); status == exitDone {
				t.Errorf("it ends with status %d: %s", status, k.stderr.String())
			}
		})
	}
}

// What cleans up behind a command has its time at an interrupt, too, though an answer takes longer then.
func TestAnInterruptLetsACommandBeCleanedUp(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	begun, cleaned := filepath.Join(dir, "begun"), filepath.Join(dir, "cleaned")
	r := &running{cmd: exec.Command(os.Args[0], "exec", "--no-lock", "--out", filepath.Join(dir, "out"), "--shell",
		"--cleanup", "sleep 1.5; : >"+cleaned, "--", ": >"+begun+"; sleep 1000")}
	r.cmd.Env = append(os.Environ(), asCommand+"=1")
	r.cmd.Stderr = &r.stderr
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.cmd.Process.Kill() })
	testkit.Eventually(t, "the command runs", func() bool {
		_, err := os.Stat(begun)
		return err == nil
	})
	r.cmd.Process.Signal(syscall.SIGINT)
	r.cmd.Wait()
	_, err := os.Stat(cleaned)
	if err != nil || r.cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(r.stderr.String(), "interrupted:") {
		t.Errorf("%v: %s", err, r.stderr.String())
	}
}

// commandLines are those of the processes with the mark.
func (k *killed) commandLines() (all string) {
	for _, pid := range k.marked() {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		all += string(b) + "\n"
	}
	return all
}

// killOnce kills one command once, and where it was a race goes on with it to its end.
func killOnce(t *testing.T, rng *rand.Rand) {
	dir := t.TempDir()
	k := &killed{mark: fmt.Sprintf("%d-%d", os.Getpid(), rng.Uint64()), dir: dir, tmp: filepath.Join(dir, "tmp")}
	if err := os.Mkdir(k.tmp, 0o777); err != nil {
		t.Fatal(err)
	}
	what := []string{"run", "run", "resume", "compare", "talk", "gil"}[rng.IntN(6)]
	if what == "resume" { // of a run that was killed
		k.kill(t, rng, "run", syscall.SIGKILL, false)
	}
	signal := []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGINT}[rng.IntN(3)]
	if what != "resume" || k.begun() {
		k.kill(t, rng, what, signal, rng.IntN(3) == 0)
	}
	if k.begun() {
		k.finish(t)
	}
	if left, _ := os.ReadDir(k.tmp); len(left) > 0 {
		t.Errorf("%s: left in the folder for temporary files: %v", what, left)
	}
}

// begun is whether there is a record that can be gone on with.
func (k *killed) begun() bool {
	_, err := results.ReadFile(k.record())
	return err == nil
}

// kill starts a command and kills it, or something that it started, after a while.
func (k *killed) kill(t *testing.T, rng *rand.Rand, what string, signal syscall.Signal, child bool) {
	t.Helper()
	cmd := k.start(t, what)
	time.Sleep(time.Duration(rng.Int64N(int64(1500 * time.Millisecond)))) // the time is what is random
	victims := []int{cmd.Process.Pid}
	if child {
		victims = slices.DeleteFunc(k.marked(), func(pid int) bool { return pid == cmd.Process.Pid })
	}
	if len(victims) > 0 {
		syscall.Kill(victims[rng.IntN(len(victims))], signal)
	}
	k.end(t, cmd)
}

// finish goes on with a race until it is done, and looks at its record.
func (k *killed) finish(t *testing.T) {
	t.Helper()
	was, err := os.ReadFile(k.record())
	if err != nil {
		t.Fatal(err)
	}
	if rec, err := results.ReadFile(k.record()); err == nil && rec.End == nil {
		k.stderr.Reset()
		if status := k.end(t, k.start(t, "resume")); status != 0 && status != exitOpen {
			t.Errorf("going on ends with status %d: %s", status, k.stderr.String())
		}
	}
	now, _ := os.ReadFile(k.record())
	if whole := was[:bytes.LastIndexByte(was, '\n')+1]; !bytes.HasPrefix(now, whole) {
		t.Error("going on has changed what was there")
	}
	rec, err := results.ReadFile(k.record())
	if err != nil {
		t.Fatal(err)
	}
	type once struct {
		results.Cell
		round int
		twin  bool
	}
	seen, inRound, most := map[once]int{}, map[int]int{}, 0
	for _, s := range rec.Samples {
		seen[once{s.Cell, s.Round, s.Twin}]++
		inRound[s.Round]++
		most = max(most, inRound[s.Round])
	}
	for cell, n := range seen {
		if n > 1 {
			t.Errorf("%+v was measured %d times", cell, n)
		}
	}
	if rec.End == nil || len(inRound) != rec.Run.Plan.Rounds+1 {
		t.Errorf("the end is %v, samples by round %v", rec.End, inRound)
	}
	for _, r := range rec.Rounds { // a round that was cut keeps what it has, and has no line
		if inRound[r.Round] != most {
			t.Errorf("round %d has %d samples, others %d", r.Round, inRound[r.Round], most)
		}
	}
}
