package legible

import (
	"bytes"
	"testing"
)

func TestTextsAndBarsAreSpeltInASCII(t *testing.T) {
	var b bytes.Buffer
	ASCII{To: &b}.Write([]byte("„Größe“ für 2,0× · █▌▒░ 5–6 →"))
	if got, want := b.String(), `"Groesse" fuer 2,0x - ##=. 5-6 ->`; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
