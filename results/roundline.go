package results

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// addAhead is add of a line as this package writes it, whose fields are read by a function that says whether it knows
// them: several times as fast as encoding/json, which reads the line where anything in it is otherwise.
func addAhead[T entry[T]](to *[]T, ln line, kind string, kept *store, field func(*scanner, *T, string) bool) error {
	ahead := `{"kind":"` + kind + `",`
	if len(ln.text) < len(ahead) || string(ln.text[:len(ahead)]) != ahead {
		return add(to, ln, kind)
	}
	var v T
	c := scanner{rest: ln.text[len(ahead):], kept: kept}
	c.members(func(key string) bool { return field(&c, &v, key) })
	if c.bad || len(c.rest) > 0 {
		return add(to, ln, kind)
	}
	if err := v.check(); err != nil {
		return fmt.Errorf("%s: %w", kind, err)
	}
	*to = append(*to, v.tidy())
	return nil
}

func (c *scanner) ofCores(p *Cores, key string) bool {
	switch key {
	case "t_ns":
		number(c, &p.T)
	case "busy":
		p.Busy = c.floats()
	case "absent":
		p.Absent = c.ids()
	default:
		return false
	}
	return true
}

func (c *scanner) ofOwn(p *Own, key string) bool {
	switch key {
	case "t_ns":
		number(c, &p.T)
	case "own":
		p.Own = c.floats()
	default:
		return false
	}
	return true
}

func (c *scanner) ofRound(r *Round, key string) bool {
	switch key {
	case "round":
		number(c, &r.Round)
	case "t_ns":
		number(c, &r.T)
	case "wall_ns":
		number(c, &r.Wall)
	case "load1":
		r.Load1 = c.maybe()
	case "others":
		r.Others = c.maybe()
	case "steal":
		r.Steal = c.maybe()
	case "others_allowed":
		r.OthersAllowed = c.maybe()
	case "steal_allowed":
		r.StealAllowed = c.maybe()
	case "contention":
		r.Contention = c.maybe()
	case "psi_some":
		r.PSISome = c.maybe()
	case "throttled_ns":
		r.Throttled = new(time.Duration)
		number(c, r.Throttled)
	case "invol_switches":
		r.InvolSwitches = new(int64)
		number(c, r.InvolSwitches)
	case "mhz":
		r.MHz = c.maybe()
	case "celsius":
		r.Celsius = c.maybe()
	case "core_speeds":
		r.CoreSpeeds = c.floats()
	case "cores_allowed":
		r.CoresAllowed = c.ids()
	case "cpu_quota":
		r.CPUQuota = c.maybe()
	default:
		return false
	}
	return true
}

// maybe reads a number that may be missing.
func (c *scanner) maybe() *float64 { return new(c.float()) }

// floats reads a list of numbers.
func (c *scanner) floats() []float64 {
	all := c.kept.numbers[:0]
	c.list(func() { all = append(all, c.float()) })
	c.kept.numbers = all
	return append(make([]float64, 0, len(all)), all...)
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
	v, err := strconv.ParseFloat(string(c.rest[:n]), 64)
	if err != nil { // there is none, or it is too large
		c.bad = true
		return 0
	}
	c.rest = c.rest[n:]
	return v
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
