package main

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"corerace/bench/testkit"
)

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
		{"vet", "./..."}, {"build", "./..."},
		{"test", "-vet=off", "-ldflags=-w", "-bench=.", "-benchtime=1x", "./..."}, // vetted already
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
