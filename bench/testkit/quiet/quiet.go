// Package quiet is for tests that measure: it runs a check of figures again until other programs leave it alone. It
// knows nothing but how busy the machine was.
package quiet

import (
	"testing"
	"time"

	"corerace/bench/machine"
	"corerace/bench/testkit"
)

// Rules of Retry.
const (
	mostTries = 8
	// busyTries is how many tries on a busy machine are enough where long checks weren't asked for.
	busyTries = 2
	// mostOthers is how much of a core other programs may have taken in a try that counts.
	mostOthers = 0.1
	// quietTries is how many tries that count must have found something wrong, or it isn't a failure.
	quietTries = 2
	pause      = 50 * time.Millisecond
)

// Retry runs a check of figures that other programs can spoil until it returns "", which is all it has to say where
// nothing is wrong. A test fails where every try found something, two of them on a quiet machine; where the machine
// wasn't quiet, or nothing says that it was, the check says nothing and the test is skipped. A try takes 0.2 s or more,
// or the ticks of 10 ms in which a kernel counts wouldn't show who else ran.
func Retry(t *testing.T, check func() string) {
	t.Helper()
	quiet, busy, said := 0, 0, ""
	for try := range mostTries {
		time.Sleep(time.Duration(try) * pause) // until what was in the way is over
		before := machine.ReadConditions()
		if said = check(); said == "" {
			return
		}
		if others := machine.ReadConditions().Since(before).Others; others != nil && *others <= mostOthers {
			quiet++
		} else {
			busy++
		}
		if busy >= busyTries && quiet == 0 && !testkit.Long() {
			break
		}
	}
	if quiet >= quietTries {
		t.Fatal(said)
	}
	t.Skipf("the machine is too busy to tell: in %d tries of %d others took more than %g cores, and %s", busy, quiet+busy,
		mostOthers, said)
}
