package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	lab "corerace/bench/lab/differences"
	"corerace/docs/differences"
	"corerace/report"
	"corerace/report/studies"
)

// canDiffer skips a test where the experiments can't be done.
func canDiffer(t *testing.T) {
	t.Helper()
	if err := lab.Here(); err != nil {
		t.Skip(err)
	}
}

// answered runs differences with lines on standard input.
func answered(t *testing.T, input string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], append([]string{"differences"}, args...)...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	cmd.Stdin = strings.NewReader(input)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), errs.String()
}

func TestWhatIsExpectedIsAskedBeforeAnythingIsSeen(t *testing.T) {
	canDiffer(t)
	page := filepath.Join(t.TempDir(), "page.html")
	status, stdout, stderr := answered(t, "\n7\nfoo\n2\n1\ns\n", "global", "closure", "exception", "seed",
		"--python", "none", "--html", page)
	if status != exitDone || stderr != "" {
		t.Fatalf("status %d: %s", status, stderr)
	}
	const isNone = "is none of 1 to 3, s and q"
	for _, want := range []string{"“” " + isNone, "“7” " + isNone, "“foo” " + isNone,
		"Right: “11 where the worker is a goroutine", "Not so: you expected “yes, everywhere”",
		"what was seen: “all of it from a goroutine", "The input has ended after 3 of 4",
	} {
		if !strings.Contains(stdout, want) {
			t.Errorf("no %q in\n%s", want, stdout)
		}
	}
	asked, seen := strings.Index(stdout, "What do you expect?"), strings.Index(stdout, "goroutine (Go ")
	if asked < 0 || seen < asked {
		t.Errorf("asked at %d, seen at %d", asked, seen)
	}
	if strings.Contains(stdout, "all different") {
		t.Error("what nobody was asked about any more is shown")
	}
	html := readText(t, page)
	if !strings.Contains(html, "you expected this") || strings.Contains(html, "random seed") {
		t.Error("the page isn't what was asked and seen")
	}
}

func TestQuestionsEndWithQ(t *testing.T) {
	canDiffer(t)
	status, stdout, _ := answered(t, "q\n", "--python", "none", "--lang", "de")
	if status != exitDone || !strings.Contains(stdout, "Beendet nach 0 von 20.") {
		t.Errorf("status %d: %s", status, stdout)
	}
}

func TestDifferencesAsJSONKeepTheirSchema(t *testing.T) {
	canDiffer(t)
	status, stdout, stderr := answered(t, "", "global", "closure", "--python", "none", "--json")
	if status != exitDone || !strings.Contains(stderr, "closure: 2 of 2") {
		t.Fatalf("status %d: %s", status, stderr)
	}
	if err := published(t, "differences").Validate(decodedJSON(t, stdout)); err != nil {
		t.Error(err)
	}
	var d studies.Differences
	if err := json.Unmarshal([]byte(stdout), &d); err != nil || len(d.Differences) != 2 {
		t.Fatalf("%v: %d differences", err, len(d.Differences))
	}
	if s := d.Differences[0].Seen[1]; s.Outcome != "fresh" || !s.Known || s.Facts["now"] != "10" || s.TookNS <= 0 {
		t.Errorf("%+v", s)
	}
	if c := d.Differences[0].Choices[1]; !c.Right || c.Expected {
		t.Errorf("%+v", c)
	}
}

func TestWrongLinesOfDifferencesAreRefused(t *testing.T) {
	for line, want := range map[string]string{
		"differences glboal":                  `did you mean "global"?`,
		"differences global global":           "experiment global is there twice",
		"differences --lang fr":               `unknown language "fr": one of`,
		"differences --start frok":            `did you mean "fork"?`,
		"differences --start fork,fork":       "start method fork is there twice",
		"differences --json --table":          "choose one",
		"differences --html nosuch/page.html": "--html",
		"differences list --lang fr":          `unknown language "fr"`,
		"differences list global":             `unknown experiment "list"`,
	} {
		status, stdout, stderr := command(strings.Fields(line)...)
		if status != exitUsage || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("%s: status %d, %q\n%s", line, status, stderr, stdout)
		}
	}
}

