package process

import (
	"strings"
	"testing"

	"corerace/bench/worker"
)

func TestPrintedTextIsWhatStandsBeforeTheFirstFrame(t *testing.T) {
	hello := string(worker.AppendFrame(nil, worker.Frame{Kind: worker.KindHello,
		Args: [4]uint64{worker.Protocol, 412}}))
	for in, want := range map[string]string{
		"using the defaults\n" + hello:     "using the defaults",
		"a\tb\n\nc\n" + hello:              "a\tb\n\nc",
		"no frame at all, only words":      "no frame at all, only words",
		hello:                              "",
		"\x00\x00\x00":                     "",
		"\x1b[31mred" + hello:              "",
		strings.Repeat("x", 500) + hello:   strings.Repeat("x", maxPrinted),
		"a cut character \xe2\x82" + hello: "a cut character",
	} {
		if got := printedText([]byte(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
