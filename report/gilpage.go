package report

import (
	_ "embed"
	"html/template"
	"io"
	"strings"
	"sync"

	"corerace/results"
	"corerace/results/locks"
)

//go:embed gilpage.html.tmpl
var gilPageHTML string

// gilTemplate has the tables of the other page.
var gilTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.Must(template.New("page").Parse(pageHTML)).New("gil").Parse(gilPageHTML))
})

// A gilPage is what the template of the page on locks shows.
type gilPage struct {
	Title, Subtitle, Conditions string
	Style                       template.CSS
	Figures                     []figureView
	Tables                      []tableView
	Targets                     tableView
	Notes                       []string
}

// gilLead is what the page begins with: the conditions, and what they don't bear.
func gilLead(s *locks.GILSummary) string {
	return strings.Join(append(nonEmpty(gilDoubt(s)), gilConditions(s)), " ")
}

// WriteGILPage writes the experiments on locks as one page that needs no network.
func WriteGILPage(w io.Writer, rec *results.Record, s *locks.GILSummary) error {
	p := gilPage{Title: "global interpreter locks", Subtitle: gilMachine(rec), Conditions: gilLead(s), Style: pageStyle(), Notes: gilNotes(rec, s)}
	for _, f := range GILFigures(rec, s) {
		svg, err := f.inline()
		if err != nil {
			return err
		}
		p.Figures = append(p.Figures, figureView{f.Name, template.HTML(svg), viewOf(f.Data)})
	}
	for _, t := range gilTables(s) {
		p.Tables = append(p.Tables, viewOf(t))
	}
	p.Targets = viewOf(gilTargetTable(locks.GILTargets(s)))
	return gilTemplate().Execute(w, p)
}
