package executor_test

// This file fixes what an operation costs: which commands the server runs for it, as the server itself
// counts them.

import (
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

func TestCommandsOfEachOperation(t *testing.T) {
	d := (&backend{client: redistest.Start(t).Client(t)}).directory(t)
	require.NoError(t, d.SetServiceState(d.ctx, fine.namespace, fine.service, 3, "1"))
	for name, m := range methods {
		require.NoError(t, m.run(d, d.ctx, fine), name) // the scripts are loaded
	}
	none := func() { d.do("DEL", d.link(fine.uid, "chat"), d.links(fine.uid)) }
	persistent := func(pod int) func() {
		return func() {
			none()
			d.do("SET", d.link(fine.uid, "chat"), pod)
			d.do("HSET", d.links(fine.uid), "chat", pod)
		}
	}
	temporary := func(pod int) func() {
		return func() { none(); d.do("SET", d.link(fine.uid, "chat"), pod, "PX", "60000") }
	}
	d.namespace = fine.namespace
	for _, c := range []struct {
		method, situation string
		given             func()
		seconds           int
		want              string
	}{
		{"SetLinkedPod", "persistent", persistent(9), -1, "evalsha get hset set"},
		{"SetLinkedPod", "temporary", persistent(9), 60, "evalsha get hdel set"},
		{"TrySetLinkedPod", "no link", none, -1, "evalsha get hset set"},
		{"TrySetLinkedPod", "the same pod", persistent(3), 60, "evalsha get hdel set"},
		{"TrySetLinkedPod", "a temporary link to another", temporary(9), 60, "evalsha get hdel pttl set"},
		{"TrySetLinkedPod", "refused", persistent(9), 60, "evalsha get pttl"},
		{"SetLinkedPodIfAbsent", "no link", none, 60, "evalsha get hdel set"},
		{"SetLinkedPodIfAbsent", "a link", temporary(9), 60, "evalsha get"},
		{"ComputeLinkedPodIfAbsent", "no link", none, -1, "evalsha evalsha_ro get hgetall hset set"},
		{"ComputeLinkedPodIfAbsent", "a link", temporary(9), -1, "evalsha evalsha_ro get hgetall"},
		{"GetLinkedPod", "", temporary(9), 0, "get"},
		{"GetLinkedPodIfPersist", "no link", none, 0, "evalsha_ro pttl"},
		{"GetLinkedPodIfPersist", "temporary", temporary(9), 0, "evalsha_ro pttl"},
		{"GetLinkedPodIfPersist", "persistent", persistent(9), 0, "evalsha_ro get pttl"},
		{"RemoveLinkedPod", "at once", persistent(9), 0, "del evalsha hdel"},
		{"RemoveLinkedPod", "with a grace period", persistent(9), 60, "evalsha hdel pexpire"},
		{"RemoveLinkedPodWithID", "another pod", persistent(9), 0, "evalsha get"},
		{"RemoveLinkedPodWithID", "the pod, at once", persistent(3), 0, "del evalsha get hdel"},
		{"RemoveLinkedPodWithID", "the pod, with a grace period", persistent(3), 60, "evalsha get hdel pexpire"},
		{"GetLinkService", "", persistent(9), 0, "evalsha_ro hgetall"},
		{"SetServiceState", "", none, 0, "hset"},
		{"GetServiceState", "", none, 0, "evalsha_ro hgetall"},
		{"GetServicePod", "", none, 0, "evalsha_ro hget"},
		{"SwapServiceState", "", none, 0, "evalsha hget hset"},
		{"SetWorkloadState", "", none, 0, "set"},
		{"GetWorkloadState", "of two services", none, 0, "get get"},
		{"BatchGetLinkedPod", "of two users", none, 0, "get get"},
	} {
		t.Run(c.method+"/"+c.situation, func(t *testing.T) {
			c.given()
			args := fine
			args.seconds = c.seconds
			d.do("CONFIG RESETSTAT")
			require.NoError(t, methods[c.method].run(d, d.ctx, args))
			require.Equal(t, c.want, commandsRun(d))
		})
	}
}

var commandStat = regexp.MustCompile(`cmdstat_([^:]+):calls=(\d+)`)

// commandsRun returns the commands that the server has run since CONFIG RESETSTAT, in alphabetical order.
func commandsRun(d *directory) string {
	var commands []string
	for _, m := range commandStat.FindAllStringSubmatch(d.backend.client.Info(d.ctx, "commandstats").Val(), -1) {
		if strings.HasPrefix(m[1], "config") || m[1] == "info" {
			continue
		}
		calls, _ := strconv.Atoi(m[2])
		for range calls {
			commands = append(commands, m[1])
		}
	}
	// INFO lists in the order of a hash table.
	return strings.Join(slices.Sorted(slices.Values(commands)), " ")
}

// BenchmarkBatchGetLinkedPod compares BatchGetLinkedPod of 10,000 users with one pipelined read of the same
// keys, which is what it can at best be.
func BenchmarkBatchGetLinkedPod(b *testing.B) {
	for name, client := range map[string]func() redis.UniversalClient{
		"standalone": func() redis.UniversalClient { return redistest.Start(b).Client(b) },
		"cluster":    func() redis.UniversalClient { return redistest.StartCluster(b, 3, 0).Client(b) },
	} {
		d := (&backend{client: client()}).directory(b)
		uids := make([]string, 10_000)
		keys := make([]string, len(uids))
		pipe := d.backend.client.Pipeline()
		for i := range uids {
			uids[i] = fmt.Sprintf("user-%d", i)
			keys[i] = d.link(uids[i], "chat")
			pipe.Set(d.ctx, keys[i], i%50, 0)
		}
		_, err := pipe.Exec(d.ctx)
		require.NoError(b, err)
		b.Run(name+"/pipelined GETs", func(b *testing.B) {
			for b.Loop() {
				pipe := d.backend.client.Pipeline()
				for _, key := range keys {
					pipe.Get(d.ctx, key)
				}
				if _, err := pipe.Exec(d.ctx); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(name+"/BatchGetLinkedPod", func(b *testing.B) {
			for b.Loop() {
				if linked, err := d.BatchGetLinkedPod(d.ctx, d.namespace, uids, "chat"); err != nil || len(linked) != 50 {
					b.Fatal(len(linked), err)
				}
			}
		})
	}
}

// BenchmarkReadsAndWritesThroughAutoPipeline has 64 callers, one call in so many a write. It is about as
// fast as reads alone as long as reads and writes share pipelines.
func BenchmarkReadsAndWritesThroughAutoPipeline(b *testing.B) {
	d := (&backend{client: redistest.Start(b).Client(b)}).directory(b, executor.WithAutoPipeline())
	_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 3, 60)
	require.NoError(b, err)
	for _, writes := range []int64{0, 10, 2} {
		b.Run(fmt.Sprintf("one write in %d", writes), func(b *testing.B) {
			var calls atomic.Int64
			b.SetParallelism(64 / runtime.GOMAXPROCS(0))
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					var err error
					if n := calls.Add(1); writes > 0 && n%writes == 0 {
						_, err = d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 3, 60)
					} else {
						_, err = d.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
					}
					if err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}
