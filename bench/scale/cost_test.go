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

// withCosts returns costs where a change takes 10 µs of the server's CPU, a read 2 µs, and a link 200 B.
func withCosts(t *testing.T) *costs {
	var b strings.Builder
	for _, way := range []string{byOne, byConnection, byPipeline} {
		for op, ns := range map[string]int{change: 10_000, read: 2_000} {
			fmt.Fprintf(&b, "BenchmarkOperation/by=%s/op=%s-2 1 %d server-cpu-ns/op 1000 replica-cpu-ns/op 100 in-B/op 10 out-B/op 50 repl-B/op\n", way, op, ns)
		}
	}
	fmt.Fprintln(&b, "BenchmarkLinkMemory/kind=persistent/uid-bytes=36-2 1 200 B/link")
	path := filepath.Join(t.TempDir(), "bench.txt")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	f, err := figures.Read(path)
	require.NoError(t, err)
	return &costs{figures: f}
}

func TestDeployment(t *testing.T) {
	d := deployment{users: 1_000_000, changes: 12, reads: 500, share: 0.5} // 200,000 or 200 changes and 500,000 reads a second
	c := withCosts(t)
	table := d.table(c, onMasters([]float64{1}, slots))
	require.NoError(t, c.err)
	row := func(name string, cells ...string) {
		t.Helper()
		require.Contains(t, table, "| "+name+" | "+strings.Join(cells, " | ")+" |")
	}
	row("cores busy with changes", "2.0", "2.0", "2.0", "0.0", "0.0", "0.0")
	row("cores busy with reads", "1.0", "1.0", "1.0", "1.0", "1.0", "1.0")
	row("**masters**", "**6**", "**6**", "**6**", "**3**", "**3**", "**3**")
	row("to all masters", "70 MB/s", "70 MB/s", "70 MB/s", "50 MB/s", "50 MB/s", "50 MB/s")
	row("memory of links, 36-byte uids", "0.2 GB", "0.2 GB", "0.2 GB", "0.2 GB", "0.2 GB", "0.2 GB")
}

func TestMissingFigures(t *testing.T) {
	c := withCosts(t)
	c.operationTable()
	require.ErrorContains(t, c.err, "redis.calls/op of Operation/by=connection/op=GetLinkedPod")
}

func TestThousands(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 12345: "12,300", 1_234_567: "1,230,000"} {
		require.Equal(t, want, thousands(n))
	}
}
