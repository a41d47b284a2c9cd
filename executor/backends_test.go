package executor_test

// This file has what the tests run on: every kind of server and client, each with a way to let time pass.

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

// backend is a server with nothing in it, and a client for it.
type backend struct {
	client redis.UniversalClient
	mini   *miniredis.Miniredis // nil on real servers
	opts   []executor.Option
}

// backends are started on demand, since a cluster takes its time.
var backends = map[string]func(t *testing.T) *backend{
	"miniredis": func(t *testing.T) *backend { return startMini(t) },
	"standalone": func(t *testing.T) *backend {
		return &backend{client: redistest.Start(t).Client(t)}
	},
	"standalone RESP2": func(t *testing.T) *backend {
		return &backend{client: redistest.Start(t).Client(t, func(o *redis.Options) { o.Protocol = 2 })}
	},
	"standalone through AutoPipeline": func(t *testing.T) *backend {
		return &backend{client: redistest.Start(t).Client(t), opts: []executor.Option{executor.WithAutoPipeline()}}
	},
	"cluster": func(t *testing.T) *backend {
		return &backend{client: redistest.StartCluster(t, 3, 0).Client(t)}
	},
	"cluster through AutoPipeline": func(t *testing.T) *backend {
		return &backend{client: redistest.StartCluster(t, 3, 0).Client(t), opts: []executor.Option{executor.WithAutoPipeline()}}
	},
	"sentinel": func(t *testing.T) *backend {
		return &backend{client: redistest.StartSentinel(t).FailoverClient(t)}
	},
	"ring": func(t *testing.T) *backend {
		ring := redis.NewRing(&redis.RingOptions{Addrs: map[string]string{
			"one": redistest.Start(t).Addr(), "two": redistest.Start(t).Addr(),
		}})
		t.Cleanup(func() { _ = ring.Close() })
		return &backend{client: ring}
	},
}

func startMini(t testing.TB) *backend {
	mini := miniredis.RunT(t)
	client := redis.NewClient(&redis.Options{Addr: mini.Addr()})
	t.Cleanup(func() { _ = client.Close() })
	return &backend{client: client, mini: mini}
}

// directory is an executor in a namespace of its own.
type directory struct {
	*executor.StatefulExecutorImpl
	t         require.TestingT
	ctx       context.Context
	backend   *backend
	namespace string
}

var namespaces atomic.Int64

// directory returns a fresh directory on the backend. opts come after the backend's own.
func (b *backend) directory(t require.TestingT, opts ...executor.Option) *directory {
	return &directory{
		StatefulExecutorImpl: executor.NewStatefulExecutor(b.client, nil, append(b.opts[:len(b.opts):len(b.opts)], opts...)...),
		t:                    t,
		ctx:                  context.Background(),
		backend:              b,
		namespace:            fmt.Sprintf("ns%d", namespaces.Add(1)),
	}
}

// The keys as DESIGN.md writes them down, not as the code under test makes them.
func (d *directory) link(uid, service string) string {
	return "sf:{" + d.namespace + ":lk:" + uid + "}" + service
}
func (d *directory) links(uid string) string { return "sf:{" + d.namespace + ":lk:" + uid + "}" }
func (d *directory) states(service string) string {
	return "sf:{" + d.namespace + ":state:" + service + "}"
}
func (d *directory) workload(service string) string {
	return "sf:{" + d.namespace + ":workload:" + service + "}"
}

// do runs a plain command, written as in redis-cli.
func (d *directory) do(command string, args ...any) any {
	words := []any{}
	for _, w := range strings.Fields(command) {
		words = append(words, w)
	}
	v, err := d.backend.client.Do(d.ctx, append(words, args...)...).Result()
	if err != redis.Nil {
		require.NoError(d.t, err, "%s %v", command, args)
	}
	return v
}

// pass lets time pass for the temporary links of some users: by miniredis's clock, or on a real server by
// taking it off their time to live, which is all that time does to a key.
func (d *directory) pass(by time.Duration, uids ...string) {
	if d.backend.mini != nil {
		d.backend.mini.FastForward(by)
		return
	}
	for _, uid := range uids {
		for _, service := range []string{"chat", "mail"} {
			key := d.link(uid, service)
			if left := d.backend.client.PTTL(d.ctx, key).Val(); left > 0 {
				require.NoError(d.t, d.backend.client.PExpire(d.ctx, key, left-by).Err())
			}
		}
	}
}

// ttl is what is left of a link: -1 for a persistent one, -2 where there is none.
func (d *directory) ttl(uid, service string) time.Duration {
	left, err := d.backend.client.PTTL(d.ctx, d.link(uid, service)).Result()
	require.NoError(d.t, err)
	return left
}

// requireSeconds requires a link to last that many seconds, give or take what the test itself took.
func (d *directory) requireSeconds(uid, service string, seconds int) {
	left := d.ttl(uid, service)
	want := time.Duration(seconds) * time.Second
	require.LessOrEqual(d.t, left, want)
	require.Greater(d.t, left, want-5*time.Second)
}
