//go:build unix

package benchtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"corerace/bench/testkit"
)

// pidEnv names a file that a worker that hangs on its way writes its number to.
const pidEnv = "CORERACE_TEST_PID"

func init() {
	if file := os.Getenv(pidEnv); file != "" && entrant != nil {
		os.WriteFile(file+".new", []byte(strconv.Itoa(os.Getpid())), 0o666)
		os.Rename(file+".new", file)
	}
}

// A worker on its way to its call ends with its parent, as any other does.
func TestWorkerOnItsWayEndsWithItsParent(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pid")
	t.Setenv(wayEnv, "hangs")
	t.Setenv(pidEnv, file)
	cmd := exec.Command(os.Args[0], "-test.run", "^$", "-test.bench", "Ways", "-test.benchtime", "1x")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	testkit.Eventually(t, "a worker is on its way", func() bool {
		b, err := os.ReadFile(file)
		if err == nil {
			pid, err = strconv.Atoi(string(b))
		}
		return err == nil
	})
	cmd.Process.Kill()
	cmd.Wait()
	testkit.Gone(t, pid)
}