func TestListHasAllDifferencesInEachLanguage(t *testing.T) {
	for _, lang := range differences.Langs() {
		status, stdout, stderr := command("differences", "list", "--lang", lang)
		if status != exitDone || strings.Count(stdout, "\n") != len(lab.Names()) {
			t.Errorf("%s: status %d, %s%s", lang, status, stdout, stderr)
		}
	}
}

// told are observations in words, without doing anything.
func told(t *testing.T, name string, seen ...lab.Observation) studies.Difference {
	t.Helper()
	words, err := differences.ReadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	said, err := differences.Read(name, "en")
	if err != nil {
		t.Fatal(err)
	}
	e := lab.Find(name)
	x := studies.Difference{Name: name, Title: said.Title}
	for _, c := range e.Choices {
		x.Choices = append(x.Choices, studies.DifferenceChoice{Name: c.Name, Text: said.Choices[c.Name]})
	}
	x.Choices[0].Expected = true
	s := &differencesSession{words: words}
	s.tell(&x, e, said, seen)
	return x
}

func TestWhatIsntBorneIsntExplained(t *testing.T) {
	subject := lab.Subject{Way: lab.Process}
	facts := map[string]string{"began": "0", "now": "10"}
	for what, c := range map[string]struct {
		o           lab.Observation
		seen, why   string
		verdict     string
		isExplained bool
	}{
		"what was expected": {lab.Observation{Subject: subject, Outcome: "fresh", Facts: facts},
			"10: another variable", "The worker began with 0,", "Not so", true},
		"something new": {lab.Observation{Subject: subject, Outcome: "<b>new", Facts: facts},
			"something else than was expected: <b>new", "", "None of the choices", false},
		"what only another way has": {lab.Observation{Subject: subject, Outcome: "copied", Facts: facts},
			"something else than was expected: copied", "", "Not so", false},
		"a lacking fact": {lab.Observation{Subject: subject, Outcome: "fresh"},
			"10: another variable", "lacks a figure", "Not so", true},
		"a failure": {lab.Observation{Subject: subject, Err: errors.New("it broke")},
			"not seen: it broke", "", "Nothing was seen", false},
	} {
		x := told(t, "global", c.o)
		s := x.Seen[0]
		if !strings.Contains(s.What, c.seen) || !strings.Contains(s.Why, c.why) || (s.Why != "") != c.isExplained ||
			!strings.Contains(x.Verdict, c.verdict) {
			t.Errorf("%s: %+v, %s", what, s, x.Verdict)
		}
	}
}

func TestThePageOfDifferencesEscapesWhatOthersSay(t *testing.T) {
	const hostile = `</td><script>alert(1)</script>`
	x := told(t, "closure", lab.Observation{Subject: lab.Subject{Way: lab.Process}, Outcome: "refused",
		Facts: map[string]string{"error": hostile}})
	var out bytes.Buffer
	d := studies.Differences{Lang: "en", Differences: []studies.Difference{x}}
	if err := report.DifferencesPage(&out, &d); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "<script") || !strings.Contains(out.String(), "&lt;script&gt;") {
		t.Error("a script gets into the page")
	}
}

func TestTheTableOfDifferencesHasAColumnAWay(t *testing.T) {
	d := studies.Differences{Differences: []studies.Difference{{Title: "Locks", Seen: []studies.DifferenceSeen{
		{WayText: "thread", Program: "CPython 3.13.0", What: "no"},
		{WayText: "thread", Program: "CPython 3.11.7", What: "no"},
		{WayText: "process", Program: "CPython 3.13.0", Start: "fork", What: "yes"},
		{WayText: "process", Program: "CPython 3.11.7", Start: "fork", What: "no|"},
		{WayText: "process", Program: "CPython 3.11.7", Start: "spawn", What: "never"},
	}}}}
	table := studies.DifferencesTable(&d, "question")
	if got := strings.Join(table.Header, " | "); got != "question | thread | process, fork | process, spawn" {
		t.Errorf("columns: %s", got)
	}
	if got := strings.Join(table.Rows[0], " | "); got != "Locks | no | 3.13.0: yes; 3.11.7: no| | never" {
		t.Errorf("row: %s", got)
	}
}

func TestAnExpectationIsWaitedForNoLongerThanTheReaderWants(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	words, err := differences.ReadWords("en")
	if err != nil {
		t.Fatal(err)
	}
	s := &differencesSession{words: words, stdout: io.Discard, answers: make(chan string)}
	if err := s.expect(ctx, &studies.Difference{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
