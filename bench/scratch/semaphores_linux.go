package scratch

import "path/filepath"

// semaphores are the files of the named semaphores whose names begin in a way.
func semaphores(begin string) []string {
	paths, _ := filepath.Glob("/dev/shm/sem." + begin + "*") // only a bad pattern fails
	return paths
}
