package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"corerace/bench/testkit"
	"corerace/results/costs"
)

func TestPoolsAreShownInEveryForm(t *testing.T) {
	if in, err := findPython(t.Context(), ""); err != nil || in == nil || !in.AtLeast(3, 8) {
		testkit.Missing(t, "python", fmt.Sprint("no Python 3.8 or later found: ", err))
	}
	status, measured, stderr := command("pools", "--no-lock", "--rounds", "1", "--only", "trip-pipe,shares", "--format", "json")
	if status != exitDone {
		t.Fatalf("status %d: %s", status, stderr)
	}
	var both struct {
		Pools costs.Pools
		Run   costs.PoolsRun
	}
	if err := json.Unmarshal([]byte(measured), &both); err != nil || len(both.Pools.Rows) != 2 || len(both.Run.Samples) != 2 {
		t.Fatalf("%v: %s", err, measured)
	}
	wanted := map[string]string{"table": "better by", "md": "|---", "json": `"pools"`,
		"html": "Our pools of processes beside Python"}
	for format, shown := range inEveryForm(t, poolsForms, &both.Run, costs.SummarizePools) {
		if want := wanted[format]; want == "" || !strings.Contains(shown, want) {
			t.Errorf("%s:\n%s", format, shown)
		}
	}
}

func TestPoolsRefusesWhatItDoesNotUnderstand(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--only", "start-frok"}, "start-fork"},
		{[]string{"--format", "svg"}, "svg"},
		{[]string{"--python", "none"}, "no Python"},
		{[]string{"--budget", "0s"}, "--budget is 0s"},
	} {
		status, _, stderr := command(append([]string{"pools"}, c.args...)...)
		if status != exitUsage || !strings.Contains(stderr, c.want) {
			t.Errorf("%q: status %d, %s", c.args, status, stderr)
		}
	}
}
