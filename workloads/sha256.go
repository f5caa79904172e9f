package workloads

import (
	"crypto/sha256"
	"encoding/binary"
)

// sha256Hashes is the number of hashes in a pass: item i is the hash of i.
const sha256Hashes = 32_768

// SHA256 hashes each index, written as 8 bytes big-endian, and adds up the first 8 bytes of the hashes, read
// big-endian.
//
// The sum was computed by a Python program with hashlib, which is OpenSSL and not Go's implementation.
//
// Processors with instructions for SHA-256 take about a quarter of the time of those without, so passes differ more
// between machines than those of other workloads.
func SHA256() *Workload {
	return &Workload{
		Name:   "sha256",
		Doc:    "Hashes 32,768 short messages with SHA-256, and shows how ordinary library code scales.",
		Size:   sha256Hashes,
		Sum:    8_484_329_683_623_505_118,
		Run:    sha256Sum,
		Python: sha256Twin,
	}
}

func sha256Sum(lo, hi int) uint64 {
	var sum uint64
	var message [8]byte
	for i := lo; i < hi; i++ {
		binary.BigEndian.PutUint64(message[:], uint64(i))
		hash := sha256.Sum256(message[:])
		sum += binary.BigEndian.Uint64(hash[:])
	}
	return sum
}
