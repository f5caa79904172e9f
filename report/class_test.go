package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"corerace/report/internal/course"
	"corerace/report/internal/hostile"
	"corerace/results"
	"corerace/results/class"
)

// courseClass is a class of so many, whose machines differ, with answers to a question.
func courseClass(t *testing.T, people int, names func(i int) string) *class.Class {
	t.Helper()
	var b class.Builder
	for i := range people {
		made := course.TwoCores
		if i%3 == 2 {
			made = course.EightCores
		}
		rec := *course.Fixture(made).Record
		rec.Run.Started = rec.Run.Started.Add(time.Duration(i) * time.Minute)
		a := results.Answer{At: rec.Run.Started, Lesson: names(i), Question: "lock", Text: names(i + i%2)}
		rec.Answers = []results.Answer{a}
		if err := b.Add(names(i), &rec); err != nil {
			t.Fatal(err)
		}
	}
	return b.Class()
}

func classPageOf(t *testing.T, c *class.Class, o ClassOptions) string {
	t.Helper()
	var b bytes.Buffer
	if err := ClassPage(&b, "9b", c, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAClassPageHasEveryoneByMachine(t *testing.T) {
	text := classPageOf(t, courseClass(t, 6, func(i int) string { return fmt.Sprintf("student %d", i+1) }), ClassOptions{})
	for _, want := range []string{"A class of 6", "student 6", "4 people", "2 people", `id="answers-1"`,
		`id="speedups-1"`} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %q", want)
		}
	}
	if dir := os.Getenv("REPORT_LOOK"); dir != "" {
		os.WriteFile(filepath.Join(dir, "class.html"), []byte(text), 0o666)
	}
}

func TestNamesOfAClassStayInTheirPlace(t *testing.T) {
	names := hostile.Names
	c := courseClass(t, len(names), func(i int) string { return names[i%len(names)] })
	text := classPageOf(t, c, ClassOptions{})
	for _, name := range names {
		if strings.ContainsAny(name, "<>") && strings.Contains(text, name) {
			t.Errorf("%q stands as it is on the page", name)
		}
	}
	for _, f := range ClassFiles(c) {
		if filepath.Base(f.Name) != f.Name || strings.ContainsAny(f.Name, "/\\:<>\"|?* ") || len(f.Name) > 128 {
			t.Errorf("a file of the name %q", f.Name)
		}
		var b bytes.Buffer
		if err := f.Write(&b); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(rows) != 1+len(f.Question.Answers) {
			t.Errorf("%s: %d rows, %v", f.Name, len(rows), err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
					t.Errorf("%s: a spreadsheet computes %q", f.Name, cell)
				}
			}
		}
	}
}

func TestFilesOfQuestionsHaveNamesOfTheirOwn(t *testing.T) {
	c := &class.Class{}
	for _, id := range []string{"a?", "a!", "a_", "b"} {
		c.Questions = append(c.Questions, class.Question{Lesson: "x", ID: id},
			class.Question{Lesson: "x", ID: id, Attempt: 1})
	}
	seen := map[string]bool{}
	for _, f := range ClassFiles(c) {
		if seen[f.Name] {
			t.Errorf("two files are called %q", f.Name)
		}
		seen[f.Name] = true
	}
}
