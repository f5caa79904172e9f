package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"corerace/report"
	"corerace/report/content"
	"corerace/results"
)

// collectionPage is the page of a folder of runs, where no other file was named.
const collectionPage = "collection.html"

// isCollection reports whether a path is a folder of runs: one that is no run itself, and has some below it.
func isCollection(path string) bool {
	if !isDir(path) {
		return false
	}
	if _, err := os.Stat(recordPath(path)); !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	return len(runsIn(path)) > 0
}

// runsIn are the records of the runs in the folders of a folder.
func runsIn(dir string) []string {
	paths, err := filepath.Glob(filepath.Join(globQuoted(dir), "*", "run.jsonl"))
	if err != nil {
		return nil // the pattern is right, or the folder has a name that none fits
	}
	return paths
}

// globQuoted is a path as a pattern that only it fits.
func globQuoted(path string) string {
	var quoted []rune
	for _, r := range path {
		if r == '*' || r == '?' || r == '[' {
			quoted = append(quoted, '[', r, ']')
			continue
		}
		quoted = append(quoted, r)
	}
	return string(quoted)
}

// collection writes the runs of a folder as one page. A record that can't be read, or is of something else, is named,
// and doesn't keep the others from being shown.
func (f reportFlags) collection(dir string, stdout, stderr io.Writer) error {
	var docs []*content.Document
	for _, path := range runsIn(dir) {
		rec, err := results.ReadFile(path)
		switch {
		case err != nil:
			fmt.Fprintf(stderr, "corerace: left out: %v\n", err)
		case onLocks(rec) || rec.NumSamples() == 0:
			fmt.Fprintf(stderr, "corerace: left out: %s is no race\n", path)
		default:
			docs = append(docs, documentOf(rec, path))
		}
	}
	if len(docs) == 0 {
		return fmt.Errorf("%s: none of its runs can be shown", dir)
	}
	path := f.out
	if path == "" {
		path = dir
	}
	if isDir(path) {
		path = filepath.Join(path, collectionPage)
	}
	if err := toFile(path, stdout, func(w io.Writer) error { return report.CollectionPage(w, dir, docs) }); err != nil {
		return err
	}
	fmt.Fprintln(stdout, linked(stdout, path))
	if f.open {
		return openPage(path)
	}
	return nil
}
