package workloads

import (
	"strings"
	"testing"
)

func TestCheckSaysWhatIsWrong(t *testing.T) {
	run := func(lo, hi int) uint64 { return 0 }
	input := func(dst []byte, item int) []byte { return dst }
	transform := func(dst, in []byte) []byte { return dst }
	tests := map[string]struct {
		w    *Workload
		want string // a part of the sentence; "" is no error
	}{
		"smallest":      {&Workload{Name: "a", Size: 1, Run: run}, ""},
		"longest name":  {&Workload{Name: strings.Repeat("z-0", 21) + "9", Size: 1, Run: run}, ""},
		"nil":           {nil, "nil"},
		"no name":       {&Workload{Size: 1, Run: run}, "name"},
		"long name":     {&Workload{Name: strings.Repeat("a", 65), Size: 1, Run: run}, "name"},
		"upper case":    {&Workload{Name: "Primes", Size: 1, Run: run}, "name"},
		"space":         {&Workload{Name: "my work", Size: 1, Run: run}, "name"},
		"not ASCII":     {&Workload{Name: "prüfen", Size: 1, Run: run}, "name"},
		"no items":      {&Workload{Name: "a", Run: run}, "Size is 0"},
		"negative size": {&Workload{Name: "a", Size: -1, Run: run}, "Size is -1"},
		"no run":        {&Workload{Name: "a", Size: 1}, "Run is nil"},
		"blocks":        {&Workload{Name: "a", Size: 1, Block: 9, Input: input, Transform: transform}, ""},
		"no input":      {&Workload{Name: "a", Size: 1, Block: 9, Transform: transform}, "without Input"},
		"no block":      {&Workload{Name: "a", Size: 1, Input: input, Transform: transform}, "Block is 0"},
		"no span": {&Workload{Name: "a", Size: 1, Block: 9, Input: input, Transform: transform, File: "x"},
			"without Span"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			err := tt.w.Check()
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("Check() = %v, want nil", err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("Check() = %v, want an error about %q", err, tt.want)
			}
		})
	}
}
