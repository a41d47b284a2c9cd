package redistest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

func TestStartGivesAnEmptyServerOfItsOwn(t *testing.T) {
	ctx := context.Background()
	a, b := redistest.Start(t), redistest.Start(t, "--maxmemory", "3mb")
	require.NotEqual(t, a.Addr(), b.Addr())

	require.NoError(t, a.Client(t).Set(ctx, "k", "v", 0).Err())
	size, err := b.Client(t).DBSize(ctx).Result()
	require.NoError(t, err)
	require.Zero(t, size)

	limit, err := b.Client(t).ConfigGet(ctx, "maxmemory").Result()
	require.NoError(t, err)
	require.Equal(t, "3145728", limit["maxmemory"])
}

func TestServerStopsAndComesBackOnTheSamePort(t *testing.T) {
	ctx := context.Background()
	s := redistest.Start(t)
	c := s.Client(t)
	for _, end := range []func(){s.Stop, s.Kill} {
		require.NoError(t, c.Ping(ctx).Err())
		addr := s.Addr()
		end()
		require.Error(t, c.Ping(ctx).Err())
		s.Restart()
		require.Equal(t, addr, s.Addr())
		require.NoError(t, c.Ping(ctx).Err())
	}
}
