package foreign

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"corerace/results"
)

// counted is what workers are called, in the plural: a worker in the singular before a number may be the name of one.
const counted = `(?:n|num|number|max)?[_-]?(?:of[_-]?)?` +
	`(?:threads|workers|processes|procs|goroutines|gomaxprocs)(?:[_-]?count)?`

// one is what one worker is called.
const one = `thread|worker|process|goroutine`

var (
	countedKey = pattern(`(?i)^(?:` + counted + `|n[_-]?jobs|thread|worker|(?:n|num|max)[_-]?(?:thread|worker)` +
		`|(?:` + one + `)[_-]?count)$`)
	// surelyNamed finds "threads=4" and "workers: 4", which are no other thing's number before a word: "fib 20 threads=4".
	surelyNamed = pattern(`(?i)(?:^|[^a-z0-9])` + counted + ` ?[=:] ?([0-9]{1,4})(?:$|[^0-9a-z.])`)
	// countedName finds those, "--workers 4", "threads-4" in a name, and in its second group the 4 of "4 threads".
	countedName = pattern(`(?i)(?:^|[^a-z0-9])` + counted + ` ?[=:_-]? ?([0-9]{1,4})(?:$|[^0-9a-z.])` +
		`|(?:^|[^0-9a-z.])([0-9]{1,4})[ _-]?(?:(?:` + one + `)s?|processes|procs)(?:$|[^a-z])`)
	// single finds one worker in the singular behind its number.
	single = pattern(`(?i)(\{workers\}[ _-]?(?:` + one + `))($|[^a-z])`)
)

// saysWorkers is whether a parameter is a number of workers by its name.
func saysWorkers(key string) bool { return countedKey().MatchString(key) }

// A cellOf is a benchmark in its place: what is computed, how, with how many workers.
type cellOf struct {
	workload, mode string
	workers        int
}

// cells finds the place of every benchmark. The number of workers is that of the parameter wanted, or of one that says
// so, or of a text that does; the rest of the parameters are the work. Names of one mode differ by nothing but the
// number, so it is replaced in them by its key.
func (f *file) cells(wanted string) ([]cellOf, error) {
	keys := make([]string, len(f.benches))
	all := make([]cellOf, len(f.benches))
	found, find := false, finder(wanted)
	for i, b := range f.benches {
		key, n, err := b.parameter(wanted, false)
		if err != nil {
			return nil, err
		}
		said := false
		if key == "" {
			b, n, said = b.said(find)
		}
		if key == "" && !said && wanted == "" {
			key, n, _ = b.parameter("", true)
		}
		found = found || key != "" || said
		keys[i], all[i] = key, cellOf{mode: b.name, workers: max(n, 1), workload: b.workload(key, n)}
	}
	if wanted != "" && !found {
		return nil, f.noParameter(wanted)
	}
	if wanted == "" {
		f.hint(all)
	}
	f.withoutNumbers(all, keys)
	plurals(all)
	return all, nil
}

// parameter is the one that is the number of workers, "" where none is. One that is last counts them only where nothing
// else in a file does.
func (b *bench) parameter(wanted string, last bool) (key string, n int, err error) {
	for _, p := range b.params {
		if p.key == "" || wanted == "" && (p.last != last || !saysWorkers(p.key)) || wanted != "" && wanted != p.key {
			continue
		}
		n, err := strconv.Atoi(p.value)
		if err == nil && n >= 1 && n <= results.MaxWorkers {
			return p.key, n, nil
		}
		if wanted != "" {
			return "", 0, fmt.Errorf("%s: expected %s to be a number of workers from 1 to %d, got %q", b.path, wanted,
				results.MaxWorkers, clipped(p.value, 40))
		}
	}
	return "", 0, nil
}

// said looks for a number of workers in the texts of a benchmark: its name, its group, the values of its parameters. It
// is replaced in the one that has it.
func (b bench) said(find []*regexp.Regexp) (without bench, n int, ok bool) {
	if n, name, ok := withoutNumber(b.name, find); ok {
		b.group = strings.Replace(b.group, b.name, name, 1)
		b.name = name
		return b, n, true
	}
	if n, group, ok := withoutNumber(b.group, find); ok {
		b.group = group
		return b, n, true
	}
	for i, p := range b.params {
		if p.last || p.unnamed || p.key == pkg {
			continue
		}
		if n, value, ok := withoutNumber(p.value, find); ok {
			b.params = slices.Clone(b.params)
			b.params[i].value = value
			if p.spelt != "" {
				b.params[i].spelt = strings.Replace(p.spelt, p.value, value, 1)
			}
			return b, n, true
		}
	}
	return b, 0, false
}

