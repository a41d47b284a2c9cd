// This file compares one call at a time, concurrent callers, and batches of the set-link script.

package bench

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

// BenchmarkSetLinkOne is one caller that waits for each answer.
func BenchmarkSetLinkOne(b *testing.B) {
	server := redistest.Start(b)
	client := server.Client(b)
	text := source(b, client)
	script := redis.NewScript(text)
	scripts := gen.New(client)
	rueidisClient, lua := newRueidis(b, server.Addr(), text)
	peers := []struct {
		name string
		call call
	}{
		{"go-redis", func(ctx context.Context, l link) (int, bool, error) { return byHand(ctx, script, client, l) }},
		{"rueidis", func(ctx context.Context, l link) (int, bool, error) { return byRueidis(ctx, lua, rueidisClient, l) }},
		{"scriptbind", func(ctx context.Context, l link) (int, bool, error) { return scripts.StatefulSetLink(ctx, l.params()) }},
	}
	for _, peer := range peers {
		b.Run("peer="+peer.name, func(b *testing.B) {
			ctx := context.Background()
			b.ReportAllocs()
			defer reportCPU(b)()
			for i := 0; b.Loop(); i++ {
				if _, _, err := peer.call(ctx, linkFor(i)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// sharing are the settings of AutoPipeline for callers who wait for their answers, those that the executor
// chooses: callers do not need an order among each other, and while one batch is under way the next can be.
// Batches that are small beside the number of callers keep the client and the server busy at the same time.
var sharing = &redis.AutoPipelineOptions{Unordered: true, MaxConcurrentBatches: 8, MaxBatchSize: 24}

// BenchmarkSetLinkConcurrent is 64 and 512 callers at once, each waiting for its own answers.
func BenchmarkSetLinkConcurrent(b *testing.B) {
	server := redistest.Start(b)
	client := server.Client(b)
	text := source(b, client)
	script := redis.NewScript(text)
	auto, err := client.AutoPipelineWithOptions(sharing)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = auto.Close() })
	rueidisClient, lua := newRueidis(b, server.Addr(), text)
	delaying, delayedLua := newRueidis(b, server.Addr(), text, func(o *rueidis.ClientOption) { o.MaxFlushDelay = 20 * time.Microsecond })
	direct, batched := gen.New(client), gen.New(auto)
	exec := executor.NewStatefulExecutor(server.Client(b), nil, executor.WithAutoPipeline())
	peers := []struct {
		name string
		call call
	}{
		{"go-redis", func(ctx context.Context, l link) (int, bool, error) { return byHand(ctx, script, client, l) }},
		{"scriptbind", func(ctx context.Context, l link) (int, bool, error) { return direct.StatefulSetLink(ctx, l.params()) }},
		{"go-redis-auto", func(ctx context.Context, l link) (int, bool, error) { return byHand(ctx, script, auto, l) }},
		{"rueidis", func(ctx context.Context, l link) (int, bool, error) { return byRueidis(ctx, lua, rueidisClient, l) }},
		{"rueidis-delay", func(ctx context.Context, l link) (int, bool, error) { return byRueidis(ctx, delayedLua, delaying, l) }},
		{"scriptbind-auto", func(ctx context.Context, l link) (int, bool, error) { return batched.StatefulSetLink(ctx, l.params()) }},
		{"executor-auto", func(ctx context.Context, l link) (int, bool, error) {
			pod, err := exec.SetLinkedPod(ctx, l.namespace, l.uid, l.service, l.pod, l.ttl)
			return pod, pod >= 0, err
		}},
	}
	for _, callers := range []int{64, 512} {
		for _, peer := range peers {
			b.Run(fmt.Sprintf("callers=%d/peer=%s", callers, peer.name), func(b *testing.B) {
				concurrently(b, callers, func(ctx context.Context, i int) error {
					_, _, err := peer.call(ctx, linkFor(i))
					return err
				})
			})
		}
	}
}

// BenchmarkSetLinkBatch is batches of 100 calls from 8 callers at once, as redis-benchmark loads the
// bare server through 8 connections; a figure is for one batch.
func BenchmarkSetLinkBatch(b *testing.B) {
	const size, callers = 100, 8
	server := redistest.Start(b)
	client := server.Client(b)
	text := source(b, client)
	script := redis.NewScript(text)
	if err := script.Load(context.Background(), client).Err(); err != nil {
		b.Fatal(err)
	}
	scripts := gen.New(client)
	rueidisClient, lua := newRueidis(b, server.Addr(), text)
	peers := []struct {
		name  string
		batch func(ctx context.Context, first int) error
	}{
		{"go-redis", func(ctx context.Context, first int) error {
			pipe := client.Pipeline()
			cmds := make([]*redis.Cmd, size)
			for i := range cmds {
				l := linkFor(first + i)
				cmds[i] = script.EvalSha(ctx, pipe, l.keys(), l.service, l.pod, l.ttl)
			}
			if _, err := pipe.Exec(ctx); err != nil && err != redis.Nil {
				return err
			}
			for _, cmd := range cmds {
				if _, err := cmd.Int(); err != nil && err != redis.Nil {
					return err
				}
			}
			return nil
		}},
		{"rueidis", func(ctx context.Context, first int) error {
			calls := make([]rueidis.LuaExec, size)
			for i := range calls {
				l := linkFor(first + i)
				calls[i] = rueidis.LuaExec{Keys: l.keys(), Args: l.args()}
			}
			for _, result := range lua.ExecMulti(ctx, rueidisClient, calls...) {
				if _, _, err := rueidisReply(result); err != nil {
					return err
				}
			}
			return nil
		}},
		{"scriptbind", func(ctx context.Context, first int) error {
			batch := scripts.Batch()
			futures := make([]interface{ Result() (int, bool, error) }, size)
			for i := range futures {
				futures[i] = batch.StatefulSetLink(linkFor(first + i).params())
			}
			if err := batch.Exec(ctx); err != nil {
				return err
			}
			for _, future := range futures {
				if _, _, err := future.Result(); err != nil {
					return err
				}
			}
			return nil
		}},
	}
	for _, peer := range peers {
		b.Run("peer="+peer.name, func(b *testing.B) {
			concurrently(b, callers, func(ctx context.Context, i int) error { return peer.batch(ctx, i*size) })
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/cmd")
		})
	}
	b.Run("peer=server", func(b *testing.B) { bareServer(b, server, callers, size) })
}

func newRueidis(b *testing.B, addr, text string, opts ...func(*rueidis.ClientOption)) (rueidis.Client, *rueidis.Lua) {
	b.Helper()
	options := rueidis.ClientOption{InitAddress: []string{addr}, DisableCache: true}
	for _, f := range opts {
		f(&options)
	}
	client, err := rueidis.NewClient(options)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(client.Close)
	return client, rueidis.NewLuaScript(text)
}
