package workloads

import "testing"

func TestSplitmixIsThePublishedGenerator(t *testing.T) {
	// The first outputs for seed 0.
	for p, want := range []uint64{0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f, 0xf88bb8a8724c81ec} {
		if got := splitmix(uint64(p)); got != want {
			t.Errorf("output %d is %#x, want %#x", p, got, want)
		}
	}
}

func TestSplitmixStepsAsItJumps(t *testing.T) {
	var state uint64
	for p := range uint64(1000) {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
		z = (z ^ (z >> 27)) * 0x94d049bb133111eb
		z ^= z >> 31
		if got := splitmix(p); got != z {
			t.Fatalf("output %d is %#x, want %#x", p, got, z)
		}
	}
}
