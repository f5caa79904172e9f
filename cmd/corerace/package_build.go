package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"corerace/bench/child"
)

// A command with somebody's workloads is this command, built once more with three files of an overlay:
//
//	cmd/corerace/own_list.go     sets ownWorkloads to those that were found in the package
//	bench/worker/early/early.go  is empty: a worker would take its path before the package is initialised
//	bench/worker/early/coded/coded.go  is, too
//
// It is built in the package's module, with copies of its go.mod and go.sum, to which what only the command needs is
// added. Nothing is written to the module.

const (
	workloadsPackage = "corerace/workloads"
	commandPackage   = "corerace/cmd/corerace"
)

// A goTool is the go command in a folder, which says in what module it is.
type goTool struct {
	dir     string   // "" is ours
	pattern string   // what the package is called there
	inWork  bool     // the module is part of a workspace, which takes no other go.mod
	modules []string // flags that say where modules are from
}

// goToolFor is the go command for a package: in its folder, or for an import path in ours.
func goToolFor(pkg string) *goTool {
	if isDir(pkg) {
		return &goTool{dir: pkg, pattern: "."}
	}
	return &goTool{pattern: pkg}
}

// A goPackage is what go list tells of a package.
type goPackage struct {
	ImportPath, Name, Export  string
	Module                    *goModule
	TestImports, XTestImports []string
}

// A goModule is the module of a package.
type goModule struct{ Path, Dir, GoMod string }

// buildWith builds the command with the workloads of a package into a folder, and returns its path. An error is a
// sentence for who typed the package.
func buildWith(ctx context.Context, pkg, dir string) (binary string, err error) {
	if info, err := os.Stat(pkg); err == nil && info.Mode().IsRegular() {
		return "", fmt.Errorf("%s is a file: a package is named by its folder, %s", pkg, folderOf(pkg))
	}
	tool := goToolFor(pkg)
	if err := tool.check(ctx); err != nil {
		return "", err
	}
	all, err := tool.list(ctx, pkg)
	if err != nil {
		return "", err
	}
	it := all[len(all)-1] // after all that it depends on
	ours := indexOurs(all)
	if ours >= 0 && all[ours].vendored() {
		if all, err = tool.unvendored(ctx, pkg, it.Module, dir); err != nil {
			return "", err
		}
		it, ours = all[len(all)-1], indexOurs(all)
	}
	switch {
	case it.Name == "main":
		return "", fmt.Errorf("%s is a program: its workloads must be in a package that can be imported", pkg)
	case slices.Contains(strings.Split(it.ImportPath, "/"), "internal"):
		return "", fmt.Errorf("%s is internal: Go lets only what is beside it import it, and the command isn't", pkg)
	case ours < 0 && slices.Contains(slices.Concat(it.TestImports, it.XTestImports), workloadsPackage):
		return "", fmt.Errorf("%s has workloads in its tests alone, and nothing can import those: they must be in a file "+
			"whose name doesn't end in _test.go", pkg)
	case ours < 0:
		return "", fmt.Errorf("%s has no workloads: it doesn't depend on %s", pkg, workloadsPackage)
	case it.Module == nil || all[ours].Module == nil:
		return "", fmt.Errorf("%s isn't in a module", pkg)
	}
	found, asking, err := workloadsIn(it.ImportPath, all)
	if err != nil {
		return "", fmt.Errorf("%s: %w", pkg, err)
	}
	if len(found) == 0 {
		why := ""
		if len(asking) > 0 {
			why = "; what takes parameters, or returns more than that, can't be called: " +
				strings.Join(asking[:min(len(asking), 5)], ", ")
		}
		return "", fmt.Errorf("%s has no workloads: no exported variable, and no exported function without parameters, is a "+
			"*workloads.Workload or a slice of them%s", pkg, why)
	}
	return tool.build(ctx, it, all[ours].Module.Dir, found, dir)
}

// indexOurs is where our package of workloads is, -1 where it isn't.
func indexOurs(all []goPackage) int {
	return slices.IndexFunc(all, func(p goPackage) bool { return p.ImportPath == workloadsPackage })
}

// vendored is whether a package is from a folder vendor, which has only what somebody's module needs of ours.
func (p goPackage) vendored() bool { return p.Module != nil && p.Module.Dir == "" }

// folderOf is the folder of a file as a package is named by it.
func folderOf(file string) string {
	dir := filepath.ToSlash(filepath.Dir(file))
	if dir == "." || filepath.IsAbs(dir) || strings.HasPrefix(dir, ".") {
		return dir
	}
	return "./" + dir
}

// unvendored lists a package as if its module had no folder vendor: with modules as its go.mod has them.
func (g *goTool) unvendored(ctx context.Context, pkg string, m *goModule, dir string) ([]goPackage, error) {
	if g.inWork {
		return nil, fmt.Errorf("%s is in a workspace with a folder vendor, which lacks what only the command needs: "+
			"GOFLAGS=-mod=readonly builds without it", pkg)
	}
	modFile := filepath.Join(dir, "listed.mod")
	if err := copyModTo(modFile, m, nil); err != nil {
		return nil, err
	}
	g.modules = []string{"-mod=mod", "-modfile", modFile}
	return g.list(ctx, pkg)
}

