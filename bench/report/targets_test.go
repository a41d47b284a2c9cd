package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
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
		{ratio("", "Faster", "Base", "ns/op", 1), "0.850 (0.800 to 0.900)", "yes"},
		{ratio("", "Slower", "Base", "ns/op", 1), "1.150 (1.100 to 1.200)", "no"},
		{ratio("", "Slower", "Base", "ns/op", 1.3), "1.150 (1.100 to 1.200)", "yes"},
		{ratio("", "Level", "Base", "ns/op", 1), "1.010 (0.990 to 1.030)", "level"},
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

// Of twelve rounds, neither the two least nor the two greatest ratios bear on the verdict.
func TestVerdictOfTwelveRounds(t *testing.T) {
	for _, test := range []struct {
		ratios            []int // in hundredths
		measured, reached string
	}{
		{[]int{90, 91, 99, 100, 101, 102, 103, 103, 104, 105, 120, 150}, "1.025 (0.990 to 1.050)", "level"},
		{[]int{90, 91, 100, 100, 101, 102, 103, 103, 104, 105, 120, 150}, "1.025 (1.000 to 1.050)", "level"},
		{[]int{90, 91, 101, 101, 101, 102, 103, 103, 104, 105, 120, 150}, "1.025 (1.010 to 1.050)", "no"},
		{[]int{90, 91, 97, 97, 98, 99, 100, 103, 104, 105, 120, 150}, "0.995 (0.970 to 1.050)", "yes"},
		{[]int{96, 96, 97, 97, 98, 100, 101, 103, 104, 105, 120, 150}, "1.005 (0.970 to 1.050)", "level"},
	} {
		var output strings.Builder
		for _, hundredths := range test.ratios {
			fmt.Fprintf(&output, "BenchmarkBase-2 1 100 ns/op\nBenchmarkOurs-2 1 %d ns/op\n", hundredths)
		}
		measured, reached := ratio("", "Ours", "Base", "ns/op", 1).verdict(read(t, output.String()))
		require.Equal(t, test.measured, measured)
		require.Equal(t, test.reached, reached, test.ratios)
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
