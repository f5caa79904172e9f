# The workers of a race in the shell: the shortest program that speaks the line protocol. One worker counts by itself;
# processes read the numbers of their shares from descriptor 4.
way=$1 workers=$2 size=$3 share=$4

# THE TWIN

claim_by_counting() { k=$next next=$((next + 1)); }
claim_from_pipe() { k=$(head -c 16 <&4) k=$((10#$k)); } # one read is one number

job() { # worker, items in a pass, items in a share, passes
	local per=$((($2 + $3 - 1) / $3)) all=0 shares=0
	local total=$((per * $4))
	next=0
	"claim_$claim"
	while [ "$k" -lt "$total" ]; do
		local lo=$((k % per * $3))
		run $lo $((lo + $3 < $2 ? lo + $3 : $2))
		all=$((all + sum)) shares=$((shares + 1))
		"claim_$claim"
	done
	echo "row $1 $BASHPID $BASHPID $shares $all 0 0 0 -1"
}

work() { # worker; its jobs come in on standard input
	run 0 "$share"
	echo "ready $1 $BASHPID $BASHPID 0"
	while read -r _ size share passes; do
		job "$1" "$size" "$share" "$passes"
	done
}

if [ "$way" = serial ]; then
	claim=by_counting
	work 0
else
	claim=from_pipe
	for ((i = 0; i < workers; i++)); do
		exec {fd}> >(work "$i" >&"$out")
		ends+=("$fd")
	done {out}>&1
	while read -r line; do
		for fd in "${ends[@]}"; do
			echo "$line" >&"$fd"
		done
	done
fi
