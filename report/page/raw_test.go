package page

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"corerace/report/content"
)

func opened(data string) *content.Document {
	return &content.Document{Name: "runs/one/run.jsonl",
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(data)), nil }}
}

func TestTheRecordIsInThePage(t *testing.T) {
	const data = "{\"kind\":\"run\"}\n{\"kind\":\"end\"}\n"
	v := rawOf(opened(data))
	packed, ok := strings.CutPrefix(string(v.URL), "data:application/gzip;base64,")
	if !ok || v.Name != "run.jsonl.gz" {
		t.Fatalf("the record is %+v", v)
	}
	z, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(packed)))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(z); err != nil || string(got) != data {
		t.Errorf("%q is in the page (%v), want %q", got, err, data)
	}
}

// noise is what can't be packed.
func noise(n int) string {
	var b bytes.Buffer
	rnd := rand.New(rand.NewPCG(1, 1))
	for b.Len() < n {
		b.WriteByte(byte(rnd.Uint32()))
	}
	return b.String()
}

func TestARecordThatIsTooLargeIsNamed(t *testing.T) {
	for what, data := range map[string]string{"noise": noise(maxEmbedded), "long": strings.Repeat("x", maxRead+1)} {
		if v := rawOf(opened(data)); v.URL != "" || !strings.Contains(v.Note, "one/run.jsonl, is too large") {
			t.Errorf("%s: %d bytes are in the page, which says %q", what, len(v.URL), v.Note)
		}
	}
	if v := rawOf(opened(noise(maxEmbedded * 7 / 10))); v.URL == "" || len(v.URL) > maxEmbedded+64 {
		t.Errorf("a record that fits takes %d bytes: %s", len(v.URL), v.Note)
	}
}

func TestAPageStandsWithoutItsRecord(t *testing.T) {
	if v := rawOf(&content.Document{}); v != (rawView{}) {
		t.Errorf("a document without a file has %+v", v)
	}
	for _, open := range []func() (io.ReadCloser, error){
		func() (io.ReadCloser, error) { return nil, errors.New("gone") },
		func() (io.ReadCloser, error) { return io.NopCloser(io.MultiReader(broken{})), nil },
	} {
		if v := rawOf(&content.Document{Open: open}); v.URL != "" || !strings.Contains(v.Note, "can't be read") {
			t.Errorf("a record that can't be read is %+v", v)
		}
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("a bad block") }
