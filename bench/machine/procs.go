package machine

import (
	"os"
	"runtime"
)

// SetProcs sets GOMAXPROCS and returns the undo. Where nobody had set it, the undo gives it back to the runtime, which
// then goes on following the affinity mask and the quota of the cgroup; runtime.GOMAXPROCS with the old value would fix
// it for good.
//
// The runtime doesn't say whether somebody set it. It is taken for set where the environment has it, or where it isn't
// what the runtime would choose.
func SetProcs(n int) (undo func()) {
	before := runtime.GOMAXPROCS(0)
	chosen := os.Getenv("GOMAXPROCS") != ""
	if !chosen {
		runtime.SetDefaultGOMAXPROCS()
		chosen = runtime.GOMAXPROCS(0) != before
	}
	runtime.GOMAXPROCS(n)
	if chosen {
		return func() { runtime.GOMAXPROCS(before) }
	}
	return runtime.SetDefaultGOMAXPROCS
}
