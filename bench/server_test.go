// This file measures what the server alone needs for the set-link script, under redis-benchmark.

package bench

import (
	"context"
	"crypto/sha1"
	"encoding/csv"
	"encoding/hex"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// sourceHook notes the text of the script that runs.
type sourceHook struct {
	redis.Hook
	text string
}

func (h *sourceHook) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h *sourceHook) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if script := luascript.ScriptOf(cmd); script != nil {
			h.text = script.Source
		}
		return next(ctx, cmd)
	}
}

func (h *sourceHook) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// source returns the text that the generated package sends for set-link, includes and all, so that
// every peer runs the same script. It also leaves the script loaded.
func source(b *testing.B, client *redis.Client) string {
	b.Helper()
	watched := redis.NewClient(&redis.Options{Addr: client.Options().Addr})
	defer func() { _ = watched.Close() }()
	hook := &sourceHook{}
	watched.AddHook(hook)
	if _, _, err := gen.New(watched).StatefulSetLink(context.Background(), linkFor(0).params()); err != nil {
		b.Fatal(err)
	}
	return hook.text
}

// bareServer reports the server's cost of one call when redis-benchmark keeps its pipeline full: the
// bound that no client can beat.
func bareServer(b *testing.B, server *redistest.Server, connections, pipeline int) {
	path, err := exec.LookPath("redis-benchmark")
	if err != nil {
		b.Skip("redis-benchmark is not installed")
	}
	text := source(b, server.Client(b))
	sum := sha1.Sum([]byte(text))
	l := linkFor(0)
	host, port, _ := strings.Cut(server.Addr(), ":")
	requests := max(b.N*pipeline, 20_000)
	args := []string{
		"-h", host, "-p", port, "-c", strconv.Itoa(connections), "-P", strconv.Itoa(pipeline), "-n", strconv.Itoa(requests), "-r", "1000", "--csv",
		"EVALSHA", hex.EncodeToString(sum[:]), "2",
		"sf:{bench:lk:__rand_int__}chat", "sf:{bench:lk:__rand_int__}",
	}
	args = append(args, l.args()...)
	out, err := exec.Command(path, args...).Output()
	if err != nil {
		b.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(string(out))).ReadAll()
	if err != nil || len(rows) < 2 {
		b.Fatalf("redis-benchmark: %v: %s", err, out)
	}
	perSecond, err := strconv.ParseFloat(rows[1][1], 64)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(1e9/perSecond, "ns/cmd")
	b.ReportMetric(0, "ns/op")
}
