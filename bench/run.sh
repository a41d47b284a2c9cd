#!/bin/sh
# Runs the benchmarks and writes their output to out/bench.txt: those with peers and generate ROUNDS times
# (6), the server's costs half as often. A round runs everything once: what slows the machine for a minute
# then slows all peers.
set -e
cd "$(dirname "$0")"
mkdir -p out
rounds=${ROUNDS:-6}
out=$PWD/out/bench.txt
: >"$out.new"

bench() { # arguments of go test
	echo "round $round: go test $*" >&2
	go test -run '^$' -benchmem "$@" >>"$out.new" || { tail "$out.new" >&2; exit 1; }
}

for round in $(seq "$rounds"); do
	bench -bench '^BenchmarkSetLink|GetLinkedPod$' -benchtime 500ms .
	(cd .. && bench -bench 'Generate' -benchtime 2x ./scriptgen)
done
for round in $(seq $(((rounds + 1) / 2))); do
	bench -bench 'ServerTime|States' -benchtime 5000x .
	bench -bench 'Operation' -benchtime 20000x .
done
bench -bench 'LinkMemory' -benchtime 1x . # does not vary
mv "$out.new" "$out"
