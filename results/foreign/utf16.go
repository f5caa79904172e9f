package foreign

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// utf8Of is a text in UTF-8: what PowerShell's > writes is UTF-16, with a byte order mark. Without one it is told by its
// first character, which in all of these files is of ASCII.
func utf8Of(data []byte) []byte {
	var order binary.ByteOrder
	switch {
	case len(data) < 2:
		return data
	case bytes.HasPrefix(data, []byte("\xff\xfe")), data[0] != 0 && data[1] == 0:
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte("\xfe\xff")), data[0] == 0 && data[1] != 0:
		order = binary.BigEndian
	default:
		return bytes.TrimPrefix(data, []byte("\ufeff"))
	}
	var text bytes.Buffer
	for ; len(data) >= 2; data = data[2:] {
		r := rune(order.Uint16(data))
		if utf16.IsSurrogate(r) && len(data) >= 4 {
			r = utf16.DecodeRune(r, rune(order.Uint16(data[2:])))
			data = data[2:]
		}
		text.WriteRune(r)
	}
	return bytes.TrimPrefix(text.Bytes(), []byte("\ufeff"))
}
