package main

import (
	"bytes"
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
	var stdout, stderr bytes.Buffer
	if status := run(append([]string{"talk", "--no-lock", "--quick", "--rounds", "1", "--sizes", "8,1KiB"}, args...), &stdout, &stderr); status != exitDone {
		t.Fatalf("status %d: %s", status, stderr.String())
	}
	if !strings.Contains(stderr.String(), "warm-up in ") || !strings.Contains(stderr.String(), "round 1 in ") {
		t.Errorf("progress: %q", stderr.String())
	}
	return stdout.String()
}

func TestTalkIsShownInEveryForm(t *testing.T) {
	table := talkTo(t, "--between", "goroutines,processes")
	for _, want := range []string{"between goroutines", "between processes", "channel", "1 KiB"} {
		if !strings.Contains(table, want) {
			t.Errorf("no %q in\n%s", want, table)
		}
	}
	if strings.Contains(table, "between threads") || strings.Contains(table, "queue.Queue") {
		t.Errorf("more than was asked for:\n%s", table)
	}
	var both struct {
		Talk costs.Talk
		Run  costs.TalkRun
	}
	if err := json.Unmarshal([]byte(talkTo(t, "--between", "goroutines", "--format", "json")), &both); err != nil || len(both.Talk.Lines) == 0 || len(both.Run.Samples) == 0 {
		t.Errorf("%v: %+v", err, both)
	}
	if csv := talkTo(t, "--between", "goroutines", "--format", "csv"); !strings.HasPrefix(csv, "round,between,way,") {
		t.Error(csv)
	}
	if svg := talkTo(t, "--between", "goroutines", "--format", "svg"); !strings.HasPrefix(svg, "<svg") {
		t.Error(svg[:40])
	}
	if _, err := png.Decode(strings.NewReader(talkTo(t, "--between", "goroutines", "--format", "png"))); err != nil {
		t.Error(err)
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
		{[]string{"--format", "pdf"}, "pdf"},
		{[]string{"--rounds", "0"}, "--rounds is 0"},
		{[]string{"--budget", "-1s"}, "--budget is -1s"},
		{[]string{"--python", "9.99"}, "9.99"},
		{[]string{"--out", "nowhere/talk.svg"}, "whose folder isn't there"},
		{[]string{"more"}, "takes no arguments"},
	} {
		var stdout, stderr bytes.Buffer
		if status := run(append([]string{"talk"}, c.args...), &stdout, &stderr); status != exitUsage || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("%q: status %d, %s", c.args, status, stderr.String())
		}
	}
}

func TestSizesAreReadAndSorted(t *testing.T) {
	got, err := parseSizes([]string{"1MiB", "64", "8B", "64 KiB", "64"})
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
