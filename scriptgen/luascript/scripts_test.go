package luascript_test

import (
	"context"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// The scripts the tests of this package run, written as generated code would.

var errOutOfStock = errors.New("out of stock")

// take counts its runs in KEYS[2] and takes ARGV[1] pieces from KEYS[1]. It returns what is left.
var take = script("Take", `local left = tonumber(redis.call('GET', KEYS[1]) or '0') - ARGV[1]
redis.call('INCR', KEYS[2])
if left < 0 then
  return redis.error_reply('OUT_OF_STOCK only ' .. (left + ARGV[1]) .. ' left')
end
redis.call('SET', KEYS[1], left)
return left
`)

// peek only reads.
var peek = script("Peek", `return redis.call('GET', KEYS[1])`)

// echo has no keys.
var echo = script("Echo", `return ARGV`)

// breaks fails in its third line, after it has written.
var breaks = script("Breaks", `redis.call('SET', KEYS[1], 'text')
-- the next line has the wrong type
return redis.call('LPUSH', KEYS[1], 'x')
`)

func init() {
	take.Errors = map[string]error{"OUT_OF_STOCK": errOutOfStock}
	peek.ReadOnly = true
}

func script(name, text string) *luascript.Script {
	sum := sha1.Sum([]byte(text))
	return &luascript.Script{Name: name, File: "scripts/" + name + ".lua", Source: text, SHA1: hex.EncodeToString(sum[:])}
}

func callTake(item string, n int) *luascript.Call {
	c := take.NewCall(2, 1)
	c.Key("{"+item+"}stock", nil)
	c.Key("{"+item+"}runs", nil)
	c.Int(n)
	return c
}

func callPeek(key string) *luascript.Call {
	c := peek.NewCall(1, 0)
	c.Key(key, nil)
	return c
}

func callBreaks(key string) *luascript.Call {
	c := breaks.NewCall(1, 0)
	c.Key(key, nil)
	return c
}

func callEcho(words ...string) *luascript.Call {
	c := echo.NewCall(0, len(words))
	for _, w := range words {
		c.String(w)
	}
	return c
}

// client is a kind of client that luascript works with.
type client struct {
	luascript.Client
	direct  redis.UniversalClient       // the same data, seen without luascript
	servers func(func(c *redis.Client)) // every server that runs scripts
}

// ReloadState reaches a cluster client, as it would without the wrapping.
func (c client) ReloadState(ctx context.Context) {
	if r, ok := c.Client.(interface{ ReloadState(context.Context) }); ok {
		r.ReloadState(ctx)
	}
}

// flush makes every server forget all scripts.
func (c client) flush(t testing.TB) {
	c.servers(func(s *redis.Client) { require.NoError(t, s.ScriptFlush(context.Background()).Err()) })
}

func standalone(c *redis.Client) client {
	return client{Client: c, direct: c, servers: func(f func(*redis.Client)) { f(c) }}
}

// clients are all kinds of clients, each with servers of its own.
func clients() map[string]func(t testing.TB) client {
	return map[string]func(t testing.TB) client{
		"miniredis": func(t testing.TB) client {
			c := redis.NewClient(&redis.Options{Addr: miniredis.RunT(t).Addr()})
			t.Cleanup(func() { _ = c.Close() })
			return standalone(c)
		},
		"standalone RESP2": func(t testing.TB) client {
			return standalone(redistest.Start(t).Client(t, func(o *redis.Options) { o.Protocol = 2 }))
		},
		"standalone RESP3": func(t testing.TB) client { return standalone(redistest.Start(t).Client(t)) },
		"failover":         func(t testing.TB) client { return standalone(redistest.StartSentinel(t).FailoverClient(t)) },
		"ring": func(t testing.TB) client {
			r := redis.NewRing(&redis.RingOptions{Addrs: map[string]string{
				"a": redistest.Start(t).Addr(), "b": redistest.Start(t).Addr(), "c": redistest.Start(t).Addr(),
			}})
			t.Cleanup(func() { _ = r.Close() })
			return client{Client: r, direct: r, servers: func(f func(*redis.Client)) {
				require.NoError(t, r.ForEachShard(context.Background(), func(_ context.Context, c *redis.Client) error { f(c); return nil }))
			}}
		},
		"cluster": func(t testing.TB) client { return cluster(t) },
		"AutoPipeline": func(t testing.TB) client {
			c := standalone(redistest.Start(t).Client(t))
			return c.piped(t, c.direct.(*redis.Client).AutoPipeline)
		},
		"AsyncAutoPipeline": func(t testing.TB) client {
			c := standalone(redistest.Start(t).Client(t))
			return c.piped(t, c.direct.(*redis.Client).AsyncAutoPipeline)
		},
		"full-duplex AutoPipeline": func(t testing.TB) client {
			c := standalone(redistest.Start(t).Client(t))
			return c.piped(t, func() (*redis.AutoPipeliner, error) {
				return c.direct.(*redis.Client).AutoPipelineWithOptions(&redis.AutoPipelineOptions{FullDuplex: true})
			})
		},
		"unordered AutoPipeline": func(t testing.TB) client {
			c := standalone(redistest.Start(t).Client(t))
			return c.piped(t, func() (*redis.AutoPipeliner, error) { return c.direct.AutoPipelineWithOptions(unordered()) })
		},
		"cluster AutoPipeline": func(t testing.TB) client {
			c := cluster(t)
			return c.piped(t, c.direct.(*redis.ClusterClient).AutoPipeline)
		},
		"unordered cluster AutoPipeline": func(t testing.TB) client {
			c := cluster(t)
			return c.piped(t, func() (*redis.AutoPipeliner, error) { return c.direct.AutoPipelineWithOptions(unordered()) })
		},
		"cluster AsyncAutoPipeline": func(t testing.TB) client {
			c := cluster(t)
			return c.piped(t, c.direct.(*redis.ClusterClient).AsyncAutoPipeline)
		},
	}
}

// unordered are AutoPipeline's options with several pipelines under way at once.
func unordered() *redis.AutoPipelineOptions {
	return &redis.AutoPipelineOptions{Unordered: true, MaxConcurrentBatches: 8, MaxBatchSize: 24}
}

func cluster(t testing.TB) client {
	c := redistest.StartCluster(t, 3, 0).Client(t)
	return client{Client: c, direct: c, servers: func(f func(*redis.Client)) {
		require.NoError(t, c.ForEachMaster(context.Background(), func(_ context.Context, c *redis.Client) error { f(c); return nil }))
	}}
}

func (c client) piped(t testing.TB, open func() (*redis.AutoPipeliner, error)) client {
	ap, err := open()
	require.NoError(t, err)
	t.Cleanup(func() { _ = ap.Close() })
	c.Client = ap
	return c
}
