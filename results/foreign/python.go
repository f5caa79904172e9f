package foreign

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"corerace/results"
)

// pytestBenchmark reads what --benchmark-json writes: seconds a call, each a mean over a round's iterations. Parameters
// keep their types. A group that was named has rivals in it; without one, a test computes what only it does. What
// --benchmark-save and --benchmark-autosave write has no data without --benchmark-save-data: the mean is taken then.
func pytestBenchmark(root node) *file {
	f := &file{tool: "pytest-benchmark", version: root.get("version").maybe(), started: root.get("datetime").time()}
	m := root.get("machine_info")
	f.host = results.Machine{CPUModel: m.get("cpu").get("brand_raw").maybe(), OS: m.get("system").maybe(),
		Kernel: m.get("release").maybe(), Arch: m.get("machine").maybe()}
	if f.host.CPUModel == "" {
		f.host.CPUModel = m.get("cpu").get("brand").maybe()
	}
	if n := m.get("cpu").get("count"); n.v != nil {
		f.host.CoresLogical = min(n.least(0, "a number of cores"), results.MaxWorkers)
	}
	for _, b := range root.get("benchmarks").few() {
		name, _, _ := strings.Cut(b.get("name").text(), "[")
		x := bench{path: b.path, group: cmp.Or(b.get("group").maybe(), name), name: name}
		x.params = pytestParams(b)
		x.pytestTimes(b.get("stats"))
		f.add(x)
	}
	return f
}

// address is where an object of Python was, which is another place in each run.
var address = pattern(` at 0x[0-9a-fA-F]+`)

// pytestParams are the parameters of a test, and what it adds to its own line.
func pytestParams(b node) (all []param) {
	params := b.get("params")
	for _, p := range textParams(params, "") {
		if p.value == "" {
			p.value = params.get(p.key).spelt()
		}
		p.value = clipped(address().ReplaceAllString(p.value, ""), 60)
		all = append(all, p)
	}
	all = append(all, textParams(b.get("extra_info"), "")...)
	if id := b.get("param").maybe(); len(all) == 0 && id != "" {
		all = []param{{key: "param", value: id}}
	}
	return all
}

// pytestTimes takes the times of a test, or where they were left out their mean.
func (b *bench) pytestTimes(stats node) {
	switch data := stats.get("data"); {
	case data.v != nil:
		b.values = data.numbers(1)
		return
	case stats.get("mean").v == nil:
		stats.fail("data, or a mean")
		return
	}
	b.meanAndDeviation(stats.get("mean").number("a mean time, which isn't negative"),
		stats.get("stddev").number("a standard deviation, which isn't negative"),
		stats.get("rounds").least(1, "how many rounds the mean is of"))
}

// pyperf reads a suite: seconds a loop, in runs of which the first only calibrate. What is the same in all benchmarks
// may stand once, above them.
func pyperf(root node) *file {
	f := &file{tool: "pyperf", version: root.get("metadata").get("perf_version").maybe()}
	if v := root.get("version"); v.maybe() != "1.0" {
		v.fail(`version "1.0" of pyperf's files`)
		return f
	}
	for _, b := range root.get("benchmarks").few() {
		of := func(key string) string {
			return cmp.Or(b.get("metadata").get(key).maybe(), root.get("metadata").get(key).maybe())
		}
		x := bench{path: b.path, name: of("name")}
		if x.name == "" {
			b.get("metadata").get("name").fail("a name")
		}
		x.group = x.name
		if unit := cmp.Or(of("unit"), "second"); unit != "second" {
			f.note("%s: left out: it is in the unit %s", x.name, clipped(unit, 40))
			continue
		}
		for _, run := range b.get("runs").list() {
			if run.get("values").v != nil {
				x.values = append(x.values, run.get("values").numbers(1)...)
			}
			if f.started.IsZero() {
				f.started = run.get("metadata").get("date").time()
			}
		}
		f.host.CPUModel, f.host.Kernel = of("cpu_model_name"), of("platform")
		f.version = cmp.Or(f.version, of("perf_version"))
		f.add(x)
	}
	return f
}

// sortedKeys are the keys of an object in order.
func sortedKeys(n node) []string {
	m, _ := n.v.(map[string]any)
	return slices.Sorted(maps.Keys(m))
}
