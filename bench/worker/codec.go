package worker

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// A Codec is how a block lies on the wire: as it is, or as a JSON object with its bytes in base64, which is what many
// a program does that sends bytes to another one.
//
// It is JSON and not gob, because encoding/gob is initialised in every worker that links it, for longer than the rest
// of a worker takes, and a block has no structure that gob would be good at.
type Codec struct{ JSON bool }

// CodecOf returns the codec of a way that blocks come in.
func CodecOf(way int) Codec { return Codec{JSON: way == BlocksJSON} }

// A jsonBlock is a block as JSON.
type jsonBlock struct {
	Data []byte `json:"data"`
}

// jsonFrame is the most bytes around the base64 of a block.
const jsonFrame = 64

// Most returns the most bytes that a block of n bytes has on the wire.
func (c Codec) Most(n int) int {
	if !c.JSON {
		return n
	}
	return base64.StdEncoding.EncodedLen(n) + jsonFrame
}

// Encode returns a block as it goes on the wire: in buf where it must be written anew, else the block itself.
func (c Codec) Encode(buf, block []byte) ([]byte, error) {
	if !c.JSON {
		return block, nil
	}
	out := bytes.NewBuffer(buf[:0])
	if err := json.NewEncoder(out).Encode(jsonBlock{block}); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return out.Bytes(), nil
}

// Decode returns the block that came on the wire.
func (c Codec) Decode(wire []byte) ([]byte, error) {
	if !c.JSON {
		return wire, nil
	}
	var b jsonBlock
	if err := json.Unmarshal(wire, &b); err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	return b.Data, nil
}
