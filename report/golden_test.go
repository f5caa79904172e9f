package report

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// small is a course whose files are short enough to be read in a review.
var small = course{
	workloads: []string{"mandelbrot"}, modes: []string{"goroutines", "gil"},
	workers: []int{1, 2}, rounds: 6, cores: 2, wall: 210 * time.Millisecond,
}

var fontData = regexp.MustCompile(`data:font/woff;base64,[A-Za-z0-9+/=]+`)

func TestGoldenFiles(t *testing.T) {
	d := fixture(small)
	for _, f := range Formats() {
		if f.Name == "png" {
			continue // pixels are for the eye
		}
		files, err := Render(d, f.Name, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			name := file.Name
			if f.Ext == ".txt" {
				name = f.Name + f.Ext
			}
			golden(t, name, fontData.ReplaceAll(file.Data, []byte("data:font/woff;base64,FONT")))
		}
	}
	ascii, err := Render(d, "table", Options{TextOptions: TextOptions{ASCII: true, Width: 80}})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "table-ascii.txt", ascii[0].Data)
}

// golden holds data to a file in testdata; a mismatch writes what was got beside it.
func golden(t *testing.T, name string, data []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
		return
	}
	if string(want) != string(data) {
		if err := os.WriteFile(path+".got", data, 0o666); err != nil {
			t.Error(err)
		}
		t.Errorf("%s differs from what was written; see %s.got, and -update if it is right", path, path)
		return
	}
	_ = os.Remove(path + ".got")
}
