package system

import (
	"math"
	"strings"
	"testing"
)

func TestMemoryThatIsRefusedIsSaidInBytes(t *testing.T) {
	if err := Granted(1 << 20); err != nil {
		t.Error(err)
	}
	if math.MaxInt == math.MaxInt32 {
		t.Skip("half of all addresses may be there")
	}
	if err := Granted(math.MaxInt / 2); err == nil || !strings.Contains(err.Error(), " bytes of memory are wanted, and the system refuses them") {
		t.Errorf("half of all addresses: error %v", err)
	}
}
