package mode

import (
	"fmt"
	"strings"
)

// An UnknownError is a name that isn't among those that are known.
type UnknownError struct {
	Kind  string // "mode", "workload", "option"
	Name  string
	Known []string
}

// Error names what was probably meant, or all that there is.
func (e *UnknownError) Error() string {
	s := fmt.Sprintf("unknown %s %q", e.Kind, e.Name)
	if near := Nearest(e.Name, e.Known); near != "" {
		return s + fmt.Sprintf(": did you mean %q?", near)
	}
	if len(e.Known) == 0 {
		return s + ": there is none"
	}
	return s + ": one of " + strings.Join(e.Known, ", ") + " expected"
}

// Nearest returns the known name that name is most likely a slip of, or "" where none is near. Capitals are no slip.
func Nearest(name string, known []string) string {
	name = strings.ToLower(name)
	best, least := "", max(1, len(name)/3)+1
	for _, k := range known {
		if d := distance(name, strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is the fewest insertions, deletions and replacements of a byte, and swaps of neighbours, that turn a into b,
// no byte being touched twice (Damerau 1964; Wagner & Fischer 1974).
func distance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			d := min(rows[i-1][j], rows[i][j-1]) + 1
			if a[i-1] == b[j-1] {
				d = min(d, rows[i-1][j-1])
			} else {
				d = min(d, rows[i-1][j-1]+1)
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
