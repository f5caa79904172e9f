package main

import (
	"testing"

	"corerace/bench/process"
)

func TestAmountsOfMemory(t *testing.T) {
	if err := process.CanLimitMemory(); err != nil {
		if _, err := parseMemory("256MiB"); err == nil {
			t.Error("a limit is taken where there is none")
		}
		t.Skip(err)
	}
	for text, want := range map[string]uint64{"": 0, "256MiB": 256 << 20, "1GiB": 1 << 30, "20480KiB": 20 << 20,
		"33554432": 32 << 20} {
		if got, err := parseMemory(text); err != nil || got != want {
			t.Errorf("%q is %d, error %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"lots", "-1GiB", "1MiB", "15MiB", "99999999999GiB", "1 GiB", "256MB"} {
		if got, err := parseMemory(text); err == nil {
			t.Errorf("%q is taken for %d", text, got)
		}
	}
}
