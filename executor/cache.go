package executor

// This file is the local cache of links, for GetLinkedPod. It trades freshness for speed, within bounds:
//
//   - A link is served for at most the staleness after the request that read it was sent, and never past
//     the end of a temporary link. Another process's change is seen by then.
//   - A change made through the same executor is seen at once: the link is forgotten before the change
//     returns, and a reading that was under way by then is not kept. A change of ErrOutcomeUnknown may take
//     effect later than that; then it is seen as another process's is.
//   - That a user has no link is not cached.

import (
	"context"
	"errors"
	"hash/maphash"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// WithLinkCache keeps up to size links in memory, each for at most staleness, and lets GetLinkedPod answer
// from there. During that time GetLinkedPod may return a link that another process has changed or removed;
// every other method asks the server. Off by default; a size or a staleness of 0 or less leaves it off.
func WithLinkCache(size int, staleness time.Duration) Option {
	return func(e *StatefulExecutorImpl) {
		e.cache = nil
		if size > 0 && staleness > 0 {
			e.cache = newLinkCache(size, staleness)
		}
	}
}

// linkCache is a bounded map of links. It is divided into shards by user, so that callers do not wait for
// each other. A nil linkCache is off.
type linkCache struct {
	staleness time.Duration
	now       func() time.Duration // a clock that only goes forward
	seed      maphash.Seed
	shards    []cacheShard
	shardSize int
}

type cacheShard struct {
	mu      sync.Mutex
	links   map[cacheKey]cachedLink
	changes uint64 // of links in this shard; see reading
}

type cacheKey struct{ namespace, uid, service string }

type cachedLink struct {
	pod   int
	until time.Duration
}

// One shard is enough for a small cache, and many would round its size. Their number is a power of two.
const (
	manyShards    = 64
	smallestShard = 64
)

func newLinkCache(size int, staleness time.Duration) *linkCache {
	shards := 1
	if size >= manyShards*smallestShard {
		shards = manyShards
	}
	start := time.Now()
	c := &linkCache{
		staleness: staleness,
		now:       func() time.Duration { return time.Since(start) },
		seed:      maphash.MakeSeed(),
		shards:    make([]cacheShard, shards),
		shardSize: size / shards,
	}
	for i := range c.shards {
		c.shards[i].links = map[cacheKey]cachedLink{}
	}
	return c
}

func (c *linkCache) shard(k cacheKey) *cacheShard {
	return &c.shards[maphash.String(c.seed, k.uid)&uint64(len(c.shards)-1)]
}

// get returns a link that is still good.
func (c *linkCache) get(k cacheKey) (pod int, ok bool) {
	if c == nil {
		return NoPod, false
	}
	s := c.shard(k)
	s.mu.Lock()
	l, ok := s.links[k]
	s.mu.Unlock()
	if !ok || c.now() >= l.until {
		return NoPod, false
	}
	return l.pod, true
}

// forget is called when a link may have changed, before the change returns.
func (c *linkCache) forget(namespace, uid, service string) {
	if c == nil {
		return
	}
	k := cacheKey{namespace, uid, service}
	s := c.shard(k)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes++
	delete(s.links, k)
}

// pending is a reading of the server under way.
type pending struct {
	key     cacheKey
	began   time.Duration
	changes uint64
}

// begin is called before the server is asked.
func (c *linkCache) begin(k cacheKey) pending {
	s := c.shard(k)
	s.mu.Lock()
	defer s.mu.Unlock()
	return pending{key: k, began: c.now(), changes: s.changes}
}

// keep keeps what the server said, unless the shard has seen a change since: the answer may be from before
// it. left is the link's time to live, or negative for a persistent one.
func (c *linkCache) keep(p pending, pod int, left time.Duration) {
	s := c.shard(p.key)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes != p.changes {
		delete(s.links, p.key)
		return
	}
	if _, known := s.links[p.key]; !known && len(s.links) >= c.shardSize {
		s.evict()
	}
	good := c.staleness
	if left >= 0 {
		good = min(good, left)
	}
	s.links[p.key] = cachedLink{pod: pod, until: p.began + good}
}

// evict makes room: of a few links, which Go's map gives at random, the one that ends first goes.
func (s *cacheShard) evict() {
	const few = 4
	var victim cacheKey
	first, looked := time.Duration(0), 0
	for k, l := range s.links {
		if looked == 0 || l.until < first {
			victim, first = k, l.until
		}
		if looked++; looked == few {
			break
		}
	}
	delete(s.links, victim)
}

// getCached reads a link from the server for the cache: value and time to live in one transaction, since
// the end of one link says nothing about the next.
func (e *StatefulExecutorImpl) getCached(ctx context.Context, k cacheKey, key string) (pod int, err error) {
	if err := ctx.Err(); err != nil {
		return NoPod, e.readFailure(ctx, err)
	}
	reading := e.cache.begin(k)
	pipe := e.client.TxPipeline()
	link := pipe.Get(ctx, key)
	left := pipe.PTTL(ctx, key)
	_, unsent := pipe.Exec(ctx) // the first error among the two, or the connection's, which neither has
	value, err := link.Result()
	if err == nil && left.Err() == nil && unsent != nil {
		return NoPod, e.readFailure(ctx, unsent)
	}
	if errors.Is(err, redis.Nil) {
		return NoPod, nil
	}
	if err := errors.Join(err, left.Err()); err != nil {
		return NoPod, e.readFailure(ctx, err)
	}
	pod, err = parsePod(value)
	if err == nil {
		e.cache.keep(reading, pod, left.Val())
	}
	return pod, err
}
