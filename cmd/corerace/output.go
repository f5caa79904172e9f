package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// outputRoot holds the folders of runs that aren't told where to write.
const outputRoot = "corerace-out"

// An output is the folder of a run. What lies in it already is never overwritten.
type output struct {
	dir, record, page string
	file              *os.File // the record, open for writing
	made              bool     // the folder wasn't there before
}

// createOutput makes the folder of a run and opens its record. An empty dir is a new one named for the time.
func createOutput(dir string, now time.Time) (*output, error) {
	if dir != "" {
		out, err := openOutput(dir)
		if err != nil {
			return nil, usageError{err}
		}
		return out, nil
	}
	stamp := filepath.Join(outputRoot, now.UTC().Format("20060102T150405Z"))
	for i := 1; ; i++ {
		dir := stamp
		if i > 1 {
			dir = fmt.Sprintf("%s-%d", stamp, i)
		}
		out, err := openOutput(dir)
		if !errors.Is(err, fs.ErrExist) || i == 100 {
			return out, err
		}
	}
}

func openOutput(dir string) (*output, error) {
	_, err := os.Stat(dir)
	o := &output{dir: dir, record: filepath.Join(dir, "run.jsonl"), page: filepath.Join(dir, "report.html"),
		made: errors.Is(err, fs.ErrNotExist)}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("folder for the run: %w", err)
	}
	if _, err := os.Stat(o.page); err == nil {
		return nil, usageError{fmt.Errorf("%s %w and is never overwritten: choose another folder", o.page, fs.ErrExist)}
	}
	o.file, err = os.OpenFile(o.record, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil, usageError{fmt.Errorf("%s %w and is never overwritten: choose another folder", o.record, fs.ErrExist)}
	}
	if err != nil {
		return nil, err
	}
	if err := lockRecord(o.file, lockPatience); err != nil {
		o.file.Close()
		return nil, err
	}
	return o, nil
}

// abandon removes what createOutput made, where nothing was measured.
func (o *output) abandon() {
	o.file.Close()
	os.Remove(o.record)
	if o.made {
		os.Remove(o.dir)
	}
}
