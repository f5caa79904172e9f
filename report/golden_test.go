package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"flag"
	"fmt"
	"image"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"corerace/report/content"
	"corerace/report/internal/course"
	"corerace/report/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

var fontData = regexp.MustCompile(`data:font/woff;base64,[A-Za-z0-9+/=]+`)

func TestGoldenFiles(t *testing.T) {
	d := course.Fixture(course.Small)
	for _, f := range Formats() {
		if f.Name == "png" || f.Name == "pdf" {
			continue // for the eye
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
	ascii, err := Render(d, "table", Options{Options: text.Options{ASCII: true, Width: 80}})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "table-ascii.txt", ascii[0].Data)
}

// The pictures that the small course has no numbers for: lines of three numbers of workers, where the time went, who
// had the lock, what processes cost, and modes by workloads.
func TestGoldenFigures(t *testing.T) {
	for _, f := range render(t, told(), "svg") {
		if !strings.HasSuffix(f.Name, "-sort.svg") { // the second workload is drawn as the first
			golden(t, "told-"+f.Name, f.Data)
		}
	}
}

// told is a document whose record tells all that a picture shows.
func told() *content.Document {
	d := course.Fixture(course.Course{Workloads: []string{"primes", "sort"}, Modes: []string{"goroutines", "gil",
		"processes"}, Workers: []int{1, 2, 3}, Rounds: 6, Cores: 3, Wall: 210 * time.Millisecond})
	course.AddTimes(d)
	course.AddOwn(d, 0.8)
	course.AddLocks(d)
	course.AddProcesses(d)
	return d
}

var pictureData = regexp.MustCompile(`data:image/png;base64,[A-Za-z0-9+/=]+`)

// decoded has, instead of every PNG within a text, what is drawn in it: two releases of Go may write one picture in
// different bytes.
func decoded(t *testing.T, text []byte) string {
	t.Helper()
	return string(pictureData.ReplaceAllFunc(text, func(uri []byte) []byte {
		_, data, _ := bytes.Cut(uri, []byte(","))
		img, err := png.Decode(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(data)))
		if err != nil {
			t.Fatal(err)
		}
		box := img.Bounds()
		pixels := image.NewNRGBA64(box)
		draw.Draw(pixels, box, img, box.Min, draw.Src)
		return fmt.Appendf(nil, "picture of %v, %x", box, sha256.Sum256(pixels.Pix))
	}))
}

// golden holds data to a file in testdata; a mismatch writes what was got beside it. Pictures are held to their pixels.
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
	if decoded(t, want) != decoded(t, data) {
		if err := os.WriteFile(path+".got", data, 0o666); err != nil {
			t.Error(err)
		}
		t.Errorf("%s differs from what was written; see %s.got, and -update if it is right", path, path)
		return
	}
	_ = os.Remove(path + ".got")
}

func TestPicturesAreComparedByWhatIsDrawn(t *testing.T) {
	page := func(level png.CompressionLevel, ink uint8) []byte {
		img := image.NewGray(image.Rect(0, 0, 40, 40))
		img.Pix[7] = ink
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: level}).Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		return fmt.Appendf(nil, `<image href="data:image/png;base64,%s"/>`,
			base64.StdEncoding.EncodeToString(b.Bytes()))
	}
	one, same, other := page(png.NoCompression, 1), page(png.BestCompression, 1), page(png.NoCompression, 2)
	if bytes.Equal(one, same) || decoded(t, one) != decoded(t, same) {
		t.Error("one picture in other bytes is another one")
	}
	if decoded(t, one) == decoded(t, other) {
		t.Error("two pictures are one")
	}
}
