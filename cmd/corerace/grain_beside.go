package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results"
	"corerace/results/costs"
)

// addGrain gives a run the grain that lies in its folder. One that can't be read keeps nothing else from being shown.
func addGrain(d *content.Document, record string) {
	if filepath.Base(record) != "run.jsonl" { // what lies beside it may be anybody's
		return
	}
	run, seed, err := readGrain(filepath.Join(filepath.Dir(record), costs.GrainFile))
	switch {
	case err == nil:
		d.AddGrain(run, seed)
	case !errors.Is(err, fs.ErrNotExist):
		d.GrainMissing = legible.Clean(fmt.Sprintf("What grain measured isn't shown: %s: %v.", costs.GrainFile, err),
			legible.MaxText)
	}
}

// readGrain reads a file of grain. An error doesn't name its folder, for a page that is sent around shows it.
func readGrain(path string) (run *costs.GrainRun, seed uint64, err error) {
	file, err := results.Open(path)
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		return nil, 0, wrong.Err
	}
	if errors.Is(err, results.ErrNotFile) {
		return nil, 0, results.ErrNotFile
	}
	if err != nil {
		return nil, 0, err
	}
	defer file.Close()
	return costs.ReadGrain(file)
}
