package executor_test

// This file has one test for each thing that went wrong in earlier implementations of this directory.

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

// Only one script of eleven reached the server, and nobody noticed. Now there is nothing to forget: a
// server without any script, or one that lost them, serves every method.
func TestScriptsAreNeverMissing(t *testing.T) {
	server := redistest.Start(t)
	d := (&backend{client: server.Client(t)}).directory(t)
	require.NoError(t, d.SetServiceState(d.ctx, fine.namespace, fine.service, 3, "1"))
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		d.do("SCRIPT FLUSH SYNC")
		require.NoError(t, methods[name].run(d, d.ctx, fine), name)
	}
	server.Restart()
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		if name != "ComputeLinkedPodIfAbsent" { // the states are gone
			require.NoError(t, methods[name].run(d, d.ctx, fine), name)
		}
	}
}

// EVAL carried the whole text every time.
func TestTheTextIsSentOnlyOnce(t *testing.T) {
	d := (&backend{client: redistest.Start(t).Client(t)}).directory(t)
	require.NoError(t, d.SetServiceState(d.ctx, fine.namespace, fine.service, 3, "1"))
	warm := func() {
		for name, m := range methods {
			require.NoError(t, m.run(d, d.ctx, fine), name)
		}
	}
	warm()
	d.do("CONFIG RESETSTAT")
	warm()
	stats := d.backend.client.Info(d.ctx, "commandstats").Val()
	require.Contains(t, stats, "cmdstat_evalsha:")
	require.Contains(t, stats, "cmdstat_evalsha_ro:")
	for _, never := range []string{"cmdstat_eval:", "cmdstat_eval_ro:", "cmdstat_script|load:"} {
		require.NotContains(t, stats, never)
	}
}

// TrySetLink replied with one element where the caller needed two: an error after the write.
func TestTrySetLinkedPodAnswersAfterItsWrite(t *testing.T) {
	everywhere(t, func(t *testing.T, d *directory) {
		ok, pod, err := d.TrySetLinkedPod(d.ctx, d.namespace, "u", "chat", 4, executor.Persistent)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, 4, pod)
	})
}

// RemoveLink deleted the link before it gave it a grace period.
func TestAGracePeriodIsGiven(t *testing.T) {
	everywhere(t, func(t *testing.T, d *directory) {
		_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 4, executor.Persistent)
		require.NoError(t, err)
		existed, err := d.RemoveLinkedPod(d.ctx, d.namespace, "u", "chat", 60)
		require.NoError(t, err)
		require.True(t, existed)
		d.requireLink("u", "chat", 4, false)
		d.requireSeconds("u", "chat", 60)
	})
}

// ComputeLinkIfAbsent read two slots in one script, died on a state it did not understand, sent every user
// to the same pod, and wrote only the hash.
func TestComputeLinkedPodIfAbsent(t *testing.T) {
	everywhere(t, func(t *testing.T, d *directory) {
		d.setStates("chat", map[int]string{0: "1", 1: "1", 2: "nonsense", 3: "-1", 4: "1-", 5: "1-x", 6: "nan", 7: "0x0", 8: "1e-9"})
		d.do("HSET", d.states("chat"), "not a pod", "0")
		pods := map[int]bool{}
		for _, uid := range strings.Split("abcdefghijklmnop", "") {
			pod, err := d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, uid, "chat", executor.Persistent)
			require.NoError(t, err)
			d.requireLink(uid, "chat", pod, true)
			pods[pod] = true
		}
		require.Equal(t, map[int]bool{0: true, 1: true}, pods)
	})
}

// Pod 0 counted as no pod.
func TestPod0IsAPod(t *testing.T) {
	everywhere(t, func(t *testing.T, d *directory) {
		d.setStates("chat", map[int]string{0: "0"})
		pod, err := d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "u", "chat", executor.Persistent)
		require.NoError(t, err)
		require.Equal(t, 0, pod)
		d.requireLink("u", "chat", 0, true)
		ok, pod, err := d.TrySetLinkedPod(d.ctx, d.namespace, "u", "chat", 1, executor.Persistent)
		require.NoError(t, err)
		require.False(t, ok)
		require.Equal(t, 0, pod)
		linked, err := d.BatchGetLinkedPod(d.ctx, d.namespace, []string{"u"}, "chat")
		require.NoError(t, err)
		require.Equal(t, map[int][]string{0: {"u"}}, linked)
		removed, err := d.RemoveLinkedPodWithID(d.ctx, d.namespace, "u", "chat", 0, 0)
		require.NoError(t, err)
		require.True(t, removed)
	})
}

