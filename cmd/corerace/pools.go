package main

import (
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"corerace/bench/cost/pools"
	"corerace/report"
	"corerace/report/text"
	"corerace/results/costs"
)

// A poolsJSON is what the format "json" writes of pools.
type poolsJSON struct {
	Pools *costs.Pools    `json:"pools"`
	Run   *costs.PoolsRun `json:"run"`
}

var poolsForms = []form[costs.PoolsRun, costs.Pools]{
	inTable(text.Pools),
	inHTML(report.PoolsPage),
	{"md", func(w io.Writer, run *costs.PoolsRun, sum *costs.Pools, _ report.Options) error {
		return text.PoolsMarkdown(w, run, sum)
	}},
	inJSON(func(run *costs.PoolsRun, sum *costs.Pools) any {
		return poolsJSON{sum, run}
	}),
}

// poolsFlags are the flags that only pools has.
type poolsFlags struct {
	python string
	only   []string
}

func poolsCommand() *cobra.Command {
	var f poolsFlags
	return experiment{
		name:  "pools",
		group: "measure",
		short: "Measure our pools of processes beside Python's, in the same rounds",
		long: "Pools measures the worker processes of corerace and those of Python's multiprocessing in the same " +
			"rounds: how\n" +
			"soon two workers are ready, how many empty shares a second they are handed, how long one share takes to a\n" +
			"worker and back, how fast bytes are echoed, what an idle worker takes for itself, and what becomes of the work\n" +
			"when a worker is killed. Every line has its ratio, and those that are promised what that is to be at least.\n" +
			"Beside ours stand workers in C, too, that are forked without exec, where a compiler is found for them, starts\n" +
			"of two processes by Ruby (fork) and by Node (child_process), and bare copies of memory, which are what echoes\n" +
			"with copies are held to.",
		example: "  corerace pools\n  corerace pools --python 3.11 --format md -o pools.md\n" +
			"  corerace pools --only start-fork,start-c,shares --budget 20s",
		budget:  60 * time.Second,
		formats: formatsOf(poolsForms),
		flags:   f.add,
		prepare: f.prepare,
	}.command()
}

func (f *poolsFlags) add(cmd *cobra.Command) {
	fl := cmd.Flags()
	fl.StringVar(&f.python, "python", "",
		"interpreter to compare with: a path or a version (default the newest that is found)")
	fl.StringSliceVar(&f.only, "only", nil, "rows to measure: "+strings.Join(pools.Names(), ", ")+" (default all)")
	cmd.RegisterFlagCompletionFunc("only", completeList(pools.Names()))
}

// prepare turns the flags into what to measure, or says what is wrong with them.
func (f *poolsFlags) prepare(cmd *cobra.Command, shared *experimentFlags) (measurement, error) {
	if err := once("row", f.only); err != nil {
		return nil, err
	}
	p := &pools.Pools{Only: f.only}
	var err error
	if p.Plan, err = shared.plan(); err != nil {
		return nil, err
	}
	if p.Python, err = findPython(cmd.Context(), f.python); err != nil {
		return nil, err
	}
	return &formed[costs.PoolsRun, costs.Pools]{
		flags: shared, forms: poolsForms, plan: &p.Plan, measure: p.Run, summarize: costs.SummarizePools,
	}, p.Check()
}
