package report

import (
	"bytes"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

// printed is the text of a page on paper of a size, sheet by sheet.
func printed(t *testing.T, page []byte, paper string) []string {
	t.Helper()
	read, err := exec.LookPath("pdftotext")
	if err != nil {
		testkit.Missing(t, "pdftotext", "no pdftotext found")
	}
	dir := t.TempDir()
	file, pdf := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
	sized := bytes.Replace(page, []byte("<style>"), []byte("<style>@page{size:"+paper+"}"), 1)
	if err := os.WriteFile(file, sized, 0o666); err != nil {
		t.Fatal(err)
	}
	browse(t, file, "--no-pdf-header-footer", "--print-to-pdf="+pdf)
	text, err := exec.CommandContext(t.Context(), read, "-layout", pdf, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

// headings are the texts of the headings of a page.
func headings(page []byte) (all []string) {
	for _, m := range regexp.MustCompile(`<h[23][^>]*>([^<]*)</h[23]>`).FindAllSubmatch(page, -1) {
		all = append(all, html.UnescapeString(string(m[1])))
	}
	return all
}

// nothingIsStranded holds every sheet but the last to some lines, and none to end with a heading.
func nothingIsStranded(t *testing.T, what string, sheets, heads []string) {
	t.Helper()
	for i, sheet := range sheets {
		lines := strings.Split(strings.TrimSpace(sheet), "\n")
		last := strings.TrimSpace(lines[len(lines)-1])
		if len(lines) < 4 && i < len(sheets)-1 || slices.Contains(heads, last) {
			t.Errorf("%s: sheet %d of %d has %d lines and ends with %q", what, i+1, len(sheets), len(lines), last)
		}
	}
}

// On paper no heading is the last of its sheet, the sentence stands with its picture, and what is folded is open.
func TestThePageIsPrinted(t *testing.T) {
	testkit.Chromium(t)
	d := told()
	page := bytes.Replace(render(t, d, "html")[0].Data, []byte(`<details open class="part" id="method">`),
		[]byte(`<details class="part" id="method">`), 1)
	heads := headings(page)
	papers := []string{"A4"}
	if testkit.Long() {
		papers = append(papers, "Letter")
	}
	for _, paper := range papers {
		sheets := printed(t, page, paper)
		nothingIsStranded(t, paper, sheets, heads)
		for _, with := range []string{d.Workloads()[0] + ": goroutines ×3 won", "processes ×3", "ideal 3.00×"} {
			if !strings.Contains(sheets[0], with) {
				t.Errorf("%s: the first sheet doesn't hold %q:\n%.400s", paper, with, sheets[0])
			}
		}
		if all := strings.Join(sheets, ""); !strings.Contains(all, "about 95 of 100 such intervals") {
			t.Errorf("%s: a part that was folded isn't printed", paper)
		}
	}
}
