package page

import (
	"fmt"
	"strings"
	"time"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/results"
	"corerace/results/conditions"
)

// A conditionsView is the conditions of a run as the page shows them. The zero value is none.
type conditionsView struct {
	Verdict string // a sentence
	Lead    string // it without what the badge says, before the verdicts on the modes
	Known   bool   // whether it is one: the record tells how busy the machine was
	Warning string // "" where the cores are alike
	Facts   []fact
	Missing string // what the record doesn't say; "" where it says all
}

// conditionsOf is what the machine was like while it was measured, as far as the record says.
func conditionsOf(d *content.Document) conditionsView {
	if len(d.Record.Rounds) == 0 && d.Machine().Epoch == nil {
		return conditionsView{}
	}
	v := conditionsView{Verdict: conditionsVerdict(d), Warning: d.CoresWarning(),
		Known: scene.VerdictWords(d.Summary.Conditions) != ""}
	if _, rest, ok := strings.Cut(v.Verdict, ": "); ok {
		v.Lead = studies.UpperFirst(rest)
	}
	var missing []string
	for _, c := range []struct{ name, text string }{
		{"other programs", othersText(d)},
		{"hypervisor (steal)", cores(d.Summary.Conditions.Steal)},
		{"load average", loadText(d.Summary.Conditions.Load1)},
		{"pressure (PSI)", overRounds(d, pressureText, func(r results.Round) *float64 { return r.PSISome })},
		{"throttling", throttling(d)},
		{"switches", switches(d)},
		{"frequency", overRounds(d, frequencyText, func(r results.Round) *float64 { return r.MHz })},
		{"temperature", overRounds(d, celsiusText, func(r results.Round) *float64 { return r.Celsius })},
		{"gaps", scene.GapsText(d.Machine().Epoch)},
		{"cache line", scene.RoundTripText(d.Machine().Epoch)},
		{"timer", scene.TimerText(d.Machine().Epoch)},
		{"core speeds", d.SpeedsText()},
	} {
		if c.text == "" {
			missing = append(missing, c.name)
		} else {
			v.Facts = append(v.Facts, fact{c.name, c.text})
		}
	}
	for _, line := range legible.NonEmpty(d.FloorLine()) {
		v.Facts = append(v.Facts, fact{"noise floor", line})
	}
	if len(missing) > 0 {
		v.Missing = "Not in this record, because this system doesn't show it or it wasn't asked: " +
			strings.Join(missing, ", ") + "."
	}
	return v
}

// conditionsVerdict is the verdict on the conditions as a sentence.
func conditionsVerdict(d *content.Document) string {
	c := d.Summary.Conditions
	had := ""
	if c.Contention != nil {
		had = fmt.Sprintf("other programs and the hypervisor had %s of the cores' time in the median round.",
			unbroken(legible.Percent(*c.Contention)))
	}
	quiet := fmt.Sprintf(" %d of %s quiet.", c.QuietRounds, wasWere(d.Summary.Rounds))
	said := "How busy the machine was isn't known."
	switch {
	case c.Verdict == conditions.Quiet:
		said = "Quiet: " + had
	case c.Verdict == conditions.Noisy:
		said = "Noisy: " + had + quiet
	case c.HostTookMost():
		said = "Inconclusive: the host of this virtual machine took " + unbroken(legible.Percent(*c.Hidden)) +
			" of the time without a word. No claim about wall times is made."
	case c.Verdict == conditions.Inconclusive:
		said = "Inconclusive, the machine was busy: " + had + quiet + " No claim about wall times is made."
	case c.Verdict == conditions.Unknown:
		said = "Conditions unknown: what other programs used of the cores isn't known."
	}
	if held := c.Throttle(); held != "" {
		said += " " + strings.ToUpper(held[:1]) + held[1:] + "."
	}
	return said
}

// othersText is what other programs used, of the allowed cores and of the machine's others.
func othersText(d *content.Document) string {
	c := d.Summary.Conditions
	text := cores(c.Others)
	if text != "" && c.Elsewhere != nil {
		text += " of those that this program may use, " + cores(c.Elsewhere) + " of the machine's others"
	}
	return text
}

func wasWere(rounds int) string {
	if rounds == 1 {
		return "1 round was"
	}
	return legible.Count(rounds, "round") + " were"
}

func cores(n *float64) string {
	text := scene.CoresText(n)
	if text == "" {
		return ""
	}
	return text + " on average"
}

func loadText(x *float64) string {
	if x == nil || !legible.Positive(*x) {
		return ""
	}
	return fmt.Sprintf("%.2f over one minute, at its highest", *x)
}

// overRounds is the text of the mean and the extremes over the estimated rounds that tell; "" where none does.
func overRounds(d *content.Document, text func(mean, lo, hi float64) string, of func(results.Round) *float64) string {
	n, sum, lo, hi := 0, 0.0, 0.0, 0.0
	for _, r := range d.Record.Rounds {
		p := of(r)
		if r.Round == 0 || p == nil || !legible.Finite(*p) {
			continue
		}
		if n == 0 {
			lo, hi = *p, *p
		}
		n, sum, lo, hi = n+1, sum+*p, min(lo, *p), max(hi, *p)
	}
	if n == 0 {
		return ""
	}
	return text(sum/float64(n), lo, hi)
}

func pressureText(mean, _, hi float64) string {
	return fmt.Sprintf("some thread waited for a core in %s of the time; in the worst round %s", legible.Percent(mean),
		legible.Percent(hi))
}

func frequencyText(mean, lo, hi float64) string {
	return fmt.Sprintf("%.2f GHz at the end of rounds (%.2f to %.2f)", mean/1e3, lo/1e3, hi/1e3)
}

func celsiusText(mean, _, hi float64) string {
	return fmt.Sprintf("%.0f °C in the hottest zone at the end of rounds, at most %.0f °C", mean, hi)
}

// throttling is how long the quota held this program back.
func throttling(d *content.Document) string {
	var held time.Duration
	known := false
	for _, r := range d.Record.Rounds {
		if r.Round > 0 && r.Throttled != nil {
			held, known = held+*r.Throttled, true
		}
	}
	switch {
	case !known:
		return ""
	case held <= 0:
		return "none: no quota held this program back"
	}
	return "a quota held this program back for " + legible.Length(held)
}

// switches is how often this program was taken off a core.
func switches(d *content.Document) string {
	return overRounds(d, func(mean, _, hi float64) string {
		return fmt.Sprintf("taken off a core %.0f times a round, at most %.0f", mean, hi)
	}, func(r results.Round) *float64 {
		if r.InvolSwitches == nil {
			return nil
		}
		n := float64(*r.InvolSwitches)
		return &n
	})
}
