#!/usr/bin/env bash
# gopsutil v3.24.5 (github.com/shirou/gopsutil/v3), Linux: CPU counters that can't be read are no error, and counters that
# stand still are an idle machine.
#
# Behaviour: where the folder named by HOST_PROC has no file stat, cpu.Times and cpu.Percent return an empty slice and a
# nil error, while cpu.Counts(true) returns the error of the same missing file, and load.Avg answers all the same: it asks
# the kernel of this machine, whatever HOST_PROC says. Where stat is there and never changes, cpu.Percent returns 0 for
# every core, so that a system that doesn't count looks idle. Cores that are absent leave no gap: with the cores 0 and 2,
# cpu.Percent has two values, and the second is that of core 2.
#
# Seen with Go 1.26.8:
#   missing: times [] <nil>
#   missing: percent [] <nil>
#   missing: counts 0 true
#   missing: load true
#   frozen: percent [0 0] <nil>
#   frozen: cores cpu0 cpu2
#
# What follows here: how many values came is checked before one is used, and counters that never move are unknown.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >go.mod <<'MOD'
module finding

go 1.24

require github.com/shirou/gopsutil/v3 v3.24.5
MOD
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/shirou/gopsutil/v3/cpu"
	"github.com/shirou/gopsutil/v3/load"
)

func main() {
	what := os.Args[1]
	if what == "missing" {
		times, err := cpu.Times(false)
		fmt.Println("missing: times", times, err)
		percent, err := cpu.Percent(20*time.Millisecond, true)
		fmt.Println("missing: percent", percent, err)
		n, err := cpu.Counts(true)
		fmt.Println("missing: counts", n, err != nil)
		_, err = load.Avg()
		fmt.Println("missing: load", err == nil)
		return
	}
	percent, err := cpu.Percent(20*time.Millisecond, true)
	fmt.Println("frozen: percent", percent, err)
	times, _ := cpu.Times(true)
	fmt.Println("frozen: cores", times[0].CPU, times[1].CPU)
}
GO
go mod tidy >/dev/null 2>&1
go build -o finding .

mkdir frozen
printf 'cpu  2000 0 1000 3000 0 0 0 0 0 0\ncpu0 1500 0 500 1000 0 0 0 0 0 0\ncpu2 500 0 500 2000 0 0 0 0 0 0\nbtime 1700000000\n' >frozen/stat
{
	HOST_PROC=$dir/nowhere ./finding missing
	HOST_PROC=$dir/frozen ./finding frozen
} >got
cat got
diff - got <<'WANT'
missing: times [] <nil>
missing: percent [] <nil>
missing: counts 0 true
missing: load true
frozen: percent [0 0] <nil>
frozen: cores cpu0 cpu2
WANT
