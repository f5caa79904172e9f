package page

import (
	"cmp"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"corerace/report/chart"
	"corerace/report/content"
	"corerace/report/figure"
	"corerace/report/legible"
	"corerace/report/scene"
)

//go:embed page.html.tmpl
var pageHTML string

//go:embed page.css
var pageCSS string

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Parse(pageHTML))
})

// A page is what the template shows. What is of type template.HTML or template.CSS was made here and escapes
// what it took from the record; the template escapes the rest.
type page struct {
	Title, Subtitle string
	Projector       bool
	Unpaired        bool   // another tool measured it
	Base            string // what speedups are taken against
	Style           template.CSS
	CutShort        string
	Sentences       []string
	More            []string // sentences of which the first screen has no room
	Results         tableView
	Notes           []string
	Sections        []section
	Missing         []string // what isn't shown, and why
	Warnings        []string
	Happened        []string // notes of the run
	PerCore         tableView
	Runtimes        tableView
	// RuntimesSentences say what Runtimes bears, and RuntimesNote how to read it.
	RuntimesNote string
	Starts       tableView
	StartNote    string
	Hosts        tableView
	HostNote     string
	Commands     tableView
	CommandNotes []string
	Facts        []fact
	Plan         []tableView
	PlanNotes    []string
	Draw, Race   []string // commands
	Conditions   conditionsView
	Badge        *badge
	Answer       figureView // what the sentences say
	Contents     []fact     // the name of a part, and its id
	Raw          rawView
	Reads        []fact // how to read what only some pages have
}

// A section is the pictures of a workload, or of the run.
type section struct {
	ID, Heading, Doc string
	Figures          []figureView
}

type figureView struct {
	Name, Title string
	Lines       []string
	SVG         template.HTML
	Data        tableView
}

type fact struct{ Name, Value string }

// Write writes everything as one page that needs no network. For a projector it is larger and darker on white, whatever
// colours its reader's system has: a beamer shows pale and dark alike as grey.
func Write(w io.Writer, d *content.Document, projector bool) error {
	p := page{Projector: projector, Unpaired: d.Unpaired(), Base: d.BaseWords(),
		Title: title(d), Subtitle: scene.MachineLine(d.Machine()), Style: pageStyle(),
		CutShort: d.CutShort(), Sentences: unbrokenAll(d.Sentences()), Notes: d.ResultNotes(true), Warnings: d.Warnings(),
		Happened: d.Notes(),
		Facts:    facts(d), Plan: planTables(d), PlanNotes: planNotes(d), Draw: d.DrawAgain(), Race: d.RaceAgain(),
		Conditions: conditionsOf(d), Reads: estimateReads(d), Badge: badgeOf(d), Raw: rawOf(d),
	}
	if len(d.Summary.Cells) > 0 {
		p.Results = viewOf(d.ResultTable(true))
	}
	if t := d.StartTable(); len(t.Rows) > 0 {
		p.Starts, p.StartNote = viewOf(t), content.StartNote
	}
	if t := d.HostTable(); len(t.Rows) > 0 {
		p.Hosts, p.HostNote = viewOf(t), content.HostNote
	}
	first := firstSentences
	if t := d.RuntimesTable(); len(t.Rows) > 0 {
		said := d.RuntimesSentences()
		p.Runtimes, p.RuntimesNote = viewOf(t), content.RuntimesNote
		// What such a run asks is answered before who won.
		p.Sentences, first = append(unbrokenAll(said), p.Sentences...), max(len(said), 1)
	}
	if t := d.CommandTable(); len(t.Rows) > 0 {
		p.Commands, p.CommandNotes = viewOf(t), d.CommandNotes()
	}
	if t := d.PerCoreTable(); len(t.Rows) > 0 {
		p.PerCore = viewOf(t)
	}
	if err := addFigures(d, &p); err != nil {
		return err
	}
	if len(p.Sentences) > first+1 {
		p.Sentences, p.More = p.Sentences[:first], p.Sentences[first:]
	}
	p.Contents = contents(&p)
	return pageTemplate().Execute(w, p)
}

