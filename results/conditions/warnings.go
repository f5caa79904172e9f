package conditions

import (
	"fmt"
	"strconv"
	"strings"

	"corerace/results"
)

// Warnings are doubts about the estimates of a record that come from what the machine was like.
func (c Conditions) Warnings(rec *results.Record) []string {
	var warnings []string
	add := func(format string, args ...any) { warnings = append(warnings, fmt.Sprintf(format, args...)) }
	took := c.tookWords(lastGrant(rec))
	switch {
	case c.hidden() > hiddenMost:
		add("inconclusive, %s, and no claim about wall times is made", c.Reason())
	case c.Verdict == Inconclusive:
		add("inconclusive, the machine was busy: %s, and no claim about wall times is made", took)
	case c.Verdict == Noisy:
		add("the machine was noisy: %s, so modes that need several look slower than they are", took)
	case c.Verdict == Unknown && CompleteRounds(rec) > 0:
		add("conditions unknown: %s", c.Reason())
	}
	if rounds := CompleteRounds(rec); c.UnknownRounds > 0 && c.Verdict != Unknown {
		add("what other programs used of the cores isn't known in %d of %d rounds: what is said of the conditions is of "+
			"the others", c.UnknownRounds, rounds)
	}
	if h := c.hidden(); h > hiddenDoubt && h <= hiddenMost {
		add("the host took %.1f %% of the time without a word: wall and CPU times both have it in them", 100*h)
	}
	if held := c.Throttle(); held != "" {
		warnings = append(warnings, held)
	}
	return warnings
}

// tookWords say how much was taken of what.
func (c Conditions) tookWords(g grant) string {
	taken := 0.0
	for _, p := range []*float64{c.Others, c.Steal} {
		if p != nil {
			taken += *p
		}
	}
	s := fmt.Sprintf("others took %.1f of its %g cores", min(taken, g.cores), g.cores)
	if g.cores == 1 {
		s = fmt.Sprintf("others took %.1f of its one core", min(taken, 1))
	}
	if g.quota > 0 {
		s += fmt.Sprintf(", which left less than the quota of %g", g.quota)
	}
	return s
}

// ChangeWarnings say from which round on this program might use something else than when the run began. At most so
// many changes are named.
func ChangeWarnings(rec *results.Record) []string {
	const most = 5
	if len(rec.Run.Hosts) != 1 {
		return nil
	}
	var warnings []string
	first := grantOf(rec.Run)
	was := first
	for _, r := range rec.Rounds {
		is := first.in(r)
		if changed := Changed(was.ids, is.ids, was.quota, is.quota); changed != "" {
			if len(warnings) == most {
				return append(warnings, "and more such changes later")
			}
			warnings = append(warnings, fmt.Sprintf("%s in round %d: rounds before and after it aren't alike", changed,
				r.Round))
		}
		was = is
	}
	return warnings
}

// Changed says that the cores or the quota changed from one moment to another, in words; "" where they didn't, or it
// isn't known. A quota of 0 is none.
func Changed(wasCores, isCores []int, wasQuota, isQuota float64) string {
	var parts []string
	if was, is := idList(wasCores), idList(isCores); was != is && len(wasCores) > 0 && len(isCores) > 0 {
		parts = append(parts, fmt.Sprintf("the cores that it may use changed from %s to %s", was, is))
	}
	if wasQuota != isQuota {
		parts = append(parts, fmt.Sprintf("its CPU quota changed from %s to %s", quotaWord(wasQuota),
			quotaWord(isQuota)))
	}
	return strings.Join(parts, " and ")
}

func quotaWord(q float64) string {
	if q <= 0 {
		return "none"
	}
	return strconv.FormatFloat(q, 'g', 4, 64)
}

// idList is a list of cores as the kernel writes it: "0-3,8".
func idList(ids []int) string {
	var parts []string
	for i := 0; i < len(ids); {
		j := i
		for j+1 < len(ids) && ids[j+1] == ids[j]+1 {
			j++
		}
		part := strconv.Itoa(ids[i])
		if j > i {
			part += "-" + strconv.Itoa(ids[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	return strings.Join(parts, ",")
}
