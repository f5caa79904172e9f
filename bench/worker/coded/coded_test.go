package coded

import (
	"bytes"
	"testing"
)

func TestBlocksComeBack(t *testing.T) {
	var buf []byte
	for n := range 300 {
		block := bytes.Repeat([]byte{byte(n)}, n)
		wire, err := JSON.Encode(buf, block)
		if err != nil {
			t.Fatal(err)
		}
		if len(wire) > JSON.Most(n) {
			t.Errorf("%d bytes have %d on the wire, at most %d expected", n, len(wire), JSON.Most(n))
		}
		got, err := JSON.Decode(wire)
		if err != nil || !bytes.Equal(got, block) {
			t.Errorf("%d bytes come back as %d, error %v", n, len(got), err)
		}
	}
	if _, err := JSON.Decode([]byte(`{"data":"?"}`)); err == nil {
		t.Error("what isn't base64: no error")
	}
}
