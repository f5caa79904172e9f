package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/machine"
	"corerace/bench/process"
	"corerace/bench/race"
	"corerace/results"
	"corerace/results/conditions"
	"corerace/results/stats"
	"corerace/results/verdict"
	"corerace/workloads"
)

// watched is how long doctor watches the machine.
const watched = 2 * time.Second

func doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "doctor",
		GroupID: "tool",
		Short:   "Say in five seconds whether this machine is fit to measure now",
		Long: "Doctor looks at the cores that this program may use, at who else uses them, at what the host of a virtual\n" +
			"machine takes, at the clock, and at the noise of doing the same work twice. It says what to do about each.",
		Example: "  corerace doctor",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return doctor(cmd.Context(), plain(cmd.OutOrStdout()), watched)
		},
	}
}

// A finding is one thing that doctor looked at.
type finding struct {
	what   string
	is     string
	advice string // "": it is well
	// unknown says that the system doesn't tell, so that nothing is said to be well.
	unknown bool
	// untold says that the system doesn't tell either, of something that a measurement does without.
	untold bool
}

// mark stands before a finding.
func (f finding) mark() string {
	switch {
	case f.advice != "":
		return "!  "
	case f.unknown:
		return "?  "
	case f.untold:
		return "-  "
	}
	return "ok "
}

// doctor looks at the machine, for a while at who else uses it, and writes what it found.
func doctor(ctx context.Context, w io.Writer, watch time.Duration) error {
	facts := machine.Facts(ctx)
	before := machine.ReadConditions()
	top, topErr := machine.TopProcesses(ctx, watch, 3)
	during := machine.ReadConditions().Since(before)
	epoch := machine.ProbeEpoch(ctx)
	speeds, speedErr := machine.CoreSpeeds(ctx, facts.CoresAllowed, nil)
	noise, noiseErr := race.Noise(ctx, workloads.Mandelbrot())
	during = believed(during, machine.ReadConditions().Since(before))
	if ctx.Err() != nil {
		return interrupted(ctx, context.Cause(ctx))
	}
	infos := machine.CoreInfos()
	fmt.Fprintf(w, "%s, %s, %s\n\n", facts.CPUModel, facts.OS, facts.GoVersion)
	findings := []finding{
		coresFinding(facts),
		siblingsFinding(infos, facts.CoresAllowed),
		kindsFinding(infos),
		othersFinding(during, facts, top, topErr),
		stealFinding(during, epoch),
		throttleFinding(during),
		frequencyFinding(infos, during),
		speedsFinding(speeds, speedErr),
		clockFinding(machine.TimerStep(), epoch),
		noiseFinding(noise, noiseErr),
		imageFinding(process.Image()),
	}
	ill, unknown := 0, 0
	for _, f := range findings {
		if f.is == "" {
			continue
		}
		fmt.Fprintf(w, "%s %-10s %s\n", f.mark(), f.what, f.is)
		if f.advice != "" {
			ill++
			fmt.Fprintf(w, "    %-10s → %s\n", "", f.advice)
		} else if f.unknown {
			unknown++
		}
	}
	fmt.Fprintf(w, "\n%s\n", answer(ill, unknown))
	return nil
}

// answer is what doctor's findings come to.
func answer(ill, unknown int) string {
	switch {
	case ill > 0:
		return fmt.Sprintf("%d of these would show in a measurement made now.", ill)
	case unknown > 0:
		return fmt.Sprintf("Whether this machine is fit to measure can't be told: %d of these are unknown.", unknown)
	}
	return "This machine is fit to measure now."
}

