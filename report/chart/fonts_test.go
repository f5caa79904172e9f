package chart

import (
	"testing"
)

func TestFilesThatAreNotFonts(t *testing.T) {
	for _, bad := range [][]byte{nil, []byte("wOFF"), append([]byte("wOFF"), make([]byte, 40)...), Inter400[:1000],
		append([]byte(nil), Inter400[:len(Inter400)/2]...)} {
		if ttf, err := unpackWOFF(bad); err == nil && len(ttf) > 12 {
			t.Errorf("%d bytes that aren't a font unpack to %d", len(bad), len(ttf))
		}
	}
	if err := LoadFonts(); err != nil {
		t.Error(err)
	}
}

// A string that Inter's Latin set can't show is set in the fallback, or it would show boxes.
func TestMissingCharactersTakeTheFallback(t *testing.T) {
	if err := LoadFonts(); err != nil {
		t.Fatal(err)
	}
	for s, want := range map[string]bool{"1.97× (1.95–1.99) · µs …": false, "≥ 2": true, "a → b": true} {
		face := faceFor(s, Semibold, 11)
		if got := face.Font.Typeface == fallback; got != want {
			t.Errorf("%q falls back: %v, want %v", s, got, want)
		}
	}
}
