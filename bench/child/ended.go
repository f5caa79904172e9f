package child

import (
	"cmp"
	"fmt"
	"os"
)

// Ended says in words how a process ended: "exit status 3", "killed by signal 9 (killed)".
func Ended(s *os.ProcessState) string {
	return cmp.Or(killedBy(s), fmt.Sprintf("exit status %d", s.ExitCode()))
}
