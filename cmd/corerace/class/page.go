package class

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"corerace/cmd/corerace/class/gate"
	"corerace/cmd/corerace/class/room"
	"corerace/cmd/corerace/lesson"
	"corerace/report/chart"
	"corerace/report/figure"
)

// pageFiles are the templates, and what pages have as files.
//
//go:embed pages
var pageFiles embed.FS

var templates = template.Must(template.New("").Funcs(template.FuncMap{
	"letter": lesson.Letter, "percent": percent, "str": str, "glued": glued,
	"paragraphs": paragraphs, "spelled": room.SpelledCode,
}).ParseFS(pageFiles, "pages/*.tmpl"))

// percent is a share of something, for the width of a bar.
func percent(n, of int) int { return 100 * n / max(of, 1) }

// str is a figure as the sentences of lessons are filled in with it.
func str(n int) string { return strconv.Itoa(n) }

// glued is a text in which no line ends between a figure and its percent sign.
func glued(text string) string { return strings.ReplaceAll(text, " %", "\u00a0%") }

// paragraphs are those of a text, between empty lines.
func paragraphs(text string) (all []string) {
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}

// page writes a page.
func (s *Server) page(w http.ResponseWriter, r *http.Request, status int, name string, data map[string]any) {
	text, err := render("page", map[string]any{"Name": name, "Body": s.fragment(name, data), "Title": data["Title"],
		"Projector": r.URL.Query().Has("projector"), "Stream": data["Stream"],
		"Step": data["Step"], "Shelf": data["Shelf"], "Lang": languageOf(data), "W": s.course.Words,
		"Said": s.said(data)})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(text)
}

// said is what the script of a page says, in its language.
func (s *Server) said(data map[string]any) map[string]string {
	w, ok := data["W"].(*lesson.Words)
	if !ok {
		w = s.english
	}
	return map[string]string{"lost": w.Say("web.lost"), "resent": w.Say("web.resent"), "kept": w.Say("web.answer-kept"),
		"nottaken": w.Say("web.not-taken"), "change": w.Say("web.change"), "sending": w.Say("web.sending"),
		"failed": w.Say("web.failed"), "notarrived": w.Say("web.not-arrived")}
}

// languageOf is the language of a page: that of its sentences, and English where it has none.
func languageOf(data map[string]any) string {
	if w, ok := data["W"].(*lesson.Words); ok {
		return w.Language
	}
	return "en"
}

// fragment is a part of a page.
func (s *Server) fragment(name string, data map[string]any) template.HTML {
	text, err := render(name, data)
	if err != nil {
		s.log("page %s: %v", name, err)
	}
	return template.HTML(text)
}

func render(name string, data map[string]any) ([]byte, error) {
	var b bytes.Buffer
	err := templates.ExecuteTemplate(&b, name, data)
	return b.Bytes(), err
}

// static serves what pages have as files.
func (s *Server) static(w http.ResponseWriter, r *http.Request, _ who) {
	files := map[string]struct {
		kind string
		text func() []byte
	}{
		"class.css":      {"text/css; charset=utf-8", style},
		"class.js":       {"text/javascript; charset=utf-8", script},
		"inter-400.woff": {"font/woff", func() []byte { return chart.Inter400 }},
		"inter-600.woff": {"font/woff", func() []byte { return chart.Inter600 }},
	}
	f, ok := files[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.kind)
	w.Header().Set("Cache-Control", "max-age=600")
	w.Write(f.text())
}

func script() []byte { return embedded("pages/class.js") }

func embedded(path string) []byte {
	text, err := pageFiles.ReadFile(path)
	if err != nil {
		panic(err) // it was there when this was built
	}
	return text
}

// style is the style sheet: fonts, and the colours of all pages of ours in both schemes.
func style() []byte {
	var b bytes.Buffer
	for _, weight := range []int{400, 600} {
		fmt.Fprintf(&b, "@font-face{font-family:Inter;font-weight:%d;font-display:swap;"+
			"src:url(inter-%d.woff) format(\"woff\")}\n", weight, weight)
	}
	fmt.Fprintf(&b, ":root{--font:%s;%s}\n", figure.FontStack, colours(chart.Light))
	fmt.Fprintf(&b, "@media screen and (prefers-color-scheme:dark){:root:not(.projector){%s}}\n", colours(chart.Dark))
	for _, t := range chart.TokenOrder {
		fmt.Fprintf(&b, ".f-%s{fill:var(--%s)}.s-%s{stroke:var(--%s);fill:none}\n", t, t, t, t)
	}
	b.Write(embedded("pages/class.css"))
	return b.Bytes()
}

func colours(t chart.Theme) string {
	var b strings.Builder
	for _, name := range chart.TokenOrder {
		c := chart.InksOf(t)[name]
		fmt.Fprintf(&b, "--%s:#%02x%02x%02x;", name, c.R, c.G, c.B)
	}
	return b.String()
}

// studentView is what a student's page shows.
func (s *Server) studentView(ctx context.Context, v who) map[string]any {
	view, own := s.room.View(), s.room.Own(v.student)
	data := map[string]any{"Title": title(view), "View": view, "Own": own, "Key": gate.NewToken(), "Stream": "/events",
		"Asking": view.Step.Phase == room.Asking, "Paused": view.Step.Phase == room.Paused,
		"Ended": view.Step.Phase == room.Ended, "Downloads": s.files != nil, "Choice": "",
		"Step": strconv.Itoa(view.Step.N), "Shelf": s.room.ID + " " + v.student, "W": s.course.Words}
	if view.Step.Phase == room.Revealed {
		data["Tally"], data["Explanations"] = tallyOf(view, own.Answer), s.explanations(ctx, view, own.Answer)
	}
	if own.Answer != nil {
		data["Choice"] = own.Answer.Text
	}
	if view.Lesson != nil {
		data["Questions"] = len(view.Lesson.Questions())
		before, _, after := view.Lesson.Around(view.Question)
		data["Before"], data["After"] = before, after
	}
	return data
}

// title is what a class is called on its pages.
func title(v room.View) string {
	switch {
	case v.Title != "":
		return v.Title
	case v.Lesson != nil:
		return v.Lesson.Title
	}
	return "A class"
}
