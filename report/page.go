package report

import (
	"cmp"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"sync"
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
	Style           template.CSS
	CutShort        string
	Sentences       []string
	Results         tableView
	Notes           []string
	Sections        []section
	Missing         []string // what isn't shown, and why
	Warnings        []string
	Happened        []string // notes of the run
	PerCore         tableView
	Starts          tableView
	StartNote       string
	Facts           []fact
	Plan            []tableView
	PlanNotes       []string
	Draw, Race      []string // commands
	Conditions      conditionsView
	Reads           []fact // how to read what only some pages have
}

// A section is the pictures of a workload, or of the run.
type section struct {
	Heading, Doc string
	Figures      []figureView
}

type figureView struct {
	Name string
	SVG  template.HTML
	Data tableView
}

type fact struct{ Name, Value string }

// writePage writes everything as one page that needs no network.
func writePage(w io.Writer, d *Document) error {
	p := page{
		Title: d.title(), Subtitle: machineLine(d.machine()), Style: pageStyle(),
		CutShort: d.cutShort(), Sentences: d.sentences(), Notes: d.resultNotes(true), Warnings: d.warnings(), Happened: d.notes(),
		Facts: d.facts(), Plan: d.planTables(), PlanNotes: d.planNotes(), Draw: d.drawAgain(), Race: d.raceAgain(), Conditions: d.conditionsOf(), Reads: d.estimateReads(),
	}
	if len(d.Summary.Cells) > 0 {
		p.Results = viewOf(d.resultTable(true))
	}
	if t := d.startTable(); len(t.Rows) > 0 {
		p.Starts, p.StartNote = viewOf(t), startNote
	}
	if t := d.perCoreTable(); len(t.Rows) > 0 {
		p.PerCore = viewOf(t)
	}
	if err := d.addFigures(&p); err != nil {
		return err
	}
	return pageTemplate().Execute(w, p)
}

// title names the race.
func (d *Document) title() string {
	names := d.workloads()
	more := ""
	if len(names) > 3 {
		names, more = names[:3], fmt.Sprintf(" and %d more", len(names)-3)
	}
	for i := range names {
		names[i] = cleanName(names[i])
	}
	return cmp.Or(strings.Join(names, ", ")+more, "an empty record")
}

// addFigures draws the figures into sections. A picture that can't be drawn is named, and the page stands.
func (d *Document) addFigures(p *page) error {
	docs := map[string]string{}
	for _, w := range d.Record.Run.Plan.Workloads {
		docs[w.Name] = clean(w.Doc, maxText)
	}
	for i, w := range d.workloads() {
		if i == maxWorkloads {
			p.Missing = append(p.Missing, fmt.Sprintf("Only the first %d workloads of %d have pictures.", maxWorkloads, len(d.workloads())))
			break
		}
		p.Sections = append(p.Sections, section{Heading: cleanName(w), Doc: docs[w]})
	}
	whole := section{Heading: "The whole run"}
	for _, f := range d.Figures() {
		svg, err := f.inline()
		if err != nil {
			p.Missing = append(p.Missing, fmt.Sprintf("The picture %s can't be drawn: %v.", f.Name, err))
			continue
		}
		view := figureView{f.Name, template.HTML(svg), viewOf(f.Data)}
		if f.section < 0 {
			view.Data = tableView{} // the page shows it anyway
			whole.Figures = append(whole.Figures, view)
			continue
		}
		p.Sections[f.section].Figures = append(p.Sections[f.section].Figures, view)
	}
	p.Missing = append(p.Missing, nonEmpty(d.timesMissing())...)
	if len(d.Record.Cores) == 0 {
		p.Missing = append(p.Missing, "This record has no stream of the cores, so there is no picture of what they did.")
	}
	p.Sections = append(p.Sections, whole)
	return nil
}

// facts are the machine, the conditions and the run.
func (d *Document) facts() []fact {
	m, run, s := d.machine(), d.Record.Run, d.Summary
	all := []fact{
		{"processor", cleanName(m.CPUModel)}, {"cores", coresLine(m)}, {"memory", ""}, {"system", strings.TrimSpace(cleanName(m.OS) + " " + cleanName(m.Arch))},
		{"kernel", cleanName(m.Kernel)}, {"Go", cleanName(m.GoVersion)}, {"started", stamp(run.Started)},
		{"measured", d.conditionsLine()}, {"seed", cleanName(run.Seed)}, {"record", cleanName(d.recordName())},
	}
	if m.MemoryBytes > 0 {
		all[2].Value = bytesOf(m.MemoryBytes)
	}
	if e := d.Record.End; e != nil {
		all = append(all, fact{"ended after", length(s.Elapsed) + ", by its " + cleanName(e.Reason)})
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
func (d *Document) planTables() []tableView {
	plan := d.Record.Run.Plan
	work := Table{Caption: "Workloads of the plan", Header: []string{"workload", "what it computes", "items a pass", "passes", "items a share", "serial pass"}, Left: 2}
	for i, w := range plan.Workloads {
		if i == maxRows {
			break
		}
		work.Rows = append(work.Rows, []string{
			cleanName(w.Name), clean(w.Doc, maxText), strconv.Itoa(w.Size) + blockNote(w), strconv.Itoa(w.Passes), strconv.Itoa(w.Share), length(w.Pass),
		})
	}
	modes := Table{Caption: "Modes of the plan", Header: []string{"mode", "what it is", "baseline"}, Left: 3}
	for i, m := range plan.Modes {
		if i == maxRows {
			break
		}
		modes.Rows = append(modes.Rows, []string{cleanName(m.Name), clean(m.Doc, maxText), cleanName(m.Baseline)})
	}
	var out []tableView
	for _, t := range []Table{work, modes} {
		if len(t.Rows) > 0 {
			out = append(out, viewOf(t))
		}
	}
	return out
}

// planNotes say what was left out of the plan, and why.
func (d *Document) planNotes() []string {
	var out []string
	for _, n := range d.Record.Run.Plan.Notes {
		out = append(out, clean(n, maxText))
	}
	return capped(out, "note")
}

// pageStyle is the style sheet: the fonts, the tokens in both schemes, and page.css.
func pageStyle() template.CSS {
	var b strings.Builder
	for _, f := range []struct {
		weight int
		woff   []byte
	}{{400, inter400}, {500, inter500}, {600, inter600}} {
		fmt.Fprintf(&b, "@font-face{font-family:Inter;font-weight:%d;font-display:block;src:url(data:font/woff;base64,%s) format(\"woff\")}\n",
			f.weight, base64.StdEncoding.EncodeToString(f.woff))
	}
	fmt.Fprintf(&b, ":root{--font:%s;%s}\n", fontStack, variables(Light))
	fmt.Fprintf(&b, "@media screen and (prefers-color-scheme:dark){:root{%s}}\n", variables(Dark))
	for _, t := range tokenOrder {
		fmt.Fprintf(&b, ".f-%s{fill:var(--%s)}.s-%s{stroke:var(--%s);fill:none}", t, t, t, t)
	}
	b.WriteString("\n" + pageCSS)
	return template.CSS(b.String())
}

func variables(t Theme) string {
	var b strings.Builder
	set := inksOf(t)
	for _, name := range tokenOrder {
		fmt.Fprintf(&b, "--%s:#%02x%02x%02x;", name, set[name].R, set[name].G, set[name].B)
	}
	return b.String()
}
