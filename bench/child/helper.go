package child

import (
	"os"
	"strings"

	"corerace/bench/role"
)

// HelperEnv returns the environment of this program started again to play a part of a [role], with stdin as its
// standard input: a helper is one core's worth of work, and takes no part of its parent's.
func HelperEnv(env []string, part, value string, stdin *os.File) []string {
	var out []string
	for _, kv := range env {
		if k, _, _ := strings.Cut(kv, "="); k != "GOMAXPROCS" && k != part {
			out = append(out, kv)
		}
	}
	return append(out, "GOMAXPROCS=1", role.Set(part, value, stdin))
}
