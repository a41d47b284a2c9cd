package executor_test

// This file holds the executor's behaviour against a model: Go maps that are changed as the documentation
// says. rapid makes random sequences of operations, over few users, services and pods so that they meet
// often, with time passing in between, and shrinks a sequence that tells the two apart.
//
// The model covers every operation of the interface on valid arguments, temporary links and their expiry
// to the second. After each operation what is stored of links is compared with it: the link, its time to
// live, the hash. It does not cover what is no business of a sequence: invalid arguments
// (rules_test.go), corrupt data and failures (errors_test.go), concurrency (linearizability_test.go).

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

// modelLink is a link of the model. Its end is -1 or the second at which it ends.
type modelLink struct{ pod, end int }

type userService struct{ uid, service string }

type model struct {
	now       int // seconds
	links     map[userService]modelLink
	states    map[string]map[int]string
	workloads map[string]string
}

func newModel() *model {
	return &model{
		links:     map[userService]modelLink{},
		states:    map[string]map[int]string{"chat": {}, "mail": {}},
		workloads: map[string]string{},
	}
}

// current returns the link there is now, or NoPod.
func (m *model) current(us userService) (pod int, persistent bool) {
	l, ok := m.links[us]
	if !ok || l.end != -1 && l.end <= m.now {
		delete(m.links, us)
		return executor.NoPod, false
	}
	return l.pod, l.end == -1
}

func (m *model) set(us userService, pod, seconds int) {
	l := modelLink{pod, -1}
	if seconds != executor.Persistent {
		l.end = m.now + seconds
	}
	m.links[us] = l
}

// remove ends the link that there is, at once or later.
func (m *model) remove(us userService, seconds int) {
	if pod, _ := m.current(us); seconds >= 1 {
		m.set(us, pod, seconds)
		return
	}
	delete(m.links, us)
}

// persistent returns the user's persistent links.
func (m *model) persistent(uid string) map[string]int {
	links := map[string]int{}
	for us := range m.links {
		if pod, persistent := m.current(us); us.uid == uid && persistent {
			links[us.service] = pod
		}
	}
	return links
}

// leastLoaded returns the pods that a new user may be linked to. The machine's loads are small integers.
func (m *model) leastLoaded(service string) (pods []int) {
	least := -1
	for pod, state := range m.states[service] {
		load, err := strconv.Atoi(state)
		switch {
		case err != nil || load < 0:
		case least < 0 || load < least:
			least, pods = load, []int{pod}
		case load == least:
			pods = append(pods, pod)
		}
	}
	return pods
}

var (
	modelUIDs     = []string{"u", "v:lk:w", "ü {"}
	modelServices = []string{"chat", "mail"}
)

// machine runs operations on the directory and on the model, side by side.
type machine struct {
	d *directory
	m *model
}

func (x *machine) draw(t *rapid.T) (us userService, pod, seconds int) {
	us = userService{rapid.SampledFrom(modelUIDs).Draw(t, "uid"), rapid.SampledFrom(modelServices).Draw(t, "service")}
	pod = rapid.SampledFrom([]int{0, 1, 10}).Draw(t, "pod")
	seconds = rapid.SampledFrom([]int{executor.Persistent, 10, 20, 3600}).Draw(t, "seconds")
	return us, pod, seconds
}

func (x *machine) SetLinkedPod(t *rapid.T) {
	us, pod, seconds := x.draw(t)
	want, _ := x.m.current(us)
	got, err := x.d.SetLinkedPod(x.d.ctx, x.d.namespace, us.uid, us.service, pod, seconds)
	require.NoError(t, err)
	require.Equal(t, want, got)
	x.m.set(us, pod, seconds)
}

func (x *machine) TrySetLinkedPod(t *rapid.T) {
	us, pod, seconds := x.draw(t)
	current, persistent := x.m.current(us)
	refused := persistent && current != pod
	ok, got, err := x.d.TrySetLinkedPod(x.d.ctx, x.d.namespace, us.uid, us.service, pod, seconds)
	require.NoError(t, err)
	require.Equal(t, !refused, ok)
	if refused {
		require.Equal(t, current, got)
		return
	}
	require.Equal(t, pod, got)
	x.m.set(us, pod, seconds)
}

