package luascript_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// tally counts what became of calls that ran concurrently.
type tally struct {
	values, nothing, unknown atomic.Int64
	other                    sync.Map
}

func (n *tally) add(err error) {
	switch {
	case err == nil:
		n.values.Add(1)
	case errors.Is(err, luascript.ErrOutcomeUnknown):
		n.unknown.Add(1)
	case errors.Is(err, luascript.ErrUnavailable):
		n.nothing.Add(1)
	default:
		n.other.Store(err.Error(), true)
	}
}

// neverTwice compares the tally with the number of runs that the servers counted, of which they may have
// lost some that they had acknowledged.
func (n *tally) neverTwice(t *testing.T, runs int) {
	t.Helper()
	n.other.Range(func(err, _ any) bool { t.Errorf("neither a value, nor nothing, nor unknown: %v", err); return true })
	values, unknown := int(n.values.Load()), int(n.unknown.Load())
	require.LessOrEqual(t, runs, values+unknown, "nothing ran twice: %d values, %d unknown", values, unknown)
}

// holds is neverTwice where the servers lose nothing.
func (n *tally) holds(t *testing.T, runs int) {
	t.Helper()
	n.neverTwice(t, runs)
	require.GreaterOrEqual(t, runs, int(n.values.Load()), "a call that returned a value has run")
}

// hammer runs single calls and batches on some items until stop is called.
func hammer(c client, items []string) (n *tally, stop func()) {
	n = &tally{}
	var done atomic.Bool
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for !done.Load() {
				for _, item := range items {
					n.add(luascript.None(luascript.Run(context.Background(), c, callTake(item, 0))))
				}
			}
		})
		wg.Go(func() {
			for !done.Load() {
				b := luascript.NewBatch(c)
				var futures []*luascript.NoneFuture
				for _, item := range items {
					futures = append(futures, luascript.QueueNone(b, callTake(item, 0)))
				}
				_ = b.Exec(context.Background())
				for _, f := range futures {
					n.add(f.Result())
				}
			}
		})
	}
	return n, func() { done.Store(true); wg.Wait() }
}

// runs sums the counters of the items.
func (c client) runs(t *testing.T, items []string) int {
	t.Helper()
	sum := 0
	for _, item := range items {
		n, err := c.direct.Get(context.Background(), "{"+item+"}runs").Int()
		require.NoError(t, err)
		sum += n
	}
	return sum
}

func stocked(t *testing.T, c client, count int) []string {
	t.Helper()
	var items []string
	for i := range count {
		items = append(items, fmt.Sprint("i", i))
		c.stock(t, items[i], 0)
	}
	return items
}

func onCluster(c *redis.ClusterClient) client { return client{Client: c, direct: c} }

// moveSlots moves the slots of some items, through all that a client can meet then.
func moveSlots(servers *redistest.Cluster, items []string, to *redistest.Node) {
	for _, item := range items {
		m := servers.BeginMigration(servers.Slot("{"+item+"}"), to)
		m.MoveKeys("{" + item + "}runs") // half moved: TRYAGAIN
		time.Sleep(20 * time.Millisecond)
		m.MoveKeys() // all moved: ASK
		time.Sleep(20 * time.Millisecond)
		m.Finish() // MOVED
	}
}

func TestSlotsMoveWhileCallsRun(t *testing.T) {
	for name, way := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			servers := redistest.StartCluster(t, 2, 0)
			c := way(t, onCluster(servers.Client(t)))
			items := stocked(t, c, 12)
			from := servers.Master("{i0}")
			n, stop := hammer(c, items)
			var moving []string
			for _, item := range items {
				if servers.Master("{"+item+"}") == from {
					moving = append(moving, item)
				}
			}
			moveSlots(servers, moving, another(servers, from))
			stop()
			n.holds(t, c.runs(t, items))
			require.Zero(t, n.unknown.Load(), "redirections are answers")
			require.Less(t, n.nothing.Load(), n.values.Load()/100, "a short migration is waited for")
		})
	}
}

func TestAMasterJoinsWhileCallsRun(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	servers := redistest.StartCluster(t, 2, 0)
	c := onCluster(servers.Client(t))
	require.NoError(t, luascript.Load(ctx, c.Client, take, peek))
	items := stocked(t, c, 12)
	n, stop := hammer(c, items)
	added := servers.AddMaster()
	moveSlots(servers, items[:4], added)
	stop()
	n.holds(t, c.runs(t, items))
	require.Zero(t, n.unknown.Load())

	loaded := func() []bool { return added.Client(t).ScriptExists(ctx, take.SHA1, peek.SHA1).Val() }
	require.Equal(t, []bool{true, false}, loaded(), "it has learnt what it was called with")
	require.NoError(t, luascript.Load(ctx, c.Client, take, peek))
	require.Equal(t, []bool{true, true}, loaded(), "Load reaches it")
}

