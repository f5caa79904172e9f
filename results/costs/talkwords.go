package costs

import (
	"fmt"
	"strconv"
	"strings"

	"corerace/results/stats"
)

// words are sentences for people: the cheapest way within each kind of sides, and what streaming makes of it.
func (t *Talk) words() []string {
	if len(t.Sizes) == 0 {
		return nil
	}
	if t.Doubt != "" {
		return []string{"Inconclusive, " + t.Conditions.Why(t.Rounds) + ": which way is the fastest can't be told."}
	}
	var words []string
	smallest := t.Sizes[0]
	for _, between := range t.between() {
		if best, ok := t.cheapest(between, smallest); ok {
			words = append(words, best.sentence(smallest))
		}
	}
	return words
}

// between are the kinds of sides, in the order of the lines.
func (t *Talk) between() (all []string) {
	seen := map[string]bool{}
	for _, l := range t.Lines {
		if !seen[l.Between] {
			seen[l.Between] = true
			all = append(all, l.Between)
		}
	}
	return all
}

// counterWay is the way that carries no bytes: a claim is a message only to who counts.
const counterWay = "counter"

// cheapest is the line with the shortest round trip between sides of a kind, the counter aside.
func (t *Talk) cheapest(between string, size int) (best TalkLine, ok bool) {
	least := 0.0
	for _, l := range t.Lines {
		p, measured := l.At(size)
		if l.Between != between || l.Way == counterWay || !measured || p.Trip.N == 0 {
			continue
		}
		if !ok || p.Trip.Center < least {
			best, least, ok = l, p.Trip.Center, true
		}
	}
	return best, ok
}

func (l TalkLine) sentence(size int) string {
	p, _ := l.At(size)
	s := fmt.Sprintf("Between %s, %s go to and fro fastest by %s: in %s", l.Between, ByteSize(size), l.Way,
		lengthWords(p.Trip))
	if p.PerSecond.N > 0 {
		s += fmt.Sprintf("; in a stream a message costs %s", Seconds(1/p.PerSecond.Center))
	}
	return s + "."
}

func (t *Talk) notes(run *TalkRun) []string {
	notes := []string{
		"A round trip is one message to the other side and back, one at a time; a stream is messages one way, as " +
			"fast as they go, with one answer at the end.",
		"Messages are written by one side and read by the other. A channel hands the " +
			"message over, the others copy it. Waiting never spins.",
	}
	if run.Python != "" {
		notes = append(notes, "Python is CPython "+run.Python+"; its queue.Queue hands the message over, too.")
	}
	return append(notes, run.NotHere...)
}

// ByteSize is a size for people, exact: "8 B", "64 KiB", "1 MiB".
func ByteSize(n int) string {
	unit := 0
	for n >= 1024 && n%1024 == 0 && unit < 3 {
		n, unit = n/1024, unit+1
	}
	return strconv.Itoa(n) + " " + strings.Fields("B KiB MiB GiB")[unit]
}

// Many is a number of things for people: "24", "276 k", "1.7 M".
func Many(x float64) string {
	unit := ""
	for _, u := range []string{"k", "M", "G"} {
		if x < 999.5 {
			break
		}
		x, unit = x/1000, " "+u
	}
	if x < 9.95 && unit != "" {
		return stats.Fixed(x, 1) + unit
	}
	return stats.Fixed(x, 0) + unit
}