// MGET over users or services of several slots fails on a cluster.
func TestManyUsersAndServicesOnACluster(t *testing.T) {
	d := (&backend{client: redistest.StartCluster(t, 3, 0).Client(t)}).directory(t)
	uids := strings.Split("abcdefghijklmnop", "")
	for _, uid := range uids {
		_, err := d.SetLinkedPod(d.ctx, d.namespace, uid, "chat", 1, executor.Persistent)
		require.NoError(t, err)
		require.NoError(t, d.SetWorkloadState(d.ctx, d.namespace, uid, "of "+uid))
	}
	linked, err := d.BatchGetLinkedPod(d.ctx, d.namespace, uids, "chat")
	require.NoError(t, err)
	require.Equal(t, map[int][]string{1: uids}, linked)
	states, err := d.GetWorkloadState(d.ctx, d.namespace, uids)
	require.NoError(t, err)
	require.Len(t, states, len(uids))
	require.Equal(t, "of p", states["p"])
}

// Namespace "a:lk:b" with uid "c" and namespace "a" with uid "b:lk:c" were the same user, and uid "1}x"
// reached the link of user "1".
func TestNamesDoNotReachOtherNames(t *testing.T) {
	d := backends["miniredis"](t).directory(t)
	_, err := d.SetLinkedPod(d.ctx, "a:lk:b", "c", "chat", 1, 60)
	require.ErrorIs(t, err, executor.ErrInvalidArgument)
	_, err = d.SetLinkedPod(d.ctx, "a", "b:lk:c", "chat", 1, 60)
	require.NoError(t, err)
	_, err = d.SetLinkedPod(d.ctx, "a", "1}x", "chat", 1, 60)
	require.ErrorIs(t, err, executor.ErrInvalidArgument)
	_, err = d.SetLinkedPod(d.ctx, "a", "1", "x}chat", 1, 60)
	require.NoError(t, err)
	pod, err := d.GetLinkedPod(d.ctx, "a", "1", "chat")
	require.NoError(t, err)
	require.Equal(t, executor.NoPod, pod)
}

// A write in two commands left a permanent link when the second failed; a TTL that rounds to 0 made a
// temporary link look like none.
func TestALinkInItsLastMoment(t *testing.T) {
	everywhere(t, func(t *testing.T, d *directory) {
		lastMoment := func() { d.do("SET", d.link("u", "chat"), "3", "PX", "400") }
		lastMoment()
		require.Less(t, d.ttl("u", "chat"), 500*time.Millisecond)
		pod, err := d.GetLinkedPodIfPersist(d.ctx, d.namespace, "u", "chat")
		require.NoError(t, err)
		require.Equal(t, executor.NoPod, pod)
		lastMoment()
		ok, pod, err := d.TrySetLinkedPod(d.ctx, d.namespace, "u", "chat", 4, 60)
		require.NoError(t, err)
		require.True(t, ok)
		require.Equal(t, 4, pod)
		d.requireSeconds("u", "chat", 60)
	})
}

// everywhere runs a test on miniredis and on a real server.
func everywhere(t *testing.T, run func(t *testing.T, d *directory)) {
	t.Run("miniredis", func(t *testing.T) { run(t, backends["miniredis"](t).directory(t)) })
	t.Run("redis", func(t *testing.T) {
		client := redistest.Start(t).Client(t)
		run(t, (&backend{client: client}).directory(t))
	})
}

// A load of a million went to the script as 1e+06, which miniredis does not read.
func TestLargeLoadsAreLoads(t *testing.T) {
	everywhere(t, func(t *testing.T, d *directory) {
		require.NoError(t, d.SetServiceState(d.ctx, d.namespace, "chat", 0, "2000000"))
		require.NoError(t, d.SetServiceState(d.ctx, d.namespace, "chat", 1, "1000000"))
		pod, err := d.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "u", "chat", executor.Persistent)
		require.NoError(t, err)
		require.Equal(t, 1, pod)
	})
}