// A call that is refused because some of its keys have moved runs after those that are not refused.
func TestTheOrderOfABatchWhileASlotMoves(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	both := script("Both", `redis.call('GET', KEYS[2]) return redis.call('APPEND', KEYS[1], ARGV[1])`)
	one := script("One", `return redis.call('APPEND', KEYS[1], ARGV[1])`)
	call := func(s *luascript.Script, text string, keys ...string) *luascript.Call {
		c := s.NewCall(len(keys), 1)
		for _, key := range keys {
			c.Key(key, nil)
		}
		c.String(text)
		return c
	}
	servers := redistest.StartCluster(t, 2, 0)
	c := onCluster(servers.Client(t))
	require.NoError(t, luascript.Load(ctx, c.Client, both, one))
	require.NoError(t, c.direct.MSet(ctx, "{a}text", "", "{a}other", "").Err())
	from := servers.Master("{a}")
	m := servers.BeginMigration(servers.Slot("{a}"), another(servers, from))
	m.MoveKeys("{a}other")

	b := luascript.NewBatch(c)
	luascript.QueueNone(b, call(one, "1", "{a}text"))
	luascript.QueueNone(b, call(both, "2", "{a}text", "{a}other"))
	luascript.QueueNone(b, call(one, "3", "{a}text"))
	luascript.QueueNone(b, call(one, "4", "{a}text"))
	executed := make(chan error)
	go func() { executed <- b.Exec(ctx) }()
	source := from.Client(t)
	require.Eventually(t, func() bool { return source.Get(ctx, "{a}text").Val() == "134" }, 5*time.Second, time.Millisecond)
	m.MoveKeys()
	require.NoError(t, <-executed)
	require.Equal(t, "1342", c.direct.Get(ctx, "{a}text").Val())
}

// While the masters change, the clients' connections break.
func TestAMasterFailsOverWhileCallsRun(t *testing.T) {
	for name, way := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			servers, f := clusterBehindProxies(t, 2, 1)
			c := way(t, f.client)
			items := stocked(t, c, 12)
			n, stop := hammer(c, items)
			halt := f.keepCutting()
			for range 2 { // to an heir that knows no scripts, and back
				servers.Failover(servers.ReplicaOf(servers.Master("{i0}")))
				time.Sleep(200 * time.Millisecond)
			}
			halt()
			stop()
			n.holds(t, c.runs(t, items))
			require.NotZero(t, n.values.Load())
			require.NotZero(t, n.unknown.Load(), "connections broke")
		})
	}
}

func TestAMasterDiesWhileCallsRun(t *testing.T) {
	t.Parallel()
	servers := redistest.StartCluster(t, 3, 1)
	c := onCluster(servers.Client(t, func(o *redis.ClusterOptions) { o.DialerRetries = 1; o.ReadTimeout = time.Second }))
	items := stocked(t, c, 12)
	n, stop := hammer(c, items)
	victim := servers.Master("{i0}")
	heir := servers.ReplicaOf(victim)
	time.Sleep(100 * time.Millisecond)
	servers.Kill(victim)
	servers.AwaitMaster(heir)
	require.Eventually(t, func() bool {
		return luascript.None(luascript.Run(context.Background(), c, callPeek("{i0}stock"))) == nil
	}, 5*time.Second, 10*time.Millisecond, "the client finds the new master")
	stop()
	n.neverTwice(t, c.runs(t, items)) // the victim takes with it writes that it has acknowledged
	require.NotZero(t, n.nothing.Load()+n.unknown.Load(), "the test has noticed the death")
}

// A sentinel does not wait for the replica: what the old master took at the end is lost with it.
func TestTheMasterBehindASentinelChangesWhileCallsRun(t *testing.T) {
	failsOver := func(s *redistest.Sentinel) { s.Failover() }
	dies := func(s *redistest.Sentinel) {
		old := s.Master()
		old.Kill()
		s.AwaitMaster(old)
	}
	for name, test := range map[string]struct {
		change    func(*redistest.Sentinel)
		way       string
		callsFail bool // some, meanwhile; else the wait for the new master may be short enough for all
	}{
		"it fails over":                {failsOver, "plain", false},
		"it dies":                      {dies, "plain", true},
		"it dies, behind AutoPipeline": {dies, "unordered AutoPipeline", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			servers := redistest.StartSentinel(t)
			rdb := servers.FailoverClient(t, func(o *redis.FailoverOptions) { o.DialerRetries = 1; o.ReadTimeout = time.Second })
			c := ways()[test.way](t, standalone(rdb))
			items := stocked(t, c, 3)
			require.NoError(t, servers.Master().Client(t).Wait(ctx, 1, 5*time.Second).Err())
			n, stop := hammer(c, items)
			time.Sleep(100 * time.Millisecond)
			test.change(servers)
			require.Eventually(t, func() bool {
				return luascript.None(luascript.Run(ctx, c, callTake("another", 0))) == nil
			}, 20*time.Second, 20*time.Millisecond, "the client finds the new master")
			stop()
			n.neverTwice(t, c.runs(t, items))
			require.NotZero(t, n.values.Load())
			require.EqualValues(t, 1, servers.Master().Client(t).Exists(ctx, "{another}runs").Val())
			if test.callsFail {
				require.NotZero(t, n.nothing.Load()+n.unknown.Load(), "the test has noticed the death")
			}
		})
	}
}
