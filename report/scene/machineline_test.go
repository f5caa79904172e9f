package scene

import (
	"strings"
	"testing"

	"corerace/results"
)

// A machine of many cores has a quota of as many digits.
func TestAQuotaHasNoExponent(t *testing.T) {
	for quota, want := range map[float64]string{1.5: "quota 1.5", 128: "quota 128"} {
		if got := CoresLine(results.Machine{CoresLogical: 256, CPUQuota: quota}); !strings.HasSuffix(got, want) {
			t.Errorf("%q, want %q at its end", got, want)
		}
	}
}
