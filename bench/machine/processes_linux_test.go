package machine

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestAProcessIsCalledByItsWholeName(t *testing.T) {
	const stay = "CORERACE_TEST_STAY"
	if os.Getenv(stay) != "" {
		io.Copy(io.Discard, os.Stdin)
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"short", "exactly-fifteen", "a name with) 1 2 blanks, and longer than fifteen"} {
		cmd := exec.CommandContext(t.Context(), filepath.Join(t.TempDir(), name), "-test.run=^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), stay+"=1")
		if err := os.Symlink(self, cmd.Path); err != nil {
			t.Fatal(err)
		}
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		pid := cmd.Process.Pid
		if got, err := nameOf(t.Context(), pid); got != name || err != nil {
			t.Errorf("%q, %v: want %q", got, err, name)
		}
		if parent, err := parentOf(t.Context(), pid); parent != os.Getpid() || err != nil {
			t.Errorf("%s: its parent is %d, %v", name, parent, err)
		}
		if used, err := usedBy(t.Context(), pid); used < 0 || err != nil {
			t.Errorf("%s: it used %v, %v", name, used, err)
		}
		stdin.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if name, err := nameOf(t.Context(), 1<<30); err == nil {
		t.Errorf("no process is called %q", name)
	}
}
