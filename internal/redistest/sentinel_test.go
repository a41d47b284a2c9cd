package redistest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

func TestSentinelNamesTheNewMaster(t *testing.T) {
	ctx := context.Background()
	s := redistest.StartSentinel(t)
	c := s.FailoverClient(t)
	require.NoError(t, c.Set(ctx, "k", "v", 0).Err())
	require.NoError(t, c.Wait(ctx, 1, 0).Err()) // replication is asynchronous

	first := s.Master()
	s.Failover()
	second := s.Master()
	require.NotEqual(t, first, second)
	require.Equal(t, "v", second.Client(t).Get(ctx, "k").Val())

	second.Kill()
	s.AwaitMaster(second)
	require.Equal(t, first, s.Master())
}
