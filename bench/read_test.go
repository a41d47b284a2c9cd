// This file measures reading a link, the hot path of every request, with and without caches.

package bench

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

// BenchmarkGetLinkedPod is one caller who reads the links of a thousand users in turn. Where there is a
// cache, all of them are in it.
func BenchmarkGetLinkedPod(b *testing.B) {
	server := redistest.Start(b)
	client := server.Client(b)
	linkUsers(b, client, users)
	caching := server.Client(b, func(o *redis.Options) { o.ClientSideCacheConfig = &redis.ClientSideCacheConfig{} })
	rueidisCaching, err := rueidis.NewClient(rueidis.ClientOption{InitAddress: []string{server.Addr()}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(rueidisCaching.Close)

	byExecutor := func(e executor.StatefulExecutor) func(context.Context, string) (int, error) {
		return func(ctx context.Context, uid string) (int, error) {
			return e.GetLinkedPod(ctx, namespace, uid, service)
		}
	}
	byGoRedis := func(client *redis.Client) func(context.Context, string) (int, error) {
		return func(ctx context.Context, uid string) (int, error) {
			value, err := client.Get(ctx, linkKey(uid)).Result()
			if err != nil {
				return 0, err
			}
			return strconv.Atoi(value)
		}
	}
	for _, peer := range []struct {
		name string
		get  func(ctx context.Context, uid string) (int, error)
	}{
		{"go-redis", byGoRedis(client)},
		{"executor", byExecutor(executor.NewStatefulExecutor(client, nil))},
		{"go-redis-csc", byGoRedis(caching)},
		{"executor-csc", byExecutor(executor.NewStatefulExecutor(caching, nil))},
		{"executor-local", byExecutor(executor.NewStatefulExecutor(client, nil, executor.WithLinkCache(10_000, time.Hour)))},
		{"rueidis-csc", func(ctx context.Context, uid string) (int, error) {
			get := rueidisCaching.B().Get().Key(linkKey(uid)).Cache()
			pod, err := rueidisCaching.DoCache(ctx, get, time.Minute).AsInt64()
			return int(pod), err
		}},
	} {
		b.Run("peer="+peer.name, func(b *testing.B) {
			ctx := context.Background()
			for _, uid := range users {
				if _, err := peer.get(ctx, uid); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportAllocs()
			defer reportCPU(b)()
			for i := 0; b.Loop(); i++ {
				if _, err := peer.get(ctx, users[i%len(users)]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkBatchGetLinkedPod reads the links of 10,000 users. Its peer is a pipeline of GETs whose keys
// are made beforehand and whose replies are only looked at for errors.
func BenchmarkBatchGetLinkedPod(b *testing.B) {
	uids := make([]string, 10_000)
	for i := range uids {
		uids[i] = uid(i)
	}
	servers := []struct {
		name  string
		start func() redis.UniversalClient
	}{
		{"standalone", func() redis.UniversalClient { return redistest.Start(b).Client(b) }},
		{"cluster", func() redis.UniversalClient { return redistest.StartCluster(b, 3, 1).Client(b) }},
	}
	for _, server := range servers {
		client := server.start()
		linkUsers(b, client, uids)
		keys := make([]string, len(uids))
		for i, uid := range uids {
			keys[i] = linkKey(uid)
		}
		exec := executor.NewStatefulExecutor(client, nil)
		for _, peer := range []struct {
			name string
			read func(ctx context.Context) error
		}{
			{"pipeline", func(ctx context.Context) error {
				pipe := client.Pipeline()
				for _, key := range keys {
					pipe.Get(ctx, key)
				}
				_, err := pipe.Exec(ctx)
				return err
			}},
			{"executor", func(ctx context.Context) error {
				_, err := exec.BatchGetLinkedPod(ctx, namespace, uids, service)
				return err
			}},
		} {
			b.Run(fmt.Sprintf("server=%s/peer=%s", server.name, peer.name), func(b *testing.B) {
				ctx := context.Background()
				b.ReportAllocs()
				defer reportCPU(b)()
				for b.Loop() {
					if err := peer.read(ctx); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// linkKey and linksKey make the keys of a user as one writes them by hand.
func linkKey(uid string) string  { return linksKey(uid) + service }
func linksKey(uid string) string { return "sf:{" + namespace + ":lk:" + uid + "}" }

// linkUsers links every user to one of 300 pods, for good.
func linkUsers(b *testing.B, client redis.UniversalClient, uids []string) {
	b.Helper()
	batch := gen.New(client).Batch()
	for i, uid := range uids {
		batch.StatefulSetLink(gen.StatefulSetLinkParams{Namespace: namespace, UID: uid, Service: service, Pod: i % 300, TTL: -1})
	}
	if err := batch.Exec(context.Background()); err != nil {
		b.Fatal(err)
	}
}
