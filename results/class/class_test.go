package class

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"corerace/results"
	"corerace/results/conditions"
)

// recordedAs is a record of the repository as somebody else's: of another time, and with answers, held against a
// measurement where they have one.
func recordedAs(t testing.TB, file string, n int, answers ...results.Answer) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "recorded", file))
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := bytes.Cut(data, []byte("\n"))
	var run map[string]any
	if err := json.Unmarshal(head, &run); err != nil {
		t.Fatal(err)
	}
	run["seed"], run["started"] = fmt.Sprint(n), time.Unix(int64(1_800_000_000+n), 0).UTC()
	head, err = json.Marshal(run)
	if err != nil {
		t.Fatal(err)
	}
	head = bytes.Replace(head, []byte("{"), []byte(`{"kind":"run",`), 1)
	var b bytes.Buffer
	b.Write(append(head, '\n'))
	for _, a := range answers {
		line, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(append(bytes.Replace(line, []byte("{"), []byte(`{"kind":"answer",`), 1), '\n'))
	}
	b.Write(rest)
	return b.Bytes()
}

// choice is an answer to the question of a lesson.
func choice(text, outcome string, lo, hi float64) results.Answer {
	a := results.Answer{At: time.Unix(1_800_000_000, 0), Lesson: "two-threads", Question: "lock", Text: text,
		Outcome: outcome}
	if outcome != "" {
		a.Measured = &results.Range{Value: (lo + hi) / 2, Lo: lo, Hi: hi}
	}
	return a
}

