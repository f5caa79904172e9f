package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/cost/rounds"
	"corerace/bench/cost/talk"
	"corerace/bench/language/python"
	"corerace/bench/mode"
	"corerace/report/chart"
	"corerace/report/figure"
	"corerace/report/text"
	"corerace/results/costs"
)

const (
	talkBudget      = 30 * time.Second
	talkQuickBudget = 12 * time.Second
	talkQuickSlice  = 2 * time.Millisecond
)

var talkFormats = []string{"table", "json", "csv", "svg", "png"}

// talkFlags are the flags of talk as they were given.
type talkFlags struct {
	quick        bool
	between      []string
	sizes        []string
	python       string
	rounds       int
	budget       time.Duration
	seed         string
	format, out  string
	dark, noLock bool
}

func talkCommand() *cobra.Command {
	var f talkFlags
	cmd := &cobra.Command{
		Use:     "talk",
		GroupID: "measure",
		Short:   "Measure what one message costs between goroutines, threads, processes, and in Python",
		Long: "Talk measures communication by itself: the round trip of one message, and how many go one way in a second, by\n" +
			"the size of a message, over a channel, a pipe, a socketpair, a ring in shared memory, a box behind a lock, and\n" +
			"as claims from a counter; between goroutines, between threads and between processes. Beside them stand\n" +
			"Python's queue.Queue, Pipe, mp.Queue and Manager, where a Python is found. Every message is checked.",
		Example: "  corerace talk\n  corerace talk --quick --between goroutines,processes\n  corerace talk --sizes 8,64KiB --python none --format svg -o talk.svg",
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			t, err := f.talk(cmd)
			if err != nil {
				return usageError{err}
			}
			return f.measure(cmd.Context(), t, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	fl.BoolVar(&f.quick, "quick", false, "shorter exchanges, in 12 seconds")
	fl.StringSliceVar(&f.between, "between", nil, "what the messages go between: goroutines, threads, processes, python (default all)")
	fl.StringSliceVar(&f.sizes, "sizes", nil, "bytes of a message, as in 8,64KiB,1MiB (default "+sizeList(talk.Sizes())+")")
	fl.StringVar(&f.python, "python", "", "interpreter to use: a path, a version, or none (default the newest that is found)")
	fl.DurationVar(&f.budget, "budget", talkBudget, "time for everything")
	fl.IntVar(&f.rounds, "rounds", 0, "rounds after the warm-up (default as many as fit into the budget)")
	fl.StringVar(&f.seed, "seed", "", "seed of the random orders (default a new one)")
	fl.StringVar(&f.format, "format", "table", strings.Join(talkFormats, ", "))
	fl.StringVarP(&f.out, "out", "o", "", "file to write (default standard output)")
	fl.BoolVar(&f.dark, "dark", false, "svg, png: for a dark background")
	fl.BoolVar(&f.noLock, "no-lock", false, "don't wait for another corerace that measures on this machine")
	cmd.RegisterFlagCompletionFunc("between", completeList(talkBetween))
	cmd.RegisterFlagCompletionFunc("format", complete(talkFormats))
	return cmd
}

// talk turns the flags into what to measure, or says what is wrong with them.
func (f *talkFlags) talk(cmd *cobra.Command) (*talk.Talk, error) {
	if err := checkFigures(cmd, f.format, talkFormats, f.out); err != nil {
		return nil, err
	}
	if f.quick && !cmd.Flags().Changed("budget") {
		f.budget = talkQuickBudget
	}
	t := &talk.Talk{Plan: rounds.Plan{Rounds: f.rounds, Budget: max(f.budget-reserve, f.budget/2)}}
	if f.quick {
		t.Slice = talkQuickSlice
	}
	var err error
	if t.Ways, err = waysBetween(f.between); err != nil {
		return nil, err
	}
	if t.Sizes, err = parseSizes(f.sizes); err != nil {
		return nil, err
	}
	if len(f.between) == 0 || slices.Contains(f.between, "python") {
		if t.Python, err = findPython(cmd.Context(), f.python); err != nil {
			return nil, err
		}
	}
	t.Seed, err = parseSeed(f.seed)
	return t, err
}

// checkFigures checks the flags that talk, pools and grain have in common.
func checkFigures(cmd *cobra.Command, format string, formats []string, out string) error {
	for _, name := range []string{"budget", "rounds"} {
		if fl := cmd.Flags().Lookup(name); fl.Changed && !positive(fl.Value.String()) {
			return fmt.Errorf("--%s is %s: more than 0 expected", name, fl.Value)
		}
	}
	if !slices.Contains(formats, format) {
		return &mode.UnknownError{Kind: "format", Name: format, Known: formats}
	}
	if out != "" && !isDir(filepath.Dir(out)) {
		return fmt.Errorf("--out is %s, whose folder isn't there", out)
	}
	if out != "" {
		if err := checkWritable(out); err != nil {
			return fmt.Errorf("--out: %w", err)
		}
	}
	return nil
}

// talkBetween are the values of --between.
var talkBetween = []string{talk.Goroutines, talk.Threads, talk.Processes, "python"}

// waysBetween are the ways between sides of some kinds; of all where none is given.
func waysBetween(kinds []string) ([]talk.Way, error) {
	for _, kind := range kinds {
		if !slices.Contains(talkBetween, kind) {
			return nil, &mode.UnknownError{Kind: "kind of sides", Name: kind, Known: talkBetween}
		}
	}
	var ways []talk.Way
	for _, kind := range talkBetween {
		if len(kinds) > 0 && !slices.Contains(kinds, kind) {
			continue
		}
		for _, w := range talk.Ways() {
			if w.Between == kind || kind == "python" && (w.Between == talk.PyThreads || w.Between == talk.PyProcs) {
				ways = append(ways, w)
			}
		}
	}
	return ways, nil
}

// parseSizes reads sizes such as 8, 64KiB and 1MiB, ascending and each once.
func parseSizes(words []string) ([]int, error) {
	if len(words) == 0 {
		return talk.Sizes(), nil
	}
	var sizes []int
	for _, word := range words {
		number, by := strings.TrimSpace(word), 1
		for _, u := range []struct {
			name string
			by   int
		}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"B", 1}} {
			if n, ok := strings.CutSuffix(number, u.name); ok {
				number, by = strings.TrimSpace(n), u.by
				break
			}
		}
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > talk.MaxSize/by || n*by < talk.MinSize {
			return nil, fmt.Errorf("size %q: from %s to %s expected, as in 64KiB", word, costs.ByteSize(talk.MinSize), costs.ByteSize(talk.MaxSize))
		}
		sizes = append(sizes, n*by)
	}
	slices.Sort(sizes)
	return slices.Compact(sizes), nil
}

