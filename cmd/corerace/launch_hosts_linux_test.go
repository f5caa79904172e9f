package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"

	"corerace/bench/child"
	"corerace/bench/testkit"
	"corerace/bench/testkit/slurm"
	"corerace/results"
)

// A raceOfHosts is a run that waits for two workers of hosts, with a program that joins it.
type raceOfHosts struct {
	program, join, token, out string
	cmd                       *exec.Cmd
	said                      bytes.Buffer
}

// withEngine builds the command and the one with the engine, once, in a folder that goes with the tests' own.
var withEngine = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "engine"); err != nil {
		return "", err
	}
	c := exec.Command("go", "build", "-o", dir, "corerace/cmd/corerace", "corerace/cmd/corerace-hosts")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})

// raceHosts starts such a run.
func raceHosts(t *testing.T) *raceOfHosts {
	t.Helper()
	built, err := withEngine()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	where := fmt.Sprintf("127.0.0.1:%d", freePort(t))
	r := &raceOfHosts{program: filepath.Join(built, "corerace"), join: "nats://" + where,
		token: filepath.Join(dir, "token"), out: filepath.Join(dir, "out")}
	writeText(t, r.token, "a token of twenty-odd characters\n")
	r.cmd = exec.Command(r.program, "run", "--workloads", "primes", "--modes", "serial,hosts", "--workers", "2",
		"--rounds", "1", "--target", "5ms", "--no-lock", "--hosts-listen", where, "--hosts-token-file", r.token,
		"--out", r.out)
	r.cmd.Stdout, r.cmd.Stderr = &r.said, &r.said
	if err := child.Start(r.cmd); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.cmd.Process.Kill() })
	return r
}

// joined waits until the run is over, and checks by its record who took part. On a busy machine a guard may break.
func (r *raceOfHosts) joined(t *testing.T, want ...string) {
	t.Helper()
	r.cmd.Wait()
	rec, err := results.ReadFile(filepath.Join(r.out, "run.jsonl"))
	if err != nil {
		t.Fatalf("%v\n%s", err, r.said.String())
	}
	var labels []string
	for _, m := range rec.Run.Joined {
		labels = append(labels, m.Label)
	}
	slices.Sort(labels)
	if !slices.Equal(labels, want) {
		t.Errorf("%q took part, not %q:\n%s", labels, want, r.said.String())
	}
	ran := map[string]bool{}
	for _, s := range rec.Samples {
		for _, w := range s.PerWorker {
			if s.Mode == "hosts" {
				ran[w.Host] = true
			}
		}
	}
	for _, label := range want {
		if !ran[label] {
			t.Errorf("no worker of %s is in a sample that is right:\n%s", label, r.said.String())
		}
	}
}

func TestWorkersThatSlurmStartedTakePartInARace(t *testing.T) {
	testkit.NeedsLong(t)
	cluster := slurm.Start(t)
	r := raceHosts(t)
	t.Chdir(t.TempDir()) // for the files of the job
	job := submitted(t, "--join", r.join, "--token-file", r.token, "--program", r.program, "--workers", "2")
	r.joined(t, "slurm-0")
	if state, exit := cluster.Ended(job); state != "COMPLETED" || exit != "0:0" {
		t.Errorf("the job is %s, %s:\n%s", state, exit, readText(t, "corerace-hosts-"+job+".0.log"))
	}
}

func TestWorkersThatSSHStartedTakePartInARace(t *testing.T) {
	testkit.NeedsLong(t)
	sshd(t)
	r := raceHosts(t)
	status, stdout, stderr := command("launch", "ssh", "--run", "--to", "lab1,lab2", "--join", r.join, "--token-file",
		r.token, "--program", r.program, "--workers", "1")
	if status != exitDone {
		t.Errorf("status %d: %s\n%s", status, stdout, stderr)
	}
	r.joined(t, "lab1", "lab2")
}

// A host is processes of several programs: none of them is left behind.
func TestHostsBySSHEndWithTheCommandThatStartedThem(t *testing.T) {
	testkit.NeedsLong(t)
	sshd(t)
	r := raceHosts(t) // which waits for one worker more
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGKILL} {
		c := exec.Command(r.program, "launch", "ssh", "--run", "--to", "lab1", "--join", r.join, "--token-file", r.token,
			"--program", r.program, "--workers", "1")
		if err := child.Start(c); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Process.Kill() })
		var there []int
		testkit.Eventually(t, "the host has its worker", func() bool {
			there = overSSH(filepath.Dir(r.program))
			return len(there) >= 3
		})
		c.Process.Signal(sig)
		c.Wait()
		testkit.Gone(t, there...)
		if left := overSSH(filepath.Dir(r.program)); len(left) > 0 {
			t.Errorf("%v leaves %v", sig, left)
		}
	}
}

// overSSH are the processes that ssh started, of the programs in a folder.
func overSSH(dir string) (pids []int) {
	all, _ := filepath.Glob("/proc/[0-9]*")
	for _, proc := range all {
		exe, _ := os.Readlink(filepath.Join(proc, "exe"))
		env, _ := os.ReadFile(filepath.Join(proc, "environ"))
		if filepath.Dir(exe) == dir && bytes.Contains(env, []byte("SSH_CONNECTION=")) {
			pid, _ := strconv.Atoi(filepath.Base(proc))
			pids = append(pids, pid)
		}
	}
	return pids
}
