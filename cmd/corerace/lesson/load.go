package lesson

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// maxLessons is how many files of a folder are read.
const maxLessons = 500

// Languages are those that lessons and sentences are in.
var Languages = []string{"en", "de"}

// Load reads the lessons in a folder, in the order of their numbers and ids. Each file is one lesson.
func Load(dir fs.FS, folder, language string) ([]*Lesson, error) {
	files, err := fs.Glob(dir, path.Join(folder, "*.md"))
	if err != nil {
		return nil, err
	}
	if len(files) > maxLessons {
		return nil, fmt.Errorf("%d files, above %d", len(files), maxLessons)
	}
	var all []*Lesson
	var errs []error
	for _, file := range files {
		if strings.EqualFold(path.Base(file), "readme.md") {
			continue
		}
		l, err := load(dir, file)
		if err == nil && slices.ContainsFunc(all, func(o *Lesson) bool { return o.ID == l.ID }) {
			err = fmt.Errorf("%s: a lesson with the id %s is there already", file, l.ID)
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if l.Language == "" {
			l.Language = language
		}
		all = append(all, l)
	}
	slices.SortStableFunc(all, func(a, b *Lesson) int {
		if a.Number != b.Number {
			return place(a) - place(b)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return all, errors.Join(errs...)
}

// place puts a lesson without a number behind those that have one.
func place(l *Lesson) int {
	if l.Number == 0 {
		return 1 << 20
	}
	return l.Number
}

// load reads one file, as far as a lesson may be long.
func load(dir fs.FS, file string) (*Lesson, error) {
	info, err := fs.Stat(dir, file)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s: a regular file expected", file)
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%s: longer than %d bytes", file, maxFile)
	}
	text, err := fs.ReadFile(dir, file)
	if err != nil {
		return nil, err
	}
	return parse(file, text)
}
