package foreign

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"corerace/results"
)

// pytestBenchmark reads what --benchmark-json writes: seconds a call, each a mean over a round's iterations. Parameters
// keep their types. A group that was named has rivals in it; without one, a test computes what only it does.
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
		for _, from := range []string{"params", "extra_info"} {
			if b.get(from).v != nil {
				x.params = append(x.params, textParams(b.get(from), "")...)
			}
		}
		if len(x.params) == 0 && b.get("param").maybe() != "" {
			x.params = []param{{"param", b.get("param").maybe()}}
		}
		data := b.get("stats").get("data")
		if data.v == nil {
			data.fail("the times, which pytest-benchmark leaves out with --benchmark-storage of older releases and with " +
				"--benchmark-autosave without --benchmark-save-data")
		}
		x.values = data.numbers(1)
		f.add(x)
	}
	return f
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
