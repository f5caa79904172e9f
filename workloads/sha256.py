# The twin of sha256.go: the first 8 bytes of each hash, big-endian.
import hashlib
import struct

eight = struct.Struct(">Q")


def run(lo, hi):
    total = 0
    for i in range(lo, hi):
        total += eight.unpack(hashlib.sha256(eight.pack(i)).digest()[:8])[0]
    return total & 0xFFFFFFFFFFFFFFFF
