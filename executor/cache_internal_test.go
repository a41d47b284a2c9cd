package executor

// This file is about the bounds of the link cache, from inside the package, where its clock can be set.

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// clocked returns a cache and a function that lets time pass.
func clocked(size int, staleness time.Duration) (*linkCache, func(time.Duration)) {
	c := newLinkCache(size, staleness)
	var now time.Duration
	c.now = func() time.Duration { return now }
	return c, func(d time.Duration) { now += d }
}

var somebody = cacheKey{"ns", "u", "chat"}

func TestCacheStaleness(t *testing.T) {
	for _, c := range []struct {
		name string
		left time.Duration // of the link
		good time.Duration // in the cache
	}{
		{"a persistent link", -1, time.Second},
		{"a temporary link that outlives the staleness", time.Minute, time.Second},
		{"a temporary link that does not", 300 * time.Millisecond, 300 * time.Millisecond},
		{"a temporary link at its end", 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			cache, pass := clocked(10, time.Second)
			reading := cache.begin(somebody)
			pass(100 * time.Millisecond) // the server answers; the time counts from the question
			cache.keep(reading, 7, c.left)
			if c.good > 0 {
				pass(c.good - 100*time.Millisecond - 1)
				pod, ok := cache.get(somebody)
				require.True(t, ok)
				require.Equal(t, 7, pod)
				pass(1)
			}
			_, ok := cache.get(somebody)
			require.False(t, ok)
		})
	}
}

func TestCacheForgets(t *testing.T) {
	cache, _ := clocked(10, time.Second)
	cache.keep(cache.begin(somebody), 7, -1)
	_, ok := cache.get(somebody)
	require.True(t, ok)
	cache.forget("ns", "u", "chat")
	_, ok = cache.get(somebody)
	require.False(t, ok)
}

// A reading that was under way when the link changed may be from before the change.
func TestCacheDoesNotKeepAReadingOvertakenByAChange(t *testing.T) {
	cache, _ := clocked(10, time.Second)
	old := cache.begin(somebody)
	cache.forget("ns", "u", "chat")
	cache.keep(old, 7, -1)
	_, ok := cache.get(somebody)
	require.False(t, ok)

	// Nor does it leave an older one in place, which would be served after a newer one was returned.
	cache.keep(cache.begin(somebody), 7, -1)
	newer := cache.begin(somebody)
	cache.forget("ns", "v", "chat") // somebody else's change in the same shard
	cache.keep(newer, 8, -1)
	_, ok = cache.get(somebody)
	require.False(t, ok)
}

func TestCacheIsBounded(t *testing.T) {
	for _, size := range []int{1, 10, 4095, 4096, 10_000} {
		cache, pass := clocked(size, time.Hour)
		for i := range 3 * size {
			pass(1)
			k := cacheKey{"ns", fmt.Sprint(i), "chat"}
			cache.keep(cache.begin(k), i, -1)
			_, ok := cache.get(k)
			require.True(t, ok, "the newest is there")
		}
		kept := 0
		for i := range cache.shards {
			kept += len(cache.shards[i].links)
		}
		require.LessOrEqual(t, kept, size)
		require.Greater(t, kept, size*9/10)
	}
}

func TestCacheKeepsTheSameLinkOnce(t *testing.T) {
	cache, _ := clocked(1, time.Hour)
	for pod := range 3 {
		cache.keep(cache.begin(somebody), pod, -1)
		got, ok := cache.get(somebody)
		require.True(t, ok)
		require.Equal(t, pod, got)
	}
}

func TestCacheIsOffByDefault(t *testing.T) {
	require.Nil(t, NewStatefulExecutor(nil, nil).cache)
	require.Nil(t, NewStatefulExecutor(nil, nil, WithLinkCache(0, time.Second)).cache)
	require.Nil(t, NewStatefulExecutor(nil, nil, WithLinkCache(10, 0)).cache)
	require.NotNil(t, NewStatefulExecutor(nil, nil, WithLinkCache(10, time.Second)).cache)
}
