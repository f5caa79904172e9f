package foreign

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"corerace/results"
)

// cpuSuffix is GOMAXPROCS at the end of a benchmark's name, which has none at 1.
var cpuSuffix = pattern(`-([0-9]{1,4})$`)

// A goReader is in the midst of a text.
type goReader struct {
	f      *file
	pkg    string
	lines  []goResult
	others int // lines without ns/op
	// begun is the name of a benchmark whose numbers haven't come: it printed something behind its name.
	begun string
}

// A goResult is a line of a benchmark.
type goResult struct {
	name, pkg string
	number    int // of its line
	seconds   float64
}

// goBench reads what go test -bench prints, and what is spelt like it. Of a line the ns/op are taken, which are wall
// time over iterations; lines that aren't of a benchmark are somebody's output. golang.org/x/perf/benchfmt reads the
// same: what is needed of it here is one unit of a line, the number of the line in an error, and what a benchmark that
// prints tears apart.
func goBench(data []byte) (*file, error) {
	g := &goReader{f: &file{tool: "go test -bench"}}
	i := 0
	for raw := range bytes.Lines(data) {
		i++
		if err := g.line(i, strings.TrimRight(string(raw), "\r\n")); err != nil {
			return nil, fmt.Errorf("line %d: %w", i, err)
		}
		if len(g.lines) > maxBenches*maxValues/10 {
			return nil, fmt.Errorf("line %d: more benchmarks than there is room for", i)
		}
	}
	if len(g.lines) == 0 && g.others == 0 {
		return nil, ErrUnknown
	}
	f := g.f
	if g.others > 0 {
		f.note("left out: %d lines have no ns/op", g.others)
	}
	named := namesIn(g.lines)
	for _, r := range g.lines {
		f.add(goLine(r, named))
	}
	f.procs()
	return f, nil
}

// line reads one line.
func (g *goReader) line(number int, line string) error {
	if failed, ok := strings.CutPrefix(line, "--- FAIL: Benchmark"); ok {
		g.f.failed(failed, "")
		return nil
	}
	if len(line) > maxText && strings.HasPrefix(line, "Benchmark") {
		return fmt.Errorf("expected the line of a benchmark, got one of %d bytes, above %d", len(line), maxText)
	}
	fields := strings.Fields(line)
	if !strings.HasPrefix(line, "Benchmark") {
		g.fact(line)
		if g.begun == "" || len(fields) < 3 || !slices.Contains(fields, "ns/op") {
			return nil
		}
		fields = append([]string{g.begun}, fields...)
	}
	if len(fields) < 2 {
		return nil
	}
	if _, err := strconv.Atoi(fields[1]); err != nil {
		g.begun = fields[0]
		return nil
	}
	g.begun = ""
	t, ok, err := nsPerOp(fields[2:])
	if err != nil {
		return err
	}
	if !ok {
		g.others++
		return nil
	}
	g.lines = append(g.lines, goResult{fields[0], g.pkg, number, t})
	return nil
}

// fact takes what a line above benchmarks says of all of them.
func (g *goReader) fact(line string) {
	key, value, ok := strings.Cut(line, ": ")
	if !ok {
		return
	}
	switch value = strings.TrimSpace(value); key {
	case "goos":
		g.f.host.OS = value
	case "goarch":
		g.f.host.Arch = value
	case "cpu":
		g.f.host.CPUModel = value
	case "pkg":
		g.pkg = value
	}
}

// goJSON reads the stream of go test -json: the text is what it was, cut into events. Packages take turns in it.
func goJSON(data []byte) (*file, error) {
	var order []string
	texts := map[string]*strings.Builder{}
	d := json.NewDecoder(bytes.NewReader(data))
	for {
		var e struct{ Action, Package, Output string }
		err := d.Decode(&e)
		if err == io.EOF {
			break
		}
		if err != nil {
			rest := data[d.InputOffset():]
			line := lineAt(data, int64(len(data)-len(bytes.TrimLeft(rest, " \r\n\t"))))
			return nil, fmt.Errorf("line %d: expected an event of go test -json: %w", line, err)
		}
		if e.Action != "output" {
			continue
		}
		if texts[e.Package] == nil {
			order, texts[e.Package] = append(order, e.Package), &strings.Builder{}
		}
		texts[e.Package].WriteString(e.Output)
	}
	var text strings.Builder
	for _, pkg := range order {
		text.WriteString(texts[pkg].String())
		text.WriteString("\n")
	}
	return goBench([]byte(text.String()))
}

// isGoJSON is whether a file begins with an event of go test -json.
func isGoJSON(data []byte) bool {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	var e struct{ Action, Time, Package string }
	return json.Unmarshal(first, &e) == nil && e.Action != "" && (e.Time != "" || e.Package != "")
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

// namesIn are the packages and whole names of lines.
func namesIn(lines []goResult) map[[2]string]bool {
	named := map[[2]string]bool{}
	for _, r := range lines {
		named[[2]string{r.pkg, r.name}] = true
		if !cpuSuffix().MatchString(r.name) {
			named[[2]string{r.pkg, ""}] = true // some ran with one processor
		}
	}
	return named
}

// procsOf cuts GOMAXPROCS off a name. A name may end in such a number by itself, and has no suffix with one processor.
// All benchmarks of a package ran with the same numbers, so it is the name's own where others have none and this one
// was never seen without.
func procsOf(r goResult, named map[[2]string]bool) (name, procs string) {
	m := cpuSuffix().FindStringSubmatch(r.name)
	if m == nil {
		return r.name, "1"
	}
	without := strings.TrimSuffix(r.name, m[0])
	if named[[2]string{r.pkg, ""}] && !named[[2]string{r.pkg, without}] {
		return r.name, "1"
	}
	return without, m[1]
}

// goLine is the benchmark of a line. What a part with an = says is the work, but for the mode; a part without one is a
// rival of its neighbours.
func goLine(r goResult, named map[[2]string]bool) bench {
	name, procs := procsOf(r, named)
	name = strings.TrimPrefix(name, "Benchmark")
	b := bench{path: fmt.Sprintf("line %d", r.number), values: []float64{r.seconds}, again: r.pkg + " " + name}
	parts := strings.Split(name, "/")
	group, rivals := parts[:1:1], []string{}
	for _, part := range parts[1:] {
		key, value, is := strings.Cut(part, "=")
		switch {
		case is && (key == "mode" || key == "impl"):
			rivals = append(rivals, value)
		case is:
			b.params = append(b.params, param{key: key, value: value})
		default:
			rivals = append(rivals, part)
		}
	}
	b.group, b.name = strings.Join(group, "/"), strings.Join(rivals, "/")
	if b.name == "" {
		b.name = parts[0]
	}
	if r.pkg != "" {
		b.params = append(b.params, param{key: pkg, value: r.pkg})
	}
	b.params = append(b.params, param{key: gomaxprocs, value: procs, last: true})
	return b
}

// What a Go benchmark has beside its name: the parameter of its suffix, and its package.
const (
	gomaxprocs = "GOMAXPROCS"
	pkg        = "pkg"
)

// procs makes of GOMAXPROCS what it is. Where it is the same in the whole file it says only how large the machine was;
// else -cpu set it, and it is the number of workers, if no other parameter is. So is a package only a parameter where
// there are several.
func (f *file) procs() {
	for _, key := range []string{gomaxprocs, pkg} {
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
