package lesson

import (
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"sync"

	"corerace/results"
)

// A Sheet is a lesson on paper: its questions, and on a key what this machine says of them.
type Sheet struct {
	Language, Title, Head string
	Goals                 []string
	Blank                 string // where a name goes; "" on a key
	Questions             []SheetQuestion
	Foot                  string
}

// A SheetQuestion is a question on paper.
type SheetQuestion struct {
	Number  int
	Text    []string // paragraphs
	Choices []SheetChoice
	Unit    string   // of a number that is asked for; "" where there are choices
	Line    string   // what is to be filled in after the measurement; "" on a key
	Answer  []string // on a key
}

// A SheetChoice is a choice on paper.
type SheetChoice struct {
	Letter, Text string
	Right        bool // on a key
}

// Handout is a lesson's questions on paper.
func Handout(l *Lesson, w *Words) Sheet { return sheet(l, w, nil) }

// Key is a lesson's answers on paper, by what was found on this machine.
func Key(l *Lesson, w *Words, found func(name string) Quantity) Sheet { return sheet(l, w, found) }

func sheet(l *Lesson, w *Words, found func(string) Quantity) Sheet {
	s := Sheet{Language: l.Language, Title: l.Title, Goals: l.Goals, Foot: w.Say("sheet.foot", "name", l.ID),
		Head: w.Say("sheet.head", "minutes", strconv.Itoa(l.Minutes), "level", w.Say("level."+l.Level))}
	if found == nil {
		s.Blank = w.Say("sheet.name")
	}
	topics := l.topics()
	for i, q := range l.Questions() {
		x := SheetQuestion{Number: i + 1, Text: strings.Split(q.Text, "\n\n")}
		for k, c := range q.Choices {
			x.Choices = append(x.Choices, SheetChoice{Letter: Letter(k), Text: c.Text})
		}
		if q.Number() {
			x.Unit = w.Unit(q)
		}
		switch {
		case found == nil && q.Quantity != "":
			x.Line = w.Say("sheet.measured")
		case found == nil:
		case q.Quantity == "":
			for k := range q.Choices {
				x.Choices[k].Right = q.Choices[k].Right
			}
		default:
			w.solve(&x, q, found(q.Quantity), topics[q])
		}
		s.Questions = append(s.Questions, x)
	}
	return s
}

// topics are what explains each question.
func (l *Lesson) topics() map[*Question]string {
	all := map[*Question]string{}
	for _, s := range l.Steps {
		if s.Kind == Explain && s.Topic != "" {
			all[s.Question] = s.Topic
		}
	}
	return all
}

// solve fills in what was found.
func (w *Words) solve(x *SheetQuestion, q *Question, m Quantity, topic string) {
	if doubt := w.Doubt(m); doubt != "" {
		x.Answer = append(x.Answer, doubt)
		return
	}
	for k, c := range q.Choices {
		x.Choices[k].Right = Judge(q, Reply{Choice: c.ID}, m) == results.OutcomeRight
	}
	x.Answer = append(x.Answer, w.Say("sheet.here", w.figures(m)...))
	if seen, why := w.explanation(topic, m); seen != "" {
		x.Answer = append(x.Answer, strings.TrimSpace(seen+" "+why))
	}
}

// Unit is what a number is asked for in.
func (w *Words) Unit(q *Question) string {
	if q.Unit == "x" || q.Unit == "" {
		return w.Say("play.unit.ratio")
	}
	return q.Unit
}

// Markdown writes the sheet as Markdown.
func (s Sheet) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s\n\n", s.Title, s.Head)
	if s.Blank != "" {
		fmt.Fprintf(&b, "%s\n\n", s.Blank)
	}
	for _, g := range s.Goals {
		fmt.Fprintf(&b, "* %s\n", g)
	}
	for _, q := range s.Questions {
		fmt.Fprintf(&b, "\n%d. %s\n\n", q.Number, strings.Join(q.Text, "\n\n   "))
		for _, c := range q.Choices {
			mark := " "
			if c.Right {
				mark = "x"
			}
			fmt.Fprintf(&b, "   - [%s] %s) %s\n", mark, c.Letter, c.Text)
		}
		if q.Unit != "" {
			fmt.Fprintf(&b, "   ________ %s\n", q.Unit)
		}
		if q.Line != "" {
			fmt.Fprintf(&b, "\n   %s\n", q.Line)
		}
		for _, a := range q.Answer {
			fmt.Fprintf(&b, "\n   %s\n", a)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", s.Foot)
	_, err := io.WriteString(w, b.String())
	return err
}

// HTML writes the sheet as a page that prints on A4.
func (s Sheet) HTML(w io.Writer) error { return sheetPage().Execute(w, s) }

// sheetPage is the page of a sheet.
var sheetPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("sheet").Parse(sheetHTML))
})

const sheetHTML = `<!DOCTYPE html>
<html lang="{{.Language}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{.Title}}</title>
<style>
@page { size: A4; margin: 14mm 16mm; }
body { font: 10.5pt/1.35 Inter, "Liberation Sans", Arial, sans-serif; color: #000; background: #fff; max-width: 178mm;
  margin: 6mm auto; padding: 0 4mm; }
h1 { font-size: 17pt; margin: 0 0 1mm; }
p { margin: 0 0 1.5mm; }
ul { margin: 1mm 0 3mm; padding-left: 5mm; }
.blank, .line { white-space: pre-wrap; }
.line { margin: 1.5mm 0 0; }
section { break-inside: avoid; margin: 0 0 3.5mm; padding-left: 7mm; position: relative; }
section > b { position: absolute; left: 0; }
.choice { padding-left: 7mm; position: relative; }
.choice i { position: absolute; left: 0; top: .6mm; width: 3.2mm; height: 3.2mm; border: .35mm solid #000;
  box-sizing: border-box; font: bold 9pt/2.6mm sans-serif; text-align: center; }
.answer { border-left: .7mm solid #000; padding-left: 2.5mm; margin: 1.5mm 0 0; }
footer { font-size: 8.5pt; border-top: .25mm solid #000; padding-top: 1mm; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
</style>
</head>
<body>
<h1>{{.Title}}</h1>
<p>{{.Head}}</p>
{{with .Blank}}<p class="blank">{{.}}</p>
{{end}}<ul>
{{range .Goals}}<li>{{.}}</li>
{{end}}</ul>
{{range .Questions}}<section><b>{{.Number}}.</b>
{{range .Text}}<p>{{.}}</p>
{{end}}{{range .Choices}}<p class="choice"><i>{{if .Right}}×{{end}}</i>{{.Letter}})&ensp;{{.Text}}</p>
{{end}}{{with .Unit}}<p>________ {{.}}</p>
{{end}}{{with .Line}}<p class="line">{{.}}</p>
{{end}}{{range .Answer}}<p class="answer">{{.}}</p>
{{end}}</section>
{{end}}<footer>{{.Foot}}</footer>
</body>
</html>
`
