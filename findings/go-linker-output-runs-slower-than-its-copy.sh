#!/usr/bin/env bash
# Go 1.26, Linux 6.18, ext4: a program that `go build` has just written takes more CPU time to start than a copy of the same
# bytes by cp, for as long as it stays in the page cache.
#
# Behaviour: the linker writes its output through a shared mapping, so the page cache fills page by page. What cp writes lies
# there in larger pieces, and a fault maps a piece at once. A copy that is written through a mapping is as slow as what the
# linker wrote. Nothing in the documents of `go build` says that a program that was just built isn't measured as it will run
# later: two builds of which one was copied differ without a change in the code.
#
# Seen with Go 1.26.8 on Linux 6.18.44, CPU time of a start, medians of 150 in turn, as ratios to the linker's file:
#   copy by cp 0.85, copy through a mapping 1.00
#
# What follows here: builds that are compared must have come to their place alike.
set -euo pipefail

export GOTOOLCHAIN=go1.26.8 CGO_ENABLED=0
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
if [ "$(stat -f -c %T .)" != ext2/ext3 ]; then
	echo "needs a folder on ext4, this is $(stat -f -c %T .)" >&2
	exit 2
fi
cat >go.mod <<'END'
module started

go 1.26.0

require google.golang.org/protobuf v1.36.6
END
cat >main.go <<'END'
package main

import (
	_ "crypto/tls"
	_ "encoding/gob"
	_ "go/types"
	_ "html/template"
	_ "image/png"
	_ "net/http"
	"os"

	_ "google.golang.org/protobuf/types/descriptorpb"
)

func main() { os.Stdout.WriteString("started\n") }
END
go mod tidy 2>/dev/null
go build -o linked .
cp linked copied
mv linked linked.now # as `go build` does
sync

python3 - <<'END'
import mmap, os, statistics, sys

def start(program):
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.execv(program, [program])
    _, status, used = os.wait4(pid, 0)
    if status:
        sys.exit(f'{program}: status {status}')
    return used.ru_utime + used.ru_stime

def in_turn(*programs):
    took = {p: [] for p in programs}
    for _ in range(150):
        for p in programs:
            took[p].append(start(p))
    return [statistics.median(took[p]) for p in programs]

with open('linked.now', 'rb') as f:
    data = f.read()
with open('mapped', 'wb+') as f:
    os.fchmod(f.fileno(), 0o755)
    f.truncate(len(data))
    with mmap.mmap(f.fileno(), len(data)) as m:
        for at in range(0, len(data), 4096):
            m[at:at + 4096] = data[at:at + 4096]
os.sync()

linked, copied, mapped = in_turn('./linked.now', './copied', './mapped')
print(f'copy by cp {copied / linked:.2f}, copy through a mapping {mapped / linked:.2f}')
if not (copied / linked < 0.93 and mapped / linked > 0.95):
    sys.exit('it behaves otherwise now')
END
