package verdict

import (
	"strings"

	"corerace/results"
)

// turns are the modes of a plan whose workers compute one at a time behind a lock that no sample tells of. A plan that
// doesn't say is older than the field, and is judged by the name of the mode.
func turns(plan results.Plan) map[string]bool {
	all := map[string]bool{}
	for _, m := range plan.Modes {
		// the name of a command is its user's, and says nothing
		if all[m.Name] = m.Command == nil && lockedByName(m.Name); m.OneAtATime != nil {
			all[m.Name] = *m.OneAtATime
		}
	}
	return all
}

// lockedByName is whether a mode is the threads of an interpreter with a lock. The label of a free-threaded one has a t
// behind the version: "python-threads:python=3.13t".
func lockedByName(mode string) bool {
	name, options, _ := strings.Cut(mode, ":")
	label, _, _ := strings.Cut(strings.TrimPrefix(options, "python="), "-")
	return name == "python-threads" && !strings.HasSuffix(label, "t")
}
