package report

import (
	"bytes"
	"testing"
)

// A drawing is a figure as a file.
type drawing struct {
	Name string
	Data []byte
}

// drawn are the figures of a document as SVG.
func drawn(t *testing.T, d *Document) (all []drawing) {
	t.Helper()
	for _, f := range d.Figures() {
		var b bytes.Buffer
		if err := f.SVG(&b, Auto); err != nil {
			t.Fatal(err)
		}
		all = append(all, drawing{f.Name, b.Bytes()})
	}
	return all
}
