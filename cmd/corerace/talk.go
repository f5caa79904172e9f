package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/cost/talk"
	"corerace/bench/mode"
	"corerace/report"
	"corerace/report/figure"
	"corerace/report/text"
	"corerace/results/costs"
)

// What --quick changes.
const (
	talkQuickBudget = 12 * time.Second
	talkQuickSlice  = 2 * time.Millisecond
)

// A talkJSON is what the format "json" writes of talk.
type talkJSON struct {
	Talk *costs.Talk    `json:"talk"`
	Run  *costs.TalkRun `json:"run"`
}

var talkForms = []form[costs.TalkRun, costs.Talk]{
	inTable(text.Talk),
	inHTML(report.TalkPage),
	inJSON(func(run *costs.TalkRun, sum *costs.Talk) any {
		return talkJSON{sum, run}
	}),
	{"csv", func(w io.Writer, run *costs.TalkRun, _ *costs.Talk, _ report.Options) error {
		return text.TalkCSV(w, run)
	}},
	inSVG(figure.TalkFigure),
	inPNG(figure.TalkFigure),
	inPDF(figure.TalkFigure),
}

// talkFlags are the flags that only talk has.
type talkFlags struct {
	quick   bool
	between []string
	sizes   []string
	python  string
}

func talkCommand() *cobra.Command {
	var f talkFlags
	return experiment{
		name:  "talk",
		group: "measure",
		short: "Measure what one message costs between goroutines, threads, processes, and in Python",
		long: "Talk measures communication by itself: the round trip of one message, and how many go one way " +
			"in a second, by\n" +
			"the size of a message, over a channel, a pipe, a socketpair, a ring in shared memory, a box behind a lock, and\n" +
			"as claims from a counter; between goroutines, between threads and between processes. Beside them stand\n" +
			"Python's queue.Queue, Pipe, mp.Queue and Manager, where a Python is found. Every message is checked.",
		example: "  corerace talk\n  corerace talk --quick --between goroutines,processes\n" +
			"  corerace talk --sizes 8,64KiB --python none --format svg -o talk.svg",
		budget:  30 * time.Second,
		formats: formatsOf(talkForms),
		charts:  true,
		flags:   f.add,
		prepare: f.prepare,
	}.command()
}

func (f *talkFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.BoolVar(&f.quick, "quick", false, "shorter exchanges, in 12 seconds")
	fl.StringSliceVar(&f.between, "between", nil,
		"what the messages go between: goroutines, threads, processes, python (default all)")
	fl.StringSliceVar(&f.sizes, "sizes", nil,
		"bytes of a message, as in 8,64KiB,1MiB (default "+sizeList(talk.Sizes())+")")
	fl.StringVar(&f.python, "python", "",
		"interpreter to use: a path, a version, or none (default the newest that is found)")
	cmd.RegisterFlagCompletionFunc("between", completeList(talkBetween))
}

// prepare turns the flags into what to measure, or says what is wrong with them.
func (f *talkFlags) prepare(cmd *cobra.Command, shared *experimentFlags) (measurement, error) {
	t := &talk.Talk{}
	if f.quick {
		t.Slice = talkQuickSlice
		if !cmd.Flags().Changed("budget") {
			shared.budget = talkQuickBudget
		}
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
	if t.Plan, err = shared.plan(); err != nil {
		return nil, err
	}
	return &formed[costs.TalkRun, costs.Talk]{
		flags: shared, forms: talkForms, plan: &t.Plan, measure: t.Run, summarize: costs.SummarizeTalk,
	}, nil
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
	if err := once("kind of sides", kinds); err != nil {
		return nil, err
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

// parseSizes reads sizes such as 8, 64KiB and 1MiB, in any order and each once, and returns them ascending.
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
			return nil, fmt.Errorf("size %q: from %s to %s expected, as in 64KiB", word,
				costs.ByteSize(talk.MinSize), costs.ByteSize(talk.MaxSize))
		}
		if slices.Contains(sizes, n*by) {
			return nil, fmt.Errorf("size %s is there twice", word)
		}
		sizes = append(sizes, n*by)
	}
	slices.Sort(sizes)
	return sizes, nil
}

func sizeList(sizes []int) string {
	var words []string
	for _, n := range sizes {
		words = append(words, strings.TrimSuffix(strings.ReplaceAll(costs.ByteSize(n), " ", ""), "B"))
	}
	return strings.ReplaceAll(strings.Join(words, ","), "i", "iB")
}
