// Package scratch is the folders for temporary files of this program. Each has a lock that ends with its process, however
// that ends: what a killed one has left is removed by whoever comes next, and what a living one has isn't, in another
// container with the same folder neither, where its pid would say nothing. It knows names and locks, and not what lies
// in a folder.
package scratch
