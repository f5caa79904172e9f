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
const counted = `(?:n|num|number)?[_-]?(?:of[_-]?)?` +
	`(?:threads|workers|processes|procs|goroutines|gomaxprocs)(?:[_-]?count)?`

var (
	countedKey = pattern(`(?i)^(?:` + counted + `|thread|worker|n_?thread|n_?worker|num_?thread|num_?worker)$`)
	// countedName finds "threads=4", "--workers 4", "threads:4" in a name, the number in the first or second group.
	countedName = pattern(`(?i)(?:^|[^a-z0-9])` + counted + `[=: _]?([0-9]{1,4})(?:$|[^0-9a-z.])` +
		`|(?:^|[^0-9a-z.])([0-9]{1,4})[ _-]?(?:threads?|workers?|processes|procs|goroutines?)(?:$|[^a-z])`)
)

// saysWorkers is whether a parameter is a number of workers by its name.
func saysWorkers(key string) bool { return countedKey().MatchString(key) }

// A cellOf is a benchmark in its place: what is computed, how, with how many workers.
type cellOf struct {
	workload, mode string
	workers        int
}

// cells finds the place of every benchmark. The number of workers is that of the parameter wanted, or of one that says
// so, or of the name; the rest of the parameters are the work. Names of one mode differ by nothing but the number, so
// it is replaced in them by its key.
func (f *file) cells(wanted string) ([]cellOf, error) {
	keys := make([]string, len(f.benches))
	all := make([]cellOf, len(f.benches))
	found, find := false, finder(wanted)
	for i, b := range f.benches {
		key, n, err := b.workers(wanted, find)
		if err != nil {
			return nil, err
		}
		found = found || key != ""
		keys[i], all[i] = key, cellOf{mode: b.name, workers: max(n, 1), workload: b.workload(key)}
	}
	if wanted != "" && !found {
		return nil, f.noParameter(wanted)
	}
	f.withoutNumbers(all, keys, find)
	return all, nil
}

// workers are those of a benchmark, with the parameter that says so; "" where nothing does, or where the name does.
func (b *bench) workers(wanted string, find *regexp.Regexp) (key string, n int, err error) {
	for _, p := range b.params {
		if p.key != "" && wanted == p.key || wanted == "" && saysWorkers(p.key) {
			n, err := strconv.Atoi(p.value)
			if err == nil && n >= 1 && n <= results.MaxWorkers {
				return p.key, n, nil
			}
			if wanted != "" {
				return "", 0, fmt.Errorf("%s: expected %s to be a number of workers from 1 to %d, got %q", b.path, wanted,
					results.MaxWorkers, clipped(p.value, 40))
			}
		}
	}
	if n, _, ok := numberIn(b.name, find); ok {
		return inName, n, nil
	}
	return "", 0, nil
}

// inName stands for a parameter whose number is in the name.
const inName = "\x00"

// finder finds a number of workers in a name: of what is wanted, or of what says so.
func finder(wanted string) *regexp.Regexp {
	if wanted == "" {
		return countedName()
	}
	wanted = regexp.QuoteMeta(strings.ToValidUTF8(wanted, "\uFFFD"))
	return regexp.MustCompile(`(?:^|[^A-Za-z0-9])` + wanted + `[=: ]?([0-9]{1,4})(?:$|[^0-9.])`)
}

// numberIn is the number of workers in a name, and where it stands.
func numberIn(name string, find *regexp.Regexp) (n int, at [2]int, ok bool) {
	m := find.FindStringSubmatchIndex(name)
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

// workload is what a benchmark computes: its group, with all parameters but the workers.
func (b *bench) workload(workers string) string {
	name := b.group
	for _, p := range b.params {
		switch {
		case p.key == workers || p.value == "" || p.unnamed:
		case p.spelt != "":
			name += p.spelt
		default:
			name += " " + p.key + "=" + p.value
		}
	}
	return name
}

// withoutNumbers takes the number of workers out of the names of modes. Where the name says what it counts, its place
// is known. A parameter's value may stand in the name anywhere: what is replaced is what makes the most names alike.
func (f *file) withoutNumbers(all []cellOf, keys []string, find *regexp.Regexp) {
	alike := map[string]int{}
	for i, b := range f.benches {
		for _, t := range templates(b.name, keys[i], all[i].workers) {
			alike[t]++
		}
	}
	for i, b := range f.benches {
		if keys[i] == inName {
			_, at, _ := numberIn(b.name, find)
			all[i].mode = b.name[:at[0]] + "{workers}" + b.name[at[1]:]
			all[i].workload = strings.Replace(all[i].workload, b.name, all[i].mode, 1)
			continue
		}
		best := b.name
		for _, t := range templates(b.name, keys[i], all[i].workers) {
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
	if key == "" || key == inName {
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
