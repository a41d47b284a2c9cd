package luascript_test

// This file is the clients whose servers stand behind proxies: they lose answers, cut connections, refuse
// them and are slow.

import (
	"context"
	"maps"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// proxies stand before a client's servers.
type proxies struct {
	t  testing.TB
	mu sync.Mutex
	of map[string]*redistest.Proxy // by the server's address
}

func newProxies(t testing.TB) *proxies { return &proxies{t: t, of: map[string]*redistest.Proxy{}} }

// at returns the proxy of a server, which starts when it is first asked for.
func (p *proxies) at(addr string) *redistest.Proxy {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.of[addr] == nil {
		p.of[addr] = redistest.StartProxy(p.t, addr)
	}
	return p.of[addr]
}

// all returns the proxies of the servers that the client has dialed.
func (p *proxies) all() []*redistest.Proxy {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Collect(maps.Values(p.of))
}

// dial makes connections through proxies.
func (p *proxies) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	return (&net.Dialer{}).DialContext(ctx, network, p.at(addr).Addr())
}

// loseAnswer makes the server that is asked next with text give no answer. lost tells whether one was lost.
func (p *proxies) loseAnswer(text string) (lost func() bool) {
	before := p.lost()
	for _, proxy := range p.all() {
		proxy.LoseAnswerTo(text)
	}
	return func() bool { return p.lost() == before+1 }
}

// lost is how many answers were lost.
func (p *proxies) lost() int {
	n := 0
	for _, proxy := range p.all() {
		n += proxy.Lost()
	}
	return n
}

// delay makes every answer come later by d.
func (p *proxies) delay(d time.Duration) {
	for _, proxy := range p.all() {
		proxy.Delay(d)
	}
}

// keepCutting cuts one server's connections after the other, until halt is called.
func (p *proxies) keepCutting() (halt func()) {
	var done atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() {
		for !done.Load() {
			for _, proxy := range p.all() {
				proxy.Cut()
				time.Sleep(5 * time.Millisecond)
			}
		}
	})
	return func() { done.Store(true); wg.Wait() }
}

// faulty is a client behind proxies, and the servers seen past them.
type faulty struct {
	client
	*proxies
}

// serverBehindProxy is a server whose client goes through a proxy.
func serverBehindProxy(t testing.TB, opts ...func(*redis.Options)) (*redistest.Server, faulty) {
	s, p := redistest.Start(t), newProxies(t)
	c := s.Client(t, append(opts, func(o *redis.Options) { o.Dialer = p.dial })...)
	return s, faulty{client{Client: c, direct: s.Client(t)}, p}
}

// proxied is a server behind a proxy and a client that dials once.
func proxied(t testing.TB, opts ...func(*redis.Options)) (*redistest.Proxy, client) {
	s, f := serverBehindProxy(t, append(opts, func(o *redis.Options) { o.DialerRetries = 1 })...)
	return f.at(s.Addr()), f.client
}

// clusterBehindProxies is a cluster whose client goes through proxies.
func clusterBehindProxies(t testing.TB, masters, replicas int, opts ...func(*redis.ClusterOptions)) (*redistest.Cluster, faulty) {
	s, p := redistest.StartCluster(t, masters, replicas), newProxies(t)
	c := s.Client(t, append(opts, func(o *redis.ClusterOptions) { o.Dialer = p.dial })...)
	return s, faulty{client{Client: c, direct: s.Client(t)}, p}
}

// behindProxies are kinds of clients as their users would configure them, retries included.
func behindProxies() map[string]func(t testing.TB) faulty {
	kinds := map[string]func(t testing.TB) faulty{
		"AsyncAutoPipeline": func(t testing.TB) faulty {
			_, f := serverBehindProxy(t)
			f.client = f.piped(t, f.Client.(*redis.Client).AsyncAutoPipeline)
			return f
		},
		"failover": func(t testing.TB) faulty {
			s, p := redistest.StartSentinel(t), newProxies(t)
			c := s.FailoverClient(t, func(o *redis.FailoverOptions) { o.Dialer = p.dial })
			return faulty{client{Client: c, direct: s.Master().Client(t)}, p}
		},
		"ring": func(t testing.TB) faulty {
			s, p := redistest.Start(t), newProxies(t)
			r := redis.NewRing(&redis.RingOptions{Addrs: map[string]string{"a": s.Addr()}, Dialer: p.dial})
			t.Cleanup(func() { _ = r.Close() })
			return faulty{client{Client: r, direct: s.Client(t)}, p}
		},
	}
	for name, way := range ways() {
		kinds["standalone, "+name] = func(t testing.TB) faulty {
			_, f := serverBehindProxy(t)
			f.client = way(t, f.client)
			return f
		}
		kinds["cluster, "+name] = func(t testing.TB) faulty {
			_, f := clusterBehindProxies(t, 2, 0)
			f.client = way(t, f.client)
			return f
		}
	}
	return kinds
}

// ways are how calls go through a client: as they are, or in the pipelines of an AutoPipeline.
func ways() map[string]func(t testing.TB, c client) client {
	through := func(options *redis.AutoPipelineOptions) func(t testing.TB, c client) client {
		return func(t testing.TB, c client) client {
			return c.piped(t, func() (*redis.AutoPipeliner, error) {
				return c.Client.(redis.UniversalClient).AutoPipelineWithOptions(options)
			})
		}
	}
	return map[string]func(t testing.TB, c client) client{
		"plain":                    func(_ testing.TB, c client) client { return c },
		"AutoPipeline":             through(nil),
		"full-duplex AutoPipeline": through(&redis.AutoPipelineOptions{FullDuplex: true}),
		"unordered AutoPipeline":   through(unordered()),
	}
}

// twoTakes runs a batch of two calls, and returns the errors of both.
func twoTakes(ctx context.Context, c luascript.Client, items [2]string) (errs [2]error) {
	b := luascript.NewBatch(c)
	first, second := luascript.QueueNone(b, callTake(items[0], 1)), luascript.QueueNone(b, callTake(items[1], 1))
	_ = b.Exec(ctx) // the first of their errors
	return [2]error{first.Result(), second.Result()}
}

// occupy takes a connection of the client's pool until it is released.
func (c client) occupy(t *testing.T, list string) (release func()) {
	t.Helper()
	ctx, rdb := context.Background(), c.Client.(redis.UniversalClient)
	waiting := make(chan error, 1)
	go func() { waiting <- rdb.BLPop(ctx, 0, list).Err() }()
	t.Cleanup(func() { require.NoError(t, <-waiting) })
	require.Eventually(t, func() bool { // a cluster's client asks any of its servers
		return strings.Contains(c.direct.ClientList(ctx).Val(), "cmd=blpop")
	}, 5*time.Second, time.Millisecond)
	return func() { c.direct.LPush(ctx, list, "enough") }
}