// withoutNumber is the number of workers in a text, and the text without it.
func withoutNumber(text string, find []*regexp.Regexp) (n int, without string, ok bool) {
	n, at, ok := numberIn(text, find)
	if !ok {
		return 0, text, false
	}
	return n, text[:at[0]] + "{workers}" + text[at[1]:], true
}

// plurals names one worker as several are named: "1 worker" and "2 workers" are one mode.
func plurals(all []cellOf) {
	type named struct{ workload, mode string }
	several := map[named]bool{}
	for _, c := range all {
		if c.workers > 1 {
			several[named{c.workload, c.mode}] = true
		}
	}
	for i, c := range all {
		if as := (named{plural(c.workload), plural(c.mode)}); c.workers == 1 && several[as] {
			all[i].workload, all[i].mode = as.workload, as.mode
		}
	}
}

// plural is a text with its worker in the plural.
func plural(text string) string {
	return strings.ReplaceAll(single().ReplaceAllString(text, "${1}s$2"), "processs", "processes")
}

// finder finds a number of workers in a name: of what is wanted, or of what says so. The first that finds one counts.
func finder(wanted string) []*regexp.Regexp {
	if wanted == "" {
		return []*regexp.Regexp{surelyNamed(), countedName()}
	}
	wanted = regexp.QuoteMeta(strings.ToValidUTF8(wanted, "\uFFFD"))
	return []*regexp.Regexp{regexp.MustCompile(`(?:^|[^A-Za-z0-9])` + wanted + `[=: ]?([0-9]{1,4})(?:$|[^0-9.])`)}
}

// numberIn is the number of workers in a name, and where it stands.
func numberIn(name string, find []*regexp.Regexp) (n int, at [2]int, ok bool) {
	var m []int
	for _, f := range find {
		if m = f.FindStringSubmatchIndex(name); m != nil {
			break
		}
	}
	if m == nil {
		return 0, at, false
	}
	at = [2]int{m[2], m[3]}
	if m[2] < 0 {
		at = [2]int{m[4], m[5]}
	}
	n, err := strconv.Atoi(name[at[0]:at[1]])
	return n, at, err == nil && n >= 1 && n <= results.MaxWorkers
}

// noParameter says which parameters there are.
func (f *file) noParameter(wanted string) error {
	var known []string
	for _, b := range f.benches {
		for _, p := range b.params {
			if p.key != "" && !slices.Contains(known, p.key) && len(known) < 20 {
				known = append(known, p.key)
			}
		}
	}
	if len(known) == 0 {
		return fmt.Errorf("--workers-from %s: no benchmark has such a parameter, and none has any", wanted)
	}
	return fmt.Errorf("--workers-from %s: no benchmark has such a parameter: there are %s", wanted,
		strings.Join(known, ", "))
}

// workload is what a benchmark computes: its group, with all parameters but the one that is the number of workers.
func (b *bench) workload(workers string, n int) string {
	name := b.group
	for _, p := range b.params {
		counted, err := strconv.Atoi(p.value)
		switch {
		case p.key == workers && err == nil && counted == n || p.value == "" || p.unnamed:
		case p.spelt != "":
			name += p.spelt
		default:
			name += " " + p.key + "=" + p.value
		}
	}
	return name
}

// withoutNumbers takes the number of workers out of the names of modes. A parameter's value may stand in the name
// anywhere: what is replaced is what makes the most names alike.
func (f *file) withoutNumbers(all []cellOf, keys []string) {
	alike := map[string]int{}
	for i := range all {
		for _, t := range templates(all[i].mode, keys[i], all[i].workers) {
			alike[t]++
		}
	}
	for i := range all {
		best := all[i].mode
		for _, t := range templates(all[i].mode, keys[i], all[i].workers) {
			if alike[t] > alike[best] {
				best = t
			}
		}
		all[i].mode = best
	}
}

// templates are a name, and what it is with the value of a parameter replaced by its key, in one of its places or in
// all.
func templates(name, key string, value int) []string {
	all := []string{name}
	if key == "" {
		return all
	}
	const most = 8 // places that are tried
	text := strconv.Itoa(value)
	var places [][2]int
	for from := 0; len(places) < most; {
		at := strings.Index(name[from:], text)
		if at < 0 {
			break
		}
		places = append(places, [2]int{from + at, from + at + len(text)})
		from += at + len(text)
	}
	for _, m := range places {
		all = append(all, name[:m[0]]+"{"+key+"}"+name[m[1]:])
	}
	if len(places) > 1 {
		whole := name
		for _, m := range slices.Backward(places) {
			whole = whole[:m[0]] + "{" + key + "}" + whole[m[1]:]
		}
		all = append(all, whole)
	}
	return all
}
