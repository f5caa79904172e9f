package foreign

import (
	"maps"
	"slices"

	"corerace/results"
)

// hyperfine1 reads what hyperfine before 2.0 writes with --export-json: seconds, parameters as texts. All commands of a
// file are rivals. Runs that failed count in its mean, and aren't taken here.
func hyperfine1(root node) *file {
	f := &file{tool: "hyperfine", version: "1.x"}
	for _, r := range root.get("results").few() {
		b := bench{path: r.path, group: "commands", name: r.get("command").text(),
			params: textParams(r.get("parameters"), "")}
		times := r.get("times").numbers(1)
		codes, known := r.get("exit_codes"), 0
		if codes.v != nil {
			known = codes.length()
		}
		failed := 0
		for i, t := range times {
			if i < known && failedRun(codes.at(i)) {
				failed++
				continue
			}
			b.values = append(b.values, t)
		}
		f.addRuns(b, failed)
	}
	return f
}

// hyperfine2 reads what hyperfine 2.0 writes: a measurement has its values each with a unit, and its exit code. The
// wall time is taken, whatever the file's primary metric is.
func hyperfine2(root node) *file {
	f := &file{tool: "hyperfine", version: root.get("metadata").get("hyperfine_version").maybe(),
		started: root.get("metadata").get("start_time").time()}
	if v := root.get("schema_version"); v.maybe() != "2" {
		v.fail("schema 2 of hyperfine")
		return f
	}
	platform := root.get("metadata").get("platform")
	f.host = results.Machine{OS: platform.get("os").maybe(), Arch: platform.get("architecture").maybe()}
	for _, r := range root.get("results").few() {
		b := bench{path: r.path, group: "commands", name: r.get("command").text(),
			params: textParams(r.get("parameters"), "value")}
		if name := r.get("name").maybe(); name != "" {
			b.name = name
		}
		failed := 0
		for _, m := range r.get("measurements").list() {
			wall := m.get("time_wall_clock")
			t := wall.get("value").number("a time, which isn't negative") * unitOf(wall.get("unit"))
			if !m.has("exit_code") {
				m.get("exit_code").fail("an exit code, or null")
			}
			if failedRun(m.get("exit_code")) {
				failed++
				continue
			}
			b.values = append(b.values, t)
		}
		f.addRuns(b, failed)
	}
	return f
}

// addRuns adds a command, and says how many of its runs failed.
func (f *file) addRuns(b bench, failed int) {
	if failed > 0 {
		f.note("%s: left out: %d of %d runs failed", b.name, failed, failed+len(b.values))
	}
	if failed == 0 || len(b.values) > 0 {
		f.add(b)
	}
}

// failedRun is whether an exit code says so. One that is null is of a run that ended by a signal.
func failedRun(code node) bool { return code.maybe() != "0" }

// unitOf is the unit of a time, in seconds.
func unitOf(n node) float64 {
	units := map[string]float64{"second": 1, "s": 1, "millisecond": 1e-3, "ms": 1e-3, "microsecond": 1e-6, "us": 1e-6,
		"nanosecond": 1e-9, "ns": 1e-9}
	unit, ok := units[n.maybe()]
	if !ok {
		n.fail("a unit of time")
	}
	return unit
}

// textParams are the parameters of an object, in the order of their names; each under a key of its own object where
// inner isn't empty.
func textParams(n node, inner string) (all []param) {
	m, ok := n.v.(map[string]any)
	if !ok {
		if n.v != nil {
			n.fail("an object of parameters")
		}
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		v := n.get(key)
		if inner != "" {
			v = v.get(inner)
		}
		all = append(all, param{key: key, value: v.maybe()})
	}
	return all
}
