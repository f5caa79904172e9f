package foreign

import (
	"slices"
	"strconv"
)

// mostHinted is how many workers somebody may have meant by a parameter that doesn't say so.
const mostHinted = 128

// shortOption is an option of one letter with a number, as threads are asked for: "xz -T4", "make -j 4".
var shortOption = pattern(`(?:^| )-([jTtpP]) ?([0-9]{1,3})(?: |$)`)

// hint notes what may be the number of workers, where nothing in the file says which it is: a parameter of whole numbers
// from 1 on, or an option of one letter.
func (f *file) hint(all []cellOf) {
	if slices.ContainsFunc(all, func(c cellOf) bool { return c.workers > 1 }) {
		return
	}
	values, order := map[string][]int{}, []string{}
	take := func(key, value string) {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > mostHinted {
			n = 0
		}
		if values[key] == nil {
			order = append(order, key)
		}
		if !slices.Contains(values[key], n) {
			values[key] = append(values[key], n)
		}
	}
	for _, b := range f.benches {
		for _, p := range b.params {
			if p.key != "" && !p.last && !p.unnamed && p.key != pkg {
				take(p.key, p.value)
			}
		}
		if m := shortOption().FindStringSubmatch(b.name); m != nil {
			take(m[1], m[2])
		}
	}
	for _, key := range order {
		if v := values[key]; len(v) > 1 && slices.Contains(v, 1) && !slices.Contains(v, 0) {
			f.note("nothing says how many workers there were: where %s is their number, give --workers-from %s", key, key)
			return
		}
	}
}
