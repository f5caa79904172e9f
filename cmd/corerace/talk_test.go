package main

import (
	"encoding/json"
	"image/png"
	"slices"
	"strings"
	"testing"

	"corerace/bench/cost/talk"
	"corerace/results/costs"
)

func talkTo(t *testing.T, args ...string) string {
	t.Helper()
	shortest := []string{"talk", "--no-lock", "--quick", "--rounds", "1", "--sizes", "8,1KiB"}
	status, stdout, stderr := command(append(shortest, args...)...)
	if status != exitDone {
		t.Fatalf("status %d: %s", status, stderr)
	}
	if !strings.Contains(stderr, "warm-up in ") || !strings.Contains(stderr, "round 1 in ") {
		t.Errorf("progress: %q", stderr)
	}
	return stdout
}

func TestTalkIsShownInEveryForm(t *testing.T) {
	var both struct {
		Talk costs.Talk
		Run  costs.TalkRun
	}
	measured := talkTo(t, "--between", "goroutines,processes", "--format", "json")
	err := json.Unmarshal([]byte(measured), &both)
	if err != nil || len(both.Talk.Lines) == 0 || len(both.Run.Samples) == 0 {
		t.Fatalf("%v: %+v", err, both)
	}
	shown := inEveryForm(t, talkForms, &both.Run, costs.SummarizeTalk)
	table := shown["table"]
	for _, want := range []string{"between goroutines", "between processes", "channel", "1 KiB"} {
		if !strings.Contains(table, want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	if strings.Contains(table, "between threads") || strings.Contains(table, "queue.Queue") {
		t.Errorf("more than was asked for:\n%s", table)
	}
	for format, want := range map[string]string{"json": `"talk"`, "csv": "round,between,way,", "svg": "<svg",
		"png": "\x89PNG", "html": "What one message costs", "pdf": "%PDF-"} {
		if !strings.Contains(shown[format], want) {
			t.Errorf("no %q in %s:\n%.400s", want, format, shown[format])
		}
	}
	if _, err := png.Decode(strings.NewReader(shown["png"])); err != nil {
		t.Error(err)
	}
	if len(shown) != len(talkForms) || len(shown) != 7 {
		t.Errorf("%d forms, %d looked at", len(talkForms), len(shown))
	}
}

func TestTalkRefusesWhatItDoesNotUnderstand(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--between", "gorutines"}, "goroutines"},
		{[]string{"--sizes", "7"}, "from 8 B to 16 MiB"},
		{[]string{"--sizes", "17MiB"}, "from 8 B to 16 MiB"},
		{[]string{"--sizes", "99999999999999999999MiB"}, "from 8 B to 16 MiB"},
		{[]string{"--sizes", "x"}, "as in 64KiB"},
		{[]string{"--format", "gif"}, "gif"},
		{[]string{"--rounds", "0"}, "--rounds is 0"},
		{[]string{"--budget", "-1s"}, "--budget is -1s"},
		{[]string{"--python", "9.99"}, "9.99"},
		{[]string{"--out", "nowhere/talk.svg"}, "whose folder isn't there"},
		{[]string{"more"}, "takes no arguments"},
	} {
		status, _, stderr := command(append([]string{"talk"}, c.args...)...)
		if status != exitUsage || !strings.Contains(stderr, c.want) {
			t.Errorf("%q: status %d, %s", c.args, status, stderr)
		}
	}
}

func TestSizesAreReadAndSorted(t *testing.T) {
	got, err := parseSizes([]string{"1MiB", "64", "8B", "64 KiB"})
	if want := []int{8, 64, 64 << 10, 1 << 20}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	again, err := parseSizes(strings.Split(sizeList(talk.Sizes()), ","))
	if err != nil || !slices.Equal(again, talk.Sizes()) {
		t.Errorf("the default is spelt %s, which reads as %v, %v", sizeList(talk.Sizes()), again, err)
	}
}

func FuzzSizes(f *testing.F) {
	f.Add("64KiB")
	f.Add("16MiB")
	f.Add("9223372036854775807KiB")
	f.Fuzz(func(t *testing.T, s string) {
		sizes, err := parseSizes([]string{s})
		if err == nil && (len(sizes) != 1 || sizes[0] < talk.MinSize || sizes[0] > talk.MaxSize) {
			t.Errorf("%q reads as %v", s, sizes)
		}
	})
}
