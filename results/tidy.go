package results

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The tidy methods bring a value into the form that a record holds: empty slices are not nil, so that they are
// written as [] and not as null, and texts for people are cut to a bounded length and freed of control characters,
// so that a record from elsewhere can't steer the terminal that shows it. They don't change what they are called on.

func (r Run) tidy() Run {
	r.Hosts = tidyMachines(filled(r.Hosts))
	if len(r.Joined) > 0 {
		r.Joined = tidyMachines(filled(r.Joined))
	}
	p := &r.Plan
	p.Workloads, p.Modes, p.Workers = filled(p.Workloads), filled(p.Modes), filled(p.Workers)
	for i := range p.Workloads {
		p.Workloads[i].Doc = tidyText(p.Workloads[i].Doc)
	}
	for i := range p.Modes {
		p.Modes[i].Doc = tidyText(p.Modes[i].Doc)
		p.Modes[i].Command = p.Modes[i].Command.tidy()
	}
	p.Notes = tidyTexts(p.Notes)
	return r
}

// tidyMachines tidies machines where they are.
func tidyMachines(all []Machine) []Machine {
	for i, h := range all {
		all[i].CoresAllowed = filled(h.CoresAllowed)
		for _, text := range []*string{&all[i].CPUModel, &all[i].OS, &all[i].Kernel, &all[i].GOOS, &all[i].Arch,
			&all[i].GoVersion} {
			*text = tidyText(*text)
		}
	}
	return all
}

func (s Sample) tidy() Sample {
	s.PerWorker = filled(s.PerWorker)
	s.Warnings = tidyTexts(s.Warnings)
	s.Error = tidyText(s.Error)
	if len(s.Tracks) > 0 {
		s.Tracks = filled(s.Tracks)
		for i := range s.Tracks {
			s.Tracks[i] = s.Tracks[i].tidy()
		}
	}
	if s.Lock != nil {
		l := *s.Lock
		l.Slices, l.Overrun, l.HandOver = l.Slices.tidy(), l.Overrun.tidy(), l.HandOver.tidy()
		s.Lock = &l
	}
	return s
}

func (c Cores) tidy() Cores {
	c.Busy = filled(c.Busy)
	if len(c.Absent) == 0 {
		c.Absent = nil
	}
	return c
}

func (o Own) tidy() Own {
	o.Own = filled(o.Own)
	return o
}

func (n Note) tidy() Note {
	n.Text = tidyText(n.Text)
	return n
}

// tidy leaves out empty lists, as the writer does, and zeros of older builds that stood for what couldn't be read: one
// that had read the counters of the cores wrote the contention as well, and a machine without a load average has 0.
func (r Round) tidy() Round {
	if len(r.CoreSpeeds) == 0 {
		r.CoreSpeeds = nil
	}
	if len(r.CoresAllowed) == 0 {
		r.CoresAllowed = nil
	}
	zero := func(p *float64) bool { return p == nil || *p == 0 }
	if r.Contention == nil && zero(r.Others) && zero(r.Steal) {
		r.Others, r.Steal = nil, nil
	}
	if zero(r.Load1) {
		r.Load1 = nil
	}
	return r
}

func (e End) tidy() End {
	e.Reason = tidyText(e.Reason)
	return e
}

// filled returns a copy that is never nil.
func filled[S ~[]E, E any](s S) S { return append(make(S, 0, len(s)), s...) }

func tidyTexts(texts []string) []string {
	texts = filled(texts)
	for i, t := range texts {
		texts[i] = tidyText(t)
	}
	return texts
}

// tidyText bounds a text for people to maxText bytes and replaces what can't be printed, but for line ends and tabs.
func tidyText(s string) string {
	return cut(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, s), maxText)
}

// cut shortens a text to at most limit bytes, between two characters, with a mark where something is missing.
func cut(s string, limit int) string {
	const mark = "…"
	if len(s) <= limit {
		return s
	}
	end := limit - len(mark)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + mark
}

// printable reports whether a name has nothing but characters that can be printed.
func printable(s string) bool {
	if plain(s) {
		return true
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return utf8.ValidString(s)
}

// plain reports whether a text has nothing but the characters of ASCII that can be printed.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
