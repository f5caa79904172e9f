package main

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"corerace/bench/language"
	"corerace/report"
	"corerace/workloads"
)

// A page is a text for people in which commands, code and links are held true.
type page struct {
	path string // from the root of the repository
	text string
}

// rootDir is the root of the repository, from this package's folder and as an absolute path.
func rootDir(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// pages are all that the repository has in Markdown, the README first. Lessons are no pages but what a program reads.
func pages(t *testing.T) []page {
	t.Helper()
	root := rootDir(t)
	all := []page{{"README.md", readText(t, filepath.Join(root, "README.md"))}}
	for _, path := range filesOf(t, root, ".md") {
		if path != "README.md" && !strings.HasPrefix(path, "docs/lessons/") {
			all = append(all, page{path, readText(t, filepath.Join(root, path))})
		}
	}
	if len(all) < 3 {
		t.Fatalf("only %d pages", len(all))
	}
	return all
}

// pageOf is the text of one page.
func pageOf(t *testing.T, path string) string {
	t.Helper()
	return readText(t, filepath.Join(rootDir(t), path))
}

func readText(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// readTexts are the texts of all files that match a pattern, but for tests.
func readTexts(t *testing.T, pattern string) string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, file := range files {
		if !strings.HasSuffix(file, "_test.go") {
			b.WriteString(readText(t, file))
		}
	}
	return b.String()
}

// A block is what stands between two fences of a page.
type block struct {
	name, language, text string // name is page:line
}

func (p page) blocks(t *testing.T) []block {
	t.Helper()
	var all []block
	open := false
	for i, line := range strings.Split(p.text, "\n") {
		if language, fence := strings.CutPrefix(line, "```"); fence {
			if open = !open; open {
				all = append(all, block{fmt.Sprintf("%s:%d", p.path, i+1), language, ""})
			}
			continue
		}
		if open {
			all[len(all)-1].text += line + "\n"
		}
	}
	if open {
		t.Errorf("%s: a block isn't closed", p.path)
	}
	return all
}

// prose is the page without its blocks.
func (p page) prose() string {
	var b strings.Builder
	open := false
	for line := range strings.Lines(p.text) {
		if strings.HasPrefix(line, "```") {
			open = !open
		} else if !open {
			b.WriteString(line)
		}
	}
	return b.String()
}

var (
	link   = regexp.MustCompile(`\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"`)
	anchor = regexp.MustCompile(`(?m)^#+ (.+)$`)
	marks  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

func TestLinksOfThePagesLeadSomewhere(t *testing.T) {
	root := rootDir(t)
	for _, p := range pages(t) {
		for _, m := range link.FindAllStringSubmatch(p.prose(), -1) {
			target := m[1] + m[2]
			if strings.Contains(target, "://") {
				continue
			}
			path, fragment, _ := strings.Cut(target, "#")
			file := filepath.Join(root, filepath.FromSlash(p.path))
			if path != "" {
				file = filepath.Join(filepath.Dir(file), filepath.FromSlash(path))
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: link to %s: %v", p.path, target, err)
				continue
			}
			if fragment != "" && !slices.Contains(anchorsOf(readText(t, file)), fragment) {
				t.Errorf("%s: link to %s: no such heading", p.path, target)
			}
		}
	}
}

// anchorsOf are the headings of a page as links spell them.
func anchorsOf(text string) (all []string) {
	for _, m := range anchor.FindAllStringSubmatch(text, -1) {
		all = append(all, strings.ReplaceAll(marks.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-"))
	}
	return all
}

// Each thing has a page that names it: who looks for it there must find it.
func TestPagesNameWhatThereIs(t *testing.T) {
	const races, commands, record, languages = "docs/modes.md", "docs/commands.md", "docs/record.md", "docs/languages.md"
	root := rootDir(t)
	names := map[string][]thing{} // by how the page must write it
	want := func(name, kind, page string) { names[name] = append(names[name], thing{kind, page}) }
	for _, m := range usualModes(nil) {
		want("`"+m.Name+"`", "mode", races)
		for _, o := range m.Options {
			want(m.Name+":"+o.Name+"=", "option", races)
		}
	}
	for _, l := range language.All() {
		for _, way := range l.Ways {
			want("`"+l.Name+"-"+way.Name+"`", "mode", languages)
		}
	}
	for _, w := range workloads.All() {
		want("`"+w.Name+"`", "workload", races)
	}
	for _, c := range rootCommand(io.Discard).Commands() {
		want("corerace "+c.Name(), "command", commands)
	}
	for _, f := range report.Formats() {
		want("`"+f.Name+"`", "format", commands)
	}
	for _, found := range []struct{ kind, pattern, files, around, page string }{
		{"field of the record", "`json:\"(\\w+)", "results/*.go", "`", record},
		{"kind of line in the record", `Kind\w+ += "(\w+)"`, "results/record.go", "`", record},
		{"experiment on a lock", `GIL\w+ += "(\w+)"`, "results/gil.go", "`", record},
		{"reason of an end", `Reason\w+ += "(\w+)"`, "bench/race/looks.go", "`", record},
		{"reason of an end", `Reason\w+ += "(\w+)"`, "bench/race/looks.go", "`", planPage},
		{"direct dependency", `(?m)^\t(\S+ v\S+)$`, "go.mod", "", planPage},
	} {
		all := regexp.MustCompile(found.pattern).FindAllStringSubmatch(readTexts(t, filepath.Join(root, found.files)), -1)
		if len(all) == 0 {
			t.Errorf("%s has no %s", found.files, found.kind)
		}
		for _, m := range all {
			want(found.around+m[1]+found.around, found.kind, found.page)
		}
	}
	texts := map[string]string{}
	for _, path := range []string{planPage, races, commands, record, languages} {
		texts[path] = pageOf(t, path)
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		for _, n := range names[name] {
			if !strings.Contains(texts[n.page], name) {
				t.Errorf("%s doesn't name the %s %s", n.page, n.kind, name)
			}
		}
	}
}

// A thing is what a page must name.
type thing struct{ kind, page string }

// packageFolders are the folders with Go files of this module, from the root.
func packageFolders(t *testing.T, root string) (dirs []string) {
	t.Helper()
	for _, file := range filesOf(t, root, ".go") {
		dir := path.Dir(file)
		if _, err := os.Stat(filepath.Join(root, dir, "go.mod")); dir != "." && err == nil {
			continue // a module of its own
		}
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// filesOf are the files of the repository with an extension, from the root and with slashes, without what is hidden,
// test data, and what runs left behind.
func filesOf(t *testing.T, root, ext string) (files []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() && name != "." && (strings.HasPrefix(base, ".") || base == "testdata" || base == outputRoot) {
			return fs.SkipDir
		}
		if !d.IsDir() && path.Ext(name) == ext {
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A path of the machine that a page was written on means nothing to its reader.
func TestPagesHaveNoPathOfAMachine(t *testing.T) {
	own := regexp.MustCompile(`(?m)(^|[^\w.~-])(/(home|root|Users|work|tmp|mnt|opt|private|var)/|[A-Z]:\\)\S*`)
	for _, p := range pages(t) {
		if found := own.FindString(p.text); found != "" {
			t.Errorf("%s has the path %q", p.path, found)
		}
	}
}
