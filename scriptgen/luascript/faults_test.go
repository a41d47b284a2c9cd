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

// Every kind of client keeps the same promises where answers are lost.
func TestClientsThatLoseAnswers(t *testing.T) {
	for name, open := range behindProxies() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := open(t)
			require.NoError(t, luascript.Load(context.Background(), f.Client, take, peek))
			t.Run("a script that writes never runs twice", f.writesOnce)
			t.Run("a read-only script is sent again", f.readsAgain)
			t.Run("plain commands likewise", f.plainLikewise)
		})
	}
}

func (f faulty) writesOnce(t *testing.T) {
	ctx := context.Background()
	t.Run("one call", func(t *testing.T) {
		f.stock(t, "a", 10)
		lost := f.loseAnswer(take.SHA1)
		err := luascript.None(luascript.Run(ctx, f, callTake("a", 1)))
		require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
		require.NotErrorIs(t, err, luascript.ErrUnavailable)
		require.True(t, lost(), "the server had answered")
		f.ran(t, "a", 1)
	})
	t.Run("a batch", func(t *testing.T) {
		f.stock(t, "b", 10)
		f.loseAnswer(take.SHA1)
		for _, err := range twoTakes(ctx, f, [2]string{"b", "b"}) {
			require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
		}
		f.ran(t, "b", 2)
	})
	t.Run("sent as text", func(t *testing.T) {
		// Past the proxies, which have lost connections by now.
		require.NoError(t, f.direct.ScriptFlush(ctx).Err())
		f.stock(t, "c", 10)
		f.loseAnswer("\r\neval\r\n")
		err := luascript.None(luascript.Run(ctx, f, callTake("c", 1)))
		require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
		f.ran(t, "c", 1)
	})
}

func (f faulty) readsAgain(t *testing.T) {
	ctx := context.Background()
	require.NoError(t, luascript.Load(ctx, f.Client, peek))
	require.NoError(t, f.direct.Set(ctx, "k", "v", 0).Err())
	lost := f.loseAnswer(peek.SHA1)
	got, err := luascript.Value(luascript.Run(ctx, f, callPeek("k")), luascript.String)
	require.NoError(t, err)
	require.Equal(t, "v", got)
	require.True(t, lost())
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

func TestLostAnswersOfAReadOnlyScriptChangedNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	p, c := proxied(t, func(o *redis.Options) { o.MaxRetries, o.ReadTimeout = -1, 500*time.Millisecond })
	require.NoError(t, luascript.Load(ctx, c.Client, peek))
	p.Delay(time.Minute)
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
		p, c := proxied(t, func(o *redis.Options) { o.ReadTimeout = 500 * time.Millisecond })
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
		ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
		defer cancel()
		err := luascript.None(luascript.Run(ctx, c, callTake("a", 1)))
		require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		c.ran(t, "a", 1)
	})
}

// slow loads the script and makes answers come later than anybody waits.
func slow(t *testing.T, p *redistest.Proxy, c client) {
	c.stock(t, "a", 10)
	require.NoError(t, luascript.Load(context.Background(), c.Client, take))
	p.Delay(time.Minute)
}

// Under load a call waits for a connection of the pool. When its time is up by then, nothing was sent.
func TestATimeoutBeforeSendingDidNothing(t *testing.T) {
	_, c := proxied(t, func(o *redis.Options) { o.PoolSize = 1 })
	release := c.occupy(t, "nothing")
	defer release()
	c.stock(t, "a", 10)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	err := luascript.None(luascript.Run(ctx, c, callTake("a", 1)))
	require.ErrorIs(t, err, luascript.ErrUnavailable)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	c.ran(t, "a", 0)
}

// AutoPipeline looks at a command's bytes before it has a connection: that is not to send it.
func TestAFullPoolDidNothing(t *testing.T) {
	for name, way := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			_, c := proxied(t, func(o *redis.Options) {
				o.PoolSize, o.PipelinePoolSize, o.PoolTimeout = 1, -1, 50*time.Millisecond
			})
			release := c.occupy(t, "nothing")
			defer release()
			c = way(t, c)
			c.stock(t, "a", 10)
			require.ErrorIs(t, luascript.None(luascript.Run(ctx, c, callTake("a", 1))), luascript.ErrUnavailable)
			for _, err := range twoTakes(ctx, c, [2]string{"a", "a"}) {
				require.ErrorIs(t, err, luascript.ErrUnavailable)
				require.ErrorIs(t, err, redis.ErrPoolTimeout)
			}
			c.ran(t, "a", 0)
		})
	}
}

