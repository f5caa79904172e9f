package foreign

import (
	"slices"
	"strconv"
	"strings"

	"corerace/results"
)

// RealTime is what real_time is where several threads run a benchmark.
type RealTime string

// The two meanings of real_time. 1.7.1 divides the wall time by the threads, 1.9.1 doesn't.
const (
	RealTimeUnsaid  RealTime = ""
	RealTimeThread  RealTime = "thread"  // of an iteration of one thread
	RealTimeDivided RealTime = "divided" // that, over the threads
)

// settings are the parts of a Google Benchmark's name that aren't its arguments.
var settings = pattern(
	`^(real_time|process_time|manual_time|(iterations|repeats|min_time|min_warmup_time|threads):.*)$`)

// googleBenchmark reads what --benchmark_out writes. Lines of repetitions are taken, aggregates aren't: their real_time
// may be a ratio. A benchmark computes what its function does with its arguments, so others aren't its rivals.
//
// With several threads each does its own iterations, so the time that counts is real_time over the threads. 1.7.1 has
// divided it already, 1.9.1 hasn't, and nobody knows of the releases between them; only 1.9 and later name themselves
// in a way that tells.
func googleBenchmark(root node, rule RealTime) *file {
	context := root.get("context")
	f := &file{tool: "Google Benchmark", version: context.get("library_version").maybe(),
		started: context.get("date").time()}
	if cores := context.get("num_cpus"); cores.v != nil {
		f.host = results.Machine{CoresLogical: min(cores.least(0, "a number of cores"), results.MaxWorkers)}
	}
	if rule == RealTimeUnsaid && ninth(f.version) {
		rule = RealTimeThread
	}
	aggregates := 0
	for _, b := range root.get("benchmarks").few() {
		if t := b.get("run_type").maybe(); t != "" && t != "iteration" {
			aggregates++
			continue
		}
		f.googleLine(b, rule)
	}
	if aggregates > 0 && len(f.benches) == 0 && len(f.notes) == 0 {
		root.get("benchmarks").fail("repetitions: with aggregates only there are no times")
	}
	return f
}

// ninth is whether a version is 1.9.1 or later.
func ninth(version string) bool {
	parts := strings.Split(strings.TrimPrefix(version, "v"), ".")
	for i, least := range []int{1, 9, 1} {
		n := 0
		if i < len(parts) {
			n, _ = strconv.Atoi(parts[i])
		}
		if n != least {
			return n > least
		}
	}
	return true
}

// googleLine reads one repetition.
func (f *file) googleLine(n node, rule RealTime) {
	name := n.get("run_name")
	if name.v == nil {
		name = n.get("name")
	}
	full := name.text()
	if n.get("error_occurred").maybe() == "true" {
		f.failed(full, n.get("error_message").maybe())
		return
	}
	if n.get("skipped").maybe() == "true" {
		f.note("%s: left out: it was skipped", full)
		return
	}
	threads := 1
	if t := n.get("threads"); t.v != nil {
		threads = t.least(1, "a number of threads, 1 or more")
	}
	t := n.get("real_time").number("a time, which isn't negative") * unitOf(n.get("time_unit"))
	switch {
	case threads == 1:
	case rule == RealTimeUnsaid:
		n.get("threads").fail("1, for the file is of a release before 1.9.1, and those differ in whether real_time with " +
			"several threads is divided by them: say --real-time thread or --real-time divided")
	case rule == RealTimeThread:
		t /= float64(threads)
	}
	b := bench{path: n.path, values: []float64{t}, repeats: true, params: []param{{"threads", strconv.Itoa(threads)}}}
	parts := slices.DeleteFunc(strings.Split(full, "/"), settings().MatchString)
	if len(parts) == 0 {
		parts = []string{full}
	}
	b.name, b.group = parts[0], strings.Join(parts, "/")
	f.add(b)
}
