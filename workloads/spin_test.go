package workloads

import "testing"

func TestSpinAddsUpToItsSum(t *testing.T) {
	w := Spin()
	if got := w.Run(0, w.Size); got != w.Sum {
		t.Errorf("the sum is %d, %d by the closed form", got, w.Sum)
	}
	for _, k := range []int{0, 1, 777, w.Size} {
		if w.Run(0, k)+w.Run(k, w.Size) != w.Sum {
			t.Errorf("cut at %d it adds up to something else", k)
		}
	}
}
