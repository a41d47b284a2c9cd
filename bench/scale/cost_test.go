package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/bench/internal/figures"
)

// withCosts returns costs where a change takes 10 µs of the server's CPU, or 8 µs, a read 2 µs, and a
// link 200 B.
func withCosts(t *testing.T) *costs {
	var b strings.Builder
	for _, by := range ways {
		operation := func(op operation, figures string) {
			fmt.Fprintf(&b, "BenchmarkOperation/by=%s/op=%s-2 1 100 in-B/op 10 out-B/op %s\n", by.name, op.name, figures)
		}
		operation(read, "0 repl-B/op 2000 server-cpu-ns/op 0 replica-cpu-ns/op")
		for i, change := range changes {
			cpu := 8_000
			if i == 1 {
				cpu = 10_000
			}
			operation(change, fmt.Sprintf("50 repl-B/op %d server-cpu-ns/op 1000 replica-cpu-ns/op", cpu))
		}
	}
	fmt.Fprintln(&b, "BenchmarkLinkMemory/kind=persistent/uid-bytes=36-2 1 200 B/link")
	for _, pods := range []int{10, 100, 1000} {
		fmt.Fprintf(&b, "BenchmarkServerTime/script=GetService/case=%d-pods-2 1 %d server-ns/op\n", pods, 300*pods)
		fmt.Fprintf(&b, "BenchmarkServerTime/script=ComputeLinkIfAbsent/case=absent-%d-pods-2 1 5000 server-ns/op\n", pods)
		fmt.Fprintf(&b, "BenchmarkStates/pods=%d-2 1 700 server-ns/op\n", pods)
	}
	path := filepath.Join(t.TempDir(), "bench.txt")
	require.NoError(t, os.WriteFile(path, []byte(b.String()), 0o600))
	f, err := figures.Read(path)
	require.NoError(t, err)
	return &costs{figures: f}
}

func TestDeployment(t *testing.T) {
	d := deployment{users: 1_000_000, changes: 12, reads: 500, share: 0.5} // 200,000 or 200 changes and 500,000 reads a second
	c := withCosts(t)
	table := d.table(c, func(masters int) float64 { return float64(masters) }) // all of the load in one slot
	require.NoError(t, c.err)
	row := func(name, eachUser, eachThousand string) {
		t.Helper()
		require.Contains(t, table, "| "+name+" | "+strings.Join(slices.Concat(slices.Repeat([]string{eachUser}, 3), slices.Repeat([]string{eachThousand}, 3)), " | ")+" |")
	}
	row("12 link changes a minute by", "each user", "each thousand users")
	row("a change is counted as", "SetLinkedPod, temporary", "SetLinkedPod, temporary")
	row("changes a second", "200,000", "200")
	row("reads a second", "500,000", "500,000")
	row("cores busy with changes", "2.00", "0.00")
	row("cores busy with reads", "1.00", "1.00")
	row("**masters**", "**6**", "**3**")
	row("busiest master / mean, Zipf activity of 0.8, worst draw", "6.00", "3.00")
	row("CPU of the busiest master", "300 % of a core", "100 % of a core")
	row("memory of links", "0.20 GB", "0.20 GB")
	row("memory of links on each master", "0.03 GB", "0.07 GB")
	row("to all masters", "70.0 MB/s", "50.0 MB/s")
	row("from all masters", "7.0 MB/s", "5.0 MB/s")
	row("to the replicas, one for each master", "10.0 MB/s", "0.0 MB/s")
	row("cores busy in all replicas", "0.20", "0.00")
}

// A read of 10 pods is 3 µs for the script and 2 µs for the request: 200,000 of them keep a core busy.
func TestStates(t *testing.T) {
	c := withCosts(t)
	table := deployment{share: 0.25}.statesTable(c)
	require.NoError(t, c.err)
	require.Contains(t, table, "calls a second, states' master 25 % busy")
	require.Contains(t, table, "| 10 | 3.0 µs | 0.7 µs | 5.0 µs | 50,000 | 3,000,000 |")
	require.Contains(t, table, "| 1,000 | 300.0 µs | 0.7 µs | 5.0 µs | 828 | 49,700 |")
}

func TestMissingFigures(t *testing.T) {
	c := withCosts(t)
	c.operationTable()
	require.ErrorContains(t, c.err, "redis.calls/op of Operation/by=pauses/op=GetLinkedPod")
}

func TestThousands(t *testing.T) {
	for n, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", 12345: "12,300", 1_234_567: "1,230,000"} {
		require.Equal(t, want, thousands(n))
	}
}
