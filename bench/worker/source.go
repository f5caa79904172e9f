package worker

import "embed"

// Source is the text of this package and of early, as that of the workloads.
//
//go:embed *.go *.s early/*.go
var Source embed.FS