// put writes a file below a folder.
func put(t testing.TB, data []byte, path ...string) {
	t.Helper()
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// collect collects a folder.
func collect(t testing.TB, o Options, dirs ...string) *Class {
	t.Helper()
	c, err := Collect(t.Context(), dirs, o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// membersOf are the names of a class's members, with how many runs each has.
func membersOf(c *Class) string {
	var all []string
	for _, m := range c.Members {
		all = append(all, fmt.Sprintf("%s:%d", m.Name, len(m.Runs)))
	}
	return strings.Join(all, " ")
}

func TestFoldersOfAPlatformAreCollected(t *testing.T) {
	dir := t.TempDir()
	quiet := func(n int, a ...results.Answer) []byte { return recordedAs(t, "two-cores-busy.jsonl", n, a...) }
	put(t, quiet(1, choice("same", "right", 0.98, 1.01)), dir, "Müller, Anna_1_file_", "corerace-out", "lessons",
		"two-threads", "run.jsonl")
	put(t, quiet(2), dir, "Müller, Anna_1_file_", "corerace-out", "x", "run.jsonl")
	put(t, quiet(3), dir, "O'Brien [9b]", "run (1).jsonl.txt")
	put(t, quiet(3), dir, "O'Brien [9b]", "copy of run.jsonl")
	put(t, quiet(4), dir, "loose", "renamed.log")
	put(t, []byte("nothing"), dir, "loose", "notes.txt")
	put(t, quiet(5), dir, "alone.jsonl")
	put(t, []byte(`{"kind":"run","form`), dir, "damaged", "run.jsonl")
	put(t, []byte("PK"), dir, "packed", "work.ZIP")
	put(t, []byte("junk"), dir, "loose", "._run.jsonl")
	put(t, quiet(6), dir, "__MACOSX", "loose", "run.jsonl")
	c := collect(t, Options{Names: true}, dir)
	if got, want := membersOf(c), "Müller, Anna_1_file_:2 O'Brien [9b]:1 alone.jsonl:1 loose:1"; got != want {
		t.Errorf("members %q, want %q", got, want)
	}
	var faults []string
	for _, f := range c.Faults {
		faults = append(faults, f.Member+": "+f.Why)
	}
	want := []string{"O'Brien [9b]: the same run is there already, of the same person",
		"damaged: not a corerace record", "packed: it is packed: unpack it first"}
	if !slices.Equal(faults, want) {
		t.Errorf("left out\n%s\nwant\n%s", strings.Join(faults, "\n"), strings.Join(want, "\n"))
	}
	if len(c.Questions) != 1 || len(c.Questions[0].Answers) != 1 ||
		c.Questions[0].Answers[0].Conditions != conditions.Inconclusive {
		t.Errorf("questions %+v", c.Questions)
	}
}

func TestAnswersCountThatAreInNoRecordYet(t *testing.T) {
	dir := t.TempDir()
	progress := func(answers ...results.Answer) []byte {
		data, err := json.Marshal(map[string]any{"answers": answers})
		if err != nil {
			t.Fatal(err)
		}
		return append([]byte(`{"format": 1, "lesson": "two-threads",`), data[1:]...) // as a lesson begins it
	}
	judged := choice("same", "right", 0.9, 1.1)
	put(t, recordedAs(t, "two-cores-busy.jsonl", 1, judged), dir, "anna", "run.jsonl")
	put(t, progress(judged), dir, "anna", "lesson (1).json")
	put(t, progress(choice("twice", "", 0, 0)), dir, "bert", "lesson.json")
	put(t, progress(choice("twice", "perhaps", 0, 0)), dir, "carla", "lesson.json")
	put(t, []byte(`{"format": 1, "lesson": "x", "answers": 7}`), dir, "dora", "lesson.json")
	c := collect(t, Options{Names: true}, dir)
	if got := membersOf(c); got != "anna:1 bert:0" || len(c.Faults) != 2 {
		t.Errorf("members %q, left out %+v", got, c.Faults)
	}
	if a := c.Questions[0].Answers; len(a) != 2 || a[0].Conditions != conditions.Inconclusive || a[1].Text != "twice" {
		t.Errorf("%+v", c.Questions)
	}
}

func TestPeopleAreNumberedUnlessTheirNamesAreAskedFor(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"anna", "bert", "carla"} {
		put(t, recordedAs(t, "two-cores-busy.jsonl", i), dir, name, "run.jsonl")
	}
	put(t, []byte("{"), dir, "anna", "b.jsonl")
	c := collect(t, Options{}, dir)
	if got := membersOf(c); got != "student 1:1 student 2:1 student 3:1" {
		t.Errorf("members %q", got)
	}
	if len(c.Faults) != 1 || !strings.HasPrefix(c.Faults[0].Member, "student ") {
		t.Errorf("left out: %+v", c.Faults)
	}
	if again := collect(t, Options{}, dir); again.Faults[0].Member != c.Faults[0].Member {
		t.Error("the same folders have other numbers")
	}
}

func TestWhoseARecordIsIsSaidByAFolder(t *testing.T) {
	dir := t.TempDir()
	for i, path := range []string{"9a/anna/corerace-out/lessons/x/run.jsonl", "9a/bert/run.jsonl"} {
		put(t, recordedAs(t, "two-cores-busy.jsonl", i), dir, filepath.FromSlash(path))
	}
	for want, dirs := range map[string][]string{
		// the class is in a folder of its own
		"anna:1 bert:1": {dir},
		// a copy
		"anna:1": {filepath.Join(dir, "9a", "anna"), filepath.Join(dir, "9a", "anna")},
	} {
		if got := membersOf(collect(t, Options{Names: true}, dirs...)); got != want {
			t.Errorf("%q: members %q, want %q", dirs, got, want)
		}
	}
	one := t.TempDir()
	put(t, recordedAs(t, "two-cores-busy.jsonl", 1), one, "anna", "corerace-out", "a", "run.jsonl")
	put(t, recordedAs(t, "two-cores-busy.jsonl", 2), one, "anna", "corerace-out", "b", "run.jsonl")
	if got := membersOf(collect(t, Options{Names: true}, one)); got != "anna:2" {
		t.Errorf("a class of one has the members %q", got)
	}
	if _, err := Collect(t.Context(), []string{t.TempDir()}, Options{}); err == nil {
		t.Error("an empty folder is a class")
	}
}

func TestTheOrderOfRecordsDoesNotMatter(t *testing.T) {
	var records []*results.Record
	for i, a := range []results.Answer{choice("same", "", 0, 0), choice("same", "right", 0.9, 1.1),
		choice("twice", "", 0, 0)} {
		rec, err := results.Read(bytes.NewReader(recordedAs(t, "two-cores-busy.jsonl", i, a)))
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, rec)
	}
	show := func(order ...int) string {
		var b Builder
		for _, i := range order {
			if err := b.Add(fmt.Sprintf("student %d", 9+i/2), records[i]); err != nil {
				t.Fatal(err)
			}
		}
		c := b.Class()
		return fmt.Sprintf("%s %+v", membersOf(c), c.Questions[0].Histogram(nil).Bins[0].Label) +
			fmt.Sprint(len(c.Questions[0].Answers), c.Questions[0].Answers[0].Outcome)
	}
	want := show(0, 1, 2)
	if !strings.HasPrefix(want, "student 9:2 student 10:1") || !strings.HasSuffix(want, "right") {
		t.Errorf("%s", want)
	}
	for _, order := range [][]int{{2, 1, 0}, {1, 0, 2}} {
		if got := show(order...); got != want {
			t.Errorf("%v: %s, want %s", order, got, want)
		}
	}
}

// Of two that are as full the later counts, in whatever order they were read.
func TestOfTwoAnswersTheLaterRunCounts(t *testing.T) {
	var records []*results.Record
	for i, outcome := range []string{"low", "right", "high"} {
		rec, err := results.Read(bytes.NewReader(recordedAs(t, "two-cores-busy.jsonl", i, choice("same", outcome, 0.9, 1.1))))
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, rec)
	}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
		var b Builder
		for _, i := range order {
			if err := b.Add("anna", records[i]); err != nil {
				t.Fatal(err)
			}
		}
		if got := b.Class().Questions[0].Answers[0].Outcome; got != "high" {
			t.Errorf("read as %v: %s counts, and not that of the last run", order, got)
		}
		for _, words := range [][]string{{"a", "b"}, {"b", "a"}} { // of nothing else that tells
			var b Builder
			for _, w := range words {
				b.Answer("bert", choice(w, "", 0, 0))
			}
			if got := b.Class().Questions[0].Answers[0].Text; got != "b" {
				t.Errorf("answered as %q: %s counts", words, got)
			}
		}
	}
}

