package foreign

import (
	"strings"
	"testing"
)

// Each line was printed by the tool: hyperfine 1.15.0 and 2.0.0, Google Benchmark 1.7.1, pytest-benchmark 5.2.3,
// criterion.rs 0.5.1, Catch2 3.7.1, mitata 1.0.34, vitest 3.2.4, tinybench 6.2.5 and 2.9.0; those of pyperf,
// cargo-criterion and --output-format bencher are after their documentation.
func TestOtherFormsOfTheToolsAreRefusedByWhatToGive(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"command,mean,stddev,median,user,system,min,max\ntrue,0.1,0,0.1,0,0,0.1,0.1\n", "--export-json"},
		{"command,time_wall_clock_unit,time_wall_clock_mean,time_wall_clock_stddev\ntrue,s,1,0", "--export-json"},
		{"| Command | Mean [ms] | Min [ms] | Max [ms] | Relative |\n|:---|---:|---:|", "--export-json"},
		{"[cols=\"<,>,>,>,>\"]\n|===\n| Command \n", "--export-json"},
		{"Benchmark 1: true\n  Time (mean ± σ):  1.0 ms ± 0.1 ms\n", "--export-json"},
		{"name,iterations,real_time,cpu_time,time_unit,bytes_per_second\n\"a\",1,2,3,ns,\n",
			"--benchmark_out_format=json"},
		{"2026-11-30\n---\nBenchmark                Time             CPU   Iterations\n---\n",
			"--benchmark_out_format=json"},
		{"---------------------- benchmark: 4 tests ----------------------\nName (time in us)\n", "--benchmark-json"},
		{"timeit: Mean +- std dev: 20.1 us +- 0.3 us\n", "-o FILE"},
		{"plain                   time:   [497.82 ns 625.21 ns 793.56 ns]\r\n", "target/criterion"},
		{"test sum/threads/1 ... bench:     663,850 ns/iter (+/- 1234)\n", "target/criterion"},
		{`{"reason":"benchmark-complete","id":"a","measured_values":[1]}`, "target/criterion"},
		{`{"mean":{"point_estimate":1},"median_abs_dev":{"point_estimate":1}}`, "target/criterion"},
		{"~~~~\nc3 is a Catch2 v3.7.1 host application.\nRun with -? for options\n", "-r xml"},
		{`{"version":1,"metadata":{"catch2-version":"3.7.1"},"test-run":{"test-cases":[]}}`, "-r xml"},
		{"<testsuites>\n</testsuites>", "line 1: a report in the form of JUnit"},
		{"\x1b[90mclk: ~0.83 GHz\x1b[0m\nbenchmark                   avg (min … max) p75 / p99\n", "run({format:"},
		{"     name             hz     min      max    mean     p75     p99    p995\n", "--outputJson"},
		{`[{"Task name":"a","Latency avg (ns)":"57706 ± 120.34%"}]`, "bench.tasks.map"},
		{`[{"state":"completed","latency":{"mean":1},"throughput":{}}]`, "without the names"},
		{`[{"hz":1,"rme":1,"mean":1}]`, "without the names"},
		{"[{},{}]", "JSON.stringify(bench.tasks) leaves those out"},
	} {
		if err := refused([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}
