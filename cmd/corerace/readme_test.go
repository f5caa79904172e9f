package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"corerace/bench/testkit"
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

// pages are all that the repository has in Markdown, the README first.
func pages(t *testing.T) []page {
	t.Helper()
	root := rootDir(t)
	all := []page{{"README.md", readText(t, filepath.Join(root, "README.md"))}}
	for _, path := range filesOf(t, root, ".md") {
		if path != "README.md" {
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

// A commandLine is a line that a page tells its reader to type, without its "$ ".
type commandLine struct{ name, text string }

// commandLines are the lines of all pages and of the command's manual, which is the doc comment of main.go.
func commandLines(t *testing.T) []commandLine {
	t.Helper()
	var all []commandLine
	for _, p := range pages(t) {
		for _, b := range p.blocks(t) {
			switch b.language {
			case "go", "text":
				continue
			case "sh":
			default:
				t.Errorf("%s: a block of %q: sh, go or text expected", b.name, b.language)
			}
			for line := range strings.Lines(b.text) {
				text, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "$ ")
				if !ok {
					t.Errorf("%s: %q isn't a command: what one prints goes into a block of text", b.name, line)
					continue
				}
				all = append(all, commandLine{b.name, text})
			}
		}
	}
	file, err := parser.ParseFile(token.NewFileSet(), "main.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(file.Doc.Text()) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "$ "); ok {
			all = append(all, commandLine{"main.go", text})
		}
	}
	return all
}

// Every line is carried out, in a folder that has the repository's records. Races are made short; what would start
// the go tool is checked against what is there.
func TestEveryCommandOfThePagesWorks(t *testing.T) {
	lines := commandLines(t)
	root := rootDir(t)
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "results"), os.DirFS(filepath.Join(root, "results"))); err != nil {
		t.Fatal(err)
	}
	writeText(t, filepath.Join(dir, "README.md"), readText(t, filepath.Join(root, "README.md")))
	t.Chdir(dir)
	done := map[string]bool{}
	kinds := map[string]int{}
	for _, l := range lines {
		kind, err := carryOut(root, l.text, done)
		if err != nil {
			t.Errorf("%s: $ %s\n%v", l.name, l.text, err)
		}
		kinds[kind]++
	}
	for _, kind := range []string{"run", "report", "compare", "fit", "demo", "list", "doctor", "go"} {
		if kinds[kind] == 0 {
			t.Errorf("no page has a %s command", kind)
		}
	}
}

// carryOut does what a line says, once, and returns what kind of command it is.
func carryOut(root, line string, done map[string]bool) (kind string, err error) {
	words, to, err := shellWords(line)
	if err != nil {
		return "", err
	}
	if len(words) > 2 && slices.Equal(words[:3], []string{"go", "run", "./cmd/corerace"}) {
		words = append([]string{"corerace"}, words[3:]...)
	}
	switch words[0] {
	case "corerace":
		args := words[1:]
		if len(args) == 0 {
			return "", fmt.Errorf("corerace without a command")
		}
		effect := strings.Join(append(slices.Clone(args), to), " ") // the same by go run
		if done[effect] {
			return args[0], nil
		}
		done[effect] = true
		return args[0], carryOutCorerace(args, to)
	case "go":
		return "go", checkGo(root, words[1:])
	case "benchstat":
		return "benchstat", checkBenchstat(words[1:])
	}
	return "", fmt.Errorf("unknown command %q: teach this test to carry it out", words[0])
}

// shorter are the flags that are added to a command that would take long, or that needs what such a command wrote.
// Where a flag is there twice, the last counts.
var shorter = map[string][]string{
	"run":           {"--rounds=1", "--target=2ms", "--no-lock"},
	"compare --run": {"--budget=3s", "--target=5ms", "--no-lock"},
	"fit":           {},
	"grain":         {"--rounds=1", "--no-lock"},
	"talk":          {"--rounds=1", "--quick", "--no-lock"},
	"pools":         {"--rounds=1", "--no-lock"},
	"gil":           {"--rounds=1", "--experiments=blocking", "--targets=false", "--no-lock"},
	"demo":          {"--seconds=0.1"},
	"doctor":        {},
}

// measured are the kinds of commands that measure. Where long tests weren't asked for, they are planned only, but for a
// record that has a name, which is one that a later line reads. That pools finds an interpreter takes a while, so its
// flags are read, and no more.
var measured = []string{"run", "compare --run", "grain", "talk", "gil", "demo", "doctor"}