func (x *machine) SetLinkedPodIfAbsent(t *rapid.T) {
	us, pod, seconds := x.draw(t)
	if current, _ := x.m.current(us); current == executor.NoPod {
		x.m.set(us, pod, seconds)
	}
	got, err := x.d.SetLinkedPodIfAbsent(x.d.ctx, x.d.namespace, us.uid, us.service, pod, seconds)
	require.NoError(t, err)
	want, _ := x.m.current(us)
	require.Equal(t, want, got)
}

func (x *machine) ComputeLinkedPodIfAbsent(t *rapid.T) {
	us, _, seconds := x.draw(t)
	got, err := x.d.ComputeLinkedPodIfAbsent(x.d.ctx, x.d.namespace, us.uid, us.service, seconds)
	current, _ := x.m.current(us)
	candidates := x.m.leastLoaded(us.service)
	switch {
	case current != executor.NoPod:
		require.NoError(t, err)
		require.Equal(t, current, got)
	case len(candidates) == 0:
		require.ErrorIs(t, err, executor.ErrNoPod)
		require.Equal(t, executor.NoPod, got)
	default:
		require.NoError(t, err)
		require.Contains(t, candidates, got)
		x.m.set(us, got, seconds)
	}
}

func (x *machine) RemoveLinkedPod(t *rapid.T) {
	us, _, seconds := x.draw(t)
	seconds = rapid.SampledFrom([]int{-7, 0, seconds}).Draw(t, "grace")
	current, _ := x.m.current(us)
	existed, err := x.d.RemoveLinkedPod(x.d.ctx, x.d.namespace, us.uid, us.service, seconds)
	require.NoError(t, err)
	require.Equal(t, current != executor.NoPod, existed)
	if existed {
		x.m.remove(us, seconds)
	}
}

func (x *machine) RemoveLinkedPodWithID(t *rapid.T) {
	us, pod, seconds := x.draw(t)
	seconds = rapid.SampledFrom([]int{-7, 0, seconds}).Draw(t, "grace")
	current, _ := x.m.current(us)
	removed, err := x.d.RemoveLinkedPodWithID(x.d.ctx, x.d.namespace, us.uid, us.service, seconds, pod)
	require.NoError(t, err)
	require.Equal(t, current == pod, removed)
	if removed {
		x.m.remove(us, seconds)
	}
}

