package report

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"corerace/bench/testkit"
	"corerace/report/chart"
)

// A drawer is a program that makes a picture of a file of SVG.
type drawer struct {
	name string
	draw func(t *testing.T, file string) image.Image
}

// drawers are the programs that are here.
func drawers(t *testing.T) []drawer {
	t.Helper()
	rsvg, err := exec.LookPath("rsvg-convert")
	if err != nil {
		testkit.Missing(t, "rsvg", "no rsvg-convert found")
	}
	return []drawer{
		{"rsvg-convert", func(t *testing.T, file string) image.Image {
			out, err := exec.CommandContext(t.Context(), rsvg, "--width", "1440", file).Output()
			if err != nil {
				t.Fatal(err)
			}
			return picture(t, out)
		}},
		{"chromium", func(t *testing.T, file string) image.Image {
			shot := filepath.Join(t.TempDir(), "shot.png")
			browse(t, file, "--force-device-scale-factor=2", "--window-size=720,720", "--screenshot="+shot)
			data, err := os.ReadFile(shot)
			if err != nil {
				t.Fatal(err)
			}
			return picture(t, data)
		}},
	}
}

func picture(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// markOf is the colour of an area, or of a line of a point and more, that isn't translucent.
var markOf = regexp.MustCompile(`<(?:path|circle) fill="#([0-9a-f]{6})" (?:d|cx)=`)

// What a program shows of a file is what it holds: on the background of its scheme every colour of a mark, and text that
// can be read on it. The browser draws one of them, for it is slow to start.
func TestProgramsDrawWhatAFileHolds(t *testing.T) {
	all := drawers(t)
	themes := []chart.Theme{chart.Dark}
	if testkit.Long() {
		themes = append(themes, chart.Light)
	}
	for _, theme := range themes {
		files, err := Render(told(), "svg", Options{Theme: theme})
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range files {
			if i > 1 && !testkit.Long() {
				break
			}
			path := filepath.Join(t.TempDir(), f.Name)
			if err := os.WriteFile(path, f.Data, 0o666); err != nil {
				t.Fatal(err)
			}
			for _, d := range all[:1+min(1, max(0, 1-i))] {
				checkDrawn(t, fmt.Sprintf("%s, %s in theme %d", d.name, f.Name, theme), d.draw(t, path), f.Data, theme)
			}
		}
	}
}

// checkDrawn holds a picture to the colours of the file that it was drawn from.
func checkDrawn(t *testing.T, what string, img image.Image, file []byte, theme chart.Theme) {
	t.Helper()
	counts := map[color.NRGBA]int{}
	box := img.Bounds()
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			counts[color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)]++
		}
	}
	inks := chart.InksOf(theme)
	if paper := counts[inks[chart.Bg]]; paper < box.Dx()*box.Dy()/3 {
		t.Errorf("%s: %d pixels of the background", what, paper)
	}
	if counts[inks[chart.Fg]] < 100 || counts[inks[chart.Muted]] < 100 {
		t.Errorf("%s: %d pixels of ink and %d of muted text", what, counts[inks[chart.Fg]], counts[inks[chart.Muted]])
	}
	for _, m := range markOf.FindAllSubmatch(file, -1) {
		rgb, err := strconv.ParseUint(string(m[1]), 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		c := color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: 0xff}
		if counts[c] == 0 {
			t.Errorf("%s: nothing has the colour #%s of a mark", what, m[1])
		}
	}
}

// A PDF of a figure is one page whose fonts are within it; the same figure is the same file.
func TestAPDFHoldsItsFigure(t *testing.T) {
	first := render(t, told(), "pdf")
	again := render(t, told(), "pdf")
	for i, f := range first {
		if !bytes.HasPrefix(f.Data, []byte("%PDF-")) || bytes.Count(f.Data, []byte("/Type /Page\n")) != 1 ||
			!bytes.Contains(f.Data, []byte("/FontFile2")) {
			t.Errorf("%s isn't a page with its fonts", f.Name)
		}
		if !bytes.Equal(f.Data, again[i].Data) {
			t.Errorf("%s differs from one time to the next", f.Name)
		}
	}
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		testkit.Missing(t, "pdftotext", "no pdftotext found")
	}
	file := filepath.Join(t.TempDir(), "figure.pdf")
	if err := os.WriteFile(file, first[0].Data, 0o666); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), path, file, "-").Output()
	if err != nil || !bytes.Contains(text, []byte("goroutines ×3")) {
		t.Errorf("the text can't be searched: %v, %.300s", err, text)
	}
}

// What no font here has is a question mark that the figure explains; what one has is drawn without a word.
func TestLettersThatNoFontHasAreNamed(t *testing.T) {
	path, err := exec.LookPath("pdftotext")
	if err != nil {
		testkit.Missing(t, "pdftotext", "no pdftotext found")
	}
	for name, lacks := range map[string]bool{"日本語": true, "привет ≥ Ωμέγα": false} {
		d := told()
		for i := range d.Summary.Cells {
			if c := &d.Summary.Cells[i]; c.Mode == "gil" {
				c.Mode = name
			}
		}
		file := filepath.Join(t.TempDir(), "figure.pdf")
		if err := os.WriteFile(file, render(t, d, "pdf")[0].Data, 0o666); err != nil {
			t.Fatal(err)
		}
		text, err := exec.CommandContext(t.Context(), path, file, "-").Output()
		if err != nil || bytes.Contains(text, []byte("? stands for a letter")) != lacks ||
			!lacks && !bytes.Contains(text, []byte(name)) {
			t.Errorf("%s: %v, %.600s", name, err, text)
		}
	}
}
