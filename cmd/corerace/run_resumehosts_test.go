package main

import (
	"strings"
	"testing"

	"corerace/results"
)

func TestARecordGoesOnWithTheHostsThatItBeganWith(t *testing.T) {
	then := []results.Machine{{Label: "lab-1", CPUModel: "A", CoresLogical: 2}, {Label: "lab-2", CPUModel: "B", CoresLogical: 4}}
	if err := sameHosts(then, []results.Machine{then[1], then[0]}); err != nil {
		t.Error(err)
	}
	for want, m := range map[string]results.Machine{
		"lab-3 is here, and took no part":          {Label: "lab-3", CPUModel: "A", CoresLogical: 2},
		"lab-1 isn't the machine that it was: its": {Label: "lab-1", CPUModel: "B", CoresLogical: 2},
		"its cores is 4, here it is 8":             {Label: "lab-2", CPUModel: "B", CoresLogical: 8},
	} {
		if err := sameHosts(then, append(then[:2:2], m)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q: %v", want, err)
		}
	}
}
