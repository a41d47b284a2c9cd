package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/bench/internal/figures"
)

func read(t *testing.T, text string) *figures.Figures {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bench.txt")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	f, err := figures.Read(path)
	require.NoError(t, err)
	return f
}

func TestVerdict(t *testing.T) {
	f := read(t, `
BenchmarkBase-2   1 100 ns/op 8 allocs/op
BenchmarkFaster-2 1  90 ns/op 8 allocs/op
BenchmarkSlower-2 1 120 ns/op 9 allocs/op
BenchmarkLevel-2  1  99 ns/op 9 allocs/op
BenchmarkBase-2   1 100 ns/op 8 allocs/op
BenchmarkFaster-2 1  80 ns/op 8 allocs/op
BenchmarkSlower-2 1 110 ns/op 9 allocs/op
BenchmarkLevel-2  1 103 ns/op 9 allocs/op
`)
	for _, test := range []struct {
		target            target
		measured, reached string
	}{
		{ratio("", "Faster", "Base", "ns/op", 1), "0.85 (0.80 to 0.90)", "yes"},
		{ratio("", "Slower", "Base", "ns/op", 1), "1.15 (1.10 to 1.20)", "no"},
		{ratio("", "Slower", "Base", "ns/op", 1.3), "1.15 (1.10 to 1.20)", "yes"},
		{ratio("", "Level", "Base", "ns/op", 1), "1.01 (0.99 to 1.03)", "level"},
		{ratio("", "Faster", "Missing", "ns/op", 1), "not measured", "–"},
		{figure("", "Base", "allocs/op", 8, "%.0f", 1), "8", "yes"},
		{figure("", "Slower", "allocs/op", 8, "%.0f", 1), "9", "no"},
		{figure("", "Base", "ns/op", 1, "%.1f µs", 1e-3), "0.1 µs", "yes"},
		{figure("", "Missing", "ns/op", 1, "%.1f µs", 1e-3), "not measured", "–"},
	} {
		measured, reached := test.target.verdict(f)
		require.Equal(t, test.measured, measured, test.target)
		require.Equal(t, test.reached, reached, test.target)
	}
}

func TestServerTimeTable(t *testing.T) {
	f := read(t, "BenchmarkServerTime/script=SetLink/case=same-pod-2 5000 20000 p99-ns 3.000 redis.calls/op 4968 server-ns/op\n")
	require.Contains(t, serverTimeTable(f), "| StatefulSetLink, same pod | 3 | 5.0 µs | 20 µs |")
}

func TestPlot(t *testing.T) {
	f := read(t, "BenchmarkSetLinkOne/peer=go-redis-2 1 2000 ns/op\nBenchmarkSetLinkOne/peer=scriptbind-2 1 1000 ns/op\n")
	require.Contains(t, plot(f), ">scriptbind</text>")
	require.Contains(t, plot(f), `width="210.0"`, "half as long as go-redis's")
}
