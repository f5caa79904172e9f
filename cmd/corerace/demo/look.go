package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"corerace/bench/machine"
	"corerace/report/legible"
	"corerace/results"
	"corerace/results/conditions"
)

// lookFor is how long the machine is looked at before anything is shown.
const lookFor = 500 * time.Millisecond

// leastNamed is how many cores' worth of time a program has that is named.
const leastNamed = 0.1

// A fromOthers is what others do on a machine just now.
type fromOthers struct {
	conditions.Conditions
	busiest []machine.Process
}

// lookAround looks what other programs do, with nothing of ours beside it.
func lookAround(ctx context.Context, host results.Machine) fromOthers {
	before, began := machine.ReadConditions(), time.Now()
	busiest, err := machine.TopProcesses(ctx, lookFor, 3)
	if err != nil { // then nobody is named
		pause(ctx, lookFor)
	}
	round := results.Round{Round: 1, Wall: time.Since(began)}
	machine.ReadConditions().Since(before).Into(&round)
	return fromOthers{conditions.Of(host, round), busiest}
}

// said says what was seen, and warns where times won't mean anything. Who is busy is named then.
func (o fromOthers) said(t *Texts) (all []string) {
	switch {
	case o.HostTookMost():
		return []string{t.say("look.host", "percent", percent(o.Hidden))}
	case o.Verdict == conditions.Quiet:
		return []string{t.say("look.quiet", "percent", percent(o.Contention))}
	case o.Verdict == conditions.Noisy:
		all = append(all, t.say("look.noisy", "percent", percent(o.Contention)))
	case o.Verdict == conditions.Inconclusive:
		all = append(all, t.say("look.busy", "percent", percent(o.Contention)))
	default:
		return []string{t.say("look.unknown")}
	}
	var names []string
	for _, p := range o.busiest {
		if p.Cores >= leastNamed {
			names = append(names, fmt.Sprintf("%s (%s)", legible.CleanName(p.Name), t.number(p.Cores, 1)))
		}
	}
	if len(names) > 0 {
		all = append(all, t.say("look.who", "programs", strings.Join(names, ", ")))
	}
	return all
}
