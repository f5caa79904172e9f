package worker

import "embed"

// Source is the text of this package, of early and of those of coded blocks, as that of the workloads.
//
//go:embed *.go *.s coded/*.go early/*.go early/coded/*.go
var Source embed.FS
