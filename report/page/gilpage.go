package page

import (
	_ "embed"
	"html/template"
	"io"
	"strings"
	"sync"

	"corerace/report/content"
	"corerace/report/figure"
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
	return strings.Join(append(content.NonEmpty(content.GILDoubt(s)), content.GILConditions(s)), " ")
}

// WriteGIL writes the experiments on locks as one page that needs no network.
func WriteGIL(w io.Writer, rec *results.Record, s *locks.GILSummary) error {
	p := gilPage{Title: "global interpreter locks", Subtitle: content.GILMachine(rec), Conditions: gilLead(s),
		Style: pageStyle(), Notes: content.GILNotes(rec, s)}
	for _, f := range figure.GILFigures(rec, s) {
		svg, err := f.Inline()
		if err != nil {
			return err
		}
		p.Figures = append(p.Figures, figureView{Name: f.Name, SVG: template.HTML(svg), Data: viewOf(f.Data)})
	}
	for _, t := range content.GILTables(s) {
		p.Tables = append(p.Tables, viewOf(t))
	}
	p.Targets = viewOf(content.GILTargetTable(locks.GILTargets(s)))
	return gilTemplate().Execute(w, p)
}
