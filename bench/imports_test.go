package bench

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the picture in docs/architecture.md: for each package of this module, those that it may import itself. A
// package that isn't in it is an error, as is an arrow that isn't.
var mayImport = map[string][]string{
	"workloads": {},

	"results":                {},
	"results/stats":          {},
	"results/conditions":     {"results", "results/stats"},
	"results/verdict":        {"results", "results/stats", "results/conditions"},
	"results/costs":          {"results", "results/stats", "results/conditions", "results/verdict"},
	"results/locks":          {"results", "results/stats", "results/conditions", "results/verdict"},
	"results/scaling":        {"results", "results/stats", "results/conditions"},
	"results/foreign":        {"results", "results/stats"},
	"results/recorded":       {"results"},
	"results/class":          {"results", "results/stats", "results/conditions", "results/verdict"},
	"results/internal/noise": {},

	"bench/role":               {},
	"bench/child":              {"bench/role"},
	"bench/disturb":            {"bench/role"},
	"bench/worker/system":      {},
	"bench/worker":             {"workloads", "bench/role", "bench/worker/system"},
	"bench/worker/coded":       {"bench/worker"},
	"bench/worker/early":       {"workloads", "bench/worker"},
	"bench/worker/early/coded": {"bench/worker", "bench/worker/coded", "bench/worker/early"},
	"bench/image":              {"workloads", "bench/role", "bench/worker"},
	"bench/filelock":           {},
	"bench/scratch":            {"bench/filelock"},
	"bench/machine":            {"results", "bench/filelock"},
	"bench/mode":               {"workloads", "results", "bench/machine", "bench/worker", "bench/worker/system"},
	"bench/process":            {"workloads", "results", "bench/machine", "bench/worker", "bench/worker/system", "bench/worker/coded", "bench/mode", "bench/child", "bench/role"},
	"bench/gil":                {"workloads", "results", "bench/machine", "bench/worker", "bench/mode"},
	"bench/language":           {"bench/mode", "bench/child", "bench/scratch", "bench/language/python", "bench/language/speak", "bench/language/runtimes"},
	"bench/language/python":    {"bench/child", "bench/language/ask", "bench/language/speak"},
	"bench/language/ask":       {"bench/child"},
	"bench/language/speak":     {"bench/child"},
	"bench/language/runtimes":  {"workloads", "bench/child", "bench/scratch", "bench/language/ask", "bench/language/speak"},
	"bench/race":               {"workloads", "results", "results/stats", "results/conditions", "results/verdict", "bench/machine", "bench/worker", "bench/worker/system", "bench/mode", "bench/process", "bench/child", "bench/role"},
	"bench/command":            {"results", "results/stats", "bench/child", "bench/race", "bench/command/starter"},
	"bench/command/early":      {"bench/command/starter"},
	"bench/command/starter":    {"results", "bench/child", "bench/role"},
	"bench/hosts":              {"workloads", "results", "bench/machine", "bench/mode", "bench/language", "bench/hosts/tell"},
	"bench/hosts/tell":         {"results"},
	"bench/hosts/jetstream":    {"workloads", "results", "bench/child", "bench/scratch", "bench/role", "bench/machine", "bench/worker", "bench/worker/system", "bench/hosts/tell"},
	"bench/cost/rounds":        {"results", "bench/machine"},
	"bench/cost":               {"workloads", "results", "results/costs", "bench/machine", "bench/worker", "bench/mode", "bench/child", "bench/race", "bench/cost/rounds"},
	"bench/cost/pools":         {"workloads", "results/costs", "bench/machine", "bench/worker", "bench/worker/system", "bench/mode", "bench/process", "bench/child", "bench/scratch", "bench/race", "bench/language", "bench/language/python", "bench/language/runtimes", "bench/cost/rounds"},
	"bench/cost/talk":          {"results/costs", "bench/machine", "bench/worker", "bench/worker/system", "bench/child", "bench/role", "bench/language", "bench/language/python", "bench/cost/rounds"},
	"bench/lab":                {"workloads", "results", "results/stats", "results/locks", "bench/machine", "bench/worker", "bench/worker/system", "bench/mode", "bench/gil", "bench/process", "bench/race"},
	"bench/shared":             {"workloads", "bench/mode", "bench/worker"},
	"bench/lab/differences":    {"bench/child", "bench/scratch", "bench/role", "bench/language/python"},
	"bench":                    {"workloads", "bench/mode", "bench/gil", "bench/process", "bench/race", "bench/worker", "bench/child"},
	"bench/benchtest":          {"workloads", "results", "results/stats", "results/verdict", "bench", "bench/mode", "bench/gil", "bench/process", "bench/race", "bench/worker", "bench/worker/coded"},
	"bench/testkit":            {},
	"bench/testkit/jobs":       {"workloads", "bench/mode", "bench/worker", "bench/worker/coded"},
	"bench/testkit/pythons":    {"bench/testkit", "bench/language/python"},
	"bench/testkit/quiet":      {"bench/testkit", "bench/machine"},
	"bench/testkit/slurm":      {"bench/testkit", "bench/child"},
	"bench/testkit/far":        {"bench/testkit", "bench/child"},
	"docs/differences":         {},
	"report/chart":             {},
	"report/legible":           {"results/stats"},
	"report/scene":             {"results", "results/stats", "results/conditions", "report/legible"},
	"report/studies":           {"results", "results/stats", "results/verdict", "results/costs", "results/locks", "results/scaling", "report/legible", "report/scene"},
	"report/content":           {"results", "results/stats", "results/conditions", "results/verdict", "results/costs", "report/legible", "report/scene"},
	"report/figure":            {"results", "results/class", "results/conditions", "results/stats", "results/verdict", "results/costs", "results/locks", "results/scaling", "report/chart", "report/legible", "report/scene", "report/studies", "report/content"},
	"report/page":              {"results", "results/conditions", "results/locks", "report/chart", "report/legible", "report/scene", "report/studies", "report/content", "report/figure"},
	"report/text":              {"results", "results/class", "results/stats", "results/verdict", "results/costs", "results/locks", "results/scaling", "report/legible", "report/scene", "report/studies", "report/content"},
	"report":                   {"results", "results/class", "results/stats", "results/conditions", "results/verdict", "results/costs", "results/locks", "results/scaling", "report/chart", "report/legible", "report/scene", "report/studies", "report/content", "report/figure", "report/page", "report/text"},
	"report/internal/course":   {"results", "results/stats", "results/conditions", "results/verdict", "report/scene", "report/content"},
	"bench/lab/against":        {"results", "bench/lab", "bench/language/python", "bench/language/runtimes", "bench/language/speak"},

	"report/internal/hostile": {},

	"cmd/corerace/demo":         {"workloads", "cmd/corerace/lesson", "results", "results/stats", "results/conditions", "results/verdict", "bench/machine", "bench/mode", "bench/race", "report/chart", "report/legible", "report/scene", "report/content", "report/figure"},
	"docs/lessons":              {},
	"cmd/corerace/lesson/trial": {"workloads", "results", "results/stats", "results/conditions", "results/verdict", "results/costs", "results/locks", "bench", "bench/disturb", "bench/gil", "bench/machine", "bench/mode", "bench/race", "bench/shared", "bench/language", "bench/language/python", "bench/cost/rounds", "bench/cost/talk", "bench/lab", "bench/lab/against", "cmd/corerace/lesson"},
	"cmd/corerace/lesson":       {"results", "docs/lessons"},
	"cmd/corerace/class/store":  {"bench/filelock"},
	"cmd/corerace/class/room":   {"results", "results/class", "cmd/corerace/lesson", "cmd/corerace/class/store"},
	"cmd/corerace/class/gate":   {},
	"cmd/corerace/class":        {"bench/child", "bench/machine", "results", "results/class", "report", "report/chart", "report/figure", "cmd/corerace/lesson", "docs/lessons", "cmd/corerace/class/store", "cmd/corerace/class/room", "cmd/corerace/class/settings", "cmd/corerace/class/gate"},

	"cmd/corerace/class/settings": {},
	"cmd/corerace/launch":         {},

	"cmd/corerace-class":  {"cmd/corerace/class", "cmd/corerace/class/settings"},
	"cmd/corerace-hosts":  {"bench/hosts/jetstream", "bench/hosts/tell"},
	"cmd/corerace-worker": {"bench/image", "bench/worker/early", "bench/worker/early/coded"},
}