// check says why there is no go command that could build a command like this one.
func (g *goTool) check(ctx context.Context) error {
	out, err := g.run(ctx, "env", "GOVERSION", "GOWORK")
	if errors.Is(err, exec.ErrNotFound) {
		return errors.New("a package is built with the go command, and there is none on PATH: see https://go.dev/dl")
	}
	if err != nil {
		return err
	}
	var have, need int
	version, work, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	g.inWork = work != "" && work != "off"
	fmt.Sscanf(version, "go1.%d", &have)
	fmt.Sscanf(runtime.Version(), "go1.%d", &need)
	if have > 0 && have < need {
		return fmt.Errorf("the go command on PATH is %s, and corerace was built with %s: a package is built with that or "+
			"a later one", version, runtime.Version())
	}
	return nil
}

// run runs the go command, and returns what it printed. Its error is what go said.
func (g *goTool) run(ctx context.Context, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = g.dir
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil, errors.New(lines(said.String()))
	}
	return out, err
}

// shownLines is how many lines of what go said are shown.
const shownLines = 10

// lines are the first lines of what another program said, without what could steer a terminal.
func lines(text string) string {
	var kept []string
	for line := range strings.Lines(strings.TrimSpace(text)) {
		if len(kept) == shownLines {
			kept = append(kept, "…")
			break
		}
		kept = append(kept, child.Plain(line))
	}
	return strings.Join(kept, "\n")
}

// list builds a package and returns it behind all that it depends on.
func (g *goTool) list(ctx context.Context, pkg string) (all []goPackage, err error) {
	list := append([]string{"list"}, g.modules...)
	found, err := g.run(ctx, append(slices.Clone(list), "-f", "{{.ImportPath}}", "--", g.pattern)...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", pkg, err)
	}
	if n := len(strings.Fields(string(found))); n != 1 {
		return nil, fmt.Errorf("%s names %d packages: one expected", pkg, n)
	}
	out, err := g.run(ctx, append(list, "-export", "-deps", "-json=ImportPath,Name,Export,Module,TestImports,XTestImports",
		"--", g.pattern)...)
	if err != nil {
		return nil, fmt.Errorf("%s can't be built: %w", pkg, err)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: there is no such package", pkg)
	}
	return all, nil
}

// build builds the command with the workloads that were found in a package.
func (g *goTool) build(ctx context.Context, it goPackage, ours string, found []string, dir string) (string, error) {
	if _, err := os.Stat(filepath.Join(ours, "cmd/corerace/own.go")); err != nil {
		return "", fmt.Errorf("module %s depends on a corerace that can't be built with other workloads: %w",
			it.Module.Path, err)
	}
	replaced := map[string]string{"cmd/corerace/own_list.go": ownList(it.ImportPath, found),
		"bench/worker/early/early.go":       "// Package early is empty in a command with other workloads.\npackage early\n",
		"bench/worker/early/coded/coded.go": "// Package coded is empty in a command with other workloads.\npackage coded\n"}
	overlay := map[string]string{}
	for at, text := range replaced {
		file := filepath.Join(dir, filepath.Base(at))
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			return "", err
		}
		overlay[filepath.Join(ours, at)] = file
	}
	text, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		return "", err
	}
	overlayFile, binary := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "corerace.exe") // so on any system
	modFile, err := g.copyMod(it.Module, ours, dir)
	if err = errors.Join(err, os.WriteFile(overlayFile, text, 0o666)); err != nil {
		return "", err
	}
	args := []string{"build", "-overlay", overlayFile, "-o", binary}
	if modFile != "" {
		args = append(args, "-mod=mod", "-modfile", modFile)
	}
	if _, err := g.run(ctx, append(args, commandPackage)...); err != nil {
		return "", fmt.Errorf("the command can't be built with the workloads of %s: %w", it.ImportPath, err)
	}
	return binary, nil
}

// copyMod copies the go.mod of a module, with the sums of ours behind its own, and returns its path; "" where the
// module is ours, or needs none.
func (g *goTool) copyMod(m *goModule, ours, dir string) (modFile string, err error) {
	if m.Dir == ours || g.inWork {
		return "", nil
	}
	more, err := os.ReadFile(filepath.Join(ours, "go.sum"))
	if err != nil {
		return "", err
	}
	modFile = filepath.Join(dir, "go.mod")
	return modFile, copyModTo(modFile, m, more)
}

// copyModTo copies the go.mod of a module to a file, and beside it its go.sum, with more behind.
func copyModTo(modFile string, m *goModule, more []byte) error {
	mod, err := os.ReadFile(m.GoMod)
	if err != nil {
		return err
	}
	sums, err := os.ReadFile(strings.TrimSuffix(m.GoMod, ".mod") + ".sum")
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return errors.Join(os.WriteFile(modFile, mod, 0o666),
		os.WriteFile(strings.TrimSuffix(modFile, ".mod")+".sum", slices.Concat(sums, more), 0o666))
}

// ownList is the file that sets the workloads of the command.
func ownList(pkg string, found []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "package main\n\nimport own %q\n\nfunc init() {\n", pkg)
	for _, expression := range found {
		fmt.Fprintf(&b, "\townWorkloads = append(ownWorkloads, own.%s)\n", expression)
	}
	b.WriteString("}\n")
	return b.String()
}
