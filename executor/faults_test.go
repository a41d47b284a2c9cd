package executor_test

// This file holds a cluster to the promise of linearizability_test.go while its slots move and its
// connections break: what is ErrUnavailable has not happened, and what is ErrOutcomeUnknown has happened
// once, at any time since, or not at all.

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

func TestLinearizableUnderFaults(t *testing.T) {
	for name, opts := range map[string][]executor.Option{
		"plain":        nil,
		"AutoPipeline": {executor.WithAutoPipeline()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cluster := redistest.StartCluster(t, 2, 0)
			proxies, through := throughProxies(t, cluster)
			d := (&backend{client: cluster.Client(t, through), opts: opts}).directory(t)

			// Each round has links of its own. The check takes twice as long for each operation of unknown
			// outcome on a link, and so there are few on each, however many there are.
			const rounds, links = 8, 6
			var round atomic.Int64
			uid := func(link int) string { return fmt.Sprintf("%d-%d", round.Load(), link) }

			h := newHistory()
			var clients sync.WaitGroup
			defer clients.Wait()
			defer round.Store(rounds)
			for client := range 12 {
				clients.Go(func() {
					r := rand.New(rand.NewPCG(1, uint64(client)))
					seen := linkOutput{}
					for n := 0; round.Load() < rounds; n++ {
						in := linkInput{
							uid:     uid(r.IntN(links)),
							op:      linkOps[r.IntN(len(linkOps))],
							pod:     n*100 + client, // each its own, so that it shows when one is set twice
							seconds: []int{executor.Persistent, 3600}[r.IntN(2)],
						}
						if in.op == "RemoveWithID" {
							in.pod = max(0, seen.pod)
						}
						var err error
						seen, err = h.perform(d, client, in)
						if !errors.Is(err, executor.ErrUnavailable) && !errors.Is(err, executor.ErrOutcomeUnknown) {
							assert.NoError(t, err, "%+v", in)
						}
					}
				})
			}

			for ; round.Load() < rounds; round.Add(1) {
				for link := range links {
					moveLosingAnswers(cluster, proxies, d.link(uid(link), "chat"))
				}
			}
			clients.Wait()
			requireLinearizable(t, h)
			require.True(t, slices.ContainsFunc(h.operations, func(o porcupine.Operation) bool { return o.Output == nil }),
				"answers were lost")
			for _, redirection := range []string{"ASK", "MOVED"} {
				require.Contains(t, errorStatistics(t, cluster), "errorstat_"+redirection+":")
			}
		})
	}
}

// go-redis follows a redirection by sending a call once more. When the answer to that is lost, the
// redirection is not the outcome, even of a call that is alone in its pipeline.
func TestOutcomeUnknownAfterARedirection(t *testing.T) {
	cluster := redistest.StartCluster(t, 2, 0)
	proxies, through := throughProxies(t, cluster)
	for name, opts := range map[string][]executor.Option{
		"plain":        nil,
		"AutoPipeline": {executor.WithAutoPipeline()},
	} {
		t.Run(name, func(t *testing.T) {
			client := cluster.Client(t, through)
			require.NoError(t, gen.New(client).Load(context.Background()), "every master knows the scripts")
			d := (&backend{client: client, opts: opts}).directory(t)
			_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 1, executor.Persistent)
			require.NoError(t, err)
			to := otherMaster(cluster, d.link("u", "chat"))
			m := cluster.BeginMigration(cluster.Slot(d.link("u", "chat")), to)
			m.MoveKeys()
			proxies[to.Addr()].LoseAnswerTo("evalsha\r")
			_, err = d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 2, executor.Persistent)
			require.ErrorIs(t, err, executor.ErrOutcomeUnknown)
			m.Finish()
			pod, err := d.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
			require.NoError(t, err)
			require.Equal(t, 2, pod, "it has happened")
		})
	}
}

// moveLosingAnswers moves the slot of a key to the other one of two masters. Of each step a script's answer
// is lost: before the key has moved, after it has (clients see ASK), and at the end (they see MOVED).
func moveLosingAnswers(cluster *redistest.Cluster, proxies map[string]*redistest.Proxy, key string) {
	from, to := cluster.Master(key), otherMaster(cluster, key)
	lose := func(of *redistest.Node) {
		proxies[of.Addr()].LoseAnswerTo("evalsha\r")
		time.Sleep(5 * time.Millisecond)
	}
	m := cluster.BeginMigration(cluster.Slot(key), to)
	lose(from)
	m.MoveKeys()
	lose(to)
	m.Finish()
	lose(to)
}

// otherMaster returns a master that does not own the slot of a key.
func otherMaster(cluster *redistest.Cluster, key string) *redistest.Node {
	owner, masters := cluster.Master(key), cluster.Masters()
	return masters[slices.IndexFunc(masters, func(n *redistest.Node) bool { return n.ID != owner.ID })]
}

// throughProxies returns a proxy for each node of a cluster, by the node's address, and the setting by which
// a client's connections go through them.
func throughProxies(t *testing.T, cluster *redistest.Cluster) (map[string]*redistest.Proxy, func(*redis.ClusterOptions)) {
	proxies := map[string]*redistest.Proxy{}
	for _, addr := range cluster.Addrs() {
		proxies[addr] = redistest.StartProxy(t, addr)
	}
	return proxies, func(o *redis.ClusterOptions) {
		o.Dialer = func(ctx context.Context, network, addr string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, proxies[addr].Addr())
		}
	}
}

// errorStatistics is what the masters of a cluster tell of the errors that they have replied with.
func errorStatistics(t *testing.T, cluster *redistest.Cluster) string {
	var all strings.Builder
	for _, n := range cluster.Masters() {
		info, err := n.Client(t).Info(context.Background(), "errorstats").Result()
		require.NoError(t, err)
		all.WriteString(info)
	}
	return all.String()
}
