package class

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// A lesson gone through in a browser, from the prediction by the keyboard to what the numbers bear, with what is too
// noisy to tell, a recording and another measurement on the way.
func TestALessonInTheBrowser(t *testing.T) {
	release := measures(t)
	r := aRestartable(t)
	b := aBrowser(t)
	b.do(chromedp.Navigate(r.url() + "/teacher/" + r.s.TeacherToken()))
	b.shows(strings.TrimPrefix(r.url(), "http://"))
	b.do(chromedp.Navigate(r.url() + "/lessons"))
	b.axe("the lessons")
	b.click("form[action='/lessons'] button")
	b.shows("This computer has more than one core")
	b.axe("a question of a lesson")
	b.do(runs(`document.querySelector("input[name=answer]").focus()`))
	press(b, "ArrowDown", 40) // to the second choice
	press(b, "Enter", 13)
	b.shows("And the same two threads without any lock?")
	b.click("input[value=twice]")
	b.click("form.form button")
	b.shows("Your predictions")
	b.click("form.form button")
	b.shows("3 of 40 s")
	b.axe("an experiment that runs")
	release()
	b.shows("Too noisy to tell: other programs had 63")
	b.click("a.button")
	b.shows("A recording, and not this machine: A CPU, 8 cores")
	b.axe("a recording")
	b.click("form[action$='/measure'] button")
	b.shows("Your prediction fits: it was 1.00×")
	b.shows("Only the thread that holds the lock computes.")
	b.shows("Measure once more, for about 160 s")
	b.axe("an explanation")
	if n := valueOf[int](b, `document.querySelectorAll("svg.qbar circle.guess").length`); n != 3 {
		t.Errorf("%d ends of predictions are drawn, 3 expected", n)
	}
	for _, path := range []string{"/lessons", "/lesson/" + lessonFolder(t, r.s) + "?at=0",
		"/lesson/" + lessonFolder(t, r.s) + "?replay"} {
		fits(t, b, r.url()+path)
	}
	b.wellBehaved(r.url())
}

// press presses a key that the page acts upon.
func press(b *browser, key string, code int64) {
	b.t.Helper()
	text := ""
	if key == "Enter" {
		text = "\r"
	}
	for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		e := input.DispatchKeyEventParams{Type: kind, Key: key, Code: key, WindowsVirtualKeyCode: code, Text: text}
		if _, err := chromedp.Call(b.ctx, input.DispatchKeyEvent, e); err != nil {
			b.t.Fatal(err)
		}
	}
}

// lessonFolder is that of the only lesson that was begun.
func lessonFolder(t *testing.T, s *Server) string {
	t.Helper()
	for _, p := range s.course.begun() {
		return filepath.Base(p.Dir())
	}
	t.Fatal("no lesson was begun")
	return ""
}
