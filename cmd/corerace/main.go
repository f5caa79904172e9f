// Corerace races the same CPU-bound work on goroutines, on a GIL-like lock and on worker processes, records what
// every core did, and says which of them wins, by how much, and how sure that is.
//
//	$ corerace run
//
// takes a minute. It prints its plan, measures round after round, and ends with a table and two paths: the record
// of the run, and a page to open in a browser. For less, and for more:
//
//	$ corerace run --quick
//	$ corerace run --workloads primes --modes goroutines,gil:interval=1ms --rounds 10
//	$ corerace run --all
//
// What is raced may also be any program, whose number of workers is filled in:
//
//	$ corerace exec --workers 1,2 --rounds 10 -- sleep 0.0{workers}
//
// The record can be drawn again, on any machine, in any form:
//
//	$ corerace report --format html -o page.html results/recorded/two-cores.jsonl
//	$ corerace report --format bench results/recorded/two-cores.jsonl
//
// Two builds of a program are measured in the same rounds, and two records are set side by side:
//
//	$ corerace compare results/recorded/two-cores.jsonl results/recorded/two-cores.jsonl
//
// Whether the machine is fit to measure now, and what there is to race:
//
//	$ corerace doctor
//	$ corerace list
//
// What one message costs, and what the pools of processes are worth beside Python's:
//
//	$ corerace talk
//	$ corerace pools
//
// A lesson asks what you expect, measures it on this machine, and says why:
//
//	$ corerace lesson list
//
// And for the wall of a classroom, the bars of every core while the modes run one after the other:
//
//	$ corerace demo
//
// What threads and processes differ in, as questions with what this machine's own answer:
//
//	$ corerace differences --answer
//
// The exit status is 0 when all is done, 1 when something failed or a measurement broke a guard, 2 when the command
// line is wrong, and 3 when a verdict was asked for (--fail-if-slower, gil --targets) that the measurement doesn't bear.
package main

import (
	"os"

	"corerace/bench"
	"corerace/bench/child"
	_ "corerace/bench/command/early" // a starter, too
	"corerace/bench/command/starter"
	"corerace/bench/cost/talk"
	"corerace/bench/disturb"
	"corerace/bench/lab/differences"
	"corerace/bench/process"
	_ "corerace/bench/worker/early"       // a worker takes its path before the rest is initialised
	_ "corerace/bench/worker/early/coded" // and one whose blocks are JSON, a little later
	"corerace/workloads"
)

func main() {
	disturb.Hook()
	child.Hook()
	talk.Hook()
	starter.Hook()
	differences.Hook()
	if len(ownWorkloads) == 0 { // the lean image has ours alone
		process.Lean(findLean)
	}
	bench.Hook(append(allWorkloads(), workloads.Spin(), workloads.Empty())...)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}
