package figure

import (
	"bytes"
	"strings"
	"testing"

	"corerace/report/chart"
)

func TestAPanicInADrawingIsAnError(t *testing.T) {
	f := Figure{Name: "broken", paint: func(*chart.Sheet) { panic("no such font") }}
	if err := f.SVG(new(bytes.Buffer), chart.Light); err == nil || !strings.Contains(err.Error(), "no such font") {
		t.Errorf("got %v, want the panic as an error", err)
	}
}