// two are choices that meet at 1.5.
var two = &Topic{Choices: []Choice{{ID: "same", Text: "As fast.", Lo: 0.5, Hi: 1.5},
	{ID: "twice", Text: "Twice.", Lo: 1.5, Hi: 9}}}

func TestAMachineSaysAChoiceWhereItsWholeIntervalLiesInIt(t *testing.T) {
	q := Question{Answers: []Answer{
		{Answer: choice("same", "right", 0.9, 1.1), Conditions: conditions.Quiet},
		{Answer: choice("same", "low", 1.9, 2), Conditions: conditions.Noisy},
		{Answer: choice("twice", "unclear", 1.4, 1.6), Conditions: conditions.Quiet},
		{Answer: choice("twice", "right", 1.9, 2), Conditions: conditions.Inconclusive}, // no machine that busy says anything
		{Answer: choice("twice", "", 0, 0)},
	}}
	h := q.Histogram(two)
	got := fmt.Sprintf("%d/%d %d/%d unclear %d without %d", h.Bins[0].Predicted, h.Bins[0].Measured, h.Bins[1].Predicted,
		h.Bins[1].Measured, h.Unclear, h.Without)
	if want := "2/1 3/1 unclear 2 without 1"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestNumbersAreBinnedAndAJokeSpoilsNoScale(t *testing.T) {
	q := Question{Unit: "x"}
	for _, x := range []float64{-1, 0.9, 1, 1, 1.9, 2, 2, 2, 2.1, 1e9} {
		q.Answers = append(q.Answers, Answer{Answer: results.Answer{Number: new(x), Outcome: results.OutcomeRight,
			Measured: &results.Range{Value: 2, Lo: 1.9, Hi: 2.1}}, Conditions: conditions.Quiet})
	}
	h := q.Histogram(nil)
	predicted, measured := 0, 0
	for _, b := range h.Bins {
		predicted, measured = predicted+b.Predicted, measured+b.Measured
	}
	first, last := h.Bins[0], h.Bins[len(h.Bins)-1]
	if predicted != 10 || measured != 10 || len(h.Bins) > 2*mostNumbers+1 || first.Predicted < 1 || last.Predicted != 1 ||
		!strings.HasPrefix(first.Label, "less than") || !strings.HasSuffix(last.Label, "or more") {
		t.Errorf("%d predicted, %d measured in %+v", predicted, measured, h.Bins)
	}
}

func FuzzHistogram(f *testing.F) {
	f.Add(1.0, 2.0, "x")
	f.Add(-1e300, 1e300, "")
	f.Add(0.0, 0.0, "=1+1")
	f.Fuzz(func(t *testing.T, a, b float64, text string) {
		if a != a || b != b {
			return // the reader refuses what is no number
		}
		q := Question{Unit: text, Answers: []Answer{{Answer: results.Answer{Number: &a, Text: text}},
			{Answer: results.Answer{Number: &b, Text: text, Outcome: results.OutcomeLow,
				Measured: &results.Range{Value: a, Lo: a, Hi: a}}}}}
		h := q.Histogram(nil)
		n := 0
		for _, x := range h.Bins {
			n += x.Predicted
		}
		if n != 2 || len(h.Bins) > 2*mostNumbers+1 {
			t.Errorf("%g and %g: %d of 2 in %d bins", a, b, n, len(h.Bins))
		}
	})
}

// aClass writes the folders of so many people.
func aClass(b testing.TB, dir string, people int) {
	for i := range people {
		put(b, recordedAs(b, "two-cores.jsonl", i, choice("same", "", 0, 0)), dir, fmt.Sprintf("somebody %d", i),
			"corerace-out", "lessons", "two-threads", "run.jsonl")
	}
}

// BenchmarkClass collects 200 folders, each with a record of 200 kB.
func BenchmarkClass(b *testing.B) {
	dir := b.TempDir()
	aClass(b, dir, 200)
	for b.Loop() {
		if c := collect(b, Options{}, dir); len(c.Members) != 200 {
			b.Fatalf("%d members", len(c.Members))
		}
	}
}
