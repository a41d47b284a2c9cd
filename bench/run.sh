#!/bin/sh
# Runs the benchmarks and writes their output to out/bench.txt: those with peers ROUNDS times (24), generate
# a quarter as often, the server's costs an eighth as often. A round runs everything once: what slows the machine
# for a minute then slows all peers. What is judged is the median of the rounds' ratios, and many short rounds
# bound it more narrowly than few long ones.
set -e
cd "$(dirname "$0")"
mkdir -p out
rounds=${ROUNDS:-24}
out=$PWD/out/bench.txt
: >"$out.new"

bench() { # arguments of go test
	echo "round $round: go test $*" >&2
	go test -run '^$' -benchmem "$@" >>"$out.new" || { tail "$out.new" >&2; exit 1; }
}

for round in $(seq "$rounds"); do
	bench -bench '^BenchmarkSetLink(One|Batch)|GetLinkedPod$' -benchtime 300ms .
	bench -bench '^BenchmarkSetLinkConcurrent' -benchtime 600ms . # varies more
	if [ $((round % 4)) -eq 1 ]; then
		(cd .. && bench -bench 'Generate' -benchtime 2x ./scriptgen)
	fi
	if [ $((round % 8)) -eq 1 ]; then
		bench -bench 'ServerTime|States' -benchtime 5000x .
		bench -bench 'Operation' -benchtime 20000x .
	fi
done
bench -bench 'LinkMemory' -benchtime 1x . # does not vary
mv "$out.new" "$out"
