//go:build !unix

package talk

import "context"

// systemWays are those that need what this operating system doesn't have, to be named as such.
func systemWays() []Way {
	var ways []Way
	for _, between := range []string{Threads, Processes} {
		for _, name := range []string{"pipe", "socketpair", "ring", "lock"} {
			ways = append(ways, Way{Name: name, Between: between, open: func(context.Context, opening) (pair, error) {
				return nil, &notHere{"not supported on this operating system"}
			}})
		}
	}
	return ways
}
