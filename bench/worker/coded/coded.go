// Package coded is how blocks are sent as JSON objects with their bytes in base64, which is what many a program does that
// sends bytes to another one.
//
// It is JSON and not gob, because encoding/gob is initialised in every worker that links it, for longer than the rest
// of a worker takes, and a block has no structure that gob would be good at. It is a package of its own, because Go
// initialises packages by import path: encoding/json stands behind encoding/gob, which the command links for others, so
// a worker that imported it would wait for that.
package coded

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"corerace/bench/worker"
)

// JSON is the codec.
var JSON = &worker.Codec{Most: most, Encode: encode, Decode: decode}

// A block is a block as JSON.
type block struct {
	Data []byte `json:"data"`
}

// frame is the most bytes around the base64 of a block.
const frame = 64

func most(n int) int { return base64.StdEncoding.EncodedLen(n) + frame }

func encode(buf, data []byte) ([]byte, error) {
	out := bytes.NewBuffer(buf[:0])
	if err := json.NewEncoder(out).Encode(block{data}); err != nil {
		return nil, fmt.Errorf("encode: %w", err)
	}
	return out.Bytes(), nil
}

func decode(wire []byte) ([]byte, error) {
	var b block
	if err := json.Unmarshal(wire, &b); err != nil {
		return nil, fmt.Errorf("decode: %w", err)
	}
	return b.Data, nil
}