func (x *machine) BatchGetLinkedPod(t *rapid.T) {
	service := rapid.SampledFrom(modelServices).Draw(t, "service")
	uids := rapid.SliceOf(rapid.SampledFrom(append(modelUIDs, "nobody"))).Draw(t, "uids")
	want := map[int][]string{}
	for i, uid := range uids {
		if pod, _ := x.m.current(userService{uid, service}); pod != executor.NoPod && !slices.Contains(uids[:i], uid) {
			want[pod] = append(want[pod], uid)
		}
	}
	got, err := x.d.BatchGetLinkedPod(x.d.ctx, x.d.namespace, uids, service)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func (x *machine) SetServiceState(t *rapid.T) {
	us, pod, _ := x.draw(t)
	state := rapid.SampledFrom([]string{"", "0", "1", "2", "draining"}).Draw(t, "state")
	require.NoError(t, x.d.SetServiceState(x.d.ctx, x.d.namespace, us.service, pod, state))
	x.m.states[us.service][pod] = state
}

func (x *machine) SwapServiceState(t *rapid.T) {
	us, pod, _ := x.draw(t)
	state := rapid.SampledFrom([]string{"", "0", "1", "2", "draining"}).Draw(t, "state")
	want, wantExisted := x.m.states[us.service][pod]
	got, existed, err := x.d.SwapServiceState(x.d.ctx, x.d.namespace, us.service, pod, state)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Equal(t, wantExisted, existed)
	x.m.states[us.service][pod] = state
}

func (x *machine) GetServicePod(t *rapid.T) {
	us, pod, _ := x.draw(t)
	want, wantExists := x.m.states[us.service][pod]
	got, exists, err := x.d.GetServicePod(x.d.ctx, x.d.namespace, us.service, pod)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.Equal(t, wantExists, exists)
}

func (x *machine) SetWorkloadState(t *rapid.T) {
	us, pod, _ := x.draw(t)
	require.NoError(t, x.d.SetWorkloadState(x.d.ctx, x.d.namespace, us.service, strconv.Itoa(pod)))
	x.m.workloads[us.service] = strconv.Itoa(pod)
}

func (x *machine) TimePasses(t *rapid.T) {
	seconds := rapid.SampledFrom([]int{5, 10, 15}).Draw(t, "seconds")
	x.m.now += seconds
	x.d.pass(time.Duration(seconds)*time.Second, modelUIDs...)
}

func (x *machine) GetLinkedPod(t *rapid.T) {
	us, _, _ := x.draw(t)
	want, _ := x.m.current(us)
	got, err := x.d.GetLinkedPod(x.d.ctx, x.d.namespace, us.uid, us.service)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func (x *machine) GetLinkedPodIfPersist(t *rapid.T) {
	us, _, _ := x.draw(t)
	want, persistent := x.m.current(us)
	if !persistent {
		want = executor.NoPod
	}
	got, err := x.d.GetLinkedPodIfPersist(x.d.ctx, x.d.namespace, us.uid, us.service)
	require.NoError(t, err)
	require.Equal(t, want, got)
}

func (x *machine) GetLinkService(t *rapid.T) {
	us, _, _ := x.draw(t)
	got, err := x.d.GetLinkService(x.d.ctx, x.d.namespace, us.uid)
	require.NoError(t, err)
	require.Equal(t, x.m.persistent(us.uid), got)
}

func (x *machine) GetServiceState(t *rapid.T) {
	us, _, _ := x.draw(t)
	got, err := x.d.GetServiceState(x.d.ctx, x.d.namespace, us.service)
	require.NoError(t, err)
	require.Equal(t, x.m.states[us.service], got)
}

func (x *machine) GetWorkloadState(t *rapid.T) {
	got, err := x.d.GetWorkloadState(x.d.ctx, x.d.namespace, modelServices)
	require.NoError(t, err)
	require.Equal(t, x.m.workloads, got)
}

// Check compares what is stored with the model, by plain commands.
func (x *machine) Check(t *rapid.T) {
	pipe := x.d.backend.client.Pipeline()
	pods := map[userService]*redis.StringCmd{}
	left := map[userService]*redis.DurationCmd{}
	hashes := map[string]*redis.MapStringStringCmd{}
	for _, uid := range modelUIDs {
		hashes[uid] = pipe.HGetAll(x.d.ctx, x.d.links(uid))
		for _, service := range modelServices {
			us := userService{uid, service}
			pods[us] = pipe.Get(x.d.ctx, x.d.link(uid, service))
			left[us] = pipe.PTTL(x.d.ctx, x.d.link(uid, service))
		}
	}
	_, _ = pipe.Exec(x.d.ctx) // a link that is not there is an error here
	for us := range pods {
		pod, persistent := x.m.current(us)
		switch {
		case pod == executor.NoPod:
			require.ErrorIs(t, pods[us].Err(), redis.Nil, us)
		case persistent:
			require.Equal(t, strconv.Itoa(pod), pods[us].Val(), us)
			require.Equal(t, time.Duration(-1), left[us].Val(), us)
		default:
			require.Equal(t, strconv.Itoa(pod), pods[us].Val(), us)
			want := time.Duration(x.m.links[us].end-x.m.now) * time.Second
			require.LessOrEqual(t, left[us].Val(), want, us)
			require.Greater(t, left[us].Val(), want-4*time.Second, us)
		}
	}
	for uid, hash := range hashes {
		want := map[string]string{}
		for service, pod := range x.m.persistent(uid) {
			want[service] = strconv.Itoa(pod)
		}
		require.Equal(t, want, hash.Val(), uid)
	}
}

func TestBehavesLikeTheModel(t *testing.T) {
	run := func(b *backend, opts ...executor.Option) func(t *testing.T) {
		return func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				t.Repeat(rapid.StateMachineActions(&machine{d: b.directory(t, opts...), m: newModel()}))
			})
		}
	}
	t.Run("miniredis", run(backends["miniredis"](t)))
	t.Run("redis", func(t *testing.T) { run(&backend{client: redistest.Start(t).Client(t)})(t) })
	t.Run("cluster", func(t *testing.T) {
		run(&backend{client: redistest.StartCluster(t, 3, 0).Client(t)})(t)
	})
}

// The model is held against itself where it could be wrong and agree: a link that has ended is none.
func TestModelForgetsWhatHasEnded(t *testing.T) {
	m := newModel()
	us := userService{"u", "chat"}
	m.set(us, 3, 10)
	m.now = 9
	pod, persistent := m.current(us)
	require.Equal(t, "3 false", fmt.Sprint(pod, persistent))
	m.now = 10
	pod, _ = m.current(us)
	require.Equal(t, executor.NoPod, pod)
	require.Empty(t, slices.Collect(maps.Keys(m.links)))
}
