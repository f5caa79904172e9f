package command

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"corerace/bench/race"
	"corerace/bench/testkit"
	"corerace/bench/testkit/quiet"
	"corerace/results/stats"
)

// turnsCounted is the environment variable that says how many pairs of batches each of ten commands has: some 30, for
// an interval within 5 % on a quiet machine.
const turnsCounted = "CORERACE_TURNS"

// Starting a command costs no more than under hyperfine without a shell: the interval of the ratio of the wall times of
// true reaches 1.05 or below.
func TestTrueCostsNoMoreThanUnderHyperfine(t *testing.T) {
	testkit.NeedsAll(t)
	path := hyperfine(t)
	quiet.Retry(t, func() string {
		ratio := inTurn(t, path, "true", 20, 20)
		t.Logf("wall of true ÷ hyperfine -N's: %v", ratio)
		if ratio.Lo > 1.05 {
			return fmt.Sprintf("wall of true ÷ hyperfine -N's is %v", ratio)
		}
		return ""
	})
}

// Ten commands take as long here as under hyperfine: the interval of the ratio of medians reaches into 1 ± 5 %, which
// on a quiet machine it lies within.
func TestCommandsTakeAsLongAsUnderHyperfine(t *testing.T) {
	testkit.NeedsAll(t)
	path := hyperfine(t)
	text := numbered(t)
	for _, line := range []string{"sleep 0.02", "gzip -1 -kc FILE", "sha256sum FILE", "grep -c 77 FILE", "sort FILE",
		"sort --parallel=2 -n FILE", "awk '{ n += $1 } END { print n }' FILE", "xz -0 -T2 -kc FILE",
		"pigz -1 -p 2 -kc FILE", "python3 -c 'sum(range(1000000))'"} {
		t.Run(line, func(t *testing.T) {
			if _, err := exec.LookPath(strings.Fields(line)[0]); err != nil {
				t.Skip(err)
			}
			quiet.Retry(t, func() string {
				ratio := inTurn(t, path, strings.ReplaceAll(line, "FILE", text), testkit.Counted(turnsCounted, 6, 6), 3)
				t.Logf("wall ÷ hyperfine -N's is %v", ratio)
				if ratio.Lo > 1.05 || ratio.Hi < 0.95 {
					return fmt.Sprintf("%s: wall ÷ hyperfine -N's is %v", line, ratio)
				}
				return ""
			})
		})
	}
}

// numbered is a file of 100,000 lines.
func numbered(t *testing.T) string {
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintln(&b, i*7919%100_003, "word", i)
	}
	path := filepath.Join(t.TempDir(), "text")
	if err := os.WriteFile(path, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// hyperfine is where that program is.
func hyperfine(t *testing.T) string {
	path, err := exec.LookPath("hyperfine")
	if err != nil {
		testkit.Missing(t, "hyperfine", err.Error())
	}
	return path
}

// inTurn runs a command in pairs of batches, of which hyperfine has one, and returns the ratio of their medians.
func inTurn(t *testing.T, path, line string, pairs, batch int) stats.Estimate {
	s := &Set{Variants: []Variant{alone("a", line)}, Workers: []int{1}, Longest: longestStart}
	defer s.Close() // what it used is known to be ours from then on
	c, err := s.Contest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var ours, theirs []float64
	for i := range pairs {
		if i%2 == 0 {
			ours = append(ours, median(t, c, batch))
		}
		theirs = append(theirs, medianOfHyperfine(t, path, line, batch))
		if i%2 == 1 {
			ours = append(ours, median(t, c, batch))
		}
	}
	return stats.PairedRatio(ours, theirs)
}

// median is that of the wall times of some samples, in seconds.
func median(t *testing.T, c race.Contest, n int) float64 {
	var walls []float64
	for round := range n + 1 {
		s, _, err := c.Contenders[0].Take(t.Context(), round, func() {})
		if err != nil {
			t.Fatal(err)
		}
		if round > 0 { // the first one warms up
			walls = append(walls, s.Wall.Seconds())
		}
	}
	return stats.Median(walls)
}

// medianOfHyperfine is that of as many runs by hyperfine.
func medianOfHyperfine(t *testing.T, path, line string, n int) float64 {
	file := filepath.Join(t.TempDir(), "times.json")
	cmd := exec.Command(path, "-N", "--warmup", "1", "--runs", fmt.Sprint(n), "--export-json", file, line)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var of struct {
		Results []struct {
			Times        []float64 // hyperfine 1
			Measurements []struct {
				Wall struct{ Value float64 } `json:"time_wall_clock"` // and 2
			}
		}
	}
	if err := json.Unmarshal(b, &of); err != nil || len(of.Results) != 1 {
		t.Fatalf("%v: %s", err, b)
	}
	walls := of.Results[0].Times
	for _, m := range of.Results[0].Measurements {
		walls = append(walls, m.Wall.Value)
	}
	if len(walls) != n {
		t.Fatalf("hyperfine has %d runs, %d expected", len(walls), n)
	}
	return stats.Median(walls)
}
