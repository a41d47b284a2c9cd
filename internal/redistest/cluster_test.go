package redistest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

func TestClusterServesEverySlot(t *testing.T) {
	ctx := context.Background()
	c := redistest.StartCluster(t, 3, 1)
	require.Len(t, c.Masters(), 3)
	require.Len(t, c.Replicas(), 3)
	client := c.Client(t)
	for i := range 100 {
		require.NoError(t, client.Set(ctx, fmt.Sprint("key", i), i, 0).Err())
	}
	o, err := redis.ParseClusterURL(c.URL())
	require.NoError(t, err)
	require.ElementsMatch(t, c.Addrs(), o.Addrs)
}

func TestMigrationRedirectsAndThenMoves(t *testing.T) {
	ctx := context.Background()
	c := redistest.StartCluster(t, 2, 0)
	client := c.Client(t)
	require.NoError(t, client.MSet(ctx, "{a}1", 1, "{a}2", 2).Err())

	from := c.Master("{a}")
	to := c.AddMaster()
	require.Len(t, c.Masters(), 3)

	m := c.BeginMigration(c.Slot("{a}"), to)
	m.MoveKeys("{a}1")
	require.ErrorContains(t, from.Client(t).Get(ctx, "{a}1").Err(), "ASK", m)
	require.ErrorContains(t, from.Client(t).MGet(ctx, "{a}1", "{a}2").Err(), "TRYAGAIN", m)
	m.Finish()
	require.ErrorContains(t, from.Client(t).Get(ctx, "{a}1").Err(), "MOVED", m)
	require.Equal(t, to, c.Master("{a}"))
	require.Equal(t, []any{"1", "2"}, client.MGet(ctx, "{a}1", "{a}2").Val())
}

func TestFailoverByAgreementAndByDeath(t *testing.T) {
	c := redistest.StartCluster(t, 3, 1)
	old := c.Master("k")
	heir := c.ReplicaOf(old)

	c.Failover(heir)
	require.Equal(t, heir, c.Master("k"))

	c.Kill(heir)
	c.AwaitMaster(old)
	require.Equal(t, old, c.Master("k"))

	c.Restart(heir)
	require.Equal(t, heir, c.ReplicaOf(old))
}
