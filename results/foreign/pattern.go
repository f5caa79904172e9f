package foreign

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first asked for: every start of a program that can read
// these files would pay for it otherwise.
func pattern(s string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(s) })
}
