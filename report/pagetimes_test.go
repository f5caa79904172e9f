package report

import (
	"strings"
	"testing"

	"corerace/report/internal/course"
)

func TestThePageHasTheTimeOfWorkersOrSaysThatTheSystemDoesNotShowIt(t *testing.T) {
	const missing = "This system doesn&#39;t show where the workers&#39; time went"
	d := course.Fixture(course.Small)
	if page := string(render(t, d, "html")[0].Data); !strings.Contains(page, missing) {
		t.Error("the page doesn't say that this system doesn't show it")
	}
	d = course.Fixture(course.TwoCores)
	course.AddTimes(d)
	page := string(render(t, d, "html")[0].Data)
	for _, said := range []string{`id="time-mandelbrot"`, ">80 %</text>", ">waiting for a core</text>"} {
		if !strings.Contains(page, said) {
			t.Errorf("the page doesn't hold %s", said)
		}
	}
	if strings.Contains(page, missing) {
		t.Error("the page says that the system doesn't show it")
	}
}
