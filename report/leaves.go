package report

import (
	"fmt"
	"io"
	"slices"

	"corerace/report/figure"
	"corerace/report/legible"
	"corerace/report/page"
	"corerace/report/scene"
	"corerace/report/studies"
	"corerace/report/text"
	"corerace/results/costs"
	"corerace/results/scaling"
	"corerace/results/verdict"
)

// closing is the last sentence of a page.
func closing(doubt, sentence string) string {
	if doubt != "" {
		return page.NoClaim
	}
	return sentence
}

// unlessInDoubt are the pictures of a page; none in doubt, for a dot would look like a claim.
func unlessInDoubt(doubt string, f figure.Figure) (all []figure.Figure, missing []string) {
	if doubt != "" {
		return nil, []string{legible.NoPictures}
	}
	return []figure.Figure{f}, nil
}

// GrainPage writes what a share and a start cost as a page.
func GrainPage(w io.Writer, run *costs.GrainRun, g *costs.Grain) error {
	l := page.Leaf{Title: "How long a share must be", Machine: scene.MachineLine(run.Host), Doubt: g.Doubt,
		Conditions: studies.GrainConditions(g), Tables: []legible.Table{studies.GrainTable(g), studies.GrainSpeedups(g)},
		Notes: g.Notes,
		Reads: []page.Read{{Word: "share", Means: "The stretch of work that a worker claims at once."},
			{Word: "beats serial from", Means: "The length of a share from which the mode is faster than the serial loop."},
			{Word: "pays from", Means: "The length of a job from which starting fresh workers for it is worth it."}},
		Closing: closing(g.Doubt, "Cut work into shares well longer than where a mode's ring is, and it costs next to nothing.")}
	for _, m := range g.Modes {
		if m.Words != "" {
			l.Sentences = append(l.Sentences, legible.Clean(m.Words, legible.MaxText))
		}
	}
	l.Figures, l.Missing = unlessInDoubt(g.Doubt, figure.GrainFigure(run, g))
	return page.WriteLeaf(w, l)
}

// TalkPage writes what one message costs as a page.
func TalkPage(w io.Writer, run *costs.TalkRun, t *costs.Talk) error {
	l := page.Leaf{Title: "What one message costs", Machine: scene.MachineLine(run.Host), Doubt: t.Doubt,
		Conditions: studies.TalkConditions(t), Sentences: t.Words, Tables: studies.TalkTables(t),
		Notes: t.Notes,
		Reads: []page.Read{{Word: "round trip", Means: "A message there and its answer back, one at a time."},
			{Word: "stream", Means: "Many messages one way, each as soon as the one before it is on its way."}},
		Closing: closing(t.Doubt, "Send few large messages rather than many small ones: what is paid for each is paid less often.")}
	l.Figures, l.Missing = unlessInDoubt(t.Doubt, figure.TalkFigure(run, t))
	return page.WriteLeaf(w, l)
}

// PoolsPage writes our pools of processes beside others as a page, without the factors that we hold ourselves to.
func PoolsPage(w io.Writer, run *costs.PoolsRun, p *costs.Pools) error {
	tables := studies.PoolsTables(p)
	for i, t := range tables {
		if place := slices.Index(t.Header, studies.PoolsTarget); place >= 0 {
			tables[i].Header = t.Header[:place]
			for j, row := range t.Rows {
				tables[i].Rows[j] = row[:place]
			}
		}
	}
	l := page.Leaf{Title: "Pools of worker processes", Machine: scene.MachineLine(run.Host),
		Doubt: p.Doubt, Conditions: studies.PoolsConditions(p), Sentences: studies.PoolsSentences(p), Tables: tables,
		Notes:   studies.PoolsNotes(p),
		Closing: closing(p.Doubt, "A ratio is of what stands in its row, on this machine, and of nothing else about the two.")}
	if f, ok := figure.PoolsFigure(run, p); ok || p.Doubt != "" {
		l.Figures, l.Missing = unlessInDoubt(p.Doubt, f)
	}
	return page.WriteLeaf(w, l)
}

// DifferencesPage writes experiments on what threads and processes differ in as a page.
func DifferencesPage(w io.Writer, d *studies.Differences) error { return page.WriteDifferences(w, d) }

