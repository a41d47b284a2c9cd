// Package bench compares scriptbind with the ways to call the same script without it: go-redis by
// hand, rueidis, and the bare server under redis-benchmark. It is a module of its own, so that the
// peers do not become dependencies of scriptbind.
//
// Each benchmark runs every peer against one and the same server in one run, so that the ratios
// between them mean something on a noisy machine: `make bench` from the root. docs/benchmarks.md has
// the figures and how they were taken.
package bench
