#!/usr/bin/env bash
# vitest 4.1.12 (npm: vitest), bench: a benchmark that throws is no failure, and leaves nothing in the JSON that says so.
#
# Documents: "bench defines a benchmark"; a test that throws fails, and the command ends with 1. Nothing says that a
# benchmark which throws at its first call is any different.
#
# Behaviour: the command ends with 0. In the file of --outputJson the benchmark has its name and no mean, no error and no
# state; its neighbour is told to be the faster one, "NaNx faster than throws".
#
# Seen with Node 20.20.2:
#   exit 0
#   NaNx faster than throws
#   works: mean a number, samples 0
#   throws: mean missing, error missing
#
# What follows here: a benchmark of vitest without a mean is one that failed, and is left out with a note.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --no-audit --no-fund vitest@4.1.12 >/dev/null

cat >a.bench.js <<'JS'
import { bench, describe } from 'vitest'
describe('both', () => {
  bench('works', () => { let x = 0; for (let i = 0; i < 1e5; i++) x += i }, { time: 20, iterations: 10 })
  bench('throws', () => { throw new Error('no data') }, { time: 20, iterations: 10 })
})
JS
status=0
export NO_COLOR=1
npx vitest bench --run --outputJson out.json >log 2>&1 || status=$?
{
	echo "exit $status"
	grep -o 'NaNx faster than throws' log
	node -e '
const [works, throws] = JSON.parse(require("fs").readFileSync("out.json")).files[0].groups[0].benchmarks
const has = (x) => x === undefined || x === null ? "missing" : "there"
console.log(`works: mean a ${typeof works.mean}, samples ${works.samples.length}`)
console.log(`throws: mean ${has(throws.mean)}, error ${has(throws.error)}`)'
} >got
cat got
diff - got <<'WANT'
exit 0
NaNx faster than throws
works: mean a number, samples 0
throws: mean missing, error missing
WANT