// contents are the parts that the page has, in order.
func contents(p *page) []fact {
	var all []fact
	if len(p.Runtimes.Groups) > 0 {
		all = append(all, fact{"Whose threads use the cores", "runtimes"})
	}
	for _, s := range p.Sections {
		if len(s.Figures) > 0 {
			all = append(all, fact{s.Heading, s.ID})
		}
	}
	for _, x := range []struct {
		fact
		there bool
	}{
		{fact{"Results", "results"}, len(p.Results.Groups) > 0},
		{fact{"Commands", "commands"}, len(p.Commands.Groups) > 0},
		{fact{"Starting, and memory", "starts"}, len(p.Starts.Groups) > 0},
		{fact{"Hosts", "hosts"}, len(p.Hosts.Groups) > 0},
		{fact{"Core by core", "percore"}, len(p.PerCore.Groups) > 0},
		{fact{"Conditions", "conditions"}, true}, {fact{"How to read this", "method"}, true},
		{fact{"Machine and run", "machine"}, true}, {fact{"Record", "record"}, true},
	} {
		if x.there {
			all = append(all, x.fact)
		}
	}
	return all
}

// firstSentences is how many sentences the first screen has room for beside the picture.
const firstSentences = 3

// title names the race: by its workloads, or by the commands where all of them do one thing; that of several runtimes by
// what it asks, too.
func title(d *content.Document) string {
	names := slices.Clone(d.Workloads())
	if d.Commands() && len(names) == 1 {
		names = nil
		for _, m := range d.Record.Run.Plan.Modes {
			names = append(names, m.Name)
		}
	}
	more := ""
	if len(names) > 3 {
		names, more = names[:3], fmt.Sprintf(" and %d more", len(names)-3)
	}
	for i := range names {
		names[i] = legible.CleanName(names[i])
	}
	if d.OfRuntimes() {
		return "Whose threads use the cores: " + strings.Join(names, ", ") + more
	}
	return cmp.Or(strings.Join(names, ", ")+more, "an empty record")
}

// addFigures draws the figures into sections. A picture that can't be drawn is named, and the page stands.
func addFigures(d *content.Document, p *page) error {
	docs := map[string]string{}
	for _, w := range d.Record.Run.Plan.Workloads {
		docs[w.Name] = legible.Clean(w.Doc, legible.MaxText)
	}
	for i, w := range d.Workloads() {
		if i == legible.MaxWorkloads {
			p.Missing = append(p.Missing, fmt.Sprintf("Only the first %d workloads of %d have pictures.",
				legible.MaxWorkloads, len(d.Workloads())))
			break
		}
		p.Sections = append(p.Sections,
			section{ID: "w" + strconv.Itoa(i+1), Heading: legible.CleanName(w), Doc: docs[w]})
	}
	across := section{ID: "across", Heading: "Across workloads"}
	whole := section{ID: "run", Heading: "The whole run"}
	predicted := section{ID: "predicted", Heading: "What was predicted"}
	figures := figure.Figures(d)
	for _, f := range figures {
		svg, err := f.Inline()
		if err != nil {
			p.Missing = append(p.Missing, fmt.Sprintf("The picture %s can't be drawn: %v.", f.Name, err))
			continue
		}
		view := figureView{f.Name, f.Title, unbrokenAll(f.Lines), template.HTML(svg), viewOf(f.Data)}
		switch {
		case f.Name == figure.Answer:
			p.Answer = view
		case f.Name == figure.Predictions:
			predicted.Figures = append(predicted.Figures, view)
		case f.Name == figure.Matrix || f.Name == figure.Grain:
			across.Figures = append(across.Figures, view)
		case f.Section < 0:
			view.Data = tableView{} // the page shows it anyway
			whole.Figures = append(whole.Figures, view)
		default:
			p.Sections[f.Section].Figures = append(p.Sections[f.Section].Figures, view)
		}
	}
	p.Missing = append(p.Missing, legible.NonEmpty(figure.TimesMissing(d, figures))...)
	p.Missing = append(p.Missing, legible.NonEmpty(d.GrainWords())...)
	if len(d.Record.Cores) == 0 {
		p.Missing = append(p.Missing, "This record has no stream of the cores, so there is no picture of what they "+
			"did.")
	}
	if len(across.Figures) == 1 && across.Figures[0].Name == figure.Grain {
		across.Heading = "How long a share must be"
	}
	p.Sections = append(append([]section{predicted}, p.Sections...), across, whole)
	return nil
}

