package verdict

import (
	"math"

	"corerace/results/stats"
)

// power says what the rounds of a cell could have shown, from the standard deviation of the logarithm of a round's
// ratio, the number of rounds, and the level that the cell is tested at.
func (c *CellComparison) power(sd float64, rounds int, level float64) {
	if rounds < 3 {
		return // the noise isn't known
	}
	if rounds >= stats.LeastRounds(level) {
		c.Detectable = math.Expm1(stats.PowerFactor(level) * sd / math.Sqrt(float64(rounds)))
	}
	c.RoundsNeeded = stats.RoundsAt(math.Log1p(stats.Margin), sd, level)
}

// told is whether the rounds would have shown a difference of Margin, so that not to have seen one says something.
func (c CellComparison) told() bool {
	e := c.ratio()
	return e.HasInterval() && c.RoundsNeeded > 0 && c.RoundsNeeded <= e.N
}

// ratio is what is tested: that of the walls where both were measured in the same rounds, else that of the speedups.
func (c CellComparison) ratio() stats.Estimate {
	if c.Wall.HasInterval() {
		return c.Wall
	}
	return c.Speedup
}

// slower says whether a cell of a paired comparison is slower by more than a share (0.05 is 5 %): it differs, and its
// wall ratio's interval lies above that.
func (c CellComparison) slower(share float64) bool {
	return c.P <= compareAlpha && c.Wall.HasInterval() && c.Wall.Lo > 1+share
}

// notSlower says whether a cell of a paired comparison was shown not to be slower by more than a share: its wall
// ratio's interval lies below that.
func (c CellComparison) notSlower(share float64) bool {
	return c.Wall.HasInterval() && c.Wall.Hi <= 1+share
}

// differs says whether a cell differs: by the test of its walls where both were measured in the same rounds, else by
// whether the interval of the ratio of its speedups leaves out 1.
func (c CellComparison) differs() bool {
	if c.Wall.HasInterval() {
		return c.P <= compareAlpha
	}
	return c.Speedup.HasInterval() && (c.Speedup.Lo > 1 || c.Speedup.Hi < 1)
}

// Gate parts the cells of a paired comparison by whether new is slower by more than a share: those that are, and those
// of which that can't be told. Where the conditions bear no claim it can't be told of any.
func (c *Comparison) Gate(share float64) (slower, open []CellComparison) {
	if len(c.Doubts()) > 0 {
		return nil, c.Cells
	}
	for _, cell := range c.Cells {
		switch {
		case cell.slower(share):
			slower = append(slower, cell)
		case !cell.notSlower(share):
			open = append(open, cell)
		}
	}
	return slower, open
}
