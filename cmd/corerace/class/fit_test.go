package class

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"corerace/bench/testkit"
	"corerace/cmd/corerace/lesson"
	"corerace/docs/lessons"
)

// smallest is the size of the smallest text that is shown on a page, in pixels.
const smallest = `Math.min(...[...document.querySelectorAll("body *")].filter(e => e.offsetParent && !e.closest(".aside") &&
	[...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).map(e => parseFloat(getComputedStyle(e).fontSize)))`

// widest is what reaches furthest to the right, of what nothing scrolls.
const widest = `[...document.querySelectorAll("main *")].filter(e => !e.closest(".scroll")).sort((a, b) =>
	b.getBoundingClientRect().right - a.getBoundingClientRect().right)[0].outerHTML.slice(0, 200)`

// For a projector of 800×600 no text is below 20 pt, and on a phone of 320 pixels nothing is wider than that.
func TestPagesFitProjectorsAndPhones(t *testing.T) {
	r := aRestartable(t)
	b := aBrowser(t)
	j, err := r.s.room.Join(t.Context(), r.s.room.Code, "student-key-1", strings.Repeat("long", 7))
	if err != nil {
		t.Fatal(err)
	}
	v := r.s.room.View()
	err = r.s.room.Answer(t.Context(), r.s.room.Student(j.Token), "answer-key-1", v.Lesson.ID, v.Question.ID, 0, "b")
	if err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Navigate(r.url() + "/teacher/" + r.s.TeacherToken()))
	b.shows("1 answered")
	for _, path := range []string{"/wall", "/live", "/", "/nosuch"} {
		fits(t, b, r.url()+path)
	}
}

// fits holds a page to the size of a projector's text and to the width of a small phone.
func fits(t *testing.T, b *browser, address string) {
	t.Helper()
	const most = 20 * 96.0 / 72
	and := "?"
	if strings.Contains(address, "?") {
		and = "&"
	}
	b.do(chromedp.EmulateViewport(800, 600), chromedp.Navigate(address+and+"projector"))
	if got := valueOf[float64](b, smallest); !strings.HasSuffix(address, "/nosuch") && got < most {
		t.Errorf("%s: text of %g pixels for a projector, %g expected", address, got, most)
	}
	b.do(chromedp.EmulateViewport(320, 600), chromedp.Navigate(address))
	b.do(runs(`document.querySelectorAll("details").forEach(d => d.open = true)`))
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("document.fonts.ready.then(() => true)",
		chromedp.EvalAwaitPromise)); err != nil { // other letters are wider
		t.Fatal(err)
	}
	if got := valueOf[int](b, "document.documentElement.scrollWidth"); got > 320 {
		t.Errorf("%s: %d pixels wide on a phone of 320, by %s", address, got, valueOf[string](b, widest))
	}
}

// A handout, and its key, is no wider than a phone, and has nothing smaller than the footnotes of a sheet of paper.
func TestHandoutsFitPhones(t *testing.T) {
	b := aBrowser(t)
	all, err := lesson.Load(lessons.Files, "en", "en")
	if err != nil {
		t.Fatal(err)
	}
	words, err := lesson.ReadWords(lessons.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	if !testkit.Long() {
		all = all[:2]
	}
	nothing := func(string) lesson.Quantity { return lesson.Quantity{} }
	for _, l := range all {
		for kind, sheet := range map[string]lesson.Sheet{"handout": lesson.Handout(l, words), "key": lesson.Key(l, words, nothing)} {
			path := filepath.Join(t.TempDir(), kind+".html")
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := sheet.HTML(f); err != nil {
				t.Fatal(err)
			}
			f.Close()
			b.do(chromedp.EmulateViewport(390, 844), chromedp.Navigate("file://"+path))
			if got := valueOf[float64](b, smallest); got < 11 {
				t.Errorf("%s of %s: text of %g pixels", kind, l.ID, got)
			}
			if got := valueOf[int](b, "document.documentElement.scrollWidth"); got > 390 {
				t.Errorf("%s of %s: %d pixels wide on a phone of 390, by %s", kind, l.ID, got, valueOf[string](b,
					strings.ReplaceAll(widest, "main *", "body *")))
			}
		}
	}
}

// valueOf is what a script comes to on a page.
func valueOf[T any](b *browser, code string) T {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](code))
	if err != nil {
		b.t.Fatal(fmt.Errorf("%s: %w", code, err))
	}
	return got
}
