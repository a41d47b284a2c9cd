package luascript_test

// This file is about calls of which go-redis or a hook does not say the truth: it says nothing where a
// connection could not be set up, and something else than the server where it has answered.

import (
	"context"
	"errors"
	"fmt"
	"net"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// Of a shard's connection that cannot be set up, only the error of Exec tells, which is another shard's.
func TestARingsShardThatLetsNobodyInDidNothing(t *testing.T) {
	ctx := context.Background()
	shut, open := redistest.Start(t), redistest.Start(t)
	r := redis.NewRing(&redis.RingOptions{
		Addrs:    map[string]string{"shut": shut.Addr(), "open": open.Addr()},
		Password: "right", HeartbeatFrequency: time.Hour, // a ring asks another shard when it knows
	})
	t.Cleanup(func() { _ = r.Close() })
	let := func(s *redistest.Server, password string) *redis.Client {
		require.NoError(t, s.Client(t).ConfigSet(ctx, "requirepass", password).Err())
		return s.Client(t, func(o *redis.Options) { o.Password = password })
	}
	in, out := let(open, "right"), let(shut, "wrong")
	b := luascript.NewBatch(r)
	futures := map[string]*luascript.NoneFuture{}
	for i := range 20 {
		item := fmt.Sprint(i)
		futures[item] = luascript.QueueNone(b, callTake(item, 1)) // of which there are none in stock
	}
	require.Error(t, b.Exec(ctx))
	ran := 0
	for item, f := range futures {
		if in.Exists(ctx, "{"+item+"}runs").Val() == 1 {
			ran++
			require.ErrorIs(t, f.Result(), errOutOfStock, item)
		} else {
			require.ErrorIs(t, f.Result(), luascript.ErrUnavailable, item)
			require.NotErrorIs(t, f.Result(), errOutOfStock, item)
		}
	}
	require.NotZero(t, ran)
	require.Less(t, ran, len(futures))
	require.Zero(t, out.DBSize(ctx).Val())
}

func TestLoadingWhereNobodyIsLetIn(t *testing.T) {
	ctx := context.Background()
	s := redistest.Start(t)
	require.NoError(t, s.Client(t).ConfigSet(ctx, "requirepass", "right").Err())
	r := redis.NewRing(&redis.RingOptions{Addrs: map[string]string{"a": s.Addr()}, Password: "wrong"})
	t.Cleanup(func() { _ = r.Close() })
	err := luascript.Load(ctx, r, take)
	require.ErrorIs(t, err, luascript.ErrUnavailable)
	require.ErrorContains(t, err, "WRONGPASS")
}

// An AutoPipeline hands the loading to the cluster's client, which has a value of one master beside the error
// of another.
func TestLoadingThroughAutoPipelineWhileAMasterIsDown(t *testing.T) {
	ctx := context.Background()
	s, f := clusterBehindProxies(t, 2, 0, func(o *redis.ClusterOptions) { o.DialerRetries = 1 })
	c := ways()["AutoPipeline"](t, f.client)
	require.NoError(t, luascript.Load(ctx, c.Client, peek))
	down := s.Masters()[1]
	f.at(down.Addr()).Refuse()
	require.ErrorIs(t, luascript.Load(ctx, c.Client, take), luascript.ErrUnavailable)
	require.Equal(t, []bool{false}, down.Client(t).ScriptExists(ctx, take.SHA1).Val())
}

// A redis.Pipeliner has the methods of a client.
func TestAPipelineIsNoClient(t *testing.T) {
	ctx := context.Background()
	c := standalone(redistest.Start(t).Client(t))
	c.stock(t, "a", 10)
	_, err := c.Client.(*redis.Client).TxPipelined(ctx, func(pipe redis.Pipeliner) error {
		errs := []error{luascript.None(luascript.Run(ctx, pipe, callTake("a", 1)))}
		for calls := range 2 {
			b := luascript.NewBatch(pipe)
			for range calls + 1 {
				luascript.QueueNone(b, callTake("a", 1))
			}
			errs = append(errs, b.Exec(ctx))
		}
		for _, err := range errs {
			require.ErrorIs(t, err, luascript.ErrUnavailable)
			require.ErrorContains(t, err, "use a Batch of its client")
		}
		return nil
	})
	require.NoError(t, err)
	c.ran(t, "a", 0)
}

// A full-duplex AutoPipeline that is closed without a connection makes a last attempt.
func TestClosingAnAutoPipelineThatIsNotLetInIsNoSuccess(t *testing.T) {
	ctx := context.Background()
	s, f := serverBehindProxy(t, func(o *redis.Options) {
		o.Password, o.DialerRetries = "wrong", 1
		o.MinRetryBackoff, o.MaxRetryBackoff = time.Second, 2*time.Second
	})
	require.NoError(t, s.Client(t).ConfigSet(ctx, "requirepass", "right").Err())
	ap, err := f.Client.(*redis.Client).AutoPipelineWithOptions(&redis.AutoPipelineOptions{FullDuplex: true})
	require.NoError(t, err)
	p := f.at(s.Addr())
	p.Refuse() // so that it waits for the next attempt
	time.AfterFunc(200*time.Millisecond, func() { p.Accept(); _ = ap.Close() })
	require.Error(t, luascript.None(luascript.Run(ctx, ap, callTake("a", 0))))
	require.Zero(t, s.Client(t, func(o *redis.Options) { o.Password = "right" }).DBSize(ctx).Val())
}

// beforeASK is a hook of a cluster's node that does something before go-redis follows an ASK.
type beforeASK struct {
	afterwards
	do func()
}

func (h beforeASK) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		if cmds[0].Name() == "asking" {
			h.do()
		}
		return next(ctx, cmds)
	}
}

