package role

import "embed"

// Source is the text of this package, as that of the workloads.
//
//go:embed *.go
var Source embed.FS
