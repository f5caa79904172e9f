package process

import (
	"fmt"

	"corerace/bench/worker/system"
)

// CanLimitMemory returns why the memory of a worker process can't be limited here, or nil.
func CanLimitMemory() error { return system.CanLimitMemory() }

// sizeText writes a number of bytes as people do: 268435456 is "256 MiB".
func sizeText(bytes uint64) string {
	for _, u := range []struct {
		size uint64
		name string
	}{{1 << 30, "GiB"}, {1 << 20, "MiB"}, {1 << 10, "KiB"}} {
		if bytes >= u.size && bytes%u.size == 0 {
			return fmt.Sprintf("%d %s", bytes/u.size, u.name)
		}
	}
	return fmt.Sprintf("%d bytes", bytes)
}
