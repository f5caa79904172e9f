package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// planPage is the page that says how the code is divided.
const planPage = "docs/architecture.md"

// section is what stands below a heading of a page, up to the next one of its rank.
func section(t *testing.T, path, heading string) page {
	t.Helper()
	_, text, found := strings.Cut(pageOf(t, path), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no heading %q", path, heading)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	return page{path, text}
}

// The plan lists every package, in an order in which each imports only what stands above it.
func TestRoomsOfThePlanStandInTheirOrder(t *testing.T) {
	root := rootDir(t)
	listed := regexp.MustCompile(`(?m)^([a-z/-]+)/ +\S`)
	above := map[string]bool{}
	for _, m := range listed.FindAllStringSubmatch(section(t, planPage, "Rooms").blocks(t)[0].text, -1) {
		for _, dep := range importsOf(t, filepath.Join(root, m[1])) {
			if !above[dep] && !isLanguage(t, root, dep, above) {
				t.Errorf("%s imports %s, which doesn't stand above it", m[1], dep)
			}
		}
		above[m[1]] = true
	}
	rooms := maps.Clone(above)
	for _, dir := range packageFolders(t, root) {
		if !above[dir] && !isLanguage(t, root, dir, rooms) {
			t.Errorf("the rooms of %s lack %s", planPage, dir)
		}
		delete(above, dir)
	}
	for dir := range above {
		t.Errorf("%s lists %s, which has no code", planPage, dir)
	}
}

// isLanguage reports whether a package that the plan doesn't list is one of the languages, which stand there as one room:
// adding one is a folder and a line of bench/language. What it imports stands above.
func isLanguage(t *testing.T, root, dir string, above map[string]bool) bool {
	t.Helper()
	return path.Dir(dir) == "bench/language" && above["bench/language/c"] &&
		!slices.ContainsFunc(importsOf(t, filepath.Join(root, dir)), func(dep string) bool { return !above[dep] })
}

// importsOf are the packages of this module that a package imports on any system, from the root.
func importsOf(t *testing.T, dir string) (all []string) {
	t.Helper()
	for _, file := range parsed(t, dir, parser.ImportsOnly) {
		for _, spec := range file.Imports {
			if dep, ours := ourPackage(t, spec); ours {
				all = append(all, dep)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ourPackage is the folder of an imported package of this module, from the root.
func ourPackage(t *testing.T, spec *ast.ImportSpec) (dir string, ours bool) {
	t.Helper()
	imported, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		t.Fatal(err)
	}
	return strings.CutPrefix(imported, "corerace/")
}

// parsed are the files of a package, on any system, without its tests.
func parsed(t *testing.T, dir string, mode parser.Mode) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, mode|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// A promise is a package that other modules may import, and the names of it that stay.
type promise struct {
	dir   string // from the root
	part  bool   // it has other names, too
	names []string
}

// promises are those of the plan.
func promises(t *testing.T) (all []promise) {
	t.Helper()
	row := regexp.MustCompile("(?m)^\\| `corerace/([a-z/]+)`(, in part)? \\| (.+) \\|$")
	name := regexp.MustCompile("`([A-Z]\\w*)`")
	for _, m := range row.FindAllStringSubmatch(section(t, planPage, "What another module may import").text, -1) {
		p := promise{dir: m[1], part: m[2] != ""}
		for _, n := range name.FindAllStringSubmatch(m[3], -1) {
			p.names = append(p.names, n[1])
		}
		all = append(all, p)
	}
	if len(all) < 3 {
		t.Fatalf("%s promises only %d packages to other modules", planPage, len(all))
	}
	return all
}

func TestNamesForOtherModulesAreThoseOfTheCode(t *testing.T) {
	for _, p := range promises(t) {
		code := exported(t, filepath.Join(rootDir(t), p.dir))
		for _, name := range p.names {
			if code[name] == token.ILLEGAL {
				t.Errorf("%s promises %s of %s, which there isn't", planPage, name, p.dir)
			}
			delete(code, name)
		}
		for _, name := range slices.Sorted(maps.Keys(code)) {
			if !p.part {
				t.Errorf("%s doesn't list %s of %s", planPage, name, p.dir)
			}
		}
	}
}

// exported are the exported names of a package, each with what declares it: FUNC, TYPE, CONST or VAR.
func exported(t *testing.T, dir string) map[string]token.Token {
	t.Helper()
	all := map[string]token.Token{}
	for _, file := range parsed(t, dir, 0) {
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					all[d.Name.Name] = token.FUNC
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch s := spec.(type) {
					case *ast.TypeSpec:
						all[s.Name.Name] = d.Tok
					case *ast.ValueSpec:
						for _, name := range s.Names {
							all[name.Name] = d.Tok
						}
					}
				}
			}
		}
	}
	maps.DeleteFunc(all, func(name string, _ token.Token) bool { return !ast.IsExported(name) })
	return all
}

// instances are what stands for the type parameters of names that have some.
var instances = map[string]string{"Map": "[int, string]"}

// use is a program that names all that is promised of a package.
func (p promise) use(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport promised \"corerace/%s\"\n\nfunc main() {}\n\n", p.dir)
	code := exported(t, filepath.Join(rootDir(t), p.dir))
	for _, name := range p.names {
		is := "= "
		if code[name] == token.TYPE {
			is = ""
		}
		fmt.Fprintf(&b, "var _ %spromised.%s%s\n", is, name, instances[name])
	}
	return b.String()
}

// onlyPromised reports what code for other modules imports of this one that no page promises.
func onlyPromised(t *testing.T, name string, file *ast.File, all []promise) {
	t.Helper()
	for _, spec := range file.Imports {
		dir, ours := ourPackage(t, spec)
		if ours && !slices.ContainsFunc(all, func(p promise) bool { return p.dir == dir }) {
			t.Errorf("%s imports %s, which %s doesn't promise to other modules", name, dir, planPage)
		}
	}
}

// What a page names of the code, there is: files and folders by their path, and exported names by their package.
func TestWhatPagesNameOfTheCodeIsThere(t *testing.T) {
	root := rootDir(t)
	packages := map[string][]string{} // folders by their last name
	for _, dir := range packageFolders(t, root) {
		packages[path.Base(dir)] = append(packages[path.Base(dir)], dir)
	}
	file := regexp.MustCompile("`((?:\\.ci|bench|cmd|docs|findings|report|results|workloads)/[^` ]*)(?: [^`]*)?`")
	name := regexp.MustCompile("`([a-z]+)\\.([A-Z]\\w*)")
	found := 0
	for _, p := range pages(t) {
		for _, m := range file.FindAllStringSubmatch(p.prose(), -1) {
			found++
			if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s names %s: %v", p.path, m[1], err)
			}
		}
		for _, m := range name.FindAllStringSubmatch(p.prose(), -1) {
			dirs := packages[m[1]]
			if len(dirs) == 0 {
				continue // of the standard library, or of Python's
			}
			found++
			if !slices.ContainsFunc(dirs, func(dir string) bool {
				return exported(t, filepath.Join(root, dir))[m[2]] != token.ILLEGAL
			}) {
				t.Errorf("%s names %s.%s, which there isn't", p.path, m[1], m[2])
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d names of the code on all pages: does this test still find them?", found)
	}
}
