package foreign

import (
	"fmt"
	"io/fs"
	"path"
)

// maxEntries is how many files and folders are looked at.
const maxEntries = 100_000

// criterion reads the folder target/criterion, or one in it. A benchmark is a folder "new" with sample.json, whose
// times are totals of so many iterations each, in ns; "base" beside it, or what a baseline was saved as, is an older
// run. A folder that is asked for by itself is taken whatever it is called. Folders have names that were made
// safe, so names come from benchmark.json. The functions of a group are rivals for each value of its parameter.
func criterion(dir fs.FS) (*file, error) {
	f := &file{tool: "criterion.rs"}
	entries := 0
	err := fs.WalkDir(dir, ".", func(name string, d fs.DirEntry, err error) error {
		if entries++; err == nil && entries > maxEntries {
			return fmt.Errorf("the folder has more than %d entries", maxEntries)
		}
		if err != nil || d.IsDir() || path.Base(name) != "sample.json" ||
			path.Base(path.Dir(name)) != "new" && path.Dir(name) != "." {
			return err
		}
		if len(f.benches) == maxBenches {
			return fmt.Errorf("the folder has more than %d benchmarks", maxBenches)
		}
		return f.criterionBench(dir, name)
	})
	f.criterionValues()
	if err == nil && len(f.benches) == 0 && len(f.notes) == 0 {
		return nil, fmt.Errorf("%w: the folder has neither run.jsonl nor a sample.json of criterion.rs", ErrUnknown)
	}
	return f, err
}

// criterionBench reads the benchmark whose sample.json has a path.
func (f *file) criterionBench(dir fs.FS, sample string) error {
	s, err := jsonFile(dir, sample)
	if err != nil {
		return err
	}
	about := path.Join(path.Dir(sample), "benchmark.json")
	n, err := jsonFile(dir, about)
	if err != nil {
		return err
	}
	group, function, value := n.get("group_id").text(), n.get("function_id").maybe(), n.get("value_str").maybe()
	b := bench{path: sample, group: group, name: function}
	switch {
	case value == "":
	case saysWorkers(group):
		b.params = []param{{key: group, value: value}}
	default:
		b.params = []param{{key: "value", value: value}}
	}
	if b.name == "" {
		b.name = group
	}
	times, iters := s.get("times"), s.get("iters")
	if times.length() != iters.length() {
		iters.fail(fmt.Sprintf("as many as there are times, %d", times.length()))
	}
	for i := range min(times.length(), iters.length()) {
		t, k := times.at(i).number("a time in ns, which isn't negative"), iters.at(i).number("a number of iterations")
		if k < 1 {
			iters.at(i).fail("a number of iterations, 1 or more")
			break
		}
		b.values = append(b.values, t/k/1e9)
	}
	f.add(b)
	for _, part := range []struct {
		file string
		err  error
	}{{about, n.doc.err}, {sample, s.doc.err}} {
		if part.err != nil {
			return fmt.Errorf("%s: %w", part.file, part.err)
		}
	}
	return nil
}

// criterionValues takes the values of a group whose functions are all called threads, or so, for the number of workers.
// Where another function has values, too, threads may as well be how something is done with them.
func (f *file) criterionValues() {
	other := map[string]bool{}
	for _, b := range f.benches {
		if len(b.params) > 0 && !saysWorkers(b.name) {
			other[b.group] = true
		}
	}
	for i, b := range f.benches {
		if len(b.params) > 0 && saysWorkers(b.name) && !other[b.group] {
			f.benches[i].params[0].key = b.name
		}
	}
}

// jsonFile reads a JSON file of a folder. What isn't a regular file isn't opened.
func jsonFile(dir fs.FS, name string) (node, error) {
	info, err := fs.Stat(dir, name)
	if err != nil {
		return node{}, fmt.Errorf("%s: expected beside sample.json: %w", name, err)
	}
	if !info.Mode().IsRegular() {
		return node{}, fmt.Errorf("%s: not a file", name)
	}
	in, err := dir.Open(name)
	if err != nil {
		return node{}, err
	}
	defer in.Close()
	data, err := readAll(in, info.Size())
	if err != nil {
		return node{}, err
	}
	if len(data) > maxFile {
		return node{}, fmt.Errorf("%s: longer than %d MiB", name, maxFile>>20)
	}
	n, err := newDocument(utf8Of(data))
	if err != nil {
		return node{}, fmt.Errorf("%s: %w", name, err)
	}
	return n, nil
}
