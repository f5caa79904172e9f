package main

import (
	"bytes"
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
	forms := map[string]string{}
	for _, format := range formatsOf(poolsForms) {
		var stdout, stderr bytes.Buffer
		if status := run([]string{"pools", "--no-lock", "--rounds", "1", "--only", "trip-pipe,shares", "--format", format}, &stdout, &stderr); status != exitDone {
			t.Fatalf("status %d: %s", status, stderr.String())
		}
		forms[format] = stdout.String()
	}
	if !strings.Contains(forms["table"], "better by") || !strings.Contains(forms["md"], "|---") {
		t.Errorf("%s\n%s", forms["table"], forms["md"])
	}
	var both struct {
		Pools costs.Pools
		Run   costs.PoolsRun
	}
	if err := json.Unmarshal([]byte(forms["json"]), &both); err != nil || len(both.Pools.Rows) != 2 || len(both.Run.Samples) != 2 {
		t.Errorf("%v: %s", err, forms["json"])
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
		var stdout, stderr bytes.Buffer
		if status := run(append([]string{"pools"}, c.args...), &stdout, &stderr); status != exitUsage || !strings.Contains(stderr.String(), c.want) {
			t.Errorf("%q: status %d, %s", c.args, status, stderr.String())
		}
	}
}
