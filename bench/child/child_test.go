//go:build unix

package child

import (
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

func TestStartKeepsWhatIsAskedFor(t *testing.T) {
	cmd := exec.Command("sh", "-c", "kill -9 $$")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := Start(cmd); err != nil {
		t.Fatal(err)
	}
	if group, err := syscall.Getpgid(cmd.Process.Pid); err == nil && group != cmd.Process.Pid {
		t.Errorf("process %d is in the group %d", cmd.Process.Pid, group)
	}
	cmd.Wait()
	if how := Ended(cmd.ProcessState); how != "killed by signal 9 (killed)" {
		t.Errorf("it says %q", how)
	}
}

func TestEndedSaysTheStatus(t *testing.T) {
	cmd := exec.Command("sh", "-c", "exit 3")
	if err := Start(cmd); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if how := Ended(cmd.ProcessState); !strings.HasSuffix(how, "status 3") {
		t.Errorf("it says %q", how)
	}
}
