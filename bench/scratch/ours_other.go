//go:build !unix

package scratch

import "io/fs"

// ours is true: the folder for temporary files is the user's.
func ours(fs.FileInfo) bool { return true }
