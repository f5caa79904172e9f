package foreign

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"corerace/results"
)

// cpuSuffix is GOMAXPROCS at the end of a benchmark's name, which has none at 1.
var cpuSuffix = pattern(`-([0-9]{1,4})$`)

// goBench reads what go test -bench prints, and what is spelt like it. Of a line the ns/op are taken, which are wall
// time over iterations; lines that aren't of a benchmark are somebody's output. golang.org/x/perf/benchfmt reads the
// same: what is needed of it here is one unit of a line, and the number of the line in an error.
func goBench(data []byte) (*file, error) {
	f := &file{tool: "go test -bench"}
	pkg, lines, others := "", 0, 0
	for i, raw := range bytes.Split(data, []byte("\n")) {
		line := strings.TrimRight(string(raw), "\r")
		if key, value, ok := strings.Cut(line, ": "); ok {
			switch value = strings.TrimSpace(value); key {
			case "goos":
				f.host.OS = value
			case "goarch":
				f.host.Arch = value
			case "cpu":
				f.host.CPUModel = value
			case "pkg":
				pkg = value
			}
		}
		fields := strings.Fields(line)
		if !strings.HasPrefix(line, "Benchmark") || len(fields) < 2 {
			continue
		}
		if _, err := strconv.Atoi(fields[1]); err != nil {
			continue
		}
		lines++
		t, ok, err := nsPerOp(fields[2:])
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		if !ok {
			others++
			continue
		}
		f.add(goLine(fields[0], pkg, i+1, t))
		if len(f.benches) > maxBenches*maxValues/10 {
			return nil, fmt.Errorf("line %d: more benchmarks than there is room for", i+1)
		}
	}
	if lines == 0 {
		return nil, ErrUnknown
	}
	if others > 0 {
		f.note("left out: %d lines have no ns/op", others)
	}
	f.procs()
	return f, nil
}

// nsPerOp finds the ns/op among the values and units of a line, in seconds.
func nsPerOp(fields []string) (t float64, ok bool, err error) {
	if len(fields) == 0 || len(fields)%2 != 0 {
		return 0, false, fmt.Errorf("expected a name, iterations, and values each with a unit, got %d fields", len(fields)+2)
	}
	for i := 0; i < len(fields); i += 2 {
		x, err := strconv.ParseFloat(fields[i], 64)
		if err != nil {
			return 0, false, fmt.Errorf("expected a number before %q, got %q", clipped(fields[i+1], 40),
				clipped(fields[i], 40))
		}
		if fields[i+1] != "ns/op" {
			continue
		}
		if !(x >= 0) || x > 1e18 {
			return 0, false, fmt.Errorf("expected a time before ns/op, got %q", clipped(fields[i], 40))
		}
		t, ok = x/1e9, true
	}
	return t, ok, nil
}

// goLine is the benchmark of a line. What a part with an = says is the work, but for the mode; a part without one is a
// rival of its neighbours.
func goLine(name, pkg string, line int, t float64) bench {
	b := bench{path: fmt.Sprintf("line %d", line), values: []float64{t}, repeats: true}
	name = strings.TrimPrefix(name, "Benchmark")
	procs := "1"
	if m := cpuSuffix().FindStringSubmatch(name); m != nil {
		procs, name = m[1], strings.TrimSuffix(name, m[0])
	}
	parts := strings.Split(name, "/")
	group, rivals := parts[:1:1], []string{}
	for _, part := range parts[1:] {
		key, value, is := strings.Cut(part, "=")
		switch {
		case is && (key == "mode" || key == "impl"):
			rivals = append(rivals, value)
		case is:
			b.params = append(b.params, param{key, value})
		default:
			rivals = append(rivals, part)
		}
	}
	b.group, b.name = strings.Join(group, "/"), strings.Join(rivals, "/")
	if b.name == "" {
		b.name = parts[0]
	}
	if pkg != "" {
		b.params = append(b.params, param{"pkg", pkg})
	}
	b.params = append(b.params, param{gomaxprocs, procs}) // last: another one that says workers goes first
	return b
}

// gomaxprocs is the parameter of a Go benchmark's suffix.
const gomaxprocs = "GOMAXPROCS"

// procs makes of GOMAXPROCS what it is. Where it is the same in the whole file it says only how large the machine was;
// else -cpu set it, and it is the number of workers, if no other parameter is. So is a package only a parameter where
// there are several.
func (f *file) procs() {
	for _, key := range []string{gomaxprocs, "pkg"} {
		seen := map[string]bool{}
		for _, b := range f.benches {
			for _, p := range b.params {
				if p.key == key {
					seen[p.value] = true
				}
			}
		}
		if len(seen) > 1 {
			continue
		}
		for i := range f.benches {
			f.benches[i].drop(key)
		}
		if n, err := strconv.Atoi(only(seen)); err == nil && key == gomaxprocs && n > 1 {
			f.host.CoresLogical = min(n, results.MaxWorkers)
		}
	}
}

// only is the one element of a set.
func only(set map[string]bool) (key string) {
	for key = range set {
	}
	return key
}

// drop takes a parameter away.
func (b *bench) drop(key string) {
	kept := b.params[:0:0]
	for _, p := range b.params {
		if p.key != key {
			kept = append(kept, p)
		}
	}
	b.params = kept
}