// facts are the machine, the conditions and the run.
func facts(d *content.Document) []fact {
	m, run, s := d.Machine(), d.Record.Run, d.Summary
	all := []fact{
		{"processor", legible.CleanName(m.CPUModel)}, {"cores", scene.CoresLine(m)}, {"memory", ""},
		{"system", strings.TrimSpace(legible.CleanName(m.OS) + " " + legible.CleanName(m.Arch))},
		{"kernel", legible.CleanName(m.Kernel)}, {"Go", legible.CleanName(m.GoVersion)},
		{"started", legible.Stamp(run.Started)},
		{"measured", d.ConditionsLine()}, {"seed", legible.CleanName(run.Seed)},
		{"record", legible.CleanName(d.RecordName())},
	}
	if m.MemoryBytes > 0 {
		all[2].Value = legible.BytesOf(m.MemoryBytes)
	}
	if e := d.Record.End; e != nil && run.Imported == nil {
		all = append(all, fact{"ended after", legible.Length(s.Elapsed) + ", by its " + legible.CleanName(e.Reason)})
	}
	known := all[:0]
	for _, f := range all {
		if f.Value != "" {
			known = append(known, f)
		}
	}
	return known
}

// planTables are the workloads and the modes of the plan.
func planTables(d *content.Document) []tableView {
	plan := d.Record.Run.Plan
	work := legible.Table{Caption: "Workloads of the plan",
		Header: []string{"workload", "what it computes", "items a pass", "passes", "items a share", "serial pass"},
		Left:   2}
	for i, w := range plan.Workloads {
		if i == legible.MaxRows {
			break
		}
		work.Rows = append(work.Rows, []string{
			legible.CleanName(w.Name), legible.Clean(w.Doc, legible.MaxText), strconv.Itoa(w.Size) +
				content.BlockNote(w), strconv.Itoa(w.Passes), strconv.Itoa(w.Share), legible.Length(w.Pass),
		})
	}
	modes := legible.Table{Caption: "Modes of the plan", Header: []string{"mode", "what it is", "baseline"}, Left: 3}
	for i, m := range plan.Modes {
		if i == legible.MaxRows {
			break
		}
		modes.Rows = append(modes.Rows, []string{legible.CleanName(m.Name), legible.Clean(m.Doc, legible.MaxText),
			legible.CleanName(m.Baseline)})
	}
	var out []tableView
	for _, t := range []legible.Table{work, modes} {
		if len(t.Rows) > 0 {
			out = append(out, viewOf(t))
		}
	}
	return out
}

// planNotes say what was left out of the plan, and why.
func planNotes(d *content.Document) []string {
	var out []string
	for _, n := range d.Record.Run.Plan.Notes {
		out = append(out, legible.Clean(n, legible.MaxText))
	}
	return legible.Capped(out, "note")
}

// pageStyle is the style sheet: the fonts, the tokens in both schemes, and page.css.
func pageStyle() template.CSS {
	var b strings.Builder
	for _, f := range []struct {
		weight int
		woff   []byte
	}{{400, chart.Inter400}, {500, chart.Inter500}, {600, chart.Inter600}} {
		fmt.Fprintf(&b, "@font-face{font-family:Inter;font-weight:%d;font-display:block;"+
			"src:url(data:font/woff;base64,%s) format(\"woff\")}\n",
			f.weight, base64.StdEncoding.EncodeToString(f.woff))
	}
	fmt.Fprintf(&b, ":root{--font:%s;%s}\n", figure.FontStack, variables(chart.Light))
	fmt.Fprintf(&b, "@media screen and (prefers-color-scheme:dark){:root:not(.projector){%s}}\n", variables(chart.Dark))
	for _, t := range chart.TokenOrder {
		fmt.Fprintf(&b, ".f-%s{fill:var(--%s)}.s-%s{stroke:var(--%s);fill:none}", t, t, t, t)
	}
	b.WriteString("\n" + pageCSS)
	return template.CSS(b.String())
}

func variables(t chart.Theme) string {
	var b strings.Builder
	set := chart.InksOf(t)
	for _, name := range chart.TokenOrder {
		fmt.Fprintf(&b, "--%s:#%02x%02x%02x;", name, set[name].R, set[name].G, set[name].B)
	}
	return b.String()
}