func coresFinding(m results.Machine) finding {
	f := finding{what: "cores", is: fmt.Sprintf("%d of %d may be used", len(m.CoresAllowed), m.CoresLogical)}
	if len(m.CoresAllowed) == 0 {
		f.unknown = true
		f.is = fmt.Sprintf("%d, and which of them may be used is unknown: all, as far as the system says", m.CoresLogical)
	}
	if m.CPUQuota > 0 {
		f.is += fmt.Sprintf(", and the cgroup grants the time of %g", m.CPUQuota)
	}
	switch usable := machine.Usable(m); {
	case m.CPUQuota > 0 && m.CPUQuota < float64(cmp.Or(len(m.CoresAllowed), m.CoresLogical)):
		f.advice = "the quota stops this program for parts of every 100 ms: raise it, or allow fewer cores"
	case usable < 2:
		f.advice = "a race needs two cores: nothing can be faster than serial on one"
	}
	return f
}

// siblingsFinding tells hardware threads from cores.
func siblingsFinding(infos []machine.CoreInfo, allowed []int) finding {
	var pairs []string
	for _, c := range infos {
		if len(c.Siblings) > 1 && c.ID == c.Siblings[0] && slices.Contains(allowed, c.ID) {
			pairs = append(pairs, strings.Trim(fmt.Sprint(c.Siblings), "[]"))
		}
	}
	if len(infos) == 0 {
		return finding{what: "siblings", untold: true, is: "this system doesn't say which cores are threads of one"}
	}
	if len(pairs) == 0 {
		return finding{what: "siblings", is: "none: every core is a core, as far as the system says"}
	}
	return finding{what: "siblings", is: "threads of one core: " + strings.Join(pairs, "; "),
		advice: "the second thread of a core adds a fifth or so of its speed: with more workers than cores, " +
			"less than ideal is no fault"}
}

func kindsFinding(infos []machine.CoreInfo) finding {
	n := 0
	for _, c := range infos {
		if c.Kind == machine.Efficiency {
			n++
		}
	}
	if n == 0 {
		return finding{}
	}
	return finding{what: "kinds", is: fmt.Sprintf("%d of %d cores are efficiency cores", n, len(infos)),
		advice: "run on cores of one kind, as with taskset: a worker on a slow core holds the others up"}
}

// believed is what was seen while doctor watched, without what the counters say of others where they can't be true: that
// they stay below what this program uses only shows when it works, as it does in the whole of its time.
func believed(watching, whole machine.Conditions) machine.Conditions {
	if whole.Others == nil {
		return watching.WithoutOthers()
	}
	return watching
}

func othersFinding(c machine.Conditions, m results.Machine, top []machine.Process, err error) finding {
	now := conditionsOf(c, m)
	if now.Others == nil {
		return finding{what: "others", unknown: true,
			is: "conditions unknown: the counters that say who else uses the cores " +
				"aren't here, can't be read or can't be true"}
	}
	f := finding{what: "others", is: fmt.Sprintf("other programs use %.2f cores", *now.Others)}
	if now.Elsewhere != nil {
		f.is = fmt.Sprintf("other programs use %.2f of the cores that may be used, and %.2f of the machine's others",
			*now.Others, *now.Elsewhere)
	}
	if err == nil && len(top) > 0 && *c.Others > 0.02 {
		var names []string
		for _, p := range top {
			names = append(names, fmt.Sprintf("%s (pid %d) %.2f", p.Name, p.PID, p.Cores))
		}
		f.is += ": " + strings.Join(names, ", ")
	}
	if now.Verdict != conditions.Quiet {
		f.advice = "end them, or wait: wall times aren't only noisier on a busy machine, they are wrong"
	}
	return f
}

// conditionsOf judges a stretch of time as a round of a run is judged.
func conditionsOf(c machine.Conditions, m results.Machine) conditions.Conditions {
	round := results.Round{Round: 1, Wall: watched}
	c.Into(&round)
	rec := &results.Record{Run: results.Run{Hosts: []results.Machine{m}}, Rounds: []results.Round{round}}
	return verdict.Summarize(rec).Conditions
}

