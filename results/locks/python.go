package locks

import (
	"fmt"
	"strings"
)

// Suffixes of the names of an interpreter's workers that share no lock: "python3.13-processes".
const (
	processesOf    = "-processes"
	interpretersOf = "-interpreters"
)

// interpretersTargets checks the same of every real interpreter that a summary has. What a target is about begins with
// the name of its subject.
func interpretersTargets(s *GILSummary) []GILTarget {
	var all []GILTarget
	seen := map[string]bool{}
	for _, r := range s.Rows {
		if seen[r.Subject] || !strings.HasPrefix(r.Subject, "python") {
			continue
		}
		seen[r.Subject] = true
		for _, x := range interpreterTargets(s, r.Subject) {
			x.What = r.Subject + ": " + x.What
			all = append(all, x)
		}
	}
	return all
}

// interpreterTargets are the targets of one interpreter, by the lock that its version has.
func interpreterTargets(s *GILSummary, subject string) []GILTarget {
	t := &targets{s: s}
	switch {
	case strings.HasSuffix(subject, processesOf):
		t.noLock = subject
		t.processes("processes")
		return t.all
	case strings.HasSuffix(subject, interpretersOf):
		t.noLock = subject
		t.processes("sub-interpreters")
		return t.all
	}
	major, minor, ok := versionOf(subject)
	switch {
	case !ok, strings.HasSuffix(subject, "t"): // a build without the lock has none of this
	case major == 2 || minor < 2:
		t.olderLock = subject
		t.older()
		t.olderConvoy()
		t.updates(0.01, 0.6)
	default:
		t.newerLock = subject
		t.newer()
		t.newerConvoy()
		t.updates(lostBySum(minor))
	}
	return t.all
}

// versionOf returns the version in a name such as "python3.13".
func versionOf(subject string) (major, minor int, ok bool) {
	n, _ := fmt.Sscanf(subject, "python%d.%d", &major, &minor)
	return major, minor, n == 2
}

// lostBySum is what share of the updates X += 1 may lose in a version 3 with the newer lock. Up to 3.9 it looked
// whether to let go at almost every bytecode; from 3.10 on at calls and backward jumps only, none of which lies inside.
func lostBySum(minor int) (lo, hi float64) {
	if minor < 10 {
		return 0.01, 0.6
	}
	return 0, 0
}
