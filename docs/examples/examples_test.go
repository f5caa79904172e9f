package examples

import (
	"strings"
	"testing"

	"corerace/bench/benchtest"
)

func TestMain(m *testing.M) { benchtest.Main(m, Sharpen) }

func TestTokens(t *testing.T) {
	if got := strings.Join(Tokens("One, two: 3!"), "|"); got != "One|,|two|:|3|!" {
		t.Error(got)
	}
}

func TestSharpen(t *testing.T) { benchtest.TestWorkload(t, Sharpen) }

// The tokens must come back, so that is in the number: processes write them to memory that they share.
func BenchmarkTokens(b *testing.B) {
	benchtest.Map(b, Texts(500), func(text string) string { return strings.Join(Tokens(text), "\n") })
}

// An encoder that writes to a connection of its own gives nothing back: here the lengths are added up.
func BenchmarkEncode(b *testing.B) {
	orders := Orders(1500)
	benchtest.Func(b, len(orders), func(i int) uint64 { return uint64(len(Encode(orders[i]))) })
}

// A workload has a name and a sum, and can be raced in rounds, with a verdict.
func BenchmarkSharpen(b *testing.B) { benchtest.Compare(b, Sharpen) }