// languages is where a folder that isn't in the picture is a language, of which each may import the same and bench/language
// all: adding one is a folder and a line.
const languages = "bench/language/"

// languageMay is what a language may import.
var languageMay = []string{"workloads", "bench/language/runtimes", "bench/language/python"}

// isLanguage reports whether a package is one.
func isLanguage(dir string) bool {
	_, drawn := mayImport[dir]
	return strings.HasPrefix(dir, languages) && !drawn
}

// onlyImporters names the only packages that may import a module directly.
var onlyImporters = map[string][]string{
	"github.com/shirou/gopsutil/v3":     {"bench/machine"},
	"gonum.org/v1/plot":                 {"report/chart", "report/figure"},
	"codeberg.org/go-pdf/fpdf":          {"report/chart"},
	"codeberg.org/go-fonts/liberation":  {"report/chart"},
	"github.com/olekukonko/tablewriter": {"report/text"},
	"github.com/spf13/cobra":            {"cmd/corerace"},
	"mvdan.cc/sh/v3":                    {"bench/command"},
	"modernc.org/sqlite":                {"cmd/corerace/class/store"},
	"github.com/jackc/pgx/v5":           {"cmd/corerace/class/store"},
	"github.com/piglig/go-qr":           {"cmd/corerace/class"},
	"github.com/nats-io":                {"bench/hosts/jetstream"},
	"net/http":                          {"cmd/corerace/class", "cmd/corerace/class/gate"},
}

