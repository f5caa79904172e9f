//go:build unix

package runtimes

import (
	"testing"
	"time"

	"corerace/bench/language/speak"
	"corerace/bench/testkit"
)

// What a runtime has among temporary files goes with the folder that it was given, however it ends.
func TestALitteringRuntimeLeavesNothingAmongTemporaryFiles(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	testkit.TempStaysEmpty(t)
	r := &Runtime{Path: "/bin/sh", Language: &Language{Name: "sh", Title: "sh", File: "race.sh", Litters: true,
		Program: "# THE TWIN\n: > \"$TMPDIR/left\"; echo no worker says this; kill -KILL $$\n"}}
	team := speak.Team{Workers: 1, Size: 1, Share: 1}
	if _, err := r.Start(t.Context(), &Way{Name: "serial"}, "", team, 10*time.Second); err == nil {
		t.Error("a worker that says nothing of the kind is ready")
	}
}
