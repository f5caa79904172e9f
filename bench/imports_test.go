package bench

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport is the picture in docs/architecture.md: for each package, the packages of this module that it may import,
// directly or not.
var mayImport = map[string][]string{
	"corerace/workloads":          {},
	"corerace/results":            {},
	"corerace/bench/role":         {},
	"corerace/bench/worker":       {"corerace/workloads", "corerace/bench/role"},
	"corerace/bench/worker/early": {"corerace/workloads", "corerace/bench/worker", "corerace/bench/role"},
	"corerace/bench/machine":      {"corerace/results"},
	"corerace/bench/disturb":      {"corerace/bench/role"},
	"corerace/bench/gil":          {},
	"corerace/bench/lab":          {"corerace/workloads", "corerace/results", "corerace/bench", "corerace/bench/gil", "corerace/bench/machine", "corerace/bench/worker", "corerace/bench/child", "corerace/bench/python", "corerace/bench/role"},
	"corerace/bench/lab/cpython":  {"corerace/workloads", "corerace/results", "corerace/bench", "corerace/bench/lab", "corerace/bench/python", "corerace/bench/child", "corerace/bench/gil", "corerace/bench/machine", "corerace/bench/worker", "corerace/bench/role"},
	"corerace/bench/child":        {"corerace/bench/role"},
	"corerace/bench/python":       {"corerace/bench/child", "corerace/bench/role"},
	"corerace/bench":              {"corerace/workloads", "corerace/results", "corerace/bench/worker", "corerace/bench/machine", "corerace/bench/child", "corerace/bench/python", "corerace/bench/gil", "corerace/bench/role"},
	"corerace/bench/benchtest":    {"corerace/workloads", "corerace/results", "corerace/bench", "corerace/bench/worker", "corerace/bench/machine", "corerace/bench/child", "corerace/bench/python", "corerace/bench/gil", "corerace/bench/role"},
	"corerace/bench/driver":       {"corerace/bench/child", "corerace/bench/python", "corerace/bench/role"},
	"corerace/bench/talk":         {"corerace/results", "corerace/bench/machine", "corerace/bench/child", "corerace/bench/python", "corerace/bench/driver", "corerace/bench/role"},
	"corerace/bench/pools":        {"corerace/bench/gil", "corerace/workloads", "corerace/results", "corerace/bench", "corerace/bench/worker", "corerace/bench/machine", "corerace/bench/child", "corerace/bench/python", "corerace/bench/driver", "corerace/bench/role"},
	"corerace/results/scaling":    {"corerace/results"},
	"corerace/report":             {"corerace/results", "corerace/results/scaling"},

	"corerace/bench/testkit":         {},
	"corerace/bench/testkit/pythons": {"corerace/bench/testkit", "corerace/bench/child", "corerace/bench/python"},
	"corerace/bench/testkit/quiet":   {"corerace/bench/testkit", "corerace/results", "corerace/bench/machine"},
}

// onlyImporter names the only packages that may import a module directly.
var onlyImporter = map[string]string{
	"github.com/shirou/gopsutil/v3":     "corerace/bench/machine",
	"gonum.org/v1/plot":                 "corerace/report",
	"github.com/olekukonko/tablewriter": "corerace/report",
	"github.com/spf13/cobra":            "corerace/cmd/corerace",
}

func TestImportGraphIsThePicture(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", "corerace/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var p struct {
			ImportPath    string
			Imports, Deps []string
		}
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if may, ok := mayImport[p.ImportPath]; ok {
			for _, dep := range p.Deps {
				if strings.HasPrefix(dep, "corerace/") && !slices.Contains(may, dep) {
					t.Errorf("%s imports %s", p.ImportPath, dep)
				}
			}
		}
		for _, dep := range p.Imports {
			for module, only := range onlyImporter {
				if (dep == module || strings.HasPrefix(dep, module+"/")) && p.ImportPath != only {
					t.Errorf("%s imports %s: only %s may", p.ImportPath, dep, only)
				}
			}
		}
		if p.ImportPath == "corerace/cmd/corerace" {
			for _, dep := range p.Deps {
				if dep == "testing" || strings.HasPrefix(dep, "corerace/bench/testkit") {
					t.Errorf("the command has %s in it: that is for tests", dep)
				}
			}
		}
		if p.ImportPath == "corerace/bench/worker" {
			for _, dep := range p.Deps {
				host, _, _ := strings.Cut(dep, "/")
				if strings.Contains(host, ".") && !strings.HasPrefix(dep, "golang.org/x/sys/") {
					t.Errorf("a worker process pays for %s", dep)
				}
			}
		}
	}
}
