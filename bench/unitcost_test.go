// This file measures the unit costs from which docs/scale.md computes a cluster: memory of a link, and
// what one operation costs the server's CPU, its network and its replica.

package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

// BenchmarkLinkMemory links many users to one service and reports what a link takes: used_memory as a
// whole, and MEMORY USAGE of its keys.
func BenchmarkLinkMemory(b *testing.B) {
	const links = 200_000
	for _, kind := range []struct {
		name string
		ttl  int
		keys float64
	}{{"persistent", -1, 2}, {"temporary", 3600, 1}} {
		for _, width := range []int{8, 20, 36} {
			b.Run(fmt.Sprintf("kind=%s/uid-bytes=%d", kind.name, width), func(b *testing.B) {
				ctx := context.Background()
				// Each key takes more in a cluster: it is in the list of its slot's keys.
				client := redistest.StartCluster(b, 1, 0).Masters()[0].Client(b)
				scripts := gen.New(client)
				if err := scripts.Load(ctx); err != nil {
					b.Fatal(err)
				}
				before := readAccount(b, client)
				q := scripts.Batch()
				for i := range links {
					q.StatefulSetLink(gen.StatefulSetLinkParams{Namespace: namespace, UID: wideUID(width, i), Service: service, Pod: i % 300, TTL: kind.ttl})
					if q.Len() == 1000 {
						if err := q.Exec(ctx); err != nil {
							b.Fatal(err)
						}
					}
				}
				time.Sleep(200 * time.Millisecond) // the tables of keys have grown, and the old ones are freed
				after := readAccount(b, client)
				b.ReportMetric(0, "ns/op")
				b.ReportMetric((after.number("used_memory", "")-before.number("used_memory", ""))/links, "B/link")
				b.ReportMetric(after.number("db0", "keys")/links, "keys/link")
				b.ReportMetric(keyBytes(b, client, linkKey(wideUID(width, 1))), "B/link-key")
				if kind.ttl < 0 {
					b.ReportMetric(keyBytes(b, client, linksKey(wideUID(width, 1))), "B/links-key")
				}
			})
		}
	}
}

// wideUID is the name of the i-th user, in so many bytes; a UUID written out has 36.
func wideUID(width, i int) string { return fmt.Sprintf("%0*d", width, i) }

// keyBytes is MEMORY USAGE of a key.
func keyBytes(b *testing.B, client *redis.Client, key string) float64 {
	n, err := client.MemoryUsage(context.Background(), key).Result()
	if err != nil {
		b.Fatal(err)
	}
	return float64(n)
}

// busy is how busy the server is that is asked by callers with pauses, about: as busy as docs/scale.md lets a
// master be.
const busy = 0.5

