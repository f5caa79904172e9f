package foreign

import "strings"

// vitest reads what bench --outputJson writes, of 1.x to 4.x: ms. It keeps no samples unless it is told to, so a
// benchmark is its mean with a standard error. One that threw has a name and nothing else.
func vitest(root node) *file {
	f := &file{tool: "vitest"}
	for _, file := range root.get("files").few() {
		for _, g := range file.get("groups").few() {
			for _, b := range g.get("benchmarks").few() {
				x := bench{path: b.path, group: g.get("fullName").text(), name: b.get("name").text()}
				if b.get("mean").v == nil {
					f.note("%s: left out: it has no mean, so it failed", x.name)
					continue
				}
				x.fromMean(b, b.get("sampleCount"))
				f.add(x)
			}
		}
	}
	return f
}

// vitestTests reads what the reporter "json" writes, which has the benchmarks before 1.0, and from 5.0 on.
func vitestTests(root node) *file {
	f := &file{tool: "vitest", started: root.get("startTime").millis()}
	if _, named := root.get("testResults").v.(map[string]any); named {
		f.vitest0(root.get("testResults"))
		return f
	}
	for _, file := range root.get("testResults").list() {
		name := file.get("name").maybe()
		name = name[strings.LastIndexAny(name, `/\`)+1:]
		for _, test := range file.get("assertionResults").list() {
			f.vitestTest(test, name)
		}
	}
	return f
}

// vitest0 takes the benchmarks of 0.x: lists by the name of their group.
func (f *file) vitest0(groups node) {
	for _, group := range sortedKeys(groups) {
		for _, b := range groups.get(group).few() {
			x := bench{path: b.path, group: group, name: b.get("name").text()}
			if b.get("mean").v == nil {
				f.note("%s: left out: it has no mean, so it failed", x.name)
				continue
			}
			x.fromMean(b, b.get("sampleCount"))
			f.add(x)
		}
	}
}

// vitestTest takes the benchmarks of a test of 5.x, which are rivals where one call compares them. A result that was
// read from a file is of an older run.
func (f *file) vitestTest(test node, file string) {
	if test.get("status").maybe() == "failed" {
		said := ""
		if all, _ := test.get("failureMessages").v.([]any); len(all) > 0 {
			said, _, _ = strings.Cut(node{v: all[0]}.maybe(), "\n")
		}
		f.failed(test.get("fullName").maybe(), said)
	}
	if !test.has("benchmarks") {
		return
	}
	for _, group := range test.get("benchmarks").few() {
		for _, b := range group.get("tasks").few() {
			x := bench{path: b.path, group: group.get("name").text(), name: b.get("name").text()}
			if file != "" {
				x.group = file + " > " + x.group
			}
			if b.get("fromStore").maybe() == "true" {
				f.note("%s: left out: it was read from the file of an older run", x.name)
				continue
			}
			x.fromMean(b.get("latency"), b.get("latency").get("samplesCount"))
			f.add(x)
		}
	}
}