func sizeList(sizes []int) string {
	var words []string
	for _, n := range sizes {
		words = append(words, strings.TrimSuffix(strings.ReplaceAll(costs.ByteSize(n), " ", ""), "B"))
	}
	return strings.ReplaceAll(strings.Join(words, ","), "i", "iB")
}

// findPython is the interpreter that a flag asks for: none, one by its version or its path, or the newest. Without one on
// the machine, and without one asked for, it is nil.
func findPython(ctx context.Context, asked string) (*python.Interpreter, error) {
	if asked == "none" {
		return nil, nil
	}
	if strings.ContainsRune(asked, filepath.Separator) {
		return python.Probe(ctx, asked)
	}
	found, err := python.Find(ctx)
	if err != nil {
		return nil, err
	}
	if asked != "" {
		return found.Get(strings.TrimPrefix(asked, "python"))
	}
	return found.Default(), nil
}

// measure measures and shows what came of it.
func (f *talkFlags) measure(ctx context.Context, t *talk.Talk, stdout, stderr io.Writer) error {
	if !f.noLock {
		unlock, err := lockMachine(ctx, stderr)
		if err != nil {
			return err
		}
		defer unlock()
	}
	t.Progress = roundProgress(stderr, f.budget)
	run, err := t.Run(ctx)
	if run == nil {
		return cutShort(ctx, err)
	}
	return errors.Join(cutShort(ctx, err), toFile(f.out, stdout, func(w io.Writer) error { return f.deliver(run, w) }))
}

// cutShort is what ended a measurement before its time: an interrupt, an error, or nothing.
func cutShort(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return errors.New("interrupted")
	}
	return err
}

// roundProgress writes a line a round.
func roundProgress(w io.Writer, budget time.Duration) func(round int, took time.Duration) {
	began := time.Now()
	return func(round int, took time.Duration) {
		name := "round " + strconv.Itoa(round)
		if round == 0 {
			name = "warm-up"
		}
		fmt.Fprintf(w, "%s in %v, %v of %v\n", name, roundTime(took), roundTime(time.Since(began)), budget)
	}
}

// toFile has something written to a file, or to standard output where path is empty.
func toFile(path string, stdout io.Writer, write func(io.Writer) error) (err error) {
	if path == "" {
		return write(stdout)
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(file), file.Close())
}

// deliver writes the summary in the form that was asked for.
func (f *talkFlags) deliver(run *costs.TalkRun, w io.Writer) error {
	sum := costs.SummarizeTalk(run)
	o := tableOptions(w)
	if f.dark {
		o.Theme = chart.Dark
	}
	switch f.format {
	case "json":
		return writeIndented(w, struct {
			Talk *costs.Talk    `json:"talk"`
			Run  *costs.TalkRun `json:"run"`
		}{sum, run})
	case "csv":
		return text.TalkCSV(w, run)
	case "svg":
		return figure.TalkFigure(run, sum).SVG(w, o.Theme)
	case "png":
		return figure.TalkFigure(run, sum).PNG(w, o.Theme, o.DPI)
	}
	return text.Talk(w, run, sum, o.Options)
}

func writeIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