func TestTimeoutsOfABatchLeaveItsOutcomeUnknown(t *testing.T) {
	const timeout = 500 * time.Millisecond
	for kind, open := range map[string]func() faulty{
		"standalone": func() faulty {
			_, f := serverBehindProxy(t, func(o *redis.Options) { o.ReadTimeout = timeout })
			return f
		},
		"cluster": func() faulty {
			_, f := clusterBehindProxies(t, 1, 0, func(o *redis.ClusterOptions) { o.ReadTimeout = timeout })
			return f
		},
	} {
		f := open()
		for name, way := range ways() {
			t.Run(kind+", "+name, func(t *testing.T) {
				ctx := context.Background()
				c := way(t, f.client)
				require.NoError(t, luascript.Load(ctx, c.Client, take))
				c.stock(t, "a", 10)
				f.delay(time.Minute)
				defer f.delay(0)
				for _, err := range twoTakes(ctx, c, [2]string{"a", "a"}) {
					require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
				}
				c.ran(t, "a", 2)
			})
		}
	}
}

// A cluster's pipeline sends what is redirected in a second attempt, for which it waits.
func TestTheContextEndsBetweenAttempts(t *testing.T) {
	t.Parallel()
	s, f := clusterBehindProxies(t, 2, 0, func(o *redis.ClusterOptions) {
		o.MinRetryBackoff, o.MaxRetryBackoff = 3*time.Second, 4*time.Second
	})
	require.NoError(t, luascript.Load(context.Background(), f.Client, take))
	moved, stays := "a", "b" // of different masters
	require.NotEqual(t, s.Master("{a}"), s.Master("{b}"))
	f.stock(t, moved, 10)
	f.stock(t, stays, 10)
	s.BeginMigration(s.Slot("{a}"), s.Master("{b}")).Finish()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	errs := twoTakes(ctx, f, [2]string{moved, stays})
	require.ErrorIs(t, errs[0], luascript.ErrUnavailable)
	require.ErrorIs(t, errs[0], context.DeadlineExceeded)
	require.ErrorIs(t, errs[1], luascript.ErrOutcomeUnknown, "it was answered, but go-redis writes the context's error over that")
	f.ran(t, moved, 0)
	f.ran(t, stays, 1)
}

// A script that writes is sent again, too, where it cannot have run.
func TestAMomentWithoutAMasterIsWaitedFor(t *testing.T) {
	const moment = 20 * time.Millisecond
	for name, begin := range map[string]func(t *testing.T, p *redistest.Proxy, c client) (end func()){
		"no server": func(_ *testing.T, p *redistest.Proxy, _ client) func() {
			p.Refuse()
			return p.Accept
		},
		"a replica": func(t *testing.T, _ *redistest.Proxy, c client) func() {
			require.NoError(t, c.direct.SlaveOf(context.Background(), "127.0.0.1", "1").Err())
			return func() { c.direct.SlaveOf(context.Background(), "no", "one") }
		},
	} {
		for name2, way := range ways() {
			t.Run(name+", "+name2, func(t *testing.T) {
				ctx := context.Background()
				p, c := proxied(t, func(o *redis.Options) { o.MaxRetries = -1 })
				c = way(t, c)
				c.stock(t, "a", 10)
				require.NoError(t, luascript.Load(ctx, c.Client, take))
				time.AfterFunc(moment, begin(t, p, c))
				require.NoError(t, luascript.None(luascript.Run(ctx, c, callTake("a", 1))))
				c.ran(t, "a", 1)
			})
		}
	}
}

func TestCallsOfARingsOtherShardsRunWhileOneIsDown(t *testing.T) {
	ctx := context.Background()
	dies, lives := redistest.Start(t), redistest.Start(t)
	r := redis.NewRing(&redis.RingOptions{
		Addrs:              map[string]string{"dies": dies.Addr(), "lives": lives.Addr()},
		DialerRetries:      1,
		HeartbeatFrequency: time.Hour, // when it knows that a shard is down, a ring asks another one
	})
	t.Cleanup(func() { _ = r.Close() })
	c := client{Client: r, direct: r}
	items := stocked(t, c, 20)
	require.NoError(t, luascript.Load(ctx, r, take))
	dies.Kill()
	alive, b := lives.Client(t), luascript.NewBatch(r)
	var futures []*luascript.NoneFuture
	for _, item := range items {
		futures = append(futures, luascript.QueueNone(b, callTake(item, 0)))
	}
	require.ErrorIs(t, b.Exec(ctx), luascript.ErrUnavailable)
	reached := 0
	for i, item := range items {
		if alive.Exists(ctx, "{"+item+"}runs").Val() == 1 {
			reached++
			require.NoError(t, futures[i].Result(), item)
			c.ran(t, item, 1)
		} else {
			require.ErrorIs(t, futures[i].Result(), luascript.ErrUnavailable, item)
			require.NotErrorIs(t, futures[i].Result(), luascript.ErrOutcomeUnknown, item)
		}
	}
	require.NotZero(t, reached)
	require.Less(t, reached, len(items))
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