// FitPage writes what the scaling laws make of some series as a page.
func FitPage(w io.Writer, fits []scaling.Fit) error {
	l := page.Leaf{Title: "How it scales", Machine: fmt.Sprintf("%d series", len(fits)),
		Doubt: studies.FitDoubt(fits), Conditions: "Each mode against its own single worker."}
	l.Closing = closing(l.Doubt, "A law is a summary of what was measured: what the points don't settle, no law can say.")
	for _, f := range fits {
		name := legible.CleanName(f.Workload)
		if f.Mode != "" {
			name += ", " + legible.CleanName(f.Mode)
		}
		for _, t := range []legible.Table{studies.FitPoints(f), studies.FitLaws(f)} {
			if name != "" {
				t.Caption = name + ": " + t.Caption
			}
			l.Tables = append(l.Tables, t)
		}
		words := f.Words
		if f.Doubt != "" && l.Doubt == "" {
			words = append([]string{f.Doubt}, words...)
		}
		for _, s := range words {
			if name != "" {
				s = name + ": " + s
			}
			l.Sentences = append(l.Sentences, legible.Clean(s, legible.MaxText))
		}
	}
	if f, ok := figure.FitFigure(fits); ok {
		l.Figures = []figure.Figure{f}
	} else if l.Doubt != "" {
		l.Missing = []string{legible.NoPictures}
	}
	return page.WriteLeaf(w, l)
}

// comparisonPage writes a comparison as a page: what differs, what can't be told, and where both were measured.
func comparisonPage(w io.Writer, c *verdict.Comparison) error {
	l := page.Leaf{Title: "New beside old", Machine: "old: " + legible.Clean(c.Old, legible.MaxText) + " · new: " +
		legible.Clean(c.New, legible.MaxText), Notes: studies.ComparisonNotes(c)}
	if len(c.Refused) > 0 {
		l.Doubt = "These two can't be compared."
		for _, why := range c.Refused {
			l.Sentences = append(l.Sentences, legible.Clean(why, legible.MaxText)+".")
		}
		l.Closing = "Compare records of the same work, on one machine or on machines with other numbers of cores."
		return page.WriteLeaf(w, l)
	}
	for i, d := range c.Doubts() {
		if i > 0 {
			l.Doubt += " "
		}
		l.Doubt += d
	}
	if c.Imported {
		l.Doubt = "Unpaired, and indicative at best: another tool measured one of the two, and doesn't record what else the " +
			"machine did. No verdict rests on a ratio."
	}
	for _, s := range c.Sentences() {
		l.Sentences = append(l.Sentences, legible.Clean(s, legible.MaxText))
	}
	table := studies.ComparisonTable(c)
	table.Caption = "Both, by cell"
	l.Tables = []legible.Table{table}
	if f, ok := figure.ComparisonFigure(c); ok {
		l.Figures = []figure.Figure{f}
	} else if l.Doubt != "" {
		l.Missing = []string{legible.NoPictures}
	}
	l.Closing = "Both were measured in the same rounds: what differs is the programs, and what can't be told needs more rounds."
	if !c.Paired {
		l.Closing = "Two runs differ by their hour as well: for a verdict on a program, measure both builds in the same rounds."
	}
	l.Closing = closing(l.Doubt, l.Closing)
	return page.WriteLeaf(w, l)
}

// ComparisonOf writes a comparison in a format: table or html.
func ComparisonOf(w io.Writer, c *verdict.Comparison, format string, o Options) error {
	if format == "html" {
		return comparisonPage(w, c)
	}
	return text.Comparison(w, c, o.Options)
}

// severalPage writes a comparison of more than two records as a page.
func severalPage(w io.Writer, s *verdict.Several) error {
	l := page.Leaf{Title: fmt.Sprintf("%d records side by side", len(s.Runs)), Sentences: s.Sentences(),
		Machine:    "each beside the first, " + legible.Clean(s.Runs[0].Name, legible.MaxText),
		Conditions: "The best of every mode; speedups are over each record's own baseline.",
		Tables:     []legible.Table{studies.SeveralRuns(s), studies.SeveralBests(s)},
		Reads: []page.Read{{Word: "a worker", Means: "The speedup over the number of workers: what lets machines with other " +
			"numbers of cores stand beside each other."},
			{Word: "conditions", Means: "What the machine was like; a record whose conditions bear no claim has no figures."}},
		Closing: "Machines differ in more than their cores: a difference is one of the machines as much as of the program."}
	if f, ok := figure.SeveralFigure(s); ok {
		l.Figures = []figure.Figure{f}
	} else {
		l.Missing = []string{legible.NoPictures}
	}
	return page.WriteLeaf(w, l)
}

// SeveralOf writes a comparison of more than two records in a format: table or html.
func SeveralOf(w io.Writer, s *verdict.Several, format string, o Options) error {
	if format == "html" {
		return severalPage(w, s)
	}
	return text.Several(w, s, o.Options)
}
