package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/bench/testkit/slurm"
)

// submitted is the number of the job that launch slurm handed in.
func submitted(t *testing.T, args ...string) (job string) {
	t.Helper()
	status, stdout, stderr := command(append([]string{"launch", "slurm", "--run"}, args...)...)
	m := regexp.MustCompile(`(?m)^Submitted batch job (\d+)$`).FindStringSubmatch(stdout)
	if status != exitDone || m == nil {
		t.Fatalf("status %d: %s\n%s", status, stdout, stderr)
	}
	return m[1]
}

// slurmWorker is a worker's program that says what it was called with, what Slurm told it, and what it sees.
const slurmWorker = `printf '<%s>' "$@"; echo
echo "task $SLURM_PROCID of $SLURM_NTASKS on $(nproc) with $(cat "$5")"
`

func TestSlurmRunsTheJobFile(t *testing.T) {
	testkit.NeedsLong(t)
	cluster := slurm.Start(t)
	dir := t.TempDir()
	t.Chdir(dir)
	path := filepath.Join(dir, "core $race's")
	program(t, path, slurmWorker+"exit 3")
	writeText(t, "it's a $token", "secret")
	args := []string{"--join", "nats://login1:4222", "--token-file", "it's a $token", "--program", path}

	job := submitted(t, append(args, "--out", "job.sh")...)
	if state, exit := cluster.Ended(job); state != "FAILED" || exit != "3:0" {
		t.Errorf("the job is %s, %s", state, exit)
	}
	want := "<host><--join><nats://login1:4222><--token-file><it's a $token>\ntask 0 of 1 on " +
		strconv.Itoa(seen(t)) + " with secret\n"
	if got := readText(t, "corerace-hosts-"+job+".0.log"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if text := readText(t, "job.sh"); strings.Contains(text, "secret") {
		t.Errorf("the token is in the job file:\n%s", text)
	}
	if said := readText(t, "corerace-hosts-"+job+".log"); !strings.Contains(said, "Exited with exit code 3") {
		t.Errorf("srun said %q", said)
	}

	// By standard input, and with one core of the node.
	job = submitted(t, append(args, "--workers", "1", "--name", "one")...)
	cluster.Ended(job)
	if got := readText(t, "one-"+job+".0.log"); !strings.Contains(got, "<--workers><1>") ||
		!strings.Contains(got, "task 0 of 1 on 1 with secret") {
		t.Errorf("got %q", got)
	}
}

// seen is how many cores a process of this machine may use, by the same program as the worker's.
func seen(t *testing.T) int {
	t.Helper()
	said, err := exec.Command("nproc").Output()
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(said)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestSlurmEndsAWorkerThatStays(t *testing.T) {
	testkit.NeedsLong(t)
	cluster := slurm.Start(t)
	dir := t.TempDir()
	t.Chdir(dir)
	path := filepath.Join(dir, "stay")
	program(t, path, stay)
	args := []string{"--join", "nats://login1:4222", "--token-file", "t", "--program", path}
	job := submitted(t, args...)
	var workers []int
	testkit.Eventually(t, "the worker is there", func() bool {
		text, _ := os.ReadFile("corerace-hosts-" + job + ".0.log")
		workers = pids(string(text))
		return len(workers) == 1
	})
	cluster.Cancel(job)
	if state, _ := cluster.Ended(job); state != "CANCELLED" {
		t.Errorf("the job is %s", state)
	}
	testkit.Gone(t, workers...)

	status, stdout, stderr := command(append([]string{"launch", "slurm", "--run", "--partition", "nosuch"}, args...)...)
	if status != exitFailed || !strings.Contains(stdout, "invalid partition specified: nosuch") ||
		!strings.Contains(stderr, "sbatch failed: exit status 1") {
		t.Errorf("status %d: %s\n%s", status, stdout, stderr)
	}
}
