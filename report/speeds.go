package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"corerace/results/verdict"
)

// speedsText says how fast each core was, or how many of them were slower where they are too many.
func (d *Document) speedsText() string {
	speeds := verdict.CoreSpeeds(d.Record)
	if speeds == nil {
		return ""
	}
	apart := fmt.Sprintf("the fastest is %s as fast as the slowest", times(verdict.Asymmetry(speeds)))
	if len(speeds) > 16 {
		return fmt.Sprintf("%s, %d of them slower by more than 5 %%; %s", count(len(speeds), "core"), slower(speeds), apart)
	}
	allowed := d.machine().CoresAllowed
	var parts []string
	for i, v := range speeds {
		id := i
		if len(allowed) == len(speeds) {
			id = allowed[i]
		}
		parts = append(parts, fmt.Sprintf("core %d %s", id, decimal(v)))
	}
	return strings.Join(parts, ", ") + "; " + apart
}

// slower counts the cores that are slower than the fastest by more than is noise.
func slower(speeds []float64) int {
	n := 0
	for _, v := range speeds {
		if v > 0 && v*unequalCores < 1 {
			n++
		}
	}
	return n
}

// coresWarning warns of cores that aren't alike, or is "".
func (d *Document) coresWarning() string {
	a := verdict.Asymmetry(verdict.CoreSpeeds(d.Record))
	if !(a > unequalCores) {
		return ""
	}
	return fmt.Sprintf("The cores are not alike: the fastest is %s as fast as the slowest, so twice the cores are less than twice the machine.", times(a))
}

// An ideal is the most that the cores of a machine allow.
type ideal struct {
	speeds []float64 // of the allowed cores, the fastest first; nil where they are alike or not known
}

// ideal is the number of workers, or where cores differ by more than 5 % what the fastest of them add up to.
func (d *Document) ideal() ideal {
	speeds := slices.DeleteFunc(verdict.CoreSpeeds(d.Record), func(v float64) bool { return v <= 0 })
	if !(verdict.Asymmetry(speeds) > unequalCores) {
		return ideal{}
	}
	slices.SortFunc(speeds, func(a, b float64) int { return cmp.Compare(b, a) })
	return ideal{speeds}
}

// of is the ideal speedup of a number of workers.
func (i ideal) of(workers int) float64 {
	if i.speeds == nil {
		return float64(workers)
	}
	total := 0.0
	for _, v := range i.speeds[:min(workers, len(i.speeds))] {
		total += v
	}
	return total
}

// label says what the ideal of a number of workers is.
func (i ideal) label(workers int) string {
	if i.speeds == nil {
		return fmt.Sprintf("%s, %d×", count(workers, "worker"), workers)
	}
	used := i.speeds[:min(workers, len(i.speeds))]
	line := times(i.of(workers)) + ": " + count(len(used), "core")
	if n := slower(used); n > 0 {
		line += fmt.Sprintf(", %d slower", n)
	}
	return line
}

// bends are the numbers of workers between which the ideal is a straight line.
func (i ideal) bends(first, last int) []int {
	all := []int{first}
	for n := first + 1; n < last && n <= len(i.speeds); n++ {
		all = append(all, n)
	}
	return append(all, last)
}
