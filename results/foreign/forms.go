package foreign

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
)

// Tools write tables for people, and files that lack what is measured. Each is refused with the form to ask for.
const (
	askHyperfine = "a table of hyperfine: give what --export-json writes"
	askGoogle    = "a table of Google Benchmark: give what --benchmark_out=FILE --benchmark_out_format=json writes"
	askPytest    = "a table of pytest-benchmark: give what --benchmark-json=FILE writes"
	askPyperf    = "a summary of pyperf: give what -o FILE writes"
	askCriterion = "a file of criterion.rs: give the folder that it lies in, target/criterion"
	askCargo     = "a text of criterion.rs: give the folder target/criterion that cargo bench writes"
	askMessages  = "messages of cargo-criterion: give the folder target/criterion that cargo bench writes"
	askCatch2    = "of Catch2 give what -r xml writes"
	askMitata    = "a table of mitata: give what run({format: \"json\"}) prints"
	askVitest    = "a table of vitest: give what bench --outputJson=FILE writes, or from 5.0 on and before 1.0 " +
		"--reporter=json --outputFile=FILE"
	askResult = "one result of vitest, as writeResult keeps it without a name: run vitest bench with " +
		"--reporter=json --outputFile=FILE, and give that"
	askTasks = "write bench.tasks.map(t => ({name: t.name, result: t.result}))"
)

// texts are the tables for people, by what only they have.
var texts = []struct {
	is  func() *regexp.Regexp
	ask string
}{
	{pattern(`\A(?:command,(?:mean|[a-z_]+_unit),|\[cols="[^"]*"\]\s*\|===\s*\| ?Command` +
		`|\| Command \| Mean |Benchmark (?:1|#1): )`), askHyperfine},
	{pattern(`(?m)^(?:name,iterations,real_time,cpu_time,time_unit|Benchmark +Time +CPU +Iterations)`), askGoogle},
	{pattern(`(?m)-+ benchmark(?: '.*')?: [0-9]+ tests -+`), askPytest},
	{pattern(`(?m)^(?:[^\n]*: )?Mean \+- std dev: [0-9.]+ [numk]?[a-z]+ \+- `), askPyperf},
	{pattern(`(?m)^test .+ \.\.\. bench: +[0-9,.]+ ns/iter|^[^\n]* +time: +\[[0-9.]+ [a-zµ]+ `), askCargo},
	{pattern(`(?m)^.* is a Catch2? v[0-9.]+ host application\.`), "a text of Catch2 for people: " + askCatch2},
	{pattern(`(?m)^benchmark +(?:time \(avg\)|avg \(min … max\))`), askMitata},
	{pattern(`(?m)^ *(?:· )?name +hz +min +max +mean +p75 `), askVitest},
}

// otherText is what to give instead of a text that a tool prints for people; nil where it isn't one.
func otherText(data []byte) error {
	const head = 64 << 10 // bytes that are looked at
	data = bytes.ReplaceAll(escapes().ReplaceAll(data[:min(len(data), head)], nil), []byte("\r"), nil)
	for _, text := range texts {
		if text.is().Match(data) {
			return errors.New(text.ask)
		}
	}
	return nil
}

// escapes are colours of a terminal.
var escapes = pattern("\x1b\\[[0-9;]*m")

// otherJSON is what to give instead of JSON of a tool that has no measurements, or no names; nil where it isn't one.
func otherJSON(root node) error {
	first := root
	if l, _ := root.v.([]any); len(l) > 0 {
		first = node{doc: root.doc, v: l[0]}
	}
	switch {
	case root.has("sampling_mode"), root.has("group_id"), root.has("median_abs_dev"):
		return errors.New(askCriterion)
	case root.has("reason") && (root.has("measured_values") || root.has("group_name")):
		return errors.New(askMessages)
	case root.has("test-run"):
		return errors.New("a report of Catch2 in JSON, which has no benchmarks: " + askCatch2)
	case root.has("latency") && root.has("throughput"):
		return errors.New(askResult)
	case root.has("retainSamples"), root.has("timestampProvider"):
		return errors.New("the options of tinybench without results: JSON.stringify(bench) leaves those out; " + askTasks)
	case first.has("Task name"), first.has("Task Name"):
		return errors.New("the table of tinybench, whose numbers are texts: " + askTasks)
	case first.has("latency") && first.has("throughput"), first.has("hz") && first.has("rme") && !first.has("name"):
		return errors.New("results of tinybench without the names of their tasks: " + askTasks)
	case emptyObjects(root):
		return errors.New("tasks of tinybench without results: JSON.stringify(bench.tasks) leaves those out; " + askTasks)
	}
	return nil
}

// emptyObjects is whether a node is a list of nothing but objects without a key.
func emptyObjects(n node) bool {
	all, _ := n.v.([]any)
	return len(all) > 0 && !slices.ContainsFunc(all, func(v any) bool {
		object, is := v.(map[string]any)
		return !is || len(object) > 0
	})
}
