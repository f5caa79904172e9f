package workloads

import (
	"encoding/binary"
	"math/bits"
)

// The primes of XXH64.
const (
	xxPrime1 = 0x9e3779b185ebca87
	xxPrime2 = 0xc2b2ae3d27d4eb4f
	xxPrime3 = 0x165667b19e3779f9
	xxPrime4 = 0x85ebca77c2b2ae63
	xxPrime5 = 0x27d4eb2f165667c5
)

// Hash returns the value of a block item: XXH64 of its output, seeded with its number.
//
// XXH64 is Collet's published hash: 64 bits, with a seed that goes through all of its mixing, so the same output at two
// items has unrelated values and outputs that were swapped are noticed. It reads several bytes a nanosecond, and so is
// a small part of the time of any workload here; a cryptographic hash would be most of it, and those of the standard
// library are slower (FNV), have 32 bits (CRC), or differ from process to process (maphash).
//
// Source: the specification of xxHash, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md.
func Hash(item int, out []byte) uint64 { return xxh64(uint64(item), out) }

func xxh64(seed uint64, b []byte) uint64 {
	n := uint64(len(b))
	h := seed + xxPrime5
	if n >= 32 {
		h, b = xxStripes(seed, b)
	}
	h += n
	for ; len(b) >= 8; b = b[8:] {
		h = bits.RotateLeft64(h^xxRound(0, binary.LittleEndian.Uint64(b)), 27)*xxPrime1 + xxPrime4
	}
	if len(b) >= 4 {
		h = bits.RotateLeft64(h^uint64(binary.LittleEndian.Uint32(b))*xxPrime1, 23)*xxPrime2 + xxPrime3
		b = b[4:]
	}
	for _, c := range b {
		h = bits.RotateLeft64(h^uint64(c)*xxPrime5, 11) * xxPrime1
	}
	h = (h ^ h>>33) * xxPrime2
	h = (h ^ h>>29) * xxPrime3
	return h ^ h>>32
}

// xxStripes takes the stripes of 32 bytes, and returns what is left of b.
func xxStripes(seed uint64, b []byte) (h uint64, rest []byte) {
	v1, v2, v3, v4 := seed+xxPrime2, seed+xxPrime2, seed, seed-xxPrime1
	v1 += xxPrime1
	for len(b) >= 32 {
		v1 = xxRound(v1, binary.LittleEndian.Uint64(b[0:8:32]))
		v2 = xxRound(v2, binary.LittleEndian.Uint64(b[8:16:32]))
		v3 = xxRound(v3, binary.LittleEndian.Uint64(b[16:24:32]))
		v4 = xxRound(v4, binary.LittleEndian.Uint64(b[24:32:32]))
		b = b[32:]
	}
	h = bits.RotateLeft64(v1, 1) + bits.RotateLeft64(v2, 7) + bits.RotateLeft64(v3, 12) + bits.RotateLeft64(v4, 18)
	for _, v := range [4]uint64{v1, v2, v3, v4} {
		h = (h^xxRound(0, v))*xxPrime1 + xxPrime4
	}
	return h, b
}

func xxRound(acc, lane uint64) uint64 { return bits.RotateLeft64(acc+lane*xxPrime2, 31) * xxPrime1 }
