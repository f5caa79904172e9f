package worker

import "testing"

func TestPartsAreAllSharesOnceAndEqual(t *testing.T) {
	for _, size := range []int{1, 2, 5, 6, 100} {
		for n := 1; n <= 7; n++ {
			g := Grid{Size: size, Share: 1, Passes: 3}
			done := map[uint64]int{}
			var most, least uint64 = 0, g.Shares()
			for i := range n {
				_, shares, err := Loop(g.Part(i, n), g, func(lo, hi int) uint64 { return 0 })
				if err != nil {
					t.Fatal(err)
				}
				most, least = max(most, uint64(shares)), min(least, uint64(shares))
				c := g.Part(i, n)
				for lot := c.Next(); lot.Count > 0; lot = c.Next() {
					for k := range lot.Count {
						done[lot.First+k]++
					}
				}
			}
			if most-least > uint64(g.Passes) || most != g.LongestPart(n) {
				t.Errorf("%d items in %d parts: %d to %d shares, at most %d expected", size, n, least, most, g.LongestPart(n))
			}
			for k := range g.Shares() {
				if done[k] != 1 {
					t.Errorf("%d items in %d parts: share %d is done %d times", size, n, k, done[k])
				}
			}
		}
	}
}
