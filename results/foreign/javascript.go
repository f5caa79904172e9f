package foreign

import (
	"cmp"
	"slices"
	"strings"

	"corerace/results"
)

// mitata reads what its format "json" prints: ns. Its samples are sorted, and of more than 12 the two least and the two
// largest are cut, so their order and their ends say nothing. The benchmarks of a group are rivals. The first releases of
// 1.0 know no groups, and have no layout.
func mitata(root node) *file {
	f := &file{tool: "mitata"}
	context := root.get("context")
	f.host = results.Machine{CPUModel: context.get("cpu").get("name").maybe(), Arch: context.get("arch").maybe()}
	layout := []node{}
	if root.has("layout") {
		layout = root.get("layout").list()
	}
	for _, b := range root.get("benchmarks").few() {
		group := "benchmarks"
		if g := b.get("group"); g.v != nil {
			if i := g.least(0, "the number of a group"); i < len(layout) && layout[i].get("name").maybe() != "" {
				group = layout[i].get("name").maybe()
			}
		}
		for _, r := range b.get("runs").few() {
			x := bench{path: r.path, group: group, name: r.get("name").text()}
			if r.get("error").v != nil {
				f.failed(x.name, r.get("error").get("message").maybe())
				continue
			}
			if r.get("stats").v == nil {
				r.fail("stats, or an error")
			}
			if alias := b.get("alias").maybe(); alias != "" && r.get("args").v != nil && len(sortedKeys(r.get("args"))) > 0 {
				x.params = textParams(r.get("args"), "")
				x.name = alias
			}
			x.mitataTimes(r.get("stats"))
			f.add(x)
		}
	}
	return f
}

// firstBenchmark is the first of a list of benchmarks, or nothing.
func (n node) firstBenchmark() node {
	all := n.get("benchmarks")
	if l, _ := all.v.([]any); len(l) > 0 {
		return node{n.doc, all.path + "[0]", l[0]}
	}
	return all
}

// mitata0 reads what its releases 0.x print: the same samples, a benchmark each without runs. The first of them kept no
// samples: then it is the mean of so many, and how far they spread isn't known.
func mitata0(root node) *file {
	f := &file{tool: "mitata", version: "0.x", host: results.Machine{CPUModel: root.get("cpu").maybe()}}
	for _, b := range root.get("benchmarks").few() {
		x := bench{path: b.path, group: cmp.Or(b.get("group").maybe(), "benchmarks"), name: b.get("name").text()}
		if b.get("error").v != nil {
			f.failed(x.name, b.get("error").get("message").maybe())
			continue
		}
		if b.get("stats").v == nil {
			b.fail("stats, or an error")
		}
		x.mitataTimes(b.get("stats"))
		f.add(x)
	}
	return f
}

// mitataTimes takes the samples of a run, or where they were left out their mean, whose spread isn't known.
func (b *bench) mitataTimes(stats node) {
	if stats.get("samples").v != nil || !stats.has("avg") {
		b.values = stats.get("samples").numbers(1e-9)
		return
	}
	b.values = []float64{stats.get("avg").number("a mean time, which isn't negative") * 1e-9}
	b.of = new(mean)
	if n := stats.get("n"); n.v != nil {
		b.of.n = int64(n.least(1, "how many samples the mean is of"))
	}
}

// tinybench reads a list of tasks, each with a name and its result: ms. It has no file of its own; throughput isn't
// taken, because its mean is one of rates. Before 3.0 the result was what latency is now.
func tinybench(root node) *file {
	f := &file{tool: "tinybench"}
	for _, task := range root.few() {
		r := task.get("result")
		x := bench{path: task.path, group: "tasks", name: task.get("name").text()}
		switch state := r.get("state").maybe(); {
		case state == "errored" || r.get("error").v != nil:
			f.failed(x.name, r.get("error").get("message").maybe())
			continue
		case state != "" && state != "completed":
			f.note("%s: left out: it is %s", x.name, clipped(state, 40))
			continue
		}
		if runtime := r.get("runtime").maybe(); runtime != "" && f.host.OS == "" {
			f.host.OS = strings.TrimSpace(runtime + " " + r.get("runtimeVersion").maybe())
		}
		stats := r.get("latency")
		if !r.has("latency") {
			if stats = r; r.get("mean").v == nil {
				r.fail("latency, or as before 3.0 a mean")
			}
		}
		x.fromMean(stats, stats.get("samplesCount"))
		f.add(x)
	}
	return f
}

// isTasks is whether a list may be one of tinybench's tasks: other tools write lists, too.
func (n node) isTasks() bool {
	l, is := n.v.([]any)
	if !is || len(l) == 0 {
		return is
	}
	return slices.ContainsFunc(l, func(v any) bool {
		task := node{n.doc, "", v}
		return task.has("name") && task.has("result")
	})
}

// fromMean takes the samples of an object of statistics in ms, or where it has none its mean with the standard error.
func (b *bench) fromMean(stats, count node) {
	if samples := stats.get("samples"); samples.v != nil && samples.length() > 0 {
		b.values = samples.numbers(1e-3)
		return
	}
	b.values = []float64{stats.get("mean").number("a mean time, which isn't negative") * 1e-3}
	b.of = &mean{n: int64(count.least(1, "how many samples the mean is of"))}
	if sem := stats.get("sem"); sem.v != nil {
		b.of.error = sem.number("a standard error, which isn't negative") * 1e-3
	}
}
