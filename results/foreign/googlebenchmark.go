package foreign

import (
	"cmp"
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
	`^(real_time|process_time|manual_time|(iterations|repeats|min_time|min_warmup_time):[0-9.e+-]+s?)$`)

// ownThreads are the threads of a benchmark at the end of its name.
var ownThreads = pattern(`/threads:([0-9]{1,9})$`)

// aggregateEnd is how the name of an aggregate ends; before 1.5 nothing else tells one.
var aggregateEnd = pattern(`_(mean|median|stddev|cv|BigO|RMS)$`)

// googleBenchmark reads what --benchmark_out writes. Lines of repetitions are taken. Aggregates aren't, for their
// real_time may be a ratio, but where a benchmark has nothing else its mean and its standard deviation are. A benchmark
// computes what its function does with its arguments, so others aren't its rivals.
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
	lines := root.get("benchmarks").few()
	whole := map[string]bool{} // benchmarks that have repetitions
	for _, b := range lines {
		if _, kind := aggregateOf(b); kind == "" {
			whole[runName(b)] = true
		}
	}
	deviations := deviationsOf(lines)
	aggregates := 0
	for _, b := range lines {
		name, kind := aggregateOf(b)
		switch {
		case kind == "":
			f.googleLine(b, name, rule, nil)
		case kind == "mean" && !whole[name]:
			f.googleLine(b, name, rule, deviations)
		default:
			aggregates++
		}
	}
	if aggregates > 0 && len(f.benches) == 0 && len(f.notes) == 0 {
		root.get("benchmarks").fail("repetitions or their means: other aggregates aren't times")
	}
	return f
}

// runName is the name of a benchmark with its arguments and settings.
func runName(n node) string {
	if name := n.get("run_name").maybe(); name != "" {
		return name
	}
	return n.get("name").maybe()
}

// aggregateOf is the benchmark of a line and the kind of aggregate that it is, "" for a repetition. A file of an old
// release has no run_type, and the kind at the end of the name alone.
func aggregateOf(n node) (name, kind string) {
	name = runName(n)
	switch t := n.get("run_type").maybe(); t {
	case "iteration":
		return name, ""
	case "":
		if m := aggregateEnd().FindStringSubmatch(name); m != nil && n.get("run_type").v == nil {
			return strings.TrimSuffix(name, m[0]), m[1]
		}
		return name, ""
	default:
		return name, cmp.Or(n.get("aggregate_name").maybe(), "aggregate")
	}
}

// deviationsOf are the lines of standard deviations, by benchmark.
func deviationsOf(lines []node) map[string]node {
	all := map[string]node{}
	for _, b := range lines {
		if name, kind := aggregateOf(b); kind == "stddev" {
			all[name] = b
		}
	}
	return all
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

// googleLine reads one repetition, or the mean of several, whose standard deviations are given then.
func (f *file) googleLine(n node, full string, rule RealTime, deviations map[string]node) {
	if full == "" {
		n.get("name").fail("a text")
	}
	if n.get("error_occurred").maybe() == "true" {
		f.failed(full, n.get("error_message").maybe())
		return
	}
	if n.get("skipped").maybe() == "true" {
		f.note("%s: left out: it was skipped", full)
		return
	}
	threads := threadsOf(n, full)
	over := 1.0
	switch {
	case threads == 1:
	case rule == RealTimeUnsaid:
		n.get("threads").fail("1, for the file is of a release before 1.9.1, and those differ in whether real_time with " +
			"several threads is divided by them: say --real-time thread or --real-time divided")
	case rule == RealTimeThread:
		over = float64(threads)
	}
	b := bench{path: n.path, again: full}
	b.name, b.group, b.params = googleName(full, threads)
	if deviations == nil {
		b.values = []float64{realTime(n) / over}
	} else {
		deviation := 0.0
		if d, ok := deviations[full]; ok {
			deviation = realTime(d) / over
		}
		repeated := 1
		if r := n.get("repetitions"); r.v != nil {
			repeated = r.least(1, "a number of repetitions")
		}
		b.meanAndDeviation(realTime(n)/over, deviation, repeated)
	}
	f.add(b)
}

// threadsOf is how many threads run a benchmark. Old releases say it at the end of its name alone.
func threadsOf(n node, full string) int {
	if t := n.get("threads"); t.v != nil {
		return t.least(1, "a number of threads, 1 or more")
	}
	if m := ownThreads().FindStringSubmatch(full); m != nil {
		threads, _ := strconv.Atoi(m[1])
		return max(threads, 1)
	}
	return 1
}

// realTime is the wall time of a line, in seconds.
func realTime(n node) float64 {
	return n.get("real_time").number("a time, which isn't negative") * unitOf(n.get("time_unit"))
}

// googleName takes a name apart: "BM_Sort/n:100/threads:2/real_time" is BM_Sort on n:100. Arguments are whole numbers, so
// a part that is none belongs to the name: the method of a fixture, or what a benchmark was captured as. Its own threads
// are the workers; else an argument with a name may say so, which threads are, too, that it wasn't run by.
func googleName(full string, threads int) (name, group string, params []param) {
	parts := strings.Split(full, "/")
	own := "threads:" + strconv.Itoa(threads)
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == own || settings().MatchString(part) })
	if len(parts) == 0 {
		parts = []string{full}
	}
	params = append(params, param{key: "threads", value: strconv.Itoa(threads), unnamed: true, last: threads == 1})
	name = parts[0]
	for _, part := range parts[1:] {
		key, value, is := strings.Cut(part, ":")
		if !is || key == "" || value == "" {
			key, value = "", part
		}
		if _, err := strconv.ParseInt(value, 10, 64); err != nil && key == "" && len(params) == 1 {
			name += "/" + part
			continue
		}
		params = append(params, param{key: key, value: value, spelt: "/" + part})
	}
	return name, name, params
}
