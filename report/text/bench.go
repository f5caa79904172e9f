package text

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"corerace/report/content"
	"corerace/report/legible"
	"corerace/results"
)

// Bench writes the estimated samples as Go benchmark results, one line a sample, so that
//
//	benchstat -row /workload -col /mode,/workers FILE
//
// puts every mode beside the first, which is serial. Each sample is one iteration; its own speedup is paired in its round.
func Bench(w io.Writer, d *content.Document) error {
	out := bufio.NewWriter(w)
	m := d.Machine()
	config := func(key, value string) {
		if value = legible.Clean(value, legible.MaxText); value != "" {
			fmt.Fprintf(out, "%s: %s\n", key, value)
		}
	}
	config("goos", goos(m))
	config("goarch", m.Arch)
	config("cpu", m.CPUModel)
	config("corerace-record", d.RecordName())
	config("corerace-seed", d.Record.Run.Seed)
	fmt.Fprintln(out, "Unit speedup better=higher")
	fmt.Fprintln(out, "Unit cores-busy better=higher")
	p := d.Pairs()
	for _, i := range byCell(d, p) {
		s := d.Record.SampleAt(i)
		fmt.Fprintf(out, "BenchmarkRace/workload=%s/mode=%s/workers=%d-%d 1 %d ns/op %d cpu-ns/op",
			benchName(s.Workload), benchName(s.Mode), s.Workers, max(s.GOMAXPROCS, 1), s.Wall,
			s.CPU.Total())
		if ratio, ok := p.Ratio(i, s); ok {
			fmt.Fprintf(out, " %.6f speedup", ratio)
		}
		if s.MovedBytes > 0 {
			fmt.Fprintf(out, " %d move-ns/op %d encode-ns/op", s.Move, s.Encode)
		}
		fmt.Fprintf(out, " %.4f cores-busy\n", content.OwnCores(s))
	}
	return out.Flush()
}

// byCell are the numbers of the estimated samples in the order of the cells, for benchstat takes the first mode that it reads as
// what the others are compared with.
func byCell(d *content.Document, p content.Pairing) []int {
	rank := map[results.Cell]int{}
	for i, c := range d.Summary.Cells {
		rank[c.Cell] = i
	}
	type place struct{ cell, round, sample int }
	var all []place
	for i, s := range d.Record.All() {
		if p.Estimated(i, s) {
			all = append(all, place{rank[s.Cell], s.Round, i})
		}
	}
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.cell, b.cell), cmp.Compare(a.round, b.round), cmp.Compare(a.sample, b.sample))
	})
	numbers := make([]int, len(all))
	for i, x := range all {
		numbers[i] = x.sample
	}
	return numbers
}

// benchName makes a name fit for a benchmark's: no spaces, and no slash, which would start another part.
func benchName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '/' || r == '\uFFFD' {
			return '_'
		}
		return r
	}, legible.CleanName(s))
}

// goos is GOOS: the machine's own word for it, or in records of older builds what the name of the system says; "" where
// that can't be told.
func goos(m results.Machine) string {
	if m.GOOS != "" {
		return m.GOOS
	}
	name := strings.ToLower(m.OS + " " + m.Kernel)
	for _, os := range []struct {
		goos  string
		names []string
	}{
		{"darwin", []string{"darwin", "macos"}}, {"windows", []string{"windows"}}, {"freebsd", []string{"freebsd"}},
		{"openbsd", []string{"openbsd"}}, {"netbsd", []string{"netbsd"}},
		{"linux", []string{"linux", "debian", "ubuntu", "fedora", "alpine", "arch", "centos", "redhat", "rocky", "alma",
			"suse", "nixos", "gentoo", "amazon", "mint", "manjaro", "raspbian", "kali", "void"}},
	} {
		for _, x := range os.names {
			if strings.Contains(name, x) {
				return os.goos
			}
		}
	}
	return ""
}
