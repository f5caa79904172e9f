package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"corerace/results"
	"corerace/results/foreign"
)

// importFlags are the flags of import as they were given.
type importFlags struct {
	out string
	foreignFlags
}

func importCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:     "import FILE…",
		GroupID: "measure",
		Short:   "Make records of what other tools measured",
		Long: "Import reads what hyperfine, Google Benchmark, go test -bench, pytest-benchmark, pyperf, criterion.rs\n" +
			"(a folder), Catch2 (XML), mitata, tinybench or vitest wrote, known by its content, and writes it as a record.\n" +
			"A parameter or a name that says threads, workers, processes or goroutines is the number of workers. Such\n" +
			"files have no rounds, and don't say what the machine was like: their speedups are unpaired, and no verdict\n" +
			"is given on them.\n\n" +
			"One record goes to standard output, or to -o PATH; several go into the folder PATH. Report, fit and compare\n" +
			"read the files as they are.",
		Example: "  corerace import -o xz.jsonl hyperfine.json\n" +
			"  corerace import --workers-from T -o records one.json two.json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usageError{errors.New("import needs a file that another tool wrote")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := f.options()
			if err != nil {
				return err
			}
			if len(args) > 1 && f.out == "" {
				return usageError{errors.New("import of several files needs -o FOLDER")}
			}
			return f.run(args, o, cmd.OutOrStdout())
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVarP(&f.out, "output", "o", "",
		"file to write, or folder where there are several; never overwritten")
	f.foreignFlags.add(cmd)
	return cmd
}

// run imports every file. One that can't be read doesn't keep the others from it.
func (f importFlags) run(paths []string, o foreign.Options, stdout io.Writer) error {
	var errs []error
	for _, path := range paths {
		rec, err := readForeign(path, o)
		if err == nil {
			err = f.write(rec, path, len(paths) > 1, stdout)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

// readForeign reads a file of another tool, and refuses a record: there is nothing to import of it.
func readForeign(path string, o foreign.Options) (*results.Record, error) {
	if _, err := results.ReadFile(recordPath(path)); err == nil {
		return nil, fmt.Errorf("%s: it is a record already", path)
	}
	return foreign.Read(path, o)
}

// write writes a record to where it belongs.
func (f importFlags) write(rec *results.Record, path string, several bool, stdout io.Writer) error {
	if f.out == "" {
		return foreign.Write(stdout, rec)
	}
	to := f.out
	if several || isDir(to) {
		to = filepath.Join(to, prefixOf(path)+".jsonl")
		if err := os.MkdirAll(f.out, 0o777); err != nil {
			return err
		}
	}
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return usageError{fmt.Errorf("%s %w and is never overwritten: choose another", to, fs.ErrExist)}
	}
	if err != nil {
		return err
	}
	if err := errors.Join(foreign.Write(file, rec), file.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintln(stdout, to)
	return err
}
