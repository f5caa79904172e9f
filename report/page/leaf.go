package page

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"sync"

	"corerace/report/figure"
	"corerace/report/legible"
)

//go:embed leaf.html.tmpl
var leafHTML string

// leafTemplate has the tables and the figures of the page of a run.
var leafTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.Must(template.New("page").Parse(pageHTML)).New("leaf").Parse(leafHTML))
})

// NoClaim closes a page of figures that bear no claim, whatever the doubt is.
const NoClaim = "Nothing is to be taken from this page: a claim needs six rounds, and a machine that is known to be quiet."

// A Leaf is what the page of another command than run shows, in the frame of that one: what came of it, pictures with
// what to look for, tables, how to read them, and a last sentence.
type Leaf struct {
	Title, Machine string
	Conditions     string
	Doubt          string   // why nothing may be claimed; "" where something may
	Sentences      []string // what came of it
	Figures        []figure.Figure
	Missing        []string // what isn't shown, and why
	Tables         []legible.Table
	Notes          []string
	Reads          []Read
	Closing        string // the last sentence: what to take from the page
	Projector      bool   // larger, and light whatever the reader's system is
}

// leafSentences is how many sentences the first screen has room for beside the picture.
const leafSentences = 4

// A Read says what a word of the tables means.
type Read struct{ Word, Means string }

// A leafView is a Leaf as the template takes it.
type leafView struct {
	Leaf
	Style    template.CSS
	More     []string // sentences of which the first screen has no room
	Contents []fact
	Hero     []figureView // the first of the pictures, beside the sentences
	Figures  []figureView
	Tables   []tableView
	Reads    []fact
}

// WriteLeaf writes a page that needs no network. A picture that can't be drawn is named, and the page stands.
func WriteLeaf(w io.Writer, l Leaf) error {
	l = l.clean()
	l.Sentences, l.Conditions, l.Doubt = unbrokenAll(l.Sentences), unbroken(l.Conditions), unbroken(l.Doubt)
	v := leafView{Leaf: l, Style: pageStyle()}
	for _, f := range l.Figures {
		svg, err := f.Inline()
		if err != nil {
			v.Missing = append(v.Missing, fmt.Sprintf("The picture %s can't be drawn: %v.", f.Name, err))
			continue
		}
		v.Figures = append(v.Figures, figureView{Name: f.Name, Title: f.Title, Lines: unbrokenAll(f.Lines),
			SVG: template.HTML(svg), Data: viewOf(f.Data)})
	}
	if len(v.Figures) > 0 {
		v.Hero, v.Figures = v.Figures[:1], v.Figures[1:]
	}
	if len(v.Sentences) > leafSentences+1 {
		v.Sentences, v.More = v.Sentences[:leafSentences], v.Sentences[leafSentences:]
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

// clean is the leaf with its texts fit to be shown: what was measured names what it likes.
func (l Leaf) clean() Leaf {
	all := func(texts []string) (clean []string) {
		for _, t := range texts {
			clean = append(clean, legible.Clean(t, legible.MaxText))
		}
		return clean
	}
	l.Title, l.Machine = legible.Clean(l.Title, legible.MaxText), legible.Clean(l.Machine, legible.MaxText)
	l.Doubt, l.Conditions = legible.Clean(l.Doubt, legible.MaxText), legible.Clean(l.Conditions, legible.MaxText)
	l.Sentences, l.Notes, l.Missing = all(l.Sentences), all(l.Notes), all(l.Missing)
	l.Tables = slices.Clone(l.Tables)
	for i, t := range l.Tables {
		l.Tables[i].Caption = legible.Clean(t.Caption, legible.MaxText)
		rows := make([][]string, len(t.Rows))
		for j, row := range t.Rows {
			rows[j] = all(row)
		}
		l.Tables[i].Rows = rows
	}
	return l
}

// leafContents are the parts that the page has, in order.
func leafContents(v *leafView) (all []fact) {
	for _, x := range []struct {
		fact
		there bool
	}{
		{fact{"More pictures", "pictures"}, len(v.Figures) > 0}, {fact{"Tables", "tables"}, len(v.Tables) > 0},
		{fact{"How to read this", "method"}, len(v.Reads) > 0},
	} {
		if x.there {
			all = append(all, x.fact)
		}
	}
	return all
}
