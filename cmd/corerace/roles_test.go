package main

import (
	"os"
	"os/exec"
	"testing"

	"corerace/bench/child"
	"corerace/bench/cost/talk"
	"corerace/bench/disturb"
	"corerace/bench/lab/differences"
	"corerace/bench/worker"
)

// roleVariables are those that make this program play a part, as a person would export them.
var roleVariables = []string{
	worker.Env + "=pipe:1", worker.Env + "=1", child.Env + "=1", disturb.Env + "=0.5", talk.Env + "=pipe 4096",
	differences.Env + "=global goroutine", "CORERACE_AGENT=1",
}

func TestAnExportedRoleDoesNotTurnTheCommandIntoSomethingElse(t *testing.T) {
	_, want, _ := command("version")
	for _, variable := range roleVariables {
		for _, piped := range []bool{false, true} {
			cmd := exec.Command(os.Args[0], "version")
			cmd.Env = append(os.Environ(), asCommand+"=1", variable)
			if piped {
				if _, err := cmd.StdinPipe(); err != nil {
					t.Fatal(err)
				}
			}
			out, err := cmd.Output()
			if err != nil || string(out) != want {
				t.Errorf("%s: %v\n%s", variable, err, out)
			}
		}
	}
}

// All are exported at once, but for those of a worker, which have one name.
func TestAnExportedRoleDoesNotKeepWorkersFromBeingStarted(t *testing.T) {
	ofWorker, others := roleVariables[:2], roleVariables[2:]
	for _, variable := range ofWorker {
		cmd := exec.Command(os.Args[0], "run", "--workloads", "primes", "--modes", "processes", "--workers", "1",
			"--rounds", "1", "--target", "5ms", "--no-lock", "--disturb", "1x1%", "--out", t.TempDir())
		cmd.Env = append(append(os.Environ(), asCommand+"=1", variable), others...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", variable, err, out)
		}
	}
}
