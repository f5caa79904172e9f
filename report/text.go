package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"corerace/results"
	"corerace/results/stats"
	"corerace/results/verdict"
)

// clean makes a string of a record safe to show: one line, no control or invisible characters (a terminal would
// obey them), and at most limit runes.
func clean(s string, limit int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n == limit {
			return b.String() + "…"
		}
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			r = ' '
		case !unicode.IsPrint(r):
			r = '\uFFFD'
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// cleanName is clean for the name of a workload or a mode.
func cleanName(s string) string { return clean(s, maxName) }

// finite reports whether x is a number that can be shown.
func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// positive reports whether x can be a speedup.
func positive(x float64) bool { return finite(x) && x > 0 }

// drawable reports whether a speedup can be drawn: beyond a million either way, it is a damaged record.
func drawable(x float64) bool { return x > 1e-6 && x < 1e6 }

// inRange reports whether a cell can be drawn.
func inRange(c verdict.CellSummary) bool {
	return drawable(c.Measured.Center) && c.Workers >= 1 && c.Workers <= results.MaxWorkers
}

// hasInterval reports whether an estimate has an interval that can be shown.
func hasInterval(e stats.Estimate) bool {
	return e.HasInterval() && drawable(e.Lo) && drawable(e.Hi) && e.Lo <= e.Hi
}

// times is a speedup for people: "1.97×", or "12.4×" above ten. A dash stands for what wasn't measured.
func times(x float64) string {
	if !positive(x) {
		return "–"
	}
	return digits(x, 2) + "×"
}

// digits prints a speedup with decimals decimals, or fewer where it is large.
func digits(x float64, decimals int) string {
	switch {
	case decimals == 2 && x >= 99.95:
		decimals = 0
	case decimals == 2 && x >= 9.995:
		decimals = 1
	}
	return fixed(x, decimals)
}

// interval is the interval of an estimate for people, "(1.95–1.99)", or "" where there is none.
func interval(e stats.Estimate) string {
	if !positive(e.Center) || !hasInterval(e) {
		return ""
	}
	d := decimals(e)
	return "(" + digits(e.Lo, d) + "–" + digits(e.Hi, d) + ")"
}

// decimals is how many decimals an interval takes, from 2 to 4, so that it isn't printed with no width, nor with an
// end of 1.00 where it leaves out 1.
func decimals(e stats.Estimate) int {
	alike := func(a, b float64, d int) bool { return a != b && fixed(a, d) == fixed(b, d) }
	d := 2
	for d < 4 && (alike(e.Lo, e.Hi, d) || e.Lo > 1 && alike(1, e.Lo, d) || e.Hi < 1 && alike(e.Hi, 1, d)) {
		d++
	}
	return d
}

// fixed prints a number with decimals decimals, and none where it is so large that nobody measures them.
func fixed(x float64, decimals int) string {
	if math.Abs(x) >= 1000 {
		decimals = 0
	}
	return strconv.FormatFloat(x, 'f', decimals, 64)
}

// speedup is an estimate of a speedup for people: "1.97× (1.95–1.99)".
func speedup(e stats.Estimate) string {
	return strings.TrimSpace(times(e.Center) + " " + interval(e))
}

// percent is a share for people: "98 %".
func percent(x float64) string {
	if !finite(x) || x < 0 {
		return "–"
	}
	return strconv.FormatFloat(x*100, 'f', 0, 64) + " %"
}

// decimal is a count of cores for people: "1.98".
func decimal(x float64) string {
	if !finite(x) || x <= 0 {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', 2, 64)
}

// length is a duration for people, with three figures: "103 ms".
func length(d time.Duration) string {
	switch {
	case d <= 0:
		return "–"
	case d < time.Microsecond:
		return fmt.Sprintf("%d ns", d)
	case d < 9995*time.Nanosecond:
		return fmt.Sprintf("%.2f µs", float64(d)/1e3)
	case d < 999500*time.Nanosecond:
		return fmt.Sprintf("%.0f µs", float64(d)/1e3)
	case d < 9995*time.Microsecond:
		return fmt.Sprintf("%.2f ms", float64(d)/1e6)
	case d < 99950*time.Microsecond:
		return fmt.Sprintf("%.1f ms", float64(d)/1e6)
	case d < 999500*time.Microsecond:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	case d < 9995*time.Millisecond:
		return fmt.Sprintf("%.2f s", float64(d)/1e9)
	case d < 99950*time.Millisecond:
		return fmt.Sprintf("%.1f s", float64(d)/1e9)
	case d < 100*time.Minute:
		return fmt.Sprintf("%.0f s", float64(d)/1e9)
	}
	return fmt.Sprintf("%.1f h", d.Hours())
}

// count is a number of things: "1 worker", "2 workers".
func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// bytesOf is a size for people.
func bytesOf(n uint64) string {
	if n >= 1<<30 {
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	}
	return fmt.Sprintf("%.0f MiB", float64(n)/(1<<20))
}
