package executor_test

// This file is about GetLinkedPod with the link cache, as a user of the executor sees it.

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

func TestCachedLinks(t *testing.T) {
	everywhere(t, func(t *testing.T, d *directory) {
		cached := d.backend.directory(t, executor.WithLinkCache(100, time.Hour))
		cached.namespace = d.namespace
		get := func(want int) {
			t.Helper()
			pod, err := cached.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
			require.NoError(t, err)
			require.Equal(t, want, pod)
		}
		get(executor.NoPod)
		d.do("SET", d.link("u", "chat"), "3")
		get(3) // that there was none has not been kept
		d.do("SET", d.link("u", "chat"), "4")
		get(3) // somebody else's change is not seen yet

		_, err := cached.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 5, executor.Persistent)
		require.NoError(t, err)
		get(5) // the executor's own is

		d.do("SET", d.link("u", "mail"), "banana")
		_, err = cached.GetLinkedPod(d.ctx, d.namespace, "u", "mail")
		require.ErrorIs(t, err, executor.ErrCorruptData)
		d.do("RPUSH", d.link("v", "chat"), "1")
		_, err = cached.GetLinkedPod(d.ctx, d.namespace, "v", "chat")
		require.ErrorIs(t, err, executor.ErrCorruptData)
		_, err = cached.GetLinkedPod(d.ctx, "a:b", "v", "chat")
		require.ErrorIs(t, err, executor.ErrInvalidArgument)
	})
}

func TestACachedTemporaryLinkEndsInTime(t *testing.T) {
	d := (&backend{client: redistest.Start(t).Client(t)}).directory(t, executor.WithLinkCache(100, time.Hour))
	d.do("SET", d.link("u", "chat"), "3", "PX", "150")
	ends := time.Now().Add(152 * time.Millisecond) // the server's clock counts whole milliseconds
	for time.Now().Before(ends) {
		_, err := d.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
		require.NoError(t, err)
	}
	pod, err := d.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
	require.NoError(t, err)
	require.Equal(t, executor.NoPod, pod)
}

// With every change made through one executor, its cache is not to be noticed: the model holds as before.
func TestBehavesLikeTheModelWithACache(t *testing.T) {
	b := &backend{client: redistest.Start(t).Client(t)}
	rapid.Check(t, func(t *rapid.T) {
		x := &machine{d: b.directory(t, executor.WithLinkCache(2, time.Hour)), m: newModel()}
		actions := rapid.StateMachineActions(x)
		delete(actions, "TimePasses") // the test's way to let it pass changes the server behind the cache
		t.Repeat(actions)
	})
}

// A link that a change through the executor has replaced is not read any more once the change has returned,
// however many read at the same time.
func TestOwnChangesAreSeenAtOnce(t *testing.T) {
	d := (&backend{client: redistest.Start(t).Client(t)}).directory(t, executor.WithLinkCache(10, time.Hour))
	const changes = 400
	var newest atomic.Int64
	newest.Store(executor.NoPod)
	var readers sync.WaitGroup
	for range 8 {
		readers.Go(func() {
			for newest.Load() < changes-1 {
				atLeast := newest.Load()
				pod, err := d.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
				if err != nil || int64(pod) < atLeast {
					t.Errorf("read %d after %d (%v)", pod, atLeast, err)
					return
				}
			}
		})
	}
	for pod := range changes {
		_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", pod, executor.Persistent)
		require.NoError(t, err)
		newest.Store(int64(pod))
	}
	readers.Wait()
}