func carryOutCorerace(args []string, to string) error {
	var stdout, stderr bytes.Buffer
	kind := args[0]
	if kind == "compare" && slices.Contains(args, "--run") {
		kind = "compare --run"
		if err := buildsOf(args); err != nil {
			return err
		}
	}
	more := shorter[kind]
	if more != nil && (testing.Short() || kind == "pools" && !testkit.Long()) {
		more = []string{"--help"} // after the flags are read
	} else if slices.Contains(measured, kind) && !testkit.Long() && !slices.Contains(args, "--out") {
		return planned(append(slices.Clone(args), more...))
	}
	status := run(append(slices.Clone(args), more...), &stdout, &stderr)
	if status == exitOpen && kind == "compare --run" {
		return nil // on a busy machine nothing can be told
	}
	if status != exitDone {
		return fmt.Errorf("exit status %d: %s", status, stderr.String())
	}
	if to != "" {
		return os.WriteFile(to, stdout.Bytes(), 0o666)
	}
	return nil
}

// buildsOf puts this program where a comparison expects its two, which the line before has the go tool build.
func buildsOf(args []string) error {
	for _, path := range args[len(args)-2:] {
		if err := os.Symlink(os.Args[0], path); err != nil && !os.IsExist(err) {
			return err
		}
	}
	return nil
}

// shellWords cuts a line as a shell does that knows single quotes and > only.
func shellWords(line string) (words []string, to string, err error) {
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			words = append(words, part)
			continue
		}
		if strings.ContainsAny(part, "\"\\|&;$`<()*?#~") {
			return nil, "", fmt.Errorf("this test's shell knows single quotes and > only")
		}
		words = append(words, strings.Fields(part)...)
	}
	if i := slices.Index(words, ">"); i >= 0 {
		if i != len(words)-2 {
			return nil, "", fmt.Errorf("> and one name expected at the end")
		}
		words, to = words[:i], words[i+1]
	}
	if len(words) == 0 {
		return nil, "", fmt.Errorf("no command")
	}
	return words, to, nil
}

// checkGo checks a line for the go tool: its flags, that its packages are there, and that they have the benchmarks
// that it asks for. A tool of another module is only looked at.
func checkGo(root string, args []string) error {
	if len(args) == 0 || !slices.Contains([]string{"test", "install", "build"}, args[0]) {
		return fmt.Errorf("go test, go install or go build expected")
	}
	fl := flag.NewFlagSet("go "+args[0], flag.ContinueOnError)
	fl.SetOutput(new(bytes.Buffer))
	var bench, tests string
	if args[0] == "test" {
		fl.StringVar(&bench, "bench", "", "")
		fl.StringVar(&tests, "run", "", "")
		fl.String("benchtime", "", "")
		fl.Int("count", 0, "")
		fl.Bool("race", false, "")
		fl.Bool("short", false, "")
	} else {
		fl.String("o", "", "")
	}
	if err := fl.Parse(args[1:]); err != nil {
		return err
	}
	packages := fl.Args()
	if i := slices.IndexFunc(packages, func(arg string) bool { return strings.HasPrefix(arg, "-") }); i >= 0 {
		packages = packages[:i] // what follows is the test's own
	}
	if len(packages) == 0 {
		return fmt.Errorf("no package")
	}
	if args[0] == "install" && strings.Contains(packages[0], "@") {
		return nil
	}
	cmd := exec.Command("go", append([]string{"list", "-f", "{{.Dir}}"}, packages...)...)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	dirs := strings.Fields(string(out))
	if tests != "" && tests != "^$" {
		for part := range strings.SplitSeq(tests, "|") {
			if err := matches("Test", part, dirs); err != nil {
				return err
			}
		}
	}
	if bench == "" {
		return nil
	}
	top, _, _ := strings.Cut(bench, "/")
	return matches("Benchmark", top, dirs)
}

// matches checks that a pattern has a test or a benchmark in one of the folders.
func matches(kind, pattern string, dirs []string) error {
	name, err := regexp.Compile(pattern)
	if err != nil {
		return err
	}
	for _, dir := range dirs {
		if slices.ContainsFunc(functionsOf(kind, dir), name.MatchString) {
			return nil
		}
	}
	return fmt.Errorf("no function %s… matches %q", kind, pattern)
}

