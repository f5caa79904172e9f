package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"sync"

	"corerace/report/content"
	"corerace/report/figure"
)

//go:embed leaf.html.tmpl
var leafHTML string

// leafTemplate has the tables and the figures of the page of a run.
var leafTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.Must(template.New("page").Parse(pageHTML)).New("leaf").Parse(leafHTML))
})

// A Leaf is what the page of another command than run shows, in the frame of that one: what came of it, pictures with
// what to look for, tables, how to read them, and a last sentence.
type Leaf struct {
	Title, Machine string
	Conditions     string
	Doubt          string   // why nothing may be claimed; "" where something may
	Sentences      []string // what came of it
	Figures        []figure.Figure
	Missing        []string // what isn't shown, and why
	Tables         []content.Table
	Notes          []string
	Reads          []Read
	Closing        string // the last sentence: what to take from the page
	Projector      bool   // larger, and light whatever the reader's system is
}

// A Read says what a word of the tables means.
type Read struct{ Word, Means string }

// A leafView is a Leaf as the template takes it.
type leafView struct {
	Leaf
	Style    template.CSS
	Contents []fact
	Figures  []figureView
	Tables   []tableView
	Reads    []fact
}

// WriteLeaf writes a page that needs no network. A picture that can't be drawn is named, and the page stands.
func WriteLeaf(w io.Writer, l Leaf) error {
	v := leafView{Leaf: l, Style: pageStyle()}
	for _, f := range l.Figures {
		svg, err := f.Inline()
		if err != nil {
			v.Missing = append(v.Missing, fmt.Sprintf("The picture %s can't be drawn: %v.", f.Name, err))
			continue
		}
		v.Figures = append(v.Figures, figureView{Name: f.Name, Title: f.Title, Lines: f.Lines,
			SVG: template.HTML(`<div class="scroll" role="region" tabindex="0" aria-label="` +
				template.HTMLEscapeString(f.Title) + `">` + svg + `</div>`), Data: viewOf(f.Data)})
	}
	for _, t := range l.Tables {
		if len(t.Rows) > 0 {
			v.Tables = append(v.Tables, viewOf(t))
		}
	}
	for _, r := range l.Reads {
		v.Reads = append(v.Reads, fact{r.Word, r.Means})
	}
	v.Contents = leafContents(&v)
	return leafTemplate().Execute(w, v)
}

// leafContents are the parts that the page has, in order.
func leafContents(v *leafView) (all []fact) {
	for _, x := range []struct {
		fact
		there bool
	}{
		{fact{"Pictures", "pictures"}, len(v.Figures) > 0}, {fact{"Figures", "figures"}, len(v.Tables) > 0},
		{fact{"How to read this", "method"}, len(v.Reads) > 0},
	} {
		if x.there {
			all = append(all, x.fact)
		}
	}
	return all
}