// Whichever method changes a link, the change is seen as soon as the method has returned; also where the
// link that is in the cache has ended meanwhile.
func TestEveryMethodsChangesAreSeenAtOnce(t *testing.T) {
	b := &backend{client: redistest.Start(t).Client(t)}
	changes := map[string]bool{}
	for name, m := range methods {
		for _, cached := range []int{fine.pod, fine.pod + 1} {
			for _, ended := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/pod %d/ended %t", name, cached, ended), func(t *testing.T) {
					d := b.directory(t, executor.WithLinkCache(10, time.Hour))
					linked := func() int {
						pod, err := d.GetLinkedPod(d.ctx, d.namespace, fine.uid, fine.service)
						require.NoError(t, err)
						return pod
					}
					stored := func() any { return d.do("GET", d.link(fine.uid, fine.service)) }
					d.setStates(fine.service, map[int]string{fine.pod: "0"})
					d.do("SET", d.link(fine.uid, fine.service), cached, "EX", "60")
					require.Equal(t, cached, linked())
					if ended {
						d.do("DEL", d.link(fine.uid, fine.service))
					}
					before := stored()
					args := fine
					args.namespace, args.seconds = d.namespace, executor.Persistent // for good, or removed at once
					require.NoError(t, m.run(d, d.ctx, args))
					if after := stored(); after != before {
						changes[name] = true
						want := executor.NoPod
						if after != nil {
							want = fine.pod
						}
						require.Equal(t, want, linked())
					}
				})
			}
		}
	}
	require.Equal(t, []string{"ComputeLinkedPodIfAbsent", "RemoveLinkedPod", "RemoveLinkedPodWithID", "SetLinkedPod",
		"SetLinkedPodIfAbsent", "TrySetLinkedPod"}, slices.Sorted(maps.Keys(changes)))
}

// A change of unknown outcome may take effect after it has returned, and after the cache has read the link
// again. It is seen within the staleness then.
func TestALateChangeIsSeenWithinTheStaleness(t *testing.T) {
	const staleness = 300 * time.Millisecond
	server := redistest.Start(t)
	var gate sync.RWMutex
	d := (&backend{client: server.Client(t, func(o *redis.Options) {
		o.ContextTimeoutEnabled = true
		o.Dialer = func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
			return &lateConn{Conn: c, gate: &gate}, err
		}
	})}).directory(t, executor.WithLinkCache(10, staleness))
	set := func(ctx context.Context, pod int) error {
		_, err := d.SetLinkedPod(ctx, d.namespace, "u", "chat", pod, executor.Persistent)
		return err
	}
	linked := func() int {
		pod, err := d.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
		require.NoError(t, err)
		return pod
	}
	require.NoError(t, set(d.ctx, 1))

	gate.Lock()
	hurried, cancel := context.WithTimeout(d.ctx, 500*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, set(hurried, 2), executor.ErrOutcomeUnknown)
	require.Equal(t, 1, linked(), "it has not happened yet")
	read := time.Now()
	gate.Unlock()
	require.Eventually(t, func() bool { return d.do("GET", d.link("u", "chat")) == "2" }, 10*time.Second, time.Millisecond)
	for began := time.Now(); linked() != 2; began = time.Now() {
		require.Less(t, began.Sub(read), staleness)
	}
}

// lateConn is a connection whose scripts wait at a gate, also when their sender has given up.
type lateConn struct {
	net.Conn
	gate *sync.RWMutex
	late sync.WaitGroup
}

func (c *lateConn) Write(request []byte) (int, error) {
	if !bytes.Contains(request, []byte("evalsha")) {
		return c.Conn.Write(request)
	}
	request = bytes.Clone(request)
	c.late.Go(func() {
		c.gate.RLock()
		defer c.gate.RUnlock()
		_ = c.SetWriteDeadline(time.Time{})
		_, _ = c.Conn.Write(request)
	})
	return len(request), nil
}

// Close does not wait for what is late, and does not call it back.
func (c *lateConn) Close() error {
	go func() {
		c.late.Wait()
		_ = c.Conn.Close()
	}()
	return nil
}

func TestAHitAllocatesNothing(t *testing.T) {
	d := backends["miniredis"](t).directory(t, executor.WithLinkCache(100, time.Hour))
	_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 3, executor.Persistent)
	require.NoError(t, err)
	get := func() { _, _ = d.GetLinkedPod(d.ctx, d.namespace, "u", "chat") }
	get()
	require.Zero(t, testing.AllocsPerRun(100, get))
}

// BenchmarkCachedGetLinkedPod is a hit among ten thousand cached links.
func BenchmarkCachedGetLinkedPod(b *testing.B) {
	d := startMini(b).directory(b, executor.WithLinkCache(20_000, time.Hour))
	uids := make([]string, 10_000)
	for i := range uids {
		uids[i] = "user-" + strconv.Itoa(i)
		d.backend.client.Set(d.ctx, d.link(uids[i], "chat"), 3, 0)
		_, _ = d.GetLinkedPod(d.ctx, d.namespace, uids[i], "chat")
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if pod, _ := d.GetLinkedPod(d.ctx, d.namespace, uids[i%len(uids)], "chat"); pod != 3 {
			b.Fatal(pod)
		}
	}
}
