package results

import (
	"bufio"
	"bytes"
	"io"
)

// A line is one line of a file, without its end.
type line struct {
	n     int // from 1
	text  []byte
	whole bool // the end of the line is there
	long  bool // it is longer than maxLine, and text is empty
}

// A lineReader cuts a stream into lines and never holds more than maxLine bytes of one.
type lineReader struct {
	r   *bufio.Reader
	n   int
	buf []byte
}

// newLineReader returns a reader of the lines of a stream.
func newLineReader(r io.Reader) *lineReader { return &lineReader{r: bufio.NewReaderSize(r, 64<<10)} }

// next returns the next line that isn't blank; its text is good until the next call. At the end of the stream the
// error is io.EOF.
func (l *lineReader) next() (line, error) {
	for {
		ln, err := l.read()
		if err != nil || ln.long || len(ln.text) > 0 {
			return ln, err
		}
	}
}

// read reads the next line, a blank one too. One that is too long is read to its end, and dropped as it comes.
func (l *lineReader) read() (line, error) {
	l.n++
	l.buf = l.buf[:0]
	out := line{n: l.n}
	read := 0
	for {
		part, err := l.r.ReadSlice('\n')
		if err == nil && read == 0 { // the reader has all of it
			out.whole, out.text = true, l.trim(part)
			return out, nil
		}
		read += len(part)
		if read > maxLine {
			out.long, l.buf = true, l.buf[:0]
		} else {
			l.buf = append(l.buf, part...)
		}
		switch err {
		case bufio.ErrBufferFull:
			continue
		case nil:
			out.whole = true
		case io.EOF:
			if read == 0 {
				return out, io.EOF
			}
		default:
			return out, err
		}
		out.text = l.trim(l.buf)
		return out, nil
	}
}

// trim is a line without what surrounds it: space, and before the first line the mark that an editor on Windows may
// have put there.
func (l *lineReader) trim(text []byte) []byte {
	text = bytes.TrimSpace(text)
	if l.n == 1 {
		text = bytes.TrimPrefix(text, []byte("\ufeff"))
	}
	return text
}
