package figures

import (
	"bufio"
	"os"
	"path/filepath"
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
