package machine

import (
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// mostFiles bounds how many files of one kind are read for a mean: on a large machine each takes the kernel a while.
const mostFiles = 256

// frequency is the frequency that the cores run at and the highest that they can, in MHz, means over the cores that
// say; nil where none does, as on most virtual machines.
func frequency(root fs.FS) (now, highest *float64) {
	return mean(root, "sys/devices/system/cpu/cpu*/cpufreq/scaling_cur_freq", 1e-3),
		mean(root, "sys/devices/system/cpu/cpu*/cpufreq/cpuinfo_max_freq", 1e-3)
}

// mean is the mean of the numbers above 0 in the files of a pattern, times scale.
func mean(root fs.FS, pattern string, scale float64) *float64 {
	var sum float64
	var n int
	for _, name := range glob(root, pattern) {
		if v, ok := number(root, name); ok && v > 0 {
			sum += float64(v) * scale
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return new(sum / float64(n))
}

// hottest is the highest temperature of the thermal zones in °C, nil where there are none. A zone that is switched off
// reads as colder than anything can be, or as hotter than a core survives.
func hottest(root fs.FS) *float64 {
	var highest *float64
	for _, name := range glob(root, "sys/class/thermal/thermal_zone*/temp") {
		v, ok := number(root, name)
		c := float64(v) / 1000
		if ok && c > -100 && c < 200 && (highest == nil || c > *highest) {
			highest = &c
		}
	}
	return highest
}

// glob lists files by a pattern whose only wildcard stands in one element, as in "a/b*/c". (fs.Glob asks for the status
// of every match, which is one more call for each.)
func glob(root fs.FS, pattern string) []string {
	star := strings.Index(pattern, "*")
	dir, prefix := path.Split(pattern[:star])
	entries, _ := fs.ReadDir(root, path.Clean(dir))
	var names []string
	for _, e := range entries {
		id, ok := strings.CutPrefix(e.Name(), prefix)
		if _, err := strconv.ParseUint(id, 10, 31); ok && err == nil && len(names) < mostFiles {
			names = append(names, dir+e.Name()+pattern[star+1:])
		}
	}
	return names
}

// number is the whole number that a file holds.
func number(root fs.FS, name string) (int64, bool) {
	v, err := strconv.ParseInt(strings.TrimSpace(text(root, name)), 10, 64)
	return v, err == nil
}

// text is a file of /proc or /sys, "" if it can't be read. The names come without a leading slash.
func text(root fs.FS, name string) string {
	b, err := fs.ReadFile(root, strings.TrimPrefix(path.Clean(name), "/"))
	if err != nil {
		return ""
	}
	return string(b)
}
