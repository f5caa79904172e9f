package foreign

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// toolFiles are the files that tools wrote, by name.
func toolFiles(t *testing.T) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[filepath.Base(path)] = data
	}
	return files
}

// refused is what is wrong with a file, nil where it becomes a record.
func refused(data []byte) error {
	o := Options{RealTime: RealTimeDivided}
	f, err := parse(data, o)
	if err == nil {
		_, err = f.record(o)
	}
	return err
}

// A file that was cut anywhere is refused with its line, or with what it lacks; where lines are whole by themselves,
// what is there may be read.
func TestCutFilesAreRefusedByLine(t *testing.T) {
	place := regexp.MustCompile(`^line \d+: |^it is empty|it has no benchmark with a time|not a file of a tool`)
	for name, data := range toolFiles(t) {
		const cuts = 60
		for i := range cuts {
			cut := data[:len(data)*i/cuts]
			err := refused(cut)
			if err == nil && filepath.Ext(name) != ".txt" {
				t.Errorf("%s is read although it ends at byte %d", name, len(cut))
			}
			if err != nil && !place.MatchString(err.Error()) {
				t.Errorf("%s, cut at byte %d: %v", name, len(cut), err)
			}
		}
	}
}

// A value of another kind anywhere in a file is taken for what it is, or refused with its path.
func TestChangedValuesAreRefusedByPath(t *testing.T) {
	const most = 20 // places of a file
	for name, data := range toolFiles(t) {
		if filepath.Ext(name) != ".json" {
			continue
		}
		var root any
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		all := places("", root, nil)
		step := max(1, len(all)/most)
		for i := 0; i < len(all); i += step {
			for _, other := range []any{"x", -1.0, 1e300, true, nil, []any{}, map[string]any{}, []any{[]any{}}} {
				all[i].set(other)
				b, err := json.Marshal(root)
				if err != nil {
					t.Fatal(err)
				}
				if err := refused(b); err != nil && !namesPlace(err.Error(), all[i].path) {
					t.Errorf("%s: %s is %v: %v", name, all[i].path, other, err)
				}
			}
			all[i].set(all[i].was)
		}
	}
}

// A place is a value within JSON.
type place struct {
	path string
	was  any
	set  func(any)
}

// places are all values below one, those around others before them.
func places(path string, v any, all []place) []place {
	switch v := v.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			at := strings.TrimPrefix(path+"."+key, ".")
			all = append(all, place{at, v[key], func(x any) { v[key] = x }})
			all = places(at, v[key], all)
		}
	case []any:
		for i := range v {
			at := fmt.Sprintf("%s[%d]", path, i)
			all = append(all, place{at, v[i], func(x any) { v[i] = x }})
			all = places(at, v[i], all)
		}
	}
	return all
}

// namesPlace is whether an error names a path, one in it or one around it, or says what the whole file lacks.
func namesPlace(err, path string) bool {
	for _, whole := range []string{"it has no benchmark with a time", "not a file of a tool", "options of tinybench"} {
		if strings.Contains(err, whole) {
			return true
		}
	}
	said, _, _ := strings.Cut(err, ": ")
	return strings.HasPrefix(path, said) || strings.HasPrefix(said, path)
}
