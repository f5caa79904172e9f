package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"corerace/bench/child"
	"corerace/bench/testkit"
	"corerace/bench/testkit/far"
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

// raceHosts starts such a run on the loopback.
func raceHosts(t *testing.T) *raceOfHosts {
	t.Helper()
	return raceHostsAt(t, "127.0.0.1", "serial,hosts")
}

// raceHostsAt starts such a run of some modes, whose hosts join at an address of this machine.
func raceHostsAt(t *testing.T, ip, modes string) *raceOfHosts {
	t.Helper()
	built, err := withEngine()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	where := fmt.Sprintf("%s:%d", ip, freePort(t))
	r := &raceOfHosts{program: filepath.Join(built, "corerace"), join: "nats://" + where,
		token: filepath.Join(dir, "token"), out: filepath.Join(dir, "out")}
	writeText(t, r.token, "a token of twenty-odd characters\n")
	r.cmd = exec.Command(r.program, "run", "--workloads", "primes", "--modes", modes, "--workers", "2",
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
func (r *raceOfHosts) joined(t *testing.T, want ...string) *results.Record {
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
			if strings.HasPrefix(s.Mode, "hosts") {
				ran[w.Host] = true
			}
		}
	}
	for _, label := range want {
		if !ran[label] {
			t.Errorf("no worker of %s is in a sample that is right:\n%s", label, r.said.String())
		}
	}
	return rec
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

// Slurm's workers are in a network of their own, behind a wire with a delay: the sums hold, and the delay is in the price of
// a lot, in the record and in the table.
func TestADelayedNetworkIsInTheTableOfARaceBySlurm(t *testing.T) {
	testkit.NeedsLong(t)
	cluster := slurm.Start(t)
	const delay = 10 * time.Millisecond
	net := far.Start(t, delay)
	r := raceHostsAt(t, net.Here, "serial,hosts:chunk=16")
	dir := t.TempDir()
	t.Chdir(dir) // for the files of the job
	path := filepath.Join(dir, "over there")
	program(t, path, net.Script(r.program))
	job := submitted(t, "--join", r.join, "--token-file", r.token, "--program", path, "--workers", "2")
	rec := r.joined(t, "slurm-0")
	if state, exit := cluster.Ended(job); state != "COMPLETED" || exit != "0:0" {
		t.Errorf("the job is %s, %s:\n%s", state, exit, readText(t, "corerace-hosts-"+job+".0.log"))
	}
	priced := 0
	for _, s := range rec.Samples {
		if s.HandOver == nil {
			continue
		}
		if priced++; s.HandOver.Mean < 2*delay {
			t.Errorf("%d lots took %v each to hand over, and there and back takes %v", s.HandOver.Count, s.HandOver.Mean, 2*delay)
		}
	}
	if priced == 0 || !strings.Contains(r.said.String(), "hand-over: how long a worker of a host") {
		t.Errorf("%d samples have a price, or the table has none:\n%s", priced, r.said.String())
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
