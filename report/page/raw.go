package page

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"path"

	"corerace/report/content"
	"corerace/report/legible"
)

// Limits of a record that a page holds: its bytes in the page, and how many of the file are read before it is given up.
// Records are seldom packed to less than a twentieth.
const (
	maxEmbedded = 1 << 20
	maxRead     = 20 * maxEmbedded
)

// A rawView is the record for download, or why it isn't here. The zero value says nothing of it.
type rawView struct {
	Name string // of the file
	URL  template.URL
	Note string
}

// rawOf packs the record of a document, where its file is at hand and small enough. A page stands without it.
func rawOf(d *content.Document) rawView {
	if d.Open == nil {
		return rawView{}
	}
	name := legible.CleanName(path.Base(d.RecordName()))
	file, err := d.Open()
	if err != nil {
		return rawView{Note: "The record can't be read, and isn't in this page."}
	}
	defer file.Close()
	packed, size, err := pack(file)
	switch {
	case err == errTooLarge:
		return rawView{Note: fmt.Sprintf("The record, %s, is too large to be in this page. It lies beside it, or where "+
			"the page was drawn from.", legible.CleanName(d.RecordName()))}
	case err != nil:
		return rawView{Note: "The record can't be read, and isn't in this page."}
	}
	return rawView{Name: name + ".gz", URL: template.URL("data:application/gzip;base64," + packed),
		Note: fmt.Sprintf("%s, %s, packed by gzip: everything that was measured.", name, legible.KilobytesOf(size))}
}

var errTooLarge = fmt.Errorf("larger than %d bytes when packed", maxEmbedded)

// pack is what a reader holds as base64 of gzip, with its length, or errTooLarge before much of it is read.
func pack(r io.Reader) (packed string, size int64, err error) {
	var buf bytes.Buffer
	z, err := gzip.NewWriterLevel(&buf, gzip.BestSpeed) // a page is drawn while somebody waits
	if err != nil {
		return "", 0, err
	}
	const most = maxEmbedded / 4 * 3 // base64 makes four bytes of three
	for {
		n, err := io.CopyN(z, r, 1<<16)
		size += n
		switch {
		case err != nil && err != io.EOF:
			return "", 0, err
		case size > maxRead || buf.Len() > most:
			return "", 0, errTooLarge
		case err == io.EOF:
			if err := z.Close(); err != nil {
				return "", 0, err
			}
			if buf.Len() > most {
				return "", 0, errTooLarge
			}
			return base64.StdEncoding.EncodeToString(buf.Bytes()), size, nil
		}
	}
}
