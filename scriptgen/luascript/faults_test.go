package luascript_test

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

func TestAScriptThatWritesNeverRunsTwice(t *testing.T) {
	for name, open := range behindProxies() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			f := open(t)
			require.NoError(t, luascript.Load(ctx, f.Client, take))

			t.Run("one call", func(t *testing.T) {
				f.stock(t, "a", 10)
				f.loseAnswer(take.SHA1)
				err := luascript.None(luascript.Run(ctx, f, callTake("a", 1)))
				require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
				require.NotErrorIs(t, err, luascript.ErrUnavailable)
				require.Equal(t, 1, f.lost(), "the server had answered")
				f.ran(t, "a", 1)
			})
			t.Run("a batch", func(t *testing.T) {
				f.stock(t, "b", 10)
				f.loseAnswer(take.SHA1)
				b := luascript.NewBatch(f)
				first := luascript.QueueValue(b, callTake("b", 1), luascript.Int)
				luascript.QueueValue(b, callTake("b", 1), luascript.Int)
				require.ErrorIs(t, b.Exec(ctx), luascript.ErrOutcomeUnknown)
				_, err := first.Result()
				require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
				f.ran(t, "b", 2)
			})
			t.Run("sent as text", func(t *testing.T) {
				f.flush(t)
				f.stock(t, "c", 10)
				f.loseAnswer("\r\neval\r\n")
				err := luascript.None(luascript.Run(ctx, f, callTake("c", 1)))
				require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
				f.ran(t, "c", 1)
			})
		})
	}
}

// The control to the test above: with the same client, go-redis's own Script runs twice.
func TestGoRedisAloneRunsAScriptTwice(t *testing.T) {
	f := behindProxies()["standalone, plain"](t)
	ctx := context.Background()
	s := redis.NewScript(take.Source)
	require.NoError(t, s.Load(ctx, f.Client.(*redis.Client)).Err())
	f.stock(t, "a", 10)
	f.loseAnswer(s.Hash())
	require.NoError(t, s.Run(ctx, f.Client.(*redis.Client), []string{"{a}stock", "{a}runs"}, 1).Err())
	f.ran(t, "a", 2)
}

func TestAReadOnlyScriptIsSentAgain(t *testing.T) {
	for name, open := range behindProxies() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			f := open(t)
			require.NoError(t, luascript.Load(ctx, f.Client, peek))
			require.NoError(t, f.direct.Set(ctx, "k", "v", 0).Err())
			f.loseAnswer(peek.SHA1)
			got, err := luascript.Value(luascript.Run(ctx, f, callPeek("k")), luascript.String)
			require.NoError(t, err)
			require.Equal(t, "v", got)
			require.Equal(t, 1, f.lost())
		})
	}
}

func TestLostAnswersOfAReadOnlyScriptChangedNothing(t *testing.T) {
	ctx := context.Background()
	p, c := proxied(t, func(o *redis.Options) { o.ReadTimeout = 10 * time.Millisecond })
	require.NoError(t, luascript.Load(ctx, c.Client, peek))
	p.Delay(time.Second)
	err := luascript.None(luascript.Run(ctx, c, callPeek("k")))
	require.ErrorIs(t, err, luascript.ErrUnavailable)
	require.NotErrorIs(t, err, luascript.ErrOutcomeUnknown)
}

func TestAServerThatIsDownDidNothing(t *testing.T) {
	ctx := context.Background()
	p, c := proxied(t)
	c.stock(t, "a", 10)
	p.Refuse()
	err := luascript.None(luascript.Run(ctx, c, callTake("a", 1)))
	require.ErrorIs(t, err, luascript.ErrUnavailable)
	require.NotErrorIs(t, err, luascript.ErrOutcomeUnknown)
	var op *net.OpError
	require.ErrorAs(t, err, &op, "the network's error stays reachable")
	b := luascript.NewBatch(c)
	luascript.QueueNone(b, callTake("a", 1))
	luascript.QueueNone(b, callTake("a", 1))
	require.ErrorIs(t, b.Exec(ctx), luascript.ErrUnavailable)
	require.ErrorIs(t, luascript.Load(ctx, c.Client, take), luascript.ErrUnavailable)

	p.Accept()
	require.Eventually(t, func() bool { return luascript.None(luascript.Run(ctx, c, callTake("a", 1))) == nil },
		10*time.Second, 10*time.Millisecond)
	c.ran(t, "a", 1)
}

func TestATimeoutAfterSendingLeavesTheOutcomeUnknown(t *testing.T) {
	t.Run("of the connection", func(t *testing.T) {
		p, c := proxied(t, func(o *redis.Options) { o.ReadTimeout = 50 * time.Millisecond })
		slow(t, p, c)
		err := luascript.None(luascript.Run(context.Background(), c, callTake("a", 1)))
		require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
		var timeout net.Error
		require.ErrorAs(t, err, &timeout)
		require.True(t, timeout.Timeout())
		c.ran(t, "a", 1)
	})
	t.Run("of the context", func(t *testing.T) {
		p, c := proxied(t, func(o *redis.Options) { o.ContextTimeoutEnabled = true })
		slow(t, p, c)
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		defer cancel()
		err := luascript.None(luascript.Run(ctx, c, callTake("a", 1)))
		require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		c.ran(t, "a", 1)
	})
}

// slow loads the script and makes answers come after a second.
func slow(t *testing.T, p *redistest.Proxy, c client) {
	c.stock(t, "a", 10)
	require.NoError(t, luascript.Load(context.Background(), c.Client, take))
	p.Delay(time.Second)
}

// Under load a call waits for a connection of the pool. When its time is up by then, nothing was sent.
func TestATimeoutBeforeSendingDidNothing(t *testing.T) {
	p, c := proxied(t, func(o *redis.Options) { o.PoolSize = 1; o.ReadTimeout = 3 * time.Second })
	slow(t, p, c)
	c.stock(t, "b", 10)
	busy := make(chan error)
	go func() { busy <- luascript.None(luascript.Run(context.Background(), c, callTake("a", 1))) }()
	time.Sleep(100 * time.Millisecond)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err := luascript.None(luascript.Run(ctx, c, callTake("b", 1)))
	require.ErrorIs(t, err, luascript.ErrUnavailable)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.NoError(t, <-busy)
	c.ran(t, "b", 0)
}

func TestAClusterThatIsDownDidNothing(t *testing.T) {
	c := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{"127.0.0.1:1"}, MaxRedirects: -1, DialerRetries: 1})
	defer c.Close()
	require.ErrorIs(t, luascript.Load(context.Background(), c, take), luascript.ErrUnavailable)
	require.ErrorIs(t, luascript.None(luascript.Run(context.Background(), c, callTake("a", 1))), luascript.ErrUnavailable)
	b := luascript.NewBatch(c)
	f := luascript.QueueNone(b, callTake("a", 1))
	luascript.QueueNone(b, callTake("b", 1))
	require.ErrorIs(t, b.Exec(context.Background()), luascript.ErrUnavailable)
	require.ErrorIs(t, f.Result(), luascript.ErrUnavailable)
}

func TestAClosedClientDidNothing(t *testing.T) {
	_, c := proxied(t)
	require.NoError(t, c.Client.(*redis.Client).Close())
	err := luascript.None(luascript.Run(context.Background(), c, callTake("a", 1)))
	require.ErrorIs(t, err, luascript.ErrUnavailable)
	require.ErrorIs(t, err, redis.ErrClosed)
}