func stealFinding(c machine.Conditions, e *results.Epoch) finding {
	var parts []string
	bad := false
	if c.Steal != nil {
		parts = append(parts, fmt.Sprintf("the host takes %.2f cores by its own account", *c.Steal))
		bad = *c.Steal > 0.05
	}
	if e != nil {
		parts = append(parts, fmt.Sprintf("%.1f %% of the time is missing without one", 100*e.HiddenShare))
		if e.HiddenTogether != nil {
			parts = append(parts, fmt.Sprintf("%.1f %% with all cores busy", 100**e.HiddenTogether))
		}
		bad = bad || e.Hidden() > 0.05
	}
	f := finding{what: "host", is: strings.Join(parts, ", ")}
	if c.Steal == nil {
		parts = append([]string{"what a host takes by its own account is unknown"}, parts...)
		f = finding{what: "host", is: strings.Join(parts, ", "), unknown: true}
	}
	if bad {
		f.advice = "the host gives the cores to somebody else: measure at another hour, or on another machine"
	}
	return f
}

func throttleFinding(c machine.Conditions) finding {
	if c.Throttled == nil || *c.Throttled == 0 {
		return finding{}
	}
	return finding{what: "quota", is: fmt.Sprintf("the cgroup held us back for %v", c.Throttled.Round(time.Millisecond)),
		advice: "raise the quota"}
}

func frequencyFinding(infos []machine.CoreInfo, c machine.Conditions) finding {
	var governors []string
	for _, i := range infos {
		if i.Governor != "" && !slices.Contains(governors, i.Governor) {
			governors = append(governors, i.Governor)
		}
	}
	if len(governors) == 0 && c.MHz == nil {
		return finding{what: "frequency", untold: true, is: "this system doesn't say how fast the cores are clocked"}
	}
	f := finding{what: "frequency", is: "governor " + strings.Join(governors, ", ")}
	if c.MHz != nil {
		f.is += fmt.Sprintf(", now %.0f MHz", *c.MHz)
	}
	if c.Celsius != nil {
		f.is += fmt.Sprintf(", %.0f °C", *c.Celsius)
	}
	if slices.Contains(governors, "powersave") || slices.Contains(governors, "ondemand") {
		f.advice = "set the governor to performance: a core that is woken is slow at first"
	}
	return f
}

// uneven is how much slower than the fastest a core may be.
const uneven = 0.95

func speedsFinding(speeds []machine.CoreSpeed, err error) finding {
	if err != nil {
		return finding{what: "speeds", untold: true, is: "the cores can't be measured one by one here"}
	}
	relative := machine.RelativeSpeeds(speeds)
	if len(relative) == 0 {
		return finding{}
	}
	slowest := slices.Min(relative)
	f := finding{what: "speeds", is: fmt.Sprintf("the slowest core has %.1f %% of the speed of the fastest", 100*slowest)}
	if slowest < uneven {
		f.advice = "cores differ now, so an unpinned baseline swings: measure more rounds, or on cores of one speed"
	}
	return f
}

func clockFinding(step time.Duration, e *results.Epoch) finding {
	if step == 0 {
		return finding{what: "clock", is: "it stands still", advice: "no time can be told here"}
	}
	f := finding{what: "clock", is: fmt.Sprintf("it steps by %v", step)}
	if e != nil && e.RoundTrip > 0 {
		f.is += fmt.Sprintf("; a cache line goes between two cores and back in %v", e.RoundTrip)
	}
	if step > 10*time.Microsecond {
		f.advice = "the clock is coarse: use longer samples, as with --target 1s"
	}
	return f
}

func noiseFinding(noise float64, err error) finding {
	if err != nil {
		return finding{}
	}
	f := finding{what: "noise", is: fmt.Sprintf("the same work differs by %.1f %% from one time to the next; "+
		"12 rounds can show differences from %.1f %%",
		100*noise, 100*stats.DetectableEffect(noise, 12))}
	if noise > 0.05 {
		f.advice = "more rounds narrow the intervals: four times as many halve them"
	}
	return f
}

// imageFinding says what worker processes are started from. Either is well.
func imageFinding(name string, notLean error) finding {
	if notLean == nil {
		return finding{what: "workers", is: "start from the " + name + " image beside this program"}
	}
	return finding{what: "workers", is: fmt.Sprintf("start from this program itself: %v", notLean)}
}
