package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"corerace/report/legible"
	"corerace/results/conditions"
)

// unequalCores is how far apart, as a ratio, cores are before a report says so: less is the noise of measuring it.
const unequalCores = 1.05

// SpeedsText says how fast each core was, or how many of them were slower where they are too many.
func (d *Document) SpeedsText() string {
	speeds := conditions.CoreSpeeds(d.Record)
	if speeds == nil {
		return ""
	}
	apart := fmt.Sprintf("the fastest is %s as fast as the slowest", legible.Times(conditions.Asymmetry(speeds)))
	if len(speeds) > 16 {
		return fmt.Sprintf("%s, %d of them slower by more than 5 %%; %s", legible.Count(len(speeds), "core"), slower(speeds),
			apart)
	}
	allowed := d.Machine().CoresAllowed
	var parts []string
	for i, v := range speeds {
		id := i
		if len(allowed) == len(speeds) {
			id = allowed[i]
		}
		parts = append(parts, fmt.Sprintf("core %d %s", id, legible.Decimal(v)))
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

// CoresWarning warns of cores that aren't alike, or is "".
func (d *Document) CoresWarning() string {
	a := conditions.Asymmetry(conditions.CoreSpeeds(d.Record))
	if !(a > unequalCores) {
		return ""
	}
	return fmt.Sprintf("The cores are not alike: the fastest is %s as fast as the slowest, so twice the cores are "+
		"less than twice the machine.", legible.Times(a))
}

// An Ideal is the most that the cores of a machine allow.
type Ideal struct {
	Speeds []float64 // of the allowed cores, the fastest first; nil where they are alike or not known
}

// Ideal is the number of workers, or where cores differ by more than 5 % what the fastest of them add up to.
func (d *Document) Ideal() Ideal {
	speeds := slices.DeleteFunc(conditions.CoreSpeeds(d.Record), func(v float64) bool { return v <= 0 })
	if !(conditions.Asymmetry(speeds) > unequalCores) {
		return Ideal{}
	}
	slices.SortFunc(speeds, func(a, b float64) int { return cmp.Compare(b, a) })
	return Ideal{speeds}
}

// Of is the ideal speedup of a number of workers.
func (i Ideal) Of(workers int) float64 {
	if i.Speeds == nil {
		return float64(workers)
	}
	total := 0.0
	for _, v := range i.Speeds[:min(workers, len(i.Speeds))] {
		total += v
	}
	return total
}

// Label says what the ideal of a number of workers is.
func (i Ideal) Label(workers int) string {
	if i.Speeds == nil {
		return fmt.Sprintf("%s, %d×", legible.Count(workers, "worker"), workers)
	}
	used := i.Speeds[:min(workers, len(i.Speeds))]
	line := legible.Times(i.Of(workers)) + ": " + legible.Count(len(used), "core")
	if n := slower(used); n > 0 {
		line += fmt.Sprintf(", %d slower", n)
	}
	return line
}

// Bends are the numbers of workers between which the ideal is a straight line.
func (i Ideal) Bends(first, last int) []int {
	all := []int{first}
	for n := first + 1; n < last && n <= len(i.Speeds); n++ {
		all = append(all, n)
	}
	return append(all, last)
}
