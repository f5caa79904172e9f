package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"corerace/cmd/corerace/lesson"
	"corerace/docs/lessons"
	"corerace/report"
	"corerace/results/class"
)

// classPage is the page of a class, where no other file was named.
const classPage = "class.html"

// checkClass says what can't be asked for together with --class.
func (f reportFlags) checkClass(formatted bool) error {
	switch {
	case formatted && f.format != "html":
		return fmt.Errorf("--class and --format %s: a class is a page with a CSV a question", f.format)
	case f.figure != "":
		return errors.New("--class and --figure: a class is a page with a CSV a question")
	}
	return nil
}

// class writes what a class predicted and measured as one page, and beside it a CSV a question. A file that can't be
// read is named, and keeps nothing else from being shown.
func (f reportFlags) class(ctx context.Context, dirs []string, stdout, stderr io.Writer) error {
	for _, dir := range dirs {
		if !isDir(dir) {
			return usageError{fmt.Errorf("--class %s: a folder of records expected", dir)}
		}
	}
	c, err := class.Collect(ctx, dirs, class.Options{Names: f.names, Progress: classProgress(stderr)})
	if ctx.Err() != nil {
		return errors.New("interrupted: nothing was written")
	}
	if err != nil {
		return err
	}
	for _, fault := range c.Faults {
		fmt.Fprintf(stderr, "corerace: left out: %s: %s\n", fault.Path, fault.Why)
	}
	if len(c.Members) == 0 {
		return fmt.Errorf("%s: none of its records can be shown", strings.Join(dirs, ", "))
	}
	path := f.out
	if path == "" {
		path = dirs[0]
	}
	if isDir(path) {
		path = filepath.Join(path, classPage)
	}
	return f.writeClass(c, path, strings.Join(dirs, ", "), stdout)
}

// writeClass writes the page of a class, and its other files beside that.
func (f reportFlags) writeClass(c *class.Class, path, name string, stdout io.Writer) error {
	if !f.names {
		name = "" // folders may be called for people
	}
	o := report.ClassOptions{Topic: topics(), Projector: f.projector}
	err := toFile(path, stdout, func(w io.Writer) error { return report.ClassPage(w, name, c, o) })
	if err != nil {
		return err
	}
	fmt.Fprintln(stdout, linked(stdout, path))
	for _, file := range report.ClassFiles(c) {
		csv := filepath.Join(filepath.Dir(path), file.Name)
		if err := toFile(csv, stdout, file.Write); err != nil {
			return err
		}
		fmt.Fprintln(stdout, linked(stdout, csv))
	}
	if f.open {
		return openPage(path)
	}
	return nil
}

// classProgress tells on a terminal how far the reading is.
func classProgress(w io.Writer) func(done, all int) {
	if _, _, live := terminalSize(w); !live {
		return nil
	}
	return func(done, all int) {
		if done == all {
			fmt.Fprint(w, "\r\x1b[K")
		} else {
			fmt.Fprintf(w, "\r%d of %d records\x1b[K", done, all)
		}
	}
}

// topics are the questions of the lessons that are built in, by lesson and question; in English, as the page is.
func topics() func(lesson, question string) *class.Topic {
	type key struct{ lesson, question string }
	known := map[key]*class.Topic{}
	all, err := lesson.Load(lessons.Files, "en", "en")
	if err != nil {
		return nil // then the page has the ids
	}
	for _, l := range all {
		for _, s := range l.Steps {
			q := s.Question
			if q == nil || known[key{l.ID, q.ID}] != nil {
				continue
			}
			t := &class.Topic{Lesson: l.Title, Text: q.Text}
			for _, c := range q.Choices {
				t.Choices = append(t.Choices, class.Choice{ID: c.ID, Text: c.Text, Lo: c.Lo, Hi: c.Hi})
			}
			known[key{l.ID, q.ID}] = t
		}
	}
	return func(lesson, question string) *class.Topic { return known[key{lesson, question}] }
}
