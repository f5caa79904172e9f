package report

import (
	"bytes"
	"testing"

	"corerace/report/internal/course"
)

// A page for a projector is the same page with another style.
func TestAPageForAProjectorSaysTheSame(t *testing.T) {
	d := course.Fixture(course.Small)
	files, err := Render(d, "html", Options{Projector: true})
	if err != nil {
		t.Fatal(err)
	}
	page, class := files[0].Data, []byte(` class="projector"`)
	if bytes.Count(page, class) != 1 || !bytes.Equal(bytes.Replace(page, class, nil, 1), render(t, d, "html")[0].Data) {
		t.Error("more than the style differs")
	}
}
