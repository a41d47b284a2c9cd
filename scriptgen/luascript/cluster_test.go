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

// holds compares the tally with the number of runs that the servers counted.
func (n *tally) holds(t *testing.T, runs int) {
	t.Helper()
	n.other.Range(func(err, _ any) bool { t.Errorf("neither a value, nor nothing, nor unknown: %v", err); return true })
	values, unknown := int(n.values.Load()), int(n.unknown.Load())
	t.Logf("%d values, %d nothing happened, %d unknown; %d runs", values, n.nothing.Load(), unknown, runs)
	require.GreaterOrEqual(t, runs, values, "a call that returned a value has run")
	require.LessOrEqual(t, runs, values+unknown, "nothing ran twice")
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

func TestSlotsMoveWhileCallsRun(t *testing.T) {
	t.Parallel()
	servers := redistest.StartCluster(t, 3, 0)
	c := onCluster(servers.Client(t))
	items := stocked(t, c, 12)
	n, stop := hammer(c, items)
	added := servers.AddMaster() // knows no scripts
	for _, item := range items[:6] {
		m := servers.BeginMigration(servers.Slot("{"+item+"}"), added)
		m.MoveKeys("{" + item + "}runs") // half moved: TRYAGAIN
		time.Sleep(20 * time.Millisecond)
		m.MoveKeys() // all moved: ASK
		time.Sleep(20 * time.Millisecond)
		m.Finish() // MOVED
	}
	stop()
	n.holds(t, c.runs(t, items))
	require.Zero(t, n.unknown.Load(), "redirections are answers")
	require.Less(t, n.nothing.Load(), n.values.Load()/100, "a short migration is waited for")
}

func TestAMasterFailsOverWhileCallsRun(t *testing.T) {
	t.Parallel()
	servers := redistest.StartCluster(t, 3, 1)
	c := onCluster(servers.Client(t))
	items := stocked(t, c, 12)
	n, stop := hammer(c, items)
	heir := servers.ReplicaOf(servers.Master("{i0}")) // knows no scripts
	servers.Failover(heir)
	time.Sleep(200 * time.Millisecond)
	stop()
	n.holds(t, c.runs(t, items))
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
	n.other.Range(func(err, _ any) bool { t.Errorf("unexpected: %v", err); return true })
	// The victim may have taken with it writes that it had acknowledged: only the other bound holds.
	runs := c.runs(t, items)
	t.Logf("%d values, %d nothing happened, %d unknown; %d runs", n.values.Load(), n.nothing.Load(), n.unknown.Load(), runs)
	require.LessOrEqual(t, runs, int(n.values.Load()+n.unknown.Load()), "nothing ran twice")
	require.NotZero(t, n.nothing.Load()+n.unknown.Load(), "the test has noticed the death")
}

func TestSentinelFailsOverWhileCallsRun(t *testing.T) {
	t.Parallel()
	servers := redistest.StartSentinel(t)
	rdb := servers.FailoverClient(t, func(o *redis.FailoverOptions) { o.DialerRetries = 1 })
	c := standalone(rdb)
	items := stocked(t, c, 3)
	require.NoError(t, servers.Master().Client(t).Wait(context.Background(), 1, 5*time.Second).Err())
	n, stop := hammer(c, items)
	servers.Failover()
	require.Eventually(t, func() bool {
		return luascript.None(luascript.Run(context.Background(), c, callTake("i0x", 0))) == nil
	}, 20*time.Second, 50*time.Millisecond, "the client finds the new master")
	stop()
	n.other.Range(func(err, _ any) bool { t.Errorf("unexpected: %v", err); return true })
	// A sentinel does not wait for the replica: what the old master took at the end is lost with it.
	require.LessOrEqual(t, c.runs(t, items), int(n.values.Load()+n.unknown.Load()), "nothing ran twice")
}
