package workloads

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"testing"
)

func TestSHA256OfZero(t *testing.T) {
	// The hash of eight zero bytes is af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc.
	if got := sha256Sum(0, 1); got != 0xaf5570f5a1810b7a {
		t.Errorf("Run(0, 1) = %#x, want 0xaf5570f5a1810b7a", got)
	}
}

// The second path writes the message byte by byte and reads the hash through hexadecimal digits.
func TestSHA256ByAnotherPath(t *testing.T) {
	for i := 0; i < sha256Hashes; i += 97 {
		h := sha256.New()
		for shift := 56; shift >= 0; shift -= 8 {
			h.Write([]byte{byte(i >> shift)})
		}
		want, err := strconv.ParseUint(hex.EncodeToString(h.Sum(nil))[:16], 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := sha256Sum(i, i+1); got != want {
			t.Errorf("Run(%d, %d) = %#x, want %#x", i, i+1, got, want)
		}
	}
}