// functionsOf are the tests or the benchmarks of a folder.
func functionsOf(kind, dir string) (names []string) {
	function := regexp.MustCompile(`(?m)^func (` + kind + `\w+)\(`)
	files, _ := filepath.Glob(filepath.Join(dir, "*_test.go"))
	for _, file := range files {
		text, _ := os.ReadFile(file)
		for _, m := range function.FindAllStringSubmatch(string(text), -1) {
			names = append(names, m[1])
		}
	}
	return names
}

// checkBenchstat runs benchstat where it is installed and an earlier line wrote its file. It is no part of the
// repository, so that isn't asked for.
func checkBenchstat(args []string) error {
	fl := flag.NewFlagSet("benchstat", flag.ContinueOnError)
	fl.SetOutput(new(bytes.Buffer))
	fl.String("col", "", "")
	fl.String("row", "", "")
	if err := fl.Parse(args); err != nil {
		return err
	}
	if fl.NArg() != 1 {
		return fmt.Errorf("one file expected")
	}
	path, err := exec.LookPath("benchstat")
	if err != nil {
		return nil
	}
	if _, err := os.Stat(fl.Arg(0)); err != nil {
		return nil
	}
	if out, err := exec.Command(path, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// The code of the pages is a module of its own, as its reader's would be, and so is a program that names all that is
// promised to other modules. It is built and tested without a network.
func TestCodeOfThePagesIsARealProgram(t *testing.T) {
	root, module := rootDir(t), t.TempDir()
	mod := strings.Replace(readText(t, filepath.Join(root, "go.mod")), "module corerace\n", "module reader\n", 1)
	mod += fmt.Sprintf("\nrequire corerace v0.0.0\nreplace corerace => %q\n", root)
	writeText(t, filepath.Join(module, "go.mod"), mod)
	writeText(t, filepath.Join(module, "go.sum"), readText(t, filepath.Join(root, "go.sum")))
	promised := promises(t)
	written := 0
	for _, p := range pages(t) {
		for _, b := range p.blocks(t) {
			file := parseBlock(t, b)
			if file == nil {
				continue
			}
			name := "code.go"
			if strings.Contains(b.text, `"testing"`) {
				name = "code_test.go"
			}
			onlyPromised(t, b.name, file, promised)
			written++
			writeText(t, filepath.Join(module, fmt.Sprintf("block%d", written), name), "// "+b.name+"\n\n"+b.text)
		}
	}
	for i, p := range promised {
		writeText(t, filepath.Join(module, fmt.Sprintf("promise%d", i), "code.go"), p.use(t))
	}
	if written == 0 {
		t.Fatal("no page has a program")
	}
	for _, args := range [][]string{
		{"vet", "./..."}, {"build", "./..."}, {"test", "-bench=.", "-benchtime=1x", "./..."},
	} {
		if args[0] == "test" && testing.Short() || args[0] == "build" && !testkit.Long() {
			continue // vet checks the types of all
		}
		cmd := exec.Command("go", args...)
		cmd.Dir = module
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

func writeText(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// parseBlock parses a block of Go, which must be a whole file as gofmt writes it; nil for other blocks.
func parseBlock(t *testing.T, b block) *ast.File {
	t.Helper()
	if b.language != "go" {
		return nil
	}
	file, err := parser.ParseFile(token.NewFileSet(), b.name, b.text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if tidy, err := format.Source([]byte(b.text)); err != nil || string(tidy) != b.text {
		t.Errorf("%s: gofmt would write it differently", b.name)
	}
	return file
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
	const races, commands, record = "docs/modes.md", "docs/commands.md", "docs/record.md"
	root := rootDir(t)
	names := map[string][]thing{} // by how the page must write it
	want := func(name, kind, page string) { names[name] = append(names[name], thing{kind, page}) }
	for _, m := range allModes(nil) {
		want("`"+m.Name+"`", "mode", races)
		for _, o := range m.Options {
			want(m.Name+":"+o.Name+"=", "option", races)
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
	for _, path := range []string{planPage, races, commands, record} {
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

// packageFolders are the folders with Go files, from the root.
func packageFolders(t *testing.T, root string) (dirs []string) {
	t.Helper()
	for _, file := range filesOf(t, root, ".go") {
		dirs = append(dirs, path.Dir(file))
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
