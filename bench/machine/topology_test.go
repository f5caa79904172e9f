package machine

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"testing/fstest"
)

const cpuDir = "sys/devices/system/cpu/"

func TestCoreInfosOfATwoThreadedCore(t *testing.T) {
	got := coreInfos(files(map[string]string{
		cpuDir + "online": "0,2\n",
		cpuDir + "cpu0/topology/thread_siblings_list": "0,2\n",
		cpuDir + "cpu0/cpufreq/scaling_governor":      "powersave\n",
		cpuDir + "cpu0/cpufreq/cpuinfo_max_freq":      "4700000\n",
		cpuDir + "cpu2/topology/thread_siblings_list": "0,2\n",
		cpuDir + "cpu2/cpu_capacity":                  "1024\n",
		cpuDir + "cpu1/cpu_capacity":                  "1024\n", // switched off
	}))
	want := []CoreInfo{
		{ID: 0, Siblings: []int{0, 2}, MaxMHz: 4700, Governor: "powersave"},
		{ID: 2, Siblings: []int{0, 2}, Capacity: 1024},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := coreInfos(fstest.MapFS{}); len(got) != 0 {
		t.Errorf("cores from nothing: %+v", got)
	}
}

func TestKindsOfCores(t *testing.T) {
	kinds := func(root fstest.MapFS) (ks []string) {
		for _, c := range coreInfos(root) {
			ks = append(ks, c.Kind)
		}
		return ks
	}
	with := func(file string, values ...int) fstest.MapFS {
		m := map[string]string{cpuDir + "online": fmt.Sprintf("0-%d\n", len(values)-1)}
		for i, v := range values {
			m[fmt.Sprintf("%scpu%d/%s", cpuDir, i, file)] = fmt.Sprintln(v)
		}
		return files(m)
	}
	listed := with("cpu_capacity", 1024, 1024, 1024)
	listed["sys/devices/cpu_atom/cpus"] = &fstest.MapFile{Data: []byte("1-2\n")}
	const p, e = Performance, Efficiency
	for _, c := range []struct {
		name string
		root fstest.MapFS
		want []string
	}{
		{"listed", listed, []string{p, e, e}},
		{"by capacity", with("cpu_capacity", 300, 300, 870, 1024), []string{e, e, p, p}},
		{"by frequency", with("cpufreq/cpuinfo_max_freq", 5100000, 3500000), []string{p, e}},
		{"all alike", with("cpu_capacity", 1024, 1024), []string{"", ""}},
		{"some bear more", with("cpufreq/cpuinfo_max_freq", 5200000, 5000000, 4800000), []string{"", "", ""}},
	} {
		if got := kinds(c.root); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestParseList(t *testing.T) {
	for s, want := range map[string][]int{
		"0\n": {0}, "0-3,8": {0, 1, 2, 3, 8}, "5,1-2": {1, 2, 5}, "1,1": {1},
		"": nil, "-": nil, "3-1": nil, "a": nil, "0-": nil, "-1": nil, "0-99999999999": nil, "0-9000": nil, "1,,2": nil,
	} {
		if got := parseList(s); !slices.Equal(got, want) {
			t.Errorf("parseList(%q) = %v, want %v", s, got, want)
		}
	}
}

func FuzzParseList(f *testing.F) {
	f.Add("0-3,8\n")
	f.Add("0-8191,0-8191,1")
	f.Fuzz(func(t *testing.T, s string) {
		ids := parseList(s)
		if len(ids) > mostCores || !slices.IsSorted(ids) || len(ids) > 0 &&
			(ids[0] < 0 || ids[len(ids)-1] >= mostCores) {
			t.Errorf("parseList(%q) = %v", s, ids)
		}
	})
}

func TestRealCoresHaveTheAllowedOnesAmongThem(t *testing.T) {
	infos := CoreInfos()
	if len(infos) == 0 {
		t.Skip("the system doesn't list its cores")
	}
	for _, id := range affinity() {
		if !slices.ContainsFunc(infos, func(c CoreInfo) bool { return c.ID == id }) {
			t.Errorf("core %d is allowed and not in %+v", id, infos)
		}
	}
	t.Logf("%+v", infos)
}
