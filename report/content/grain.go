package content

import (
	"fmt"
	"slices"

	"corerace/report/legible"
	"corerace/results"
	"corerace/results/costs"
)

// A Grain is what grain measured, with what it says.
type Grain struct {
	Run *costs.GrainRun
	Sum *costs.Grain
}

// AddGrain gives a document the grain that lies beside its record, where both are of one machine.
func (d *Document) AddGrain(run *costs.GrainRun, seed uint64) {
	if why := otherMachine(d.Machine(), run.Host); why != "" {
		d.GrainMissing = "What grain measured isn't shown: it is of another machine, whose " + why + "."
		return
	}
	d.Grain = &Grain{Run: run, Sum: costs.SummarizeGrain(run, seed)}
}

// otherMachine says in what two machines differ that lengths of a share depend on; "" where in nothing.
func otherMachine(here, there results.Machine) string {
	switch {
	case here.CPUModel != there.CPUModel:
		return fmt.Sprintf("processor is %s, not %s", unknownUnless(there.CPUModel), unknownUnless(here.CPUModel))
	case here.Arch != there.Arch:
		return fmt.Sprintf("architecture is %s, not %s", unknownUnless(there.Arch), unknownUnless(here.Arch))
	case here.CoresLogical != there.CoresLogical:
		return fmt.Sprintf("cores are %d, not %d", there.CoresLogical, here.CoresLogical)
	case !slices.Equal(here.CoresAllowed, there.CoresAllowed):
		return fmt.Sprintf("allowed cores are %v, not %v", there.CoresAllowed, here.CoresAllowed)
	}
	return ""
}

// unknownUnless is a name of a record, or that nobody knows it.
func unknownUnless(name string) string {
	if name == "" {
		return "unknown"
	}
	return legible.CleanName(name)
}

// GrainWords say what isn't shown of the grain, and why; "" where all of it is, or there is none.
func (d *Document) GrainWords() string {
	if d.Grain != nil && d.Grain.Sum.Doubt != "" {
		return "The length of a share has no chart. " + d.Grain.Sum.Doubt
	}
	return d.GrainMissing
}