// Who may not send ASKING is refused while a slot moves, but not a call that comes when it has moved.
func TestARefusedASKINGIsNotTheOutcome(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := redistest.StartCluster(t, 2, 0)
	c := onCluster(s.Client(t))
	c.stock(t, "a", 10)
	require.NoError(t, luascript.Load(ctx, c.Client, take))
	for _, n := range s.Masters() {
		require.NoError(t, n.Client(t).Do(ctx, "ACL", "SETUSER", "default", "-asking").Err())
	}
	m := s.BeginMigration(s.Slot("{a}"), another(s, s.Master("{a}")))
	m.MoveKeys()
	require.NoError(t, c.direct.(*redis.ClusterClient).ForEachMaster(ctx, func(_ context.Context, n *redis.Client) error {
		n.AddHook(beforeASK{afterwards(func(_ redis.Cmder, err error) error { return err }), m.Finish})
		return nil
	}))
	err := luascript.None(luascript.Run(ctx, c, callTake("a", 1)))
	c.ran(t, "a", 1)
	require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
	require.ErrorContains(t, err, "NOPERM")
}

// A hook may do something of its own after a call, which may fail: the call has run nevertheless.
func TestAHooksOwnErrorAfterACall(t *testing.T) {
	ctx := context.Background()
	nothing := script("Nothing", `redis.call('INCR', KEYS[1])`) // replies nil
	for name, own := range map[string]error{
		"its own server's":   replyError("READONLY You can't write against a read only replica."),
		"its own connection": &net.OpError{Op: "dial", Err: errors.New("connection refused")},
		"its own client":     redis.ErrClosed,
		"another":            errors.New("the circuit is open"),
	} {
		t.Run(name, func(t *testing.T) {
			c := standalone(redistest.Start(t).Client(t))
			c.stock(t, "a", 10)
			require.NoError(t, luascript.Load(ctx, c.Client, take, nothing))
			c.direct.AddHook(afterwards(func(cmd redis.Cmder, err error) error {
				if luascript.ScriptOf(cmd) != nil {
					return own
				}
				return err
			}))
			require.ErrorIs(t, luascript.None(luascript.Run(ctx, c, callTake("a", 1))), luascript.ErrOutcomeUnknown)
			c.ran(t, "a", 1)
			for _, err := range twoTakes(ctx, c, [2]string{"a", "a"}) {
				require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
			}
			c.ran(t, "a", 3)
			b := luascript.NewBatch(c)
			for range 2 {
				call := nothing.NewCall(1, 0)
				call.Key("n", nil)
				luascript.QueueNone(b, call)
			}
			require.ErrorIs(t, b.Exec(ctx), luascript.ErrOutcomeUnknown)
			require.Equal(t, "2", c.direct.Get(ctx, "n").Val())
		})
	}
}

// With routing policies a cluster client sends copies of some commands to every master.
func TestAnAnswerOfOneOfSeveralServersIsLost(t *testing.T) {
	ctx := context.Background()
	_, f := clusterBehindProxies(t, 2, 0)
	c := f.Client.(*redis.ClusterClient)
	c.SetCommandInfoResolver(c.NewDynamicResolver())
	require.NoError(t, c.ForEachMaster(ctx, func(ctx context.Context, n *redis.Client) error { return n.Ping(ctx).Err() }))
	require.NoError(t, f.direct.Set(ctx, "k", "v", 0).Err())
	f.loseAnswer("\r\nflushall\r\n")
	err := luascript.None(luascript.Run(ctx, f, luascript.WriteCommand("flushall").NewCall(0, 0)))
	require.NotZero(t, f.lost())
	require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
	require.Zero(t, f.direct.Exists(ctx, "k").Val(), "it has run")
}

func TestOneOfSeveralServersRefuses(t *testing.T) {
	ctx := context.Background()
	for name, refuse := range map[string]func(t *testing.T, n *redistest.Node, p *redistest.Proxy){
		"a permission": func(t *testing.T, n *redistest.Node, _ *redistest.Proxy) {
			require.NoError(t, n.Client(t).Do(ctx, "ACL", "SETUSER", "default", "-flushall").Err())
		},
		"a connection": func(_ *testing.T, _ *redistest.Node, p *redistest.Proxy) { p.Refuse() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, f := clusterBehindProxies(t, 2, 0, func(o *redis.ClusterOptions) { o.DialerRetries = 1 })
			c := f.Client.(*redis.ClusterClient)
			c.SetCommandInfoResolver(c.NewDynamicResolver())
			require.NoError(t, c.ForEachMaster(ctx, func(ctx context.Context, n *redis.Client) error { return n.Ping(ctx).Err() }))
			runs, refuses := s.Masters()[0], s.Masters()[1]
			refuse(t, refuses, f.at(refuses.Addr()))
			err := luascript.None(luascript.Run(ctx, f, luascript.WriteCommand("flushall").NewCall(0, 0)))
			require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
			require.Contains(t, runs.Client(t).Info(ctx, "commandstats").Val(), "cmdstat_flushall:calls=1,")
		})
	}
}
