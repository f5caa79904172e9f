//go:build !race

package main

import (
	"debug/elf"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"corerace/bench/image"
)

// A compiled is the code of a program, by the names of its functions.
type compiled struct {
	file  *elf.File
	funcs map[string]elf.Symbol
}

func compiledOf(t *testing.T, path string) compiled {
	t.Helper()
	file, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	symbols, err := file.Symbols()
	if err != nil {
		t.Fatal(err)
	}
	c := compiled{file, map[string]elf.Symbol{}}
	for _, s := range symbols {
		if elf.ST_TYPE(s.Info) == elf.STT_FUNC && strings.HasPrefix(s.Name, "corerace/workloads.") {
			c.funcs[s.Name] = s
		}
	}
	return c
}

// code is the code of a function.
func (c compiled) code(t *testing.T, s elf.Symbol) []byte {
	t.Helper()
	b := make([]byte, s.Size)
	text := c.file.Sections[s.Section]
	if _, err := text.ReadAt(b, int64(s.Value-text.Addr)); err != nil {
		t.Fatal(err)
	}
	return b
}

// names is whether the four bytes at i of a function's code may be how it names a place: the way to it from the
// instruction's end, which is at most four bytes behind them.
func (c compiled) names(s elf.Symbol, code []byte, i int) bool {
	to := s.Value + uint64(i) + 4 + uint64(int64(int32(binary.LittleEndian.Uint32(code[i:]))))
	for _, p := range c.file.Progs {
		if p.Type == elf.PT_LOAD && p.Vaddr <= to && to < p.Vaddr+p.Memsz {
			return true
		}
	}
	return false
}

// differ says where the code of a function differs otherwise than in the places that it names.
func differ(a, b compiled, of string, codeA, codeB []byte) error {
	if len(codeA) != len(codeB) {
		return fmt.Errorf("%d and %d bytes", len(codeA), len(codeB))
	}
next:
	for i := 0; i < len(codeA); i++ {
		if codeA[i] == codeB[i] {
			continue
		}
		for at := max(0, i-3); at <= i && at+4 <= len(codeA); at++ {
			if a.names(a.funcs[of], codeA, at) && b.names(b.funcs[of], codeB, at) {
				i = at + 3
				continue next
			}
		}
		return fmt.Errorf("byte %d is %#x and %#x", i, codeA[i], codeB[i])
	}
	return nil
}

// testSameCode compares the machine code of the workloads in both images, but for the places that it names: those lie
// elsewhere.
func testSameCode(t *testing.T, dir string) {
	if runtime.GOARCH != "amd64" {
		t.Skip("how code names a place is known of amd64 alone")
	}
	own, lean := compiledOf(t, filepath.Join(dir, "corerace")), compiledOf(t, filepath.Join(dir, image.Name))
	for name, s := range lean.funcs {
		twin, ok := own.funcs[name]
		if !ok {
			t.Errorf("%s is in the lean image alone", name)
			continue
		}
		if err := differ(own, lean, name, own.code(t, twin), lean.code(t, s)); err != nil {
			t.Errorf("%s differs: %v", name, err)
		}
	}
	if len(lean.funcs) < 50 {
		t.Errorf("the lean image has %d functions of the workloads", len(lean.funcs))
	}
}
