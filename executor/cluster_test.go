package executor_test

// This file is about clusters of which nodes die.

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

// When a cluster's master dies, every kind of call finds the new one as soon as there is one. go-redis by
// itself would mostly not look for it before a minute has passed.
func TestAClustersMasterDies(t *testing.T) {
	cluster := redistest.StartCluster(t, 3, 1)
	open := func(opts ...executor.Option) *directory {
		client := cluster.Client(t, func(o *redis.ClusterOptions) { o.DialerRetries = 1; o.ReadTimeout = time.Second })
		d := (&backend{client: client}).directory(t, opts...)
		d.namespace = "shared"
		return d
	}
	write := func(d *directory) error {
		_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 5, executor.Persistent)
		return err
	}
	read := func(d *directory) error {
		_, err := d.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
		return err
	}
	readMany := func(d *directory) error {
		_, err := d.BatchGetLinkedPod(d.ctx, d.namespace, []string{"u"}, "chat")
		return err
	}
	callers := []struct {
		name string
		d    *directory
		call func(*directory) error
	}{
		{"writing", open(), write},
		{"reading", open(), read},
		{"reading for the cache", open(executor.WithLinkCache(10, time.Nanosecond)), read},
		{"reading many", open(), readMany},
		{"writing with AutoPipeline", open(executor.WithAutoPipeline()), write},
		{"reading with AutoPipeline", open(executor.WithAutoPipeline()), read},
	}
	for _, c := range callers {
		require.NoError(t, c.call(c.d), c.name)
	}
	victim := cluster.Master(callers[0].d.link("u", "chat"))
	heir := cluster.ReplicaOf(victim)
	cluster.Kill(victim)
	// All at once: one after the other, the last would meet the new master already.
	errs := make([]error, len(callers))
	var tried sync.WaitGroup
	for i, c := range callers {
		tried.Go(func() { errs[i] = c.call(c.d) })
	}
	tried.Wait()
	for i, c := range callers {
		require.Error(t, errs[i], c.name)
	}
	cluster.AwaitMaster(heir)
	for _, c := range callers {
		began := time.Now()
		require.Eventually(t, func() bool { return c.call(c.d) == nil }, 10*time.Second, 10*time.Millisecond, c.name)
		t.Logf("%s: %v after the cluster had a new master", c.name, time.Since(began).Round(time.Millisecond))
	}
}

// With ReadOnly links are read from replicas. Where one has died its master answers, at the first try.
func TestAClustersReplicaDies(t *testing.T) {
	cluster := redistest.StartCluster(t, 1, 1)
	replica := cluster.Replicas()[0]
	observer := replica.Client(t)
	readers := []struct {
		name        string
		opts        []executor.Option
		fromReplica bool
		d           *directory
	}{
		{name: "plain", fromReplica: true},
		{name: "AutoPipeline", opts: []executor.Option{executor.WithAutoPipeline()}, fromReplica: true},
		{name: "cache", opts: []executor.Option{executor.WithLinkCache(10, time.Nanosecond)}}, // a transaction is the master's
	}
	for i := range readers {
		r := &readers[i]
		client := cluster.Client(t, func(o *redis.ClusterOptions) { o.DialerRetries = 1; o.ReadOnly = true })
		r.d = (&backend{client: client}).directory(t, r.opts...)
		r.d.do("SET", r.d.link("u", "chat"), 5)
		require.NoError(t, observer.ConfigResetStat(r.d.ctx).Err())
		require.Eventually(t, func() bool {
			pod, err := r.d.GetLinkedPod(r.d.ctx, r.d.namespace, "u", "chat")
			return err == nil && pod == 5
		}, 10*time.Second, time.Millisecond, r.name)
		statistics, err := observer.Info(r.d.ctx, "commandstats").Result()
		require.NoError(t, err)
		require.Equal(t, r.fromReplica, strings.Contains(statistics, "cmdstat_get:"), r.name)
	}
	cluster.Kill(replica)
	for _, r := range readers {
		for range 10 {
			pod, err := r.d.GetLinkedPod(r.d.ctx, r.d.namespace, "u", "chat")
			require.NoError(t, err, r.name)
			require.Equal(t, 5, pod, r.name)
		}
		linked, err := r.d.BatchGetLinkedPod(r.d.ctx, r.d.namespace, []string{"u", "v"}, "chat")
		require.NoError(t, err, r.name)
		require.Equal(t, map[int][]string{5: {"u"}}, linked, r.name)
	}
}
