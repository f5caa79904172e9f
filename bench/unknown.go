package bench

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

// Nearest returns the known name that name is most likely a slip of, or "" where none is near.
func Nearest(name string, known []string) string {
	best, least := "", len(name)/2+2
	for _, k := range known {
		if d := distance(name, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is the Levenshtein distance: the fewest insertions, deletions and replacements of a byte that turn a
// into b (Wagner & Fischer 1974).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := left
			if a[i] != b[j] {
				cost = min(left, row[j], row[j+1]) + 1
			}
			left, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
