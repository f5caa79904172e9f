package chart

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
)

// unpackWOFF turns a WOFF 1 file into the sfnt (TTF) that it wraps. See W3C, WOFF File Format 1.0, sections 3 to 5:
// a header of 44 bytes, a directory of 20 bytes a table, and tables that are zlib streams where that is shorter.
func unpackWOFF(woff []byte) ([]byte, error) {
	be := binary.BigEndian
	if len(woff) < 44 || string(woff[:4]) != "wOFF" {
		return nil, errors.New("not a WOFF file")
	}
	n := int(be.Uint16(woff[12:]))
	if len(woff) < 44+20*n {
		return nil, errors.New("woff: directory cut short")
	}
	out := sfntHeader(be.Uint32(woff[4:]), n)
	for i := range n {
		entry := woff[44+20*i:]
		offset, packed, size := be.Uint32(entry[4:]), be.Uint32(entry[8:]), be.Uint32(entry[12:])
		if uint64(offset)+uint64(packed) > uint64(len(woff)) {
			return nil, fmt.Errorf("woff: table %q lies outside of the file", entry[:4])
		}
		table, err := inflate(woff[offset:offset+packed], int(size))
		if err != nil {
			return nil, fmt.Errorf("woff: table %q: %w", entry[:4], err)
		}
		dir := out[12+16*i:]
		copy(dir, entry[:4])
		be.PutUint32(dir[4:], be.Uint32(entry[16:])) // checksum
		be.PutUint32(dir[8:], uint32(len(out)))
		be.PutUint32(dir[12:], size)
		out = append(out, table...)
		out = append(out, make([]byte, -len(out)&3)...) // tables start at multiples of 4
	}
	return out, nil
}

// sfntHeader is the offset table of an sfnt with n tables, and room for its directory.
func sfntHeader(flavour uint32, n int) []byte {
	be := binary.BigEndian
	h := make([]byte, 12+16*n)
	selector := max(bits.Len(uint(n))-1, 0)
	be.PutUint32(h, flavour)
	be.PutUint16(h[4:], uint16(n))
	be.PutUint16(h[6:], uint16(16<<selector))
	be.PutUint16(h[8:], uint16(selector))
	be.PutUint16(h[10:], uint16(16*n-16<<selector))
	return h
}

// inflate unpacks a table; one that is as long packed as unpacked is stored as it is.
func inflate(packed []byte, size int) ([]byte, error) {
	if len(packed) == size {
		return packed, nil
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	table, err := io.ReadAll(io.LimitReader(z, int64(size)+1))
	if err == nil && len(table) != size {
		err = fmt.Errorf("%d bytes, want %d", len(table), size)
	}
	return table, err
}
