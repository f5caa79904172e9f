package machine

import (
	"context"
	"runtime"
	"slices"
	"testing"

	"corerace/results"
)

func TestFactsOfThisMachine(t *testing.T) {
	m := Facts(t.Context())
	if m.CPUModel == "" || m.OS == "" || m.Kernel == "" {
		t.Errorf("empty names in %+v, want a name or %q", m, unknown)
	}
	// No more can be said of the counts: a container may see its own share in one file and the host in another.
	if m.CoresLogical < 1 || m.CoresPhysical < 0 {
		t.Errorf("%d physical and %d logical cores", m.CoresPhysical, m.CoresLogical)
	}
	if !slices.IsSorted(m.CoresAllowed) {
		t.Errorf("allowed cores %v aren't in order", m.CoresAllowed)
	}
	if m.Arch != runtime.GOARCH || m.GoVersion != runtime.Version() {
		t.Errorf("arch %q, go %q", m.Arch, m.GoVersion)
	}
	// The runtime took the same mask when this process started.
	if n := len(m.CoresAllowed); n > 0 && n != runtime.NumCPU() {
		t.Errorf("%d cores allowed, the runtime has %d", n, runtime.NumCPU())
	}
}

func TestFactsOutliveTheirContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m := Facts(ctx)
	if m.CoresLogical < 1 || m.CPUModel == "" || m.OS == "" || m.Kernel == "" || m.GoVersion == "" {
		t.Errorf("with a context that is over: %+v", m)
	}
}

func TestUsable(t *testing.T) {
	for _, c := range []struct {
		name string
		m    results.Machine
		want int
	}{
		{"nothing known", results.Machine{}, 1},
		{"all cores", results.Machine{CoresLogical: 8}, 8},
		{"mask", results.Machine{CoresLogical: 8, CoresAllowed: []int{2, 5, 7}}, 3},
		{"quota", results.Machine{CoresLogical: 8, CPUQuota: 2}, 2},
		{"part of a core counts as one", results.Machine{CoresLogical: 8, CPUQuota: 2.5}, 3},
		{"quota below one core", results.Machine{CoresLogical: 8, CPUQuota: 0.1}, 1},
		{"quota above the mask", results.Machine{CoresLogical: 8, CoresAllowed: []int{0, 1}, CPUQuota: 6}, 2},
		{"enormous quota", results.Machine{CoresLogical: 8, CPUQuota: 1e300}, 8},
	} {
		if got := Usable(c.m); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
