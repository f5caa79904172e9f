package workloads

import "embed"

// Source is the text of this package: two programs in which it is the same, and that one compiler made with the same
// settings, compute with the same code. A program that doesn't look at it hasn't got it.
//
//go:embed *.go
var Source embed.FS
