package system

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestNumbersOfTheSystemAreThoseOfXSys(t *testing.T) {
	for name, have := range map[string][2]uintptr{
		"memfd_create":        {memfdCreate(), unix.SYS_MEMFD_CREATE},
		"MFD_CLOEXEC":         {mfdCloexec, unix.MFD_CLOEXEC},
		"CLOCK_MONOTONIC":     {clockMonotonic, unix.CLOCK_MONOTONIC},
		"MADV_POPULATE_READ":  {MadvPopulateRead, unix.MADV_POPULATE_READ},
		"MADV_POPULATE_WRITE": {MadvPopulateWrite, unix.MADV_POPULATE_WRITE},
		"PR_SET_TIMERSLACK":   {prSetTimerslack, unix.PR_SET_TIMERSLACK},
	} {
		if have[0] != have[1] {
			t.Errorf("%s is %d, and %d in x/sys", name, have[0], have[1])
		}
	}
}
