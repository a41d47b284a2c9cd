package redistest_test

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// A client through the proxy that neither retries nor waits long for a connection.
func proxied(t *testing.T) (*redistest.Proxy, *redis.Client, *redis.Client) {
	s := redistest.Start(t)
	p := redistest.StartProxy(t, s.Addr())
	c := redis.NewClient(&redis.Options{Addr: p.Addr(), MaxRetries: -1, DialerRetries: 1, PoolSize: 1})
	t.Cleanup(func() { _ = c.Close() })
	return p, c, s.Client(t)
}

func TestProxyLosesOneAnswerAfterTheServerGaveIt(t *testing.T) {
	ctx := context.Background()
	p, through, direct := proxied(t)
	require.NoError(t, through.Incr(ctx, "n").Err())
	p.LoseAnswerTo("incr")
	require.Error(t, through.Incr(ctx, "n").Err())
	require.Equal(t, 1, p.Lost())
	require.Equal(t, "2", direct.Get(ctx, "n").Val(), "the request was executed")
	require.NoError(t, through.Incr(ctx, "n").Err())
}

func TestProxyRefusesAndAcceptsAgain(t *testing.T) {
	ctx := context.Background()
	p, through, _ := proxied(t)
	require.NoError(t, through.Ping(ctx).Err())
	p.Refuse()
	require.ErrorContains(t, through.Ping(ctx).Err(), "refused")
	p.Accept()
	require.Eventually(t, func() bool { return through.Ping(ctx).Err() == nil }, 10*time.Second, 50*time.Millisecond,
		"go-redis tries a refused address again after a second")
}

func TestProxyCutsAndDelays(t *testing.T) {
	ctx := context.Background()
	p, through, _ := proxied(t)
	require.NoError(t, through.Ping(ctx).Err())
	p.Delay(50 * time.Millisecond)
	begin := time.Now()
	require.NoError(t, through.Ping(ctx).Err())
	require.GreaterOrEqual(t, time.Since(begin), 50*time.Millisecond)

	failed := make(chan error)
	p.Delay(time.Minute)
	go func() { failed <- through.Ping(ctx).Err() }()
	time.Sleep(20 * time.Millisecond)
	p.Cut()
	require.Error(t, <-failed)
}
