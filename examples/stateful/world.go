package main

// This file plays the service: pods that report their load, and users who connect, stay, and move when
// their pod leaves. All they know of each other goes through the directory.

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/scriptbind/scriptbind/executor"
)

const (
	service     = "chat"
	reservation = 5                      // seconds a chosen pod waits for its user
	grace       = 1                      // seconds a link outlives its draining pod
	loadMaxAge  = 2 * time.Second        // a pod silent for longer is taken for dead
	report      = 100 * time.Millisecond // between two load reports of a pod
	heartbeat   = 400 * time.Millisecond // between two looks of a user at the directory
	workers     = 16                     // goroutines that play the users
)

type podPhase int32

const (
	absent podPhase = iota
	running
	draining
	dead
)

func (p podPhase) String() string {
	return [...]string{"absent", "running", "draining", "dead"}[p]
}

type pod struct {
	ordinal int
	phase   atomic.Int32
	users   atomic.Int32 // connected to it
}

func (p *pod) is(phase podPhase) bool { return podPhase(p.phase.Load()) == phase }

type user struct {
	uid string
	pod atomic.Int32 // connected to, or executor.NoPod
}

type world struct {
	directory executor.StatefulExecutor
	namespace string // of this run alone
	pods      []*pod
	users     []*user
	arrived   atomic.Int32 // users[:arrived] are there
	moves     atomic.Int32
	latency   latencies

	failed atomic.Pointer[error] // the first failure that was no part of the play
}

func newWorld(directory executor.StatefulExecutor, podCount, userCount int) *world {
	w := &world{directory: directory, namespace: fmt.Sprintf("demo-%08x", rand.Uint32())}
	for i := range podCount {
		w.pods = append(w.pods, &pod{ordinal: i})
	}
	for i := range userCount {
		u := &user{uid: fmt.Sprintf("user-%05d", i)}
		u.pod.Store(executor.NoPod)
		w.users = append(w.users, u)
	}
	return w
}

// run plays until ctx is done. Users arrive one after the other in the time of arrival.
func (w *world) run(ctx context.Context, arrival time.Duration) {
	var all sync.WaitGroup
	for _, p := range w.pods {
		all.Go(func() { w.every(ctx, report, func() { w.playPod(ctx, p) }) })
	}
	for worker := range workers {
		all.Go(func() {
			w.every(ctx, heartbeat, func() {
				for i := worker; i < int(w.arrived.Load()) && ctx.Err() == nil; i += workers {
					w.playUser(ctx, w.users[i])
				}
			})
		})
	}
	start := time.Now()
	w.every(ctx, 20*time.Millisecond, func() {
		share := min(1, float64(time.Since(start))/float64(arrival))
		w.arrived.Store(int32(share * float64(len(w.users))))
	})
	all.Wait()
}

func (w *world) every(ctx context.Context, period time.Duration, play func()) {
	ticker := time.NewTicker(period)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			play()
		}
	}
}

// playPod reports the load of a running pod, and sends the users of a draining one on their way.
func (w *world) playPod(ctx context.Context, p *pod) {
	switch podPhase(p.phase.Load()) {
	case running:
		state := fmt.Sprintf("%d-%d", p.users.Load(), time.Now().Unix())
		w.call(func() error { return w.directory.SetServiceState(ctx, w.namespace, service, p.ordinal, state) })
	case draining:
		w.call(func() error { return w.directory.SetServiceState(ctx, w.namespace, service, p.ordinal, "draining") })
		for _, u := range w.users {
			if int(u.pod.Load()) == p.ordinal && p.is(draining) {
				w.letGo(ctx, u, p)
			}
		}
	}
}

// letGo turns a persistent link into one that ends after the grace period. A link that is temporary
// already keeps its end.
func (w *world) letGo(ctx context.Context, u *user, p *pod) {
	w.call(func() error {
		held, err := w.directory.GetLinkedPodIfPersist(ctx, w.namespace, u.uid, service)
		if err != nil || held != p.ordinal {
			return err
		}
		_, err = w.directory.RemoveLinkedPodWithID(ctx, w.namespace, u.uid, service, grace, p.ordinal)
		return err
	})
}

// playUser is a user's heartbeat: connect, or see whether the pod is still the right one.
func (w *world) playUser(ctx context.Context, u *user) {
	current := int(u.pod.Load())
	if current == executor.NoPod {
		w.connect(ctx, u)
		return
	}
	if p := w.pods[current]; p.is(dead) {
		w.call(func() error {
			_, err := w.directory.RemoveLinkedPodWithID(ctx, w.namespace, u.uid, service, 0, p.ordinal)
			return err
		})
		w.move(ctx, u, p)
		return
	}
	linked := current
	w.call(func() (err error) {
		linked, err = w.directory.GetLinkedPod(ctx, w.namespace, u.uid, service)
		return err
	})
	if linked != current {
		w.move(ctx, u, w.pods[current])
	}
}

func (w *world) move(ctx context.Context, u *user, from *pod) {
	from.users.Add(-1)
	u.pod.Store(executor.NoPod)
	w.moves.Add(1)
	w.connect(ctx, u)
}

// connect reserves the least loaded pod for a user; the pod then claims the user for good. A pod that
// cannot take the user gives the reservation back, and the user tries again at the next heartbeat.
func (w *world) connect(ctx context.Context, u *user) {
	w.call(func() error {
		chosen, err := w.directory.ComputeLinkedPodIfAbsent(ctx, w.namespace, u.uid, service, reservation)
		if errors.Is(err, executor.ErrNoPod) {
			return nil
		}
		if err != nil {
			return err
		}
		p := w.pods[chosen]
		if !p.is(running) {
			_, err := w.directory.RemoveLinkedPodWithID(ctx, w.namespace, u.uid, service, 0, chosen)
			return err
		}
		ok, _, err := w.directory.TrySetLinkedPod(ctx, w.namespace, u.uid, service, chosen, executor.Persistent)
		if ok && err == nil {
			p.users.Add(1)
			u.pod.Store(int32(chosen))
		}
		return err
	})
}

// call makes calls to the directory, takes the time, and keeps the first failure. What the end of the play
// cuts off is no failure.
func (w *world) call(do func() error) {
	start := time.Now()
	err := do()
	w.latency.add(time.Since(start))
	if err != nil && !errors.Is(err, context.Canceled) {
		w.failed.CompareAndSwap(nil, &err)
	}
}

// settled reports whether every user is on a running pod and linked to it for good.
func (w *world) settled(ctx context.Context) (bool, error) {
	if int(w.arrived.Load()) < len(w.users) {
		return false, nil
	}
	for _, u := range w.users {
		current := int(u.pod.Load())
		if current == executor.NoPod || !w.pods[current].is(running) {
			return false, nil
		}
		linked, err := w.directory.GetLinkedPodIfPersist(ctx, w.namespace, u.uid, service)
		if err != nil || linked != current {
			return false, err
		}
	}
	return true, nil
}

func (w *world) set(phase podPhase, ordinals ...int) {
	for _, i := range ordinals {
		p := w.pods[i]
		p.phase.Store(int32(phase))
	}
}

// latencies collects how long calls took.
type latencies struct {
	mu   sync.Mutex
	took []time.Duration
}

func (l *latencies) add(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.took = append(l.took, d)
}

// quantiles returns how many calls there were, and the median and 99th percentile.
func (l *latencies) quantiles() (count int, p50, p99 time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.took) == 0 {
		return 0, 0, 0
	}
	sorted := slices.Sorted(slices.Values(l.took))
	return len(sorted), sorted[len(sorted)/2], sorted[len(sorted)*99/100]
}
