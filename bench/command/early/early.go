// Package early makes a program that imports it take the path of a starter before the rest of it is initialised, as
// bench/worker/early does with workers. No process reads as smaller than the one that started it, so what isn't loaded
// yet is what a small command can be told from.
package early

import "corerace/bench/command/starter"

func init() { starter.Hook() }
