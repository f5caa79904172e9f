//go:build unix

package jobs

import (
	"bufio"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"

	"corerace/workloads"
)

// unixWorkloads are those that misbehave by system calls.
func unixWorkloads() []*workloads.Workload {
	return []*workloads.Workload{
		misbehaving("dies", func() { syscall.Kill(os.Getpid(), syscall.SIGKILL) }),
		misbehaving("stops", func() { syscall.Kill(os.Getpid(), syscall.SIGSTOP); hang() }),
		misbehaving("babbles", func() { syscall.Write(wire(), make([]byte, 100)) }),
	}
}

// RunRole starts this binary in a role and returns what it says.
func RunRole(t *testing.T, env ...string) string {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// StartParentAs starts a parent in a role, which says two pids.
func StartParentAs(t *testing.T, role string) (cmd *exec.Cmd, workers []int) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), RoleEnv+"="+role)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	lines := bufio.NewScanner(out)
	for len(workers) < 2 && lines.Scan() {
		pid, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatalf("the parent says %q", lines.Text())
		}
		workers = append(workers, pid)
	}
	return cmd, workers
}
