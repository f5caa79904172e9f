package results

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// addAhead is add of a line as this package writes it, whose fields are in a list: several times as fast as
// encoding/json, which reads the line where anything in it is otherwise.
func addAhead[T entry[T]](to *[]T, ln line, kind string, kept *store, fields []field[T]) error {
	ahead := `{"kind":"` + kind + `",`
	if len(ln.text) < len(ahead) || string(ln.text[:len(ahead)]) != ahead {
		return add(to, ln, kind)
	}
	var v T
	c := scanner{rest: ln.text[len(ahead):], kept: kept}
	members(&c, &v, fields)
	if c.bad || len(c.rest) > 0 {
		return add(to, ln, kind)
	}
	if err := v.check(); err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	*to = append(*to, v.tidy())
	return nil
}

var coresFields = []field[Cores]{
	{`"t_ns":`, func(c *scanner, p *Cores) { number(c, &p.T) }},
	{`"busy":`, func(c *scanner, p *Cores) { p.Busy = c.floats() }},
	{`"absent":`, func(c *scanner, p *Cores) { p.Absent = c.ids() }},
}

var ownFields = []field[Own]{
	{`"t_ns":`, func(c *scanner, p *Own) { number(c, &p.T) }},
	{`"own":`, func(c *scanner, p *Own) { p.Own = c.floats() }},
}

var roundFields = []field[Round]{
	{`"round":`, func(c *scanner, r *Round) { number(c, &r.Round) }},
	{`"t_ns":`, func(c *scanner, r *Round) { number(c, &r.T) }},
	{`"wall_ns":`, func(c *scanner, r *Round) { number(c, &r.Wall) }},
	{`"load1":`, func(c *scanner, r *Round) { r.Load1 = c.maybe() }},
	{`"others":`, func(c *scanner, r *Round) { r.Others = c.maybe() }},
	{`"steal":`, func(c *scanner, r *Round) { r.Steal = c.maybe() }},
	{`"others_allowed":`, func(c *scanner, r *Round) { r.OthersAllowed = c.maybe() }},
	{`"steal_allowed":`, func(c *scanner, r *Round) { r.StealAllowed = c.maybe() }},
	{`"contention":`, func(c *scanner, r *Round) { r.Contention = c.maybe() }},
	{`"psi_some":`, func(c *scanner, r *Round) { r.PSISome = c.maybe() }},
	{`"throttled_ns":`, func(c *scanner, r *Round) {
		r.Throttled = new(time.Duration)
		number(c, r.Throttled)
	}},
	{`"invol_switches":`, func(c *scanner, r *Round) {
		r.InvolSwitches = new(int64)
		number(c, r.InvolSwitches)
	}},
	{`"mhz":`, func(c *scanner, r *Round) { r.MHz = c.maybe() }},
	{`"celsius":`, func(c *scanner, r *Round) { r.Celsius = c.maybe() }},
	{`"core_speeds":`, func(c *scanner, r *Round) { r.CoreSpeeds = c.floats() }},
	{`"cores_allowed":`, func(c *scanner, r *Round) { r.CoresAllowed = c.ids() }},
	{`"cpu_quota":`, func(c *scanner, r *Round) { r.CPUQuota = c.maybe() }},
}

// maybe reads a number that may be missing.
func (c *scanner) maybe() *float64 { return new(c.float()) }

// floats reads a list of numbers.
func (c *scanner) floats() []float64 {
	all := c.kept.numbers[:0]
	c.list(func() { all = append(all, c.float()) })
	c.kept.numbers = all
	return c.kept.list(all)
}

// ids reads a list of whole numbers.
func (c *scanner) ids() []int {
	all := []int{}
	c.list(func() {
		var v int
		number(c, &v)
		all = append(all, v)
	})
	return all
}

// float reads a number.
func (c *scanner) float() float64 {
	n := numberEnd(c.rest)
	if v, ok := shortDecimal(c.rest[:n]); ok {
		c.rest = c.rest[n:]
		return v
	}
	v, err := strconv.ParseFloat(string(c.rest[:n]), 64)
	if err != nil { // there is none, or it is too large
		c.bad = true
		return 0
	}
	c.rest = c.rest[n:]
	return v
}

// powersOfTen are those that a short decimal is divided by; all of them are exact.
var powersOfTen = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14}

// shortDecimal is a number of few digits that JSON allows, false where it has a sign, an exponent or more digits. Its
// digits and its power of ten are exact, so their quotient is the float nearest to it (Clinger, "How to read floating
// point numbers accurately", 1990). Most numbers of a record are that short.
func shortDecimal(text []byte) (v float64, ok bool) {
	if len(text) == 0 || len(text) > len(powersOfTen) {
		return 0, false
	}
	var digits uint64
	behind, point := 0, false
	for _, b := range text {
		switch {
		case b == '.':
			point = true
			continue
		case b < '0' || b > '9':
			return 0, false
		case point:
			behind++
		}
		digits = digits*10 + uint64(b-'0')
	}
	return float64(digits) / powersOfTen[behind], true
}

// numberEnd is how long the number is that a text begins with, as JSON writes it; 0 where there is none.
func numberEnd(text []byte) int {
	digits := func(i int) int {
		for i < len(text) && text[i] >= '0' && text[i] <= '9' {
			i++
		}
		return i
	}
	is := func(i int, these string) bool { return i < len(text) && strings.IndexByte(these, text[i]) >= 0 }
	first := 0
	if is(0, "-") {
		first = 1
	}
	end := digits(first)
	if end == first || end > first+1 && text[first] == '0' {
		return 0
	}
	if is(end, ".") {
		from := end + 1
		if end = digits(from); end == from {
			return 0
		}
	}
	if is(end, "eE") {
		from := end + 1
		if is(from, "+-") {
			from++
		}
		if end = digits(from); end == from {
			return 0
		}
	}
	return end
}
