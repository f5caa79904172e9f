package main

import (
	"fmt"
	"slices"

	"corerace/bench/mode"
)

// once refuses a name that is in a list twice: the same work would be measured twice, as if it were two things.
func once(kind string, names []string) error {
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return fmt.Errorf("%s %s is there twice", kind, name)
		}
	}
	return nil
}

// spellings are modes as records have them.
func spellings(modes []*mode.Mode) []string {
	var names []string
	for _, m := range modes {
		names = append(names, m.String())
	}
	return names
}
