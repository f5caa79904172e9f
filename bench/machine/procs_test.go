package machine

import (
	"runtime"
	"testing"
)

func TestProcsAreGivenBackAsTheyWere(t *testing.T) {
	t.Setenv("GOMAXPROCS", "") // or the runtime's choice isn't asked for
	runtime.SetDefaultGOMAXPROCS()
	chosen := runtime.GOMAXPROCS(0)
	defer runtime.SetDefaultGOMAXPROCS()

	undo := SetProcs(chosen + 1)
	if n := runtime.GOMAXPROCS(0); n != chosen+1 {
		t.Errorf("GOMAXPROCS is %d, want %d", n, chosen+1)
	}
	if undo(); runtime.GOMAXPROCS(0) != chosen {
		t.Errorf("GOMAXPROCS is %d, the runtime's choice is %d", runtime.GOMAXPROCS(0), chosen)
	}

	runtime.GOMAXPROCS(chosen + 2) // somebody's own
	SetProcs(1)()
	if n := runtime.GOMAXPROCS(0); n != chosen+2 {
		t.Errorf("GOMAXPROCS is %d, somebody had set %d", n, chosen+2)
	}
}
