package worker

import "embed"

// Source is the text of this package, of system and early, and of those of coded blocks, as that of the workloads.
//
//go:embed *.go coded/*.go early/*.go early/coded/*.go system/*.go system/*.s
var Source embed.FS