// light are what a stranger's program imports, and all that a worker process runs: they never link what draws, serves or
// stores.
var light = []string{"bench", "bench/benchtest", "bench/worker", "bench/worker/early", "cmd/corerace-worker"}

// heavy is what draws, serves or stores, by how its import path begins.
var heavy = []string{"gonum.org/", "github.com/olekukonko/", "github.com/spf13/", "golang.org/x/image", "net/http", "html",
	"database/", "modernc.org/", "github.com/jackc/", "github.com/nats-io/", "corerace/report"}

// ofTests is what no program links.
var ofTests = []string{"testing", "corerace/bench/testkit", "corerace/results/internal", "corerace/report/internal"}

// A listed package is what go list tells of it.
type listed struct {
	ImportPath    string
	Imports, Deps []string
	CgoFiles      []string
}

func TestImportGraphIsThePicture(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "corerace/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		p.ImportPath = strings.TrimPrefix(p.ImportPath, "corerace/")
		checkArrows(t, p)
		checkModules(t, p)
		if slices.Contains(light, p.ImportPath) {
			refuse(t, p, heavy)
		}
		if strings.HasPrefix(p.ImportPath, "cmd/") {
			refuse(t, p, ofTests)
		}
	}
}

// checkArrows holds what a package imports of this module to the picture. The command may import all of it.
func checkArrows(t *testing.T, p listed) {
	may, known := mayImport[p.ImportPath]
	switch {
	case p.ImportPath == "cmd/corerace":
		return
	case isLanguage(p.ImportPath):
		may, known = languageMay, true
	}
	if !known {
		t.Errorf("%s isn't in the picture", p.ImportPath)
	}
	for _, dep := range p.Imports {
		dep, ours := strings.CutPrefix(dep, "corerace/")
		if ours && !slices.Contains(may, dep) && !(p.ImportPath == "bench/language" && isLanguage(dep)) {
			t.Errorf("%s imports %s", p.ImportPath, dep)
		}
	}
}

// checkModules holds what a package imports of others to those that may, and a worker to x/sys. On Linux it hasn't that
// either: see [TestAWorkerIsInitialisedFirst].
func checkModules(t *testing.T, p listed) {
	for _, dep := range p.Imports {
		for module, only := range onlyImporters {
			if (dep == module || strings.HasPrefix(dep, module+"/")) && !slices.Contains(only, p.ImportPath) {
				t.Errorf("%s imports %s: only %s may", p.ImportPath, dep, strings.Join(only, ", "))
			}
		}
	}
	if p.ImportPath != "bench/worker" && p.ImportPath != "cmd/corerace-worker" {
		return
	}
	for _, dep := range p.Deps {
		if host, _, _ := strings.Cut(dep, "/"); strings.Contains(host, ".") && !strings.HasPrefix(dep, "golang.org/x/sys/") {
			t.Errorf("a worker process pays for %s", dep)
		}
	}
}

// refuse reports what a package links that begins like one of some paths.
func refuse(t *testing.T, p listed, paths []string) {
	for _, dep := range p.Deps {
		for _, path := range paths {
			if dep == strings.TrimSuffix(path, "/") || strings.HasPrefix(dep, strings.TrimSuffix(path, "/")+"/") {
				t.Errorf("%s links %s", p.ImportPath, dep)
			}
		}
	}
}

// late is what a worker mustn't wait for: Go initialises packages by import path, each once its imports are there, so
// all that stands before one of these would be initialised before the worker takes its path.
var late = []string{"golang.org/", "runtime/debug", "encoding/json", "encoding/gob"}

func TestAWorkerIsInitialisedFirst(t *testing.T) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Deps", "corerace/bench/worker/early")
	cmd.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var p listed
	if err := json.Unmarshal(out, &p); err != nil {
		t.Fatal(err)
	}
	refuse(t, p, late)
}

// withoutC are the images that the command starts workers from, and what a stranger's program or test imports.
var withoutC = []string{"corerace/bench", "corerace/bench/benchtest", "corerace/cmd/corerace", "corerace/cmd/corerace-worker"}

// With cgo come the dynamic loader and the C library, a quarter of a worker's start. net and os/user bring it, and few
// that import them need them.
func TestAnImageOfWorkersHasNoCgo(t *testing.T) {
	cmd := exec.Command("go", append([]string{"list", "-deps", "-json=ImportPath,Imports,CgoFiles"}, withoutC...)...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS=linux", "GOARCH=amd64")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	cgo, importers, seen := []string{}, map[string][]string{}, 0
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); seen++ {
		var p listed
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		for _, dep := range p.Imports {
			importers[dep] = append(importers[dep], p.ImportPath)
		}
		if len(p.CgoFiles) > 0 {
			cgo = append(cgo, p.ImportPath)
		}
	}
	for _, path := range cgo {
		t.Errorf("%s has cgo, and is imported by %s", path, strings.Join(importers[path], ", "))
	}
	if seen < 100 {
		t.Errorf("%d packages were listed", seen)
	}
}
