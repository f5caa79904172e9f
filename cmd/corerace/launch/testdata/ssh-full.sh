#!/bin/sh
# Workers of corerace on 1 machine, by ssh: sh takes this file. They stay until their coordinator lets them
# go. Ctrl-C ends them before: each has a terminal of its own there, which hangs up with its connection.
trap 'trap "" INT TERM HUP; kill "$@" 2>/dev/null; wait; exit 1' INT TERM HUP
set --

ssh -tt -a -x -e none -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=3 -o ClearAllForwardings=yes -o ControlPath=none -- lab1 'exec '\''/opt/core race/corerace'\'' host --join '\''nats://[2001:db8::5]:4222'\'' --token-file '\''it'\''\'\'''\''s a $token'\'' --tls-ca '\''ca "x".pem'\'' --tls-cert cert --tls-key key --workers 16 --stay --label lab1' </dev/null &
set -- "$@" "$!"

failed=0
for pid; do
	wait "$pid" || failed=1
done
exit "$failed"
