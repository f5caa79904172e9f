package page

import (
	"strings"
	"testing"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/results"
	"corerace/results/verdict"
)

func TestWhatTheRecordDoesNotSayIsSaid(t *testing.T) {
	missing := conditionsOf(course.Fixture(course.Small)).Missing
	for _, name := range []string{"pressure (PSI)", "throttling", "switches", "frequency", "temperature", "gaps",
		"cache line", "timer", "core speeds"} {
		if !strings.Contains(missing, name) {
			t.Errorf("%q isn't said to be missing: %s", name, missing)
		}
	}
	empty := &content.Document{Record: &results.Record{}, Summary: &verdict.Summary{}}
	if v := conditionsOf(empty); v.Verdict != "" {
		t.Errorf("an empty record has conditions: %+v", v)
	}
}
