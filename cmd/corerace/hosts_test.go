package main

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"corerace/bench/hosts/tell"
	"corerace/bench/testkit"
	"corerace/results"
)

// buildHosts puts the program with the engine beside this one, once.
var buildHosts = sync.OnceValue(func() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	build := exec.Command("go", "build", "-o", filepath.Join(filepath.Dir(self), tell.Program), hostsPackage)
	build.Dir = moduleDir
	if text, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, text)
	}
	return nil
})

// moduleDir is where the tests began, before one of them went elsewhere.
var moduleDir, _ = os.Getwd()

func TestARaceOnHostsOfThisMachine(t *testing.T) {
	testkit.NeedsLong(t)
	if err := buildHosts(); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	status, stdout, stderr := command("run", "--no-lock", "--workloads", "primes", "--modes", "serial,processes,hosts",
		"--workers", "2", "--rounds", "2", "--target", "20ms", "--out", dir)
	if status != exitDone || !strings.Contains(stdout, "hand-over") {
		t.Fatalf("%d\n%s\n%s", status, stdout, stderr)
	}
	rec, err := results.ReadFile(filepath.Join(dir, "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, s := range rec.All() {
		if s.Mode != "hosts" || s.Twin {
			continue
		}
		seen++
		if s.Error != "" || s.Claim != results.ClaimQueue || s.HandOver == nil || len(s.PerWorker) != 2 {
			t.Errorf("%+v", s)
		}
	}
	if seen != 3 {
		t.Errorf("%d samples", seen)
	}
}

// Another machine joins, is named in the record and on the page, and goes when the run has ended.
func TestARaceOnAHostThatJoins(t *testing.T) {
	testkit.NeedsLong(t)
	if err := buildHosts(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	token := filepath.Join(dir, "token")
	writeText(t, token, "geheim\n")
	l, err := net.Listen("tcp", "127.0.0.1:0") // a port that is free, as far as one can tell
	if err != nil {
		t.Fatal(err)
	}
	where := l.Addr().String()
	l.Close()
	var said bytes.Buffer
	host := exec.Command(os.Args[0], "host", "--join", "nats://"+where, "--token-file", token, "--label", "lab-1",
		"--workers", "2")
	host.Env = append(os.Environ(), asCommand+"=1")
	host.Stdout, host.Stderr = &said, &said
	if err := host.Start(); err != nil {
		t.Fatal(err)
	}
	status, stdout, stderr := command("run", "--no-lock", "--workloads", "primes", "--modes", "serial,hosts", "--workers",
		"2", "--rounds", "2", "--target", "20ms", "--out", filepath.Join(dir, "out"), "--hosts-listen", where,
		"--hosts-token-file", token)
	if status != exitDone || !strings.Contains(stderr, "host lab-1 is here") || !strings.Contains(stdout, "lab-1") {
		host.Process.Kill()
		t.Errorf("%d\n%s\n%s", status, stdout, stderr)
	}
	if err := host.Wait(); err != nil || !strings.Contains(said.String(), "the run has ended") {
		t.Errorf("%v\n%s", err, said.String())
	}
	rec, err := results.ReadFile(filepath.Join(dir, "out", "run.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if len(rec.Run.Joined) != 1 || rec.Run.Joined[0].Label != "lab-1" {
		t.Errorf("%+v", rec.Run.Joined)
	}
	if page := readText(t, filepath.Join(dir, "out", "report.html")); !strings.Contains(page, "lab-1") {
		t.Error("the page doesn't name the host")
	}
}

func TestWrongFlagsOfHostsAreNamed(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("t", []byte("token"), 0o600); err != nil {
		t.Fatal(err)
	}
	for args, want := range map[string]string{
		"run --hosts-url x --modes hosts":                                         "nats://host:port",
		"run --hosts-url nats://a:1 --hosts-listen :1":                            "exclude each other",
		"run --hosts-listen :4222 --modes hosts":                                  "--hosts-token-file",
		"run --hosts-listen x --hosts-token-file t --modes hosts":                 "host:port expected",
		"run --hosts-token-file t":                                                "no other machine joins",
		"run --hosts-url nats://a:1 --hosts-tls-key k":                            "given together",
		"run --modes hosts:chunk=0":                                               "neither a number of shares",
		"host":                                                                    "--join is missing",
		"host --join http://a:1":                                                  "nats://host:port",
		"host --join nats://token@a:1":                                            "seen by others",
		"host --join nats://a:1 --workers 0":                                      "--workers is 0",
		"host --join nats://a:1 --label a/b":                                      "--label",
		"host --join nats://a:1 --tls-cert c":                                     "given together",
		"run --hosts-url nats://a:1 --hosts-token-file t --modes serial --quick ": "mode hosts",
	} {
		status, _, stderr := command(append(strings.Fields(args), "--help=false")...)
		if status != exitUsage || !strings.Contains(stderr, want) {
			t.Errorf("%s: %d\n%s, want %q", args, status, stderr, want)
		}
	}
}

func TestAHostIsCalledByItsPlaceInAJob(t *testing.T) {
	name, _ := os.Hostname()
	for want, env := range map[string]map[string]string{
		"slurm-3": {"SLURM_PROCID": "3", "JOB_COMPLETION_INDEX": "5"},
		"job-5":   {"JOB_COMPLETION_INDEX": "5"},
		name:      {},
	} {
		if got := hostLabel(func(key string) string { return env[key] }); got != want && want != "" {
			t.Errorf("%v: %q, want %q", env, got, want)
		}
	}
}
