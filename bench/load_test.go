// This file puts load on a server and reports what it cost: the client's CPU beside the wall clock, and
// the server's own account of its work. On a busy machine the CPU figures move less than the others.

package bench

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// TestMain writes the versions at the top of the output, as the testing package writes the CPU's.
func TestMain(m *testing.M) {
	if server, err := exec.Command("redis-server", "--version").Output(); err == nil {
		_, version, _ := strings.Cut(string(server), "v=")
		version, _, _ = strings.Cut(version, " ")
		fmt.Printf("redis: %s\n", version)
	}
	fmt.Printf("go: %s\ncpus: %d\n", runtime.Version(), runtime.NumCPU())
	os.Exit(m.Run())
}

// call runs the set-link script once.
type call func(ctx context.Context, l link) (pod int, ok bool, err error)

// concurrently measures b.N runs of f by the given number of goroutines.
func concurrently(b *testing.B, callers int, f func(ctx context.Context, i int) error) {
	b.Helper()
	b.ReportAllocs()
	b.ResetTimer()
	defer reportCPU(b)()
	if err := spread(callers, b.N, f); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
}

// spread spreads so many runs of f over the given number of goroutines.
func spread(callers, runs int, f func(ctx context.Context, i int) error) error {
	ctx := context.Background()
	var next atomic.Int64
	errs := make(chan error, callers)
	for range callers {
		go func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= runs {
					errs <- nil
					return
				}
				if err := f(ctx, i); err != nil {
					errs <- err
					return
				}
			}
		}()
	}
	var err error
	for range callers {
		err = cmp.Or(err, <-errs)
	}
	return err
}

// reportCPU starts to count the client's CPU time; the function it returns reports it.
func reportCPU(b *testing.B) func() {
	before := processCPU()
	return func() { b.ReportMetric(float64((processCPU()-before).Nanoseconds())/float64(b.N), "cpu-ns/op") }
}

// processCPU is the CPU time this process has used.
func processCPU() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// account is what a server says it has done: the fields of INFO.
type account map[string]string

// readAccount reads the account of the server behind client.
func readAccount(b *testing.B, client *redis.Client) account {
	b.Helper()
	text, err := client.Info(context.Background(), "everything").Result()
	if err != nil {
		b.Fatal(err)
	}
	fields := account{}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			fields[name] = value
		}
	}
	return fields
}

// number reads a field, or one of the values of a field such as "calls=5,usec=17".
func (a account) number(field, part string) float64 {
	text := a[field]
	if part != "" {
		_, text, _ = strings.Cut(","+text, ","+part+"=")
		text, _, _ = strings.Cut(text, ",")
	}
	n, _ := strconv.ParseFloat(text, 64) // a command that was not called is not listed: 0
	return n
}

// cpu is the CPU time the server has used, in nanoseconds.
func (a account) cpu() float64 {
	return 1e9 * (a.number("used_cpu_user", "") + a.number("used_cpu_sys", ""))
}

// scriptCommands are the commands by which a client runs a script.
var scriptCommands = []string{"evalsha", "evalsha_ro"}

// scriptRuns is the number of scripts that ran, and the microseconds they took.
func (a account) scriptRuns() (runs, usec float64) {
	for _, name := range scriptCommands {
		runs += a.number("cmdstat_"+name, "calls")
		usec += a.number("cmdstat_"+name, "usec")
	}
	return runs, usec
}

// innerCalls is the number of commands that scripts ran.
func (a account) innerCalls() float64 {
	inner := maps.Clone(a)
	for _, name := range append([]string{"info", "config|resetstat", "hello", "client|setinfo", "client|maint_notifications", "ping"}, scriptCommands...) {
		delete(inner, "cmdstat_"+name)
	}
	var calls float64
	for name := range inner {
		if strings.HasPrefix(name, "cmdstat_") {
			calls += inner.number(name, "calls")
		}
	}
	return calls
}