// BenchmarkOperation reports what one operation of the executor costs a server that has a replica: with
// one caller, for whom the server wakes up each time; with 64, each on a connection, who pause so that the
// server is half busy; and with 64 who share pipelines.
func BenchmarkOperation(b *testing.B) {
	ctx := context.Background()
	server := redistest.Start(b)
	host, port, _ := net.SplitHostPort(server.Addr())
	replica := redistest.Start(b, "--replicaof", host+" "+port)
	client := server.Client(b, func(o *redis.Options) { o.PoolSize = 64 })
	follower := replica.Client(b)
	awaitReplica(b, follower)
	uids := make([]string, 50_000)
	for i := range uids {
		uids[i] = wideUID(36, i)
	}

	direct := executor.NewStatefulExecutor(client, nil)
	for _, way := range []struct {
		name    string
		callers int
		exec    *executor.StatefulExecutorImpl
		pauses  bool
	}{
		{"one-caller", 1, direct, false},
		{"pauses", 64, direct, true},
		{"autopipeline", 64, executor.NewStatefulExecutor(client, nil, executor.WithAutoPipeline()), false},
	} {
		for _, op := range []struct {
			name string
			run  func(i int) error
		}{
			{"GetLinkedPod", func(i int) error {
				_, err := way.exec.GetLinkedPod(ctx, namespace, uids[i%len(uids)], service)
				return err
			}},
			{"SetLinkedPod-persistent", func(i int) error {
				_, err := way.exec.SetLinkedPod(ctx, namespace, uids[i%len(uids)], service, i%300, executor.Persistent)
				return err
			}},
			{"SetLinkedPod-temporary", func(i int) error {
				_, err := way.exec.SetLinkedPod(ctx, namespace, uids[i%len(uids)], service, i%300, 3600)
				return err
			}},
			{"TrySetLinkedPod", func(i int) error {
				_, _, err := way.exec.TrySetLinkedPod(ctx, namespace, uids[i%len(uids)], service, i%300, executor.Persistent)
				return err
			}},
			{"RemoveLinkedPod", func(i int) error {
				_, err := way.exec.RemoveLinkedPod(ctx, namespace, uids[i%len(uids)], service, 0)
				return err
			}},
			{"ComputeLinkedPodIfAbsent-10-pods", func(i int) error {
				_, err := way.exec.ComputeLinkedPodIfAbsent(ctx, namespace, "new-"+uids[i%len(uids)][len("new-"):], service, 60)
				return err
			}},
		} {
			b.Run(fmt.Sprintf("by=%s/op=%s", way.name, op.name), func(b *testing.B) {
				prepare := func() {
					if err := client.FlushAll(ctx).Err(); err != nil {
						b.Fatal(err)
					}
					linkUsers(b, client, uids)
					fillStates(b, client, 10)
				}
				prepare()
				run := op.run
				if way.pauses {
					run = pausing(way.callers, serverCost(b, client, way.callers, op.run), op.run)
					prepare()
				}
				if err := client.ConfigResetStat(ctx).Err(); err != nil {
					b.Fatal(err)
				}
				before, followed := readAccount(b, client), readAccount(b, follower)
				concurrently(b, way.callers, func(_ context.Context, i int) error { return run(i) })
				after := readAccount(b, client)
				b.ReportMetric((after.cpu()-before.cpu())/float64(b.Elapsed().Nanoseconds()), "server-busy")
				awaitOffset(b, follower, after.number("master_repl_offset", ""))
				per := func(field string) float64 {
					return (after.number(field, "") - before.number(field, "")) / float64(b.N)
				}
				b.ReportMetric(after.innerCalls()/float64(b.N), "redis.calls/op")
				b.ReportMetric((after.cpu()-before.cpu())/float64(b.N), "server-cpu-ns/op")
				b.ReportMetric((readAccount(b, follower).cpu()-followed.cpu())/float64(b.N), "replica-cpu-ns/op")
				b.ReportMetric(per("total_net_input_bytes"), "in-B/op")
				b.ReportMetric(per("total_net_output_bytes")-per("total_net_repl_output_bytes"), "out-B/op")
				b.ReportMetric(per("master_repl_offset"), "repl-B/op")
			})
		}
	}
}

// serverCost is the server's CPU time for one run, when the callers do not pause.
func serverCost(b *testing.B, client *redis.Client, callers int, run func(i int) error) time.Duration {
	b.Helper()
	const runs = 20_000
	before := readAccount(b, client).cpu()
	if err := spread(callers, runs, func(_ context.Context, i int) error { return run(i) }); err != nil {
		b.Fatal(err)
	}
	return time.Duration((readAccount(b, client).cpu() - before) / runs)
}

// pausing makes each caller pause before a run, now longer, now shorter, so that together they ask as if
// they knew nothing of each other. Cost is what a run costs a server that has no pause; one that has, finds
// fewer requests at a time and takes about a quarter more.
func pausing(callers int, cost time.Duration, run func(i int) error) func(i int) error {
	pause := float64(callers) * 1.25 * float64(cost) / busy
	return func(i int) error {
		time.Sleep(time.Duration(rand.ExpFloat64() * pause))
		return run(i)
	}
}

// BenchmarkStates reports the server's time for reading the states of a service's pods with HGETALL, as
// a bound for the script that does it.
func BenchmarkStates(b *testing.B) {
	for _, pods := range []int{10, 100, 1000} {
		b.Run(fmt.Sprintf("pods=%d", pods), func(b *testing.B) {
			ctx := context.Background()
			client := redistest.Start(b).Client(b)
			fillStates(b, client, pods)
			for first := 0; first < b.N; first += batchSize {
				pipe := client.Pipeline()
				for range min(batchSize, b.N-first) {
					pipe.HGetAll(ctx, statesKey)
				}
				if _, err := pipe.Exec(ctx); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(1e3*readAccount(b, client).number("cmdstat_hgetall", "usec")/float64(b.N), "server-ns/op")
		})
	}
}

// awaitReplica returns when the replica follows its master.
func awaitReplica(b *testing.B, replica *redis.Client) {
	b.Helper()
	await(b, "the replica's link to its master", func() bool { return readAccount(b, replica)["master_link_status"] == "up" })
}

// awaitOffset returns when the replica has all of its master's writes.
func awaitOffset(b *testing.B, replica *redis.Client, offset float64) {
	b.Helper()
	await(b, "offset "+strconv.FormatFloat(offset, 'f', 0, 64), func() bool {
		return readAccount(b, replica).number("slave_repl_offset", "") >= offset
	})
}

func await(b *testing.B, what string, done func() bool) {
	b.Helper()
	for deadline := time.Now().Add(30 * time.Second); !done(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.Fatalf("waited 30 s for %s", what)
		}
	}
}
