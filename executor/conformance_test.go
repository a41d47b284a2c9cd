package executor_test

// This file is the conformance suite: the exact meaning of every operation, on every kind of server and
// client. Each case has a namespace of its own.

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
)

func TestConformance(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(backends)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := backends[name](t)
			for _, c := range conformance {
				t.Run(c.name, func(t *testing.T) { c.run(t, b.directory(t)) })
			}
		})
	}
}

var conformance = []struct {
	name string
	run  func(t *testing.T, d *directory)
}{
	{"a user starts without links", func(t *testing.T, d *directory) {
		d.requireLink("u", "chat", executor.NoPod, false)
		services, err := d.GetLinkService(d.ctx, d.namespace, "u")
		require.NoError(t, err)
		require.Empty(t, services)
	}},

	{"SetLinkedPod replaces whatever there is", func(t *testing.T, d *directory) {
		previous, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 0, executor.Persistent)
		require.NoError(t, err)
		require.Equal(t, executor.NoPod, previous)
		d.requireLink("u", "chat", 0, true)

		previous, err = d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 5, 60)
		require.NoError(t, err)
		require.Equal(t, 0, previous)
		d.requireLink("u", "chat", 5, false)
		d.requireSeconds("u", "chat", 60)

		previous, err = d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 5, executor.Persistent)
		require.NoError(t, err)
		require.Equal(t, 5, previous)
		d.requireLink("u", "chat", 5, true)
	}},

	{"a temporary link ends by itself", func(t *testing.T, d *directory) {
		_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 3, 60)
		require.NoError(t, err)
		d.pass(50*time.Second, "u")
		d.requireLink("u", "chat", 3, false)
		d.pass(11*time.Second, "u")
		d.requireLink("u", "chat", executor.NoPod, false)
	}},

	{"TrySetLinkedPod is refused by a persistent link to another pod only", func(t *testing.T, d *directory) {
		try := func(pod, seconds int, wantOK bool, wantPod int) {
			t.Helper()
			ok, got, err := d.TrySetLinkedPod(d.ctx, d.namespace, "u", "chat", pod, seconds)
			require.NoError(t, err)
			require.Equal(t, wantOK, ok)
			require.Equal(t, wantPod, got)
		}
		try(3, 60, true, 3) // no link
		d.requireLink("u", "chat", 3, false)
		try(0, executor.Persistent, true, 0) // a temporary link to another pod
		d.requireLink("u", "chat", 0, true)
		try(5, executor.Persistent, false, 0) // a persistent link to another pod, which is pod 0
		try(5, 60, false, 0)
		d.requireLink("u", "chat", 0, true)
		try(0, executor.Persistent, true, 0) // a persistent link to the same pod
		d.requireLink("u", "chat", 0, true)
		try(0, 60, true, 0)
		d.requireLink("u", "chat", 0, false)
		d.requireSeconds("u", "chat", 60)
	}},

	{"SetLinkedPodIfAbsent leaves any link as it is", func(t *testing.T, d *directory) {
		set := func(pod, seconds, want int) {
			t.Helper()
			got, err := d.SetLinkedPodIfAbsent(d.ctx, d.namespace, "u", "chat", pod, seconds)
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
		set(0, 60, 0)
		d.requireSeconds("u", "chat", 60)
		set(5, executor.Persistent, 0)
		d.requireLink("u", "chat", 0, false)
		d.requireSeconds("u", "chat", 60)
		d.pass(61*time.Second, "u")
		set(5, executor.Persistent, 5)
		d.requireLink("u", "chat", 5, true)
		set(3, 60, 5)
		d.requireLink("u", "chat", 5, true)
	}},

	{"ComputeLinkedPodIfAbsent takes the least loaded pod", func(t *testing.T, d *directory) {
		d.setStates("chat", map[int]string{0: "12", 1: "0.5", 2: "7-1700000000", 3: "draining", 4: ""})
		pod, err := d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "u", "chat", 60)
		require.NoError(t, err)
		require.Equal(t, 1, pod)
		d.requireLink("u", "chat", 1, false)
		d.requireSeconds("u", "chat", 60)

		d.setStates("chat", map[int]string{1: "100"})
		pod, err = d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "u", "chat", executor.Persistent)
		require.NoError(t, err)
		require.Equal(t, 1, pod, "an existing link is left as it is")
		d.requireLink("u", "chat", 1, false)

		pod, err = d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "v", "chat", executor.Persistent)
		require.NoError(t, err)
		require.Equal(t, 2, pod)
		d.requireLink("v", "chat", 2, true)
	}},

	{"ComputeLinkedPodIfAbsent spreads users over equal pods", func(t *testing.T, d *directory) {
		d.setStates("chat", map[int]string{0: "1", 1: "1", 2: "1", 3: "2"})
		users := map[int]int{}
		for i := range 60 {
			uid := "u" + strconv.Itoa(i)
			pod, err := d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, uid, "chat", executor.Persistent)
			require.NoError(t, err)
			users[pod]++

			_, err = d.RemoveLinkedPod(d.ctx, d.namespace, uid, "chat", 0)
			require.NoError(t, err)
			again, err := d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, uid, "chat", executor.Persistent)
			require.NoError(t, err)
			require.Equal(t, pod, again, "the same user, the same pod")
		}
		for pod := range 3 {
			require.Greater(t, users[pod], 5, "pod %d of %v", pod, users)
		}
		require.Zero(t, users[3])
	}},

	{"ComputeLinkedPodIfAbsent without a candidate", func(t *testing.T, d *directory) {
		pod, err := d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "u", "chat", 60)
		require.ErrorIs(t, err, executor.ErrNoPod)
		require.Equal(t, executor.NoPod, pod)

		d.setStates("chat", map[int]string{0: "draining"})
		_, err = d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "u", "chat", 60)
		require.ErrorIs(t, err, executor.ErrNoPod)
		d.requireLink("u", "chat", executor.NoPod, false)

		_, err = d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 9, 60)
		require.NoError(t, err)
		pod, err = d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "u", "chat", 60)
		require.NoError(t, err, "a link needs no candidate")
		require.Equal(t, 9, pod)
	}},

	{"RemoveLinkedPod ends a link at once or after a grace period", func(t *testing.T, d *directory) {
		remove := func(seconds int, want bool) {
			t.Helper()
			existed, err := d.RemoveLinkedPod(d.ctx, d.namespace, "u", "chat", seconds)
			require.NoError(t, err)
			require.Equal(t, want, existed)
		}
		for _, seconds := range []int{-5, -1, 0, 60} {
			remove(seconds, false)
			d.requireLink("u", "chat", executor.NoPod, false)
		}
		for _, seconds := range []int{-5, -1, 0} {
			for _, lasting := range []int{executor.Persistent, 60} {
				_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 0, lasting)
				require.NoError(t, err)
				remove(seconds, true)
				d.requireLink("u", "chat", executor.NoPod, false)
			}
		}
		for _, lasting := range []int{executor.Persistent, 20} {
			_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 0, lasting)
			require.NoError(t, err)
			remove(60, true)
			d.requireLink("u", "chat", 0, false)
			d.requireSeconds("u", "chat", 60)
		}
		d.pass(61*time.Second, "u")
		d.requireLink("u", "chat", executor.NoPod, false)
	}},

	{"RemoveLinkedPodWithID needs the right pod", func(t *testing.T, d *directory) {
		remove := func(seconds, pod int, want bool) {
			t.Helper()
			removed, err := d.RemoveLinkedPodWithID(d.ctx, d.namespace, "u", "chat", seconds, pod)
			require.NoError(t, err)
			require.Equal(t, want, removed)
		}
		remove(0, 0, false)
		_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 0, executor.Persistent)
		require.NoError(t, err)
		remove(0, 10, false)
		remove(60, 10, false)
		d.requireLink("u", "chat", 0, true)
		remove(60, 0, true)
		d.requireLink("u", "chat", 0, false)
		d.requireSeconds("u", "chat", 60)
		remove(0, 0, true)
		d.requireLink("u", "chat", executor.NoPod, false)
	}},

	{"services of a user are apart", func(t *testing.T, d *directory) {
		for service, pod := range map[string]int{"chat": 1, "mail": 2} {
			_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", service, pod, executor.Persistent)
			require.NoError(t, err)
		}
		_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "game", 3, 60)
		require.NoError(t, err)
		services, err := d.GetLinkService(d.ctx, d.namespace, "u")
		require.NoError(t, err)
		require.Equal(t, map[string]int{"chat": 1, "mail": 2}, services, "persistent links only")

		_, err = d.RemoveLinkedPod(d.ctx, d.namespace, "u", "chat", 60)
		require.NoError(t, err)
		services, err = d.GetLinkService(d.ctx, d.namespace, "u")
		require.NoError(t, err)
		require.Equal(t, map[string]int{"mail": 2}, services)
		d.requireLink("u", "mail", 2, true)
	}},

	{"BatchGetLinkedPod groups users by pod", func(t *testing.T, d *directory) {
		for i, uid := range []string{"a", "b", "c", "d", "e"} {
			_, err := d.SetLinkedPod(d.ctx, d.namespace, uid, "chat", i%2, []int{executor.Persistent, 60}[i%2])
			require.NoError(t, err)
		}
		linked, err := d.BatchGetLinkedPod(d.ctx, d.namespace, []string{"e", "a", "nobody", "b", "a", "c", "d", "e"}, "chat")
		require.NoError(t, err)
		require.Equal(t, map[int][]string{0: {"e", "a", "c"}, 1: {"b", "d"}}, linked)

		linked, err = d.BatchGetLinkedPod(d.ctx, d.namespace, nil, "chat")
		require.NoError(t, err)
		require.NotNil(t, linked)
		require.Empty(t, linked)
	}},

	{"BatchGetLinkedPod of more users than go into one pipeline", func(t *testing.T, d *directory) {
		const users = 10_500
		uids := make([]string, users)
		pipe := d.backend.client.Pipeline()
		for i := range uids {
			uids[i] = fmt.Sprintf("u%d", i)
			pipe.Set(d.ctx, d.link(uids[i], "chat"), i%7, 0)
		}
		_, err := pipe.Exec(d.ctx)
		require.NoError(t, err)
		linked, err := d.BatchGetLinkedPod(d.ctx, d.namespace, uids, "chat")
		require.NoError(t, err)
		require.Len(t, linked, 7)
		for pod, of := range linked {
			require.Len(t, of, users/7)
			require.Equal(t, fmt.Sprintf("u%d", pod), of[0])
		}
	}},

	{"the states of pods", func(t *testing.T, d *directory) {
		states, err := d.GetServiceState(d.ctx, d.namespace, "chat")
		require.NoError(t, err)
		require.NotNil(t, states)
		require.Empty(t, states)

		require.NoError(t, d.SetServiceState(d.ctx, d.namespace, "chat", 0, "12"))
		require.NoError(t, d.SetServiceState(d.ctx, d.namespace, "chat", 1, ""))
		require.NoError(t, d.SetServiceState(d.ctx, d.namespace, "mail", 7, "x"))
		states, err = d.GetServiceState(d.ctx, d.namespace, "chat")
		require.NoError(t, err)
		require.Equal(t, map[int]string{0: "12", 1: ""}, states)

		for _, c := range []struct {
			pod    int
			state  string
			exists bool
		}{{0, "12", true}, {1, "", true}, {2, "", false}} {
			state, exists, err := d.GetServicePod(d.ctx, d.namespace, "chat", c.pod)
			require.NoError(t, err)
			require.Equal(t, c.state, state)
			require.Equal(t, c.exists, exists)
		}

		previous, existed, err := d.SwapServiceState(d.ctx, d.namespace, "chat", 2, "new")
		require.NoError(t, err)
		require.False(t, existed)
		require.Empty(t, previous)
		previous, existed, err = d.SwapServiceState(d.ctx, d.namespace, "chat", 2, "newer")
		require.NoError(t, err)
		require.True(t, existed)
		require.Equal(t, "new", previous)
	}},

	{"the states of workloads", func(t *testing.T, d *directory) {
		require.NoError(t, d.SetWorkloadState(d.ctx, d.namespace, "chat", "ready"))
		require.NoError(t, d.SetWorkloadState(d.ctx, d.namespace, "mail", ""))
		states, err := d.GetWorkloadState(d.ctx, d.namespace, []string{"chat", "game", "mail", "chat"})
		require.NoError(t, err)
		require.Equal(t, map[string]string{"chat": "ready", "mail": ""}, states)

		states, err = d.GetWorkloadState(d.ctx, d.namespace, nil)
		require.NoError(t, err)
		require.NotNil(t, states)
		require.Empty(t, states)
	}},

	{"the keys are those of existing deployments", func(t *testing.T, d *directory) {
		_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 0, executor.Persistent)
		require.NoError(t, err)
		require.NoError(t, d.SetServiceState(d.ctx, d.namespace, "chat", 3, "busy"))
		require.NoError(t, d.SetWorkloadState(d.ctx, d.namespace, "chat", "ready"))
		require.Equal(t, "0", d.do("GET", d.link("u", "chat")))
		require.Equal(t, "0", d.do("HGET", d.links("u"), "chat"))
		require.Equal(t, "busy", d.do("HGET", d.states("chat"), "3"))
		require.Equal(t, "ready", d.do("GET", d.workload("chat")))
	}},

	{"a pod may be as large as Go allows", func(t *testing.T, d *directory) {
		const largest = int(^uint(0) >> 1)
		_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", largest, executor.Persistent)
		require.NoError(t, err)
		d.requireLink("u", "chat", largest, true)
		ok, pod, err := d.TrySetLinkedPod(d.ctx, d.namespace, "u", "chat", largest-1, executor.Persistent)
		require.NoError(t, err)
		require.False(t, ok, "Lua numbers could not tell the two apart")
		require.Equal(t, largest, pod)
	}},
}

// requireLink requires a user's link, and that everything that tells of it agrees.
func (d *directory) requireLink(uid, service string, pod int, persistent bool) {
	if h, ok := d.t.(interface{ Helper() }); ok {
		h.Helper()
	}
	got, err := d.GetLinkedPod(d.ctx, d.namespace, uid, service)
	require.NoError(d.t, err)
	require.Equal(d.t, pod, got)

	services, err := d.GetLinkService(d.ctx, d.namespace, uid)
	require.NoError(d.t, err)
	lasting, err := d.GetLinkedPodIfPersist(d.ctx, d.namespace, uid, service)
	require.NoError(d.t, err)
	if persistent {
		require.Equal(d.t, pod, lasting)
		require.Equal(d.t, pod, services[service])
		require.Contains(d.t, services, service)
		require.Equal(d.t, time.Duration(-1), d.ttl(uid, service))
	} else {
		require.Equal(d.t, executor.NoPod, lasting)
		require.NotContains(d.t, services, service)
	}
}

func (d *directory) setStates(service string, states map[int]string) {
	for pod, state := range states {
		require.NoError(d.t, d.SetServiceState(d.ctx, d.namespace, service, pod, state))
	}
}
