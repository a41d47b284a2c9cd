package luascript_test

// This file is about read-only scripts on a cluster whose client lets replicas serve reads.

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// replicated is a cluster with a replica for each master, on which both have {k}: "v".
func replicated(t *testing.T, route func(*redis.ClusterOptions)) (s *redistest.Cluster, master, replica *redistest.Node, c client) {
	t.Helper()
	ctx := context.Background()
	s = redistest.StartCluster(t, 1, 1)
	c = onCluster(s.Client(t, func(o *redis.ClusterOptions) { o.DialerRetries = 1 }, route))
	require.NoError(t, c.direct.Set(ctx, "{k}", "v", 0).Err())
	master = s.Master("{k}")
	require.NoError(t, master.Client(t).Wait(ctx, 1, 5*time.Second).Err())
	return s, master, s.ReplicaOf(master), c
}

// reads are options by which replicas serve reads.
func reads() map[string]func(*redis.ClusterOptions) {
	return map[string]func(*redis.ClusterOptions){
		"ReadOnly":      func(o *redis.ClusterOptions) { o.ReadOnly = true },
		"RouteRandomly": func(o *redis.ClusterOptions) { o.RouteRandomly = true },
	}
}

// canRead holds that single calls and batches read {k}.
func (c client) canRead(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	b := luascript.NewBatch(c)
	for range 5 {
		got, err := luascript.Value(luascript.Run(ctx, c, callPeek("{k}")), luascript.String)
		require.NoError(t, err)
		require.Equal(t, "v", got)

		futures := []*luascript.Future[string]{
			luascript.QueueValue(b, callPeek("{k}"), luascript.String), luascript.QueueValue(b, callPeek("{k}"), luascript.String),
		}
		require.NoError(t, b.Exec(ctx))
		for _, f := range futures {
			got, err = f.Result()
			require.NoError(t, err)
			require.Equal(t, "v", got)
		}
	}
}

// A replica that does not know the script learns it; the master is not asked.
func TestAReplicaServesReadOnlyScripts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, master, replica, c := replicated(t, reads()["ReadOnly"])
	c.canRead(t)
	require.True(t, replica.Client(t).ScriptExists(ctx, peek.SHA1).Val()[0])
	require.NotContains(t, master.Client(t).Info(ctx, "commandstats").Val(), "cmdstat_eval")

	c.stock(t, "pear", 3)
	left, err := luascript.Value(luascript.Run(ctx, c, callTake("pear", 1)), luascript.Int)
	require.NoError(t, err, "a script that writes goes to the master")
	require.Equal(t, 2, left)
}

func TestReadsOutliveADeadReplica(t *testing.T) {
	for name, route := range reads() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _, replica, c := replicated(t, route)
			c.canRead(t)
			s.Kill(replica)
			c.canRead(t)
		})
	}
}

func TestReadsOutliveAReplicaWithoutItsMaster(t *testing.T) {
	for name, route := range reads() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			_, master, node, c := replicated(t, route)
			c.canRead(t)
			replica := node.Client(t, func(o *redis.Options) {
				o.OnConnect = func(ctx context.Context, c *redis.Conn) error { return c.ReadOnly(ctx).Err() }
			})
			for setting, value := range map[string]string{
				"replica-serve-stale-data": "no", "masteruser": "nobody", "masterauth": "wrong",
			} {
				require.NoError(t, replica.ConfigSet(ctx, setting, value).Err())
			}
			require.NoError(t, master.Client(t).Do(ctx, "CLIENT", "KILL", "TYPE", "replica").Err())
			require.Eventually(t, func() bool {
				err := replica.Get(ctx, "{k}").Err()
				return err != nil && strings.HasPrefix(err.Error(), "MASTERDOWN ")
			}, 5*time.Second, time.Millisecond)
			c.canRead(t)
		})
	}
}
