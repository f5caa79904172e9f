#!/bin/sh
# Workers of corerace on 3 machines, by ssh: sh takes this file. They stay until their coordinator lets them
# go. Ctrl-C ends them before: each has a terminal of its own there, which hangs up with its connection.
trap 'trap "" INT TERM HUP; kill "$@" 2>/dev/null; wait; exit 1' INT TERM HUP
set --

ssh -tt -a -x -e none -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=3 -o ClearAllForwardings=yes -o ControlPath=none -- lab1 'exec corerace host --join tls://login1:4222 --token-file token --label lab1' </dev/null &
set -- "$@" "$!"

ssh -tt -a -x -e none -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=3 -o ClearAllForwardings=yes -o ControlPath=none -- ada@lab2 'exec corerace host --join tls://login1:4222 --token-file token --label lab2' </dev/null &
set -- "$@" "$!"

ssh -tt -a -x -e none -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=3 -o ClearAllForwardings=yes -o ControlPath=none -- 'ssh://ada@[fe80::1]:2222' 'exec corerace host --join tls://login1:4222 --token-file token --label fe80--1--2222' </dev/null &
set -- "$@" "$!"

failed=0
for pid; do
	wait "$pid" || failed=1
done
exit "$failed"
