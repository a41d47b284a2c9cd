package figures

import (
	"bufio"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const output = `cpu: A CPU
BenchmarkRead/peer=ours-2         	     100	       20.0 ns/op	      16 B/op
BenchmarkRead/peer=theirs-2       	     100	       10.0 ns/op	      16 B/op
PASS
cpu: A CPU
BenchmarkRead/peer=ours-2         	     100	       90.0 ns/op	      16 B/op
BenchmarkRead/peer=theirs-2       	     100	       30.0 ns/op	      16 B/op
BenchmarkRead/peer=ours-2         	     100	       22.0 ns/op	      16 B/op
BenchmarkRead/peer=theirs-2       	     100	       22.0 ns/op	      16 B/op
BenchmarkSkipped
ok  	example.com/bench	1.234s
`

func write(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "bench.txt")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestRead(t *testing.T) {
	f, err := Read(write(t, output))
	require.NoError(t, err)
	require.Equal(t, "A CPU", f.Config["cpu"])
	require.Equal(t, []string{"Read/peer=ours", "Read/peer=theirs"}, f.Names("Read/"))
	require.Empty(t, f.Names("Write/"))

	median, ok := f.Median("Read/peer=ours", "ns/op")
	require.True(t, ok)
	require.Equal(t, 22.0, median)
	_, ok = f.Median("Read/peer=ours", "MB/s")
	require.False(t, ok)
}

// The ratios of the rounds are 2, 3 and 1: the slow second round counts for no more than the others.
func TestRatios(t *testing.T) {
	f, err := Read(write(t, output))
	require.NoError(t, err)
	require.Equal(t, []float64{1, 2, 3}, f.Ratios("Read/peer=ours", "Read/peer=theirs", "ns/op"))
	require.Empty(t, f.Ratios("Read/peer=ours", "Read/peer=nobody's", "ns/op"))
}

func TestMedianOfAnEvenNumber(t *testing.T) {
	require.Equal(t, 2.5, Median([]float64{1, 2, 3, 100}))
}

// The orders are those of tables of the sign test: of 12 values the 3rd and the 10th, with 96.1 %.
func TestInterval(t *testing.T) {
	for n, want := range map[int][2]float64{
		1: {1, 1}, 2: {1, 2}, 5: {1, 5}, 6: {1, 6}, 8: {1, 8}, 9: {2, 8}, 11: {2, 10}, 12: {3, 10}, 20: {6, 15}, 30: {10, 21},
	} {
		values := make([]float64, n)
		for i := range values {
			values[i] = float64(i + 1)
		}
		low, high := Interval(values)
		require.Equal(t, want, [2]float64{low, high}, "%d values", n)
	}
}

// In 95 of 100 experiments or more, the interval has the median of what the values come from.
func TestIntervalHoldsTheMedian(t *testing.T) {
	const experiments, median = 10_000, 0.5
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{6, 7, 12, 13, 50} {
		held := 0
		for range experiments {
			values := make([]float64, n)
			for i := range values {
				values[i] = r.Float64()
			}
			slices.Sort(values)
			if low, high := Interval(values); low <= median && median <= high {
				held++
			}
		}
		require.Greater(t, held, experiments*95/100-50, "%d values", n)
	}
}

func TestUnreadable(t *testing.T) {
	_, err := Read(write(t, "BenchmarkRead-2 100 fast ns/op\n"))
	require.ErrorContains(t, err, "fast")
	path := write(t, "PASS\nok  	example.com/bench	1.234s\n")
	_, err = Read(path)
	require.EqualError(t, err, path+" has no benchmarks: it should be the output of go test -bench")
	_, err = Read(write(t, "BenchmarkRead-2 1 20 ns/op\n"+strings.Repeat("-", 1<<20)))
	require.ErrorIs(t, err, bufio.ErrTooLong)
	_, err = Read(filepath.Join(t.TempDir(), "missing"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
