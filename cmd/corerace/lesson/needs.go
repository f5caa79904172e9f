package lesson

import (
	"maps"
	"slices"
)

// A Here says what a machine has of what lessons need.
type Here struct {
	Cores        int // that may be used
	Linux        bool
	Python       bool
	Python2      bool
	FreeThreaded bool
}

// needs are what a lesson can say that it needs, and how it is told from a machine.
var needs = map[string]func(Here) bool{
	"cores2":        func(h Here) bool { return h.Cores >= 2 },
	"linux":         func(h Here) bool { return h.Linux },
	"python":        func(h Here) bool { return h.Python },
	"python2":       func(h Here) bool { return h.Python2 },
	"free-threaded": func(h Here) bool { return h.FreeThreaded },
}

func knownNeeds() []string { return slices.Sorted(maps.Keys(needs)) }

// Lacks are the needs of a lesson that a machine hasn't, as keys of the catalogue below "needs.".
func (l *Lesson) Lacks(h Here) (lacking []string) {
	for _, n := range l.Needs {
		if !needs[n](h) {
			lacking = append(lacking, n)
		}
	}
	return lacking
}
