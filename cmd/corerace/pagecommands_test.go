package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

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
		if thing := lacking(err); thing != "" {
			t.Run(l.text, func(t *testing.T) { testkit.Missing(t, thing, fmt.Sprintf("%s: %v", l.name, err)) })
		} else if err != nil {
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

// noRuntime is how a command says that a runtime isn't on this machine.
var noRuntime = regexp.MustCompile(`(?:--against ([a-z]+)[^:]*: no |no (Python)|unknown (interpreter) ).*`)

// lacking is what a machine lacks to carry a line out, by its name in CORERACE_REQUIRE; "" where that isn't why.
func lacking(err error) string {
	if err == nil {
		return ""
	}
	found := noRuntime.FindStringSubmatch(err.Error())
	switch {
	case found == nil:
		return ""
	case found[1] == "pypy":
		return "pypy3"
	}
	return cmp.Or(found[1], "python")
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
	"demo":          {"--seconds=0.1", "--wait=0s"},
	"doctor":        {},
	"differences":   {"--help"}, // which interpreters a machine has is its own affair
}

// measured are the kinds of commands that measure. Where the longest tests weren't asked for, they are planned only, but
// for a record that has a name, which is one that a later line reads. That pools finds an interpreter takes a while, so its
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
	if more != nil && (testing.Short() || kind == "pools" && !testkit.All()) {
		more = []string{"--help"} // after the flags are read
	} else if slices.Contains(measured, kind) && !testkit.All() && !slices.Contains(args, "--out") {
		return planned(append(slices.Clone(args), more...))
	}
	if strings.Contains(strings.Join(args, " "), "hosts") {
		if err := buildHosts(); err != nil {
			return err
		}
	}
	status := runUnprobed(append(slices.Clone(args), more...), &stdout, &stderr)
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
	var dirs []string
	for _, pattern := range packages {
		found, err := foldersOf(root, pattern)
		if err != nil {
			return err
		}
		dirs = append(dirs, found...)
	}
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

// foldersOf are the folders of the packages that a pattern such as ./bench or ./... names from the root. They are
// looked for here, as the go tool takes a quarter of a second each time.
func foldersOf(root, pattern string) (dirs []string, err error) {
	under, all := strings.CutSuffix(pattern, "/...")
	if !strings.HasPrefix(under, ".") {
		return nil, fmt.Errorf("package %q: one from ./ on expected", pattern)
	}
	top := filepath.Join(root, filepath.FromSlash(under))
	err = filepath.WalkDir(top, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if path != top && (!all || strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if code, _ := filepath.Glob(filepath.Join(path, "*.go")); len(code) > 0 {
			dirs = append(dirs, path)
		}
		return nil
	})
	if err == nil && len(dirs) == 0 {
		err = fmt.Errorf("package %q: no code is there", pattern)
	}
	return dirs, err
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

func TestWhatIsNoPackageIsFoundOut(t *testing.T) {
	root := rootDir(t)
	for _, line := range []string{"test", "test ./nowhere", "test ./docs", "build bench", "test -bench Unicorn ./bench",
		"test -run Unicorn ./bench/..."} {
		if err := checkGo(root, strings.Fields(line)); err == nil {
			t.Errorf("go %s is taken", line)
		}
	}
}
