package executor_test

// This file is about failures: each can be told apart, says where it happened, gives no uid away, and
// leaves nothing half-written.

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// corruptions of a user's data, and the methods that have to notice.
var corruptions = []struct {
	name    string
	corrupt func(d *directory)
	notice  []string
}{
	{"the link is a word", func(d *directory) { d.do("SET", d.link("u", "chat"), "banana") }, readsTheLink},
	{"the link is empty", func(d *directory) { d.do("SET", d.link("u", "chat"), "") }, readsTheLink},
	{"the link is negative", func(d *directory) { d.do("SET", d.link("u", "chat"), "-1") }, readsTheLink},
	{"the link has a leading zero", func(d *directory) { d.do("SET", d.link("u", "chat"), "03") }, readsTheLink},
	{"the link has a fraction", func(d *directory) { d.do("SET", d.link("u", "chat"), "3.0") }, readsTheLink},
	{"the link is hexadecimal", func(d *directory) { d.do("SET", d.link("u", "chat"), "0x3") }, readsTheLink},
	{"the link is one more than fits", func(d *directory) { d.do("SET", d.link("u", "chat"), "9223372036854775808") }, readsTheLink},
	{"the link is far more than fits", func(d *directory) { d.do("SET", d.link("u", "chat"), strings.Repeat("9", 40)) }, readsTheLink},
	{"the link is a list", func(d *directory) { d.do("RPUSH", d.link("u", "chat"), "3") }, readsTheLink},
	{"the hash is a string", func(d *directory) { d.do("SET", d.links("u"), "3") }, []string{
		"SetLinkedPod", "TrySetLinkedPod", "SetLinkedPodIfAbsent", "ComputeLinkedPodIfAbsent", "RemoveLinkedPod", "GetLinkService"}},
	{"the hash holds a word", func(d *directory) { d.do("HSET", d.links("u"), "chat", "banana") }, []string{"GetLinkService"}},
	{"the hash holds a negative pod", func(d *directory) { d.do("HSET", d.links("u"), "chat", "-3") }, []string{"GetLinkService"}},
	{"the states are a string", func(d *directory) { d.do("SET", d.states("chat"), "3") }, []string{
		"SetServiceState", "GetServiceState", "GetServicePod", "SwapServiceState", "ComputeLinkedPodIfAbsent"}},
	{"a state is of something else than a pod", func(d *directory) { d.do("HSET", d.states("chat"), "banana", "3") }, []string{"GetServiceState"}},
	{"the workload's state is a list", func(d *directory) { d.do("RPUSH", d.workload("chat"), "3") }, []string{"GetWorkloadState"}},
}

var readsTheLink = []string{"SetLinkedPod", "TrySetLinkedPod", "SetLinkedPodIfAbsent", "ComputeLinkedPodIfAbsent",
	"GetLinkedPod", "GetLinkedPodIfPersist", "BatchGetLinkedPod", "RemoveLinkedPodWithID"}

func TestCorruptData(t *testing.T) {
	client := redistest.Start(t).Client(t)
	for on, b := range map[string]*backend{"miniredis": backends["miniredis"](t), "redis": {client: client}} {
		for _, c := range corruptions {
			for _, name := range c.notice {
				t.Run(on+"/"+c.name+"/"+name, func(t *testing.T) {
					d := b.directory(t)
					if !strings.Contains(c.name, "states") {
						d.do("HSET", d.states("chat"), "3", "0")
					}
					c.corrupt(d)
					before := d.everything()
					args := fine
					args.namespace, args.uid = d.namespace, "u"
					err := methods[name].run(d, d.ctx, args)
					require.ErrorIs(t, err, executor.ErrCorruptData)
					require.ErrorContains(t, err, name)
					require.NotErrorIs(t, err, executor.ErrUnavailable)
					require.Equal(t, before, d.everything(), "nothing is half-written")
				})
			}
		}
	}
}

// everything is what the directory's keys hold, and until when.
func (d *directory) everything() map[string]string {
	all := map[string]string{}
	for _, key := range []string{d.link("u", "chat"), d.links("u"), d.states("chat"), d.workload("chat")} {
		if d.backend.mini != nil {
			if d.backend.mini.Exists(key) {
				value, _ := d.backend.mini.Get(key)
				fields, _ := d.backend.mini.HKeys(key)
				all[key] = value + strings.Join(fields, ",")
			}
			continue
		}
		if dump, err := d.backend.client.Dump(d.ctx, key).Result(); err == nil {
			all[key] = dump
		}
	}
	return all
}

func TestWhatIsReadableAmongCorruptDataIsReturned(t *testing.T) {
	everywhere(t, func(t *testing.T, d *directory) {
		d.do("SET", d.link("good", "chat"), "3")
		d.do("SET", d.link("word", "chat"), "banana")
		d.do("RPUSH", d.link("list", "chat"), "3")
		linked, err := d.BatchGetLinkedPod(d.ctx, d.namespace, []string{"word", "list", "good"}, "chat")
		require.ErrorIs(t, err, executor.ErrCorruptData)
		require.ErrorContains(t, err, "2 of the links")
		require.Equal(t, map[int][]string{3: {"good"}}, linked)

		d.do("HSET", d.states("chat"), "3", "busy", "banana", "0")
		states, err := d.GetServiceState(d.ctx, d.namespace, "chat")
		require.ErrorIs(t, err, executor.ErrCorruptData)
		require.ErrorContains(t, err, "1 of the pods")
		require.Equal(t, map[int]string{3: "busy"}, states)

		d.do("HSET", d.links("u"), "chat", "banana", "mail", "7")
		services, err := d.GetLinkService(d.ctx, d.namespace, "u")
		require.ErrorIs(t, err, executor.ErrCorruptData)
		require.Equal(t, map[string]int{"mail": 7}, services)

		d.do("RPUSH", d.workload("chat"), "3")
		d.do("SET", d.workload("mail"), "ready")
		workloads, err := d.GetWorkloadState(d.ctx, d.namespace, []string{"chat", "mail"})
		require.ErrorIs(t, err, executor.ErrCorruptData)
		require.Equal(t, map[string]string{"mail": "ready"}, workloads)
	})
}

// A corrupt link can be got rid of.
func TestACorruptLinkCanBeRemoved(t *testing.T) {
	everywhere(t, func(t *testing.T, d *directory) {
		d.do("SET", d.link("u", "chat"), "banana")
		existed, err := d.RemoveLinkedPod(d.ctx, d.namespace, "u", "chat", 0)
		require.NoError(t, err)
		require.True(t, existed)
		d.requireLink("u", "chat", executor.NoPod, false)
	})
}

// impatient makes a client that neither waits nor tries again, so that a test sees each failure at once.
func impatient(t *testing.T, addr string) *redis.Client {
	client := redis.NewClient(&redis.Options{Addr: addr, MaxRetries: -1, DialerRetries: 1, ContextTimeoutEnabled: true})
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func TestUnavailable(t *testing.T) {
	server := redistest.Start(t)
	proxy := redistest.StartProxy(t, server.Addr())
	d := (&backend{client: impatient(t, proxy.Addr())}).directory(t)
	proxy.Refuse()
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		err := methods[name].run(d, d.ctx, fine)
		require.ErrorIs(t, err, executor.ErrUnavailable, name)
		require.NotErrorIs(t, err, executor.ErrOutcomeUnknown, name)
	}
	proxy.Accept()
	require.Zero(t, server.Client(t).DBSize(d.ctx).Val(), "nothing happened")
	require.Eventually(t, func() bool { return d.SetWorkloadState(d.ctx, d.namespace, "chat", "ready") == nil },
		10*time.Second, 50*time.Millisecond, "the executor outlives it")
}

// A server that refuses to work has done nothing, and says so.
func TestRefusals(t *testing.T) {
	writes := []string{"SetLinkedPod", "TrySetLinkedPod", "SetLinkedPodIfAbsent", "SetServiceState", "SwapServiceState", "SetWorkloadState"}
	for refusal, commands := range map[string][]string{
		"READONLY": {"REPLICAOF 127.0.0.1 1"},
		"OOM":      {"CONFIG SET maxmemory 1"},
	} {
		t.Run(refusal, func(t *testing.T) {
			server := redistest.Start(t)
			d := (&backend{client: impatient(t, server.Addr())}).directory(t)
			for _, c := range commands {
				d.do(c)
			}
			// Persistent links: on a full server a temporary one gets through, since SET is let pass in a
			// script that has begun to write, if only to delete.
			args := fine
			args.seconds = executor.Persistent
			for _, name := range writes {
				err := methods[name].run(d, d.ctx, args)
				require.ErrorIs(t, err, executor.ErrUnavailable, name)
				require.ErrorContains(t, err, refusal, name)
			}
			require.Zero(t, d.backend.client.DBSize(d.ctx).Val())
		})
	}
}

func TestOutcomeUnknown(t *testing.T) {
	t.Run("one by one", func(t *testing.T) { testOutcomeUnknown(t) })
	t.Run("AutoPipeline", func(t *testing.T) { testOutcomeUnknown(t, executor.WithAutoPipeline()) })
}

func testOutcomeUnknown(t *testing.T, opts ...executor.Option) {
	server := redistest.Start(t)
	proxy := redistest.StartProxy(t, server.Addr())
	// Not impatient: go-redis would send again three times if it were let.
	client := redis.NewClient(&redis.Options{Addr: proxy.Addr()})
	t.Cleanup(func() { _ = client.Close() })
	d := (&backend{client: client}).directory(t, opts...)
	direct := (&backend{client: server.Client(t)}).directory(t)
	for name, command := range map[string]string{
		"SetLinkedPod": "evalsha", "TrySetLinkedPod": "evalsha", "SetLinkedPodIfAbsent": "evalsha", "ComputeLinkedPodIfAbsent": "evalsha\r",
		"RemoveLinkedPod": "evalsha", "RemoveLinkedPodWithID": "evalsha", "SwapServiceState": "evalsha",
		"SetServiceState": "hset", "SetWorkloadState": "\nset\r", // not "client setinfo"
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, direct.SetServiceState(d.ctx, fine.namespace, fine.service, fine.pod, "1"))
			require.NoError(t, methods[name].run(direct, d.ctx, fine), "the script is loaded")
			require.NoError(t, client.Ping(d.ctx).Err(), "there is a connection")
			direct.do("CONFIG RESETSTAT")
			proxy.LoseAnswerTo(command)
			err := methods[name].run(d, d.ctx, fine)
			require.ErrorIs(t, err, executor.ErrOutcomeUnknown)
			require.NotErrorIs(t, err, executor.ErrUnavailable)
			require.ErrorContains(t, err, name)
			require.NotContains(t, err.Error(), fine.uid)
			stats := direct.backend.client.Info(d.ctx, "commandstats").Val()
			require.Contains(t, stats, "cmdstat_"+strings.TrimSpace(command)+":calls=1,", "it was sent once")
		})
	}
}

// A read whose answer is lost has changed nothing, so it is not in doubt, and is tried again.
func TestLostAnswersOfReads(t *testing.T) {
	server := redistest.Start(t)
	proxy := redistest.StartProxy(t, server.Addr())
	client := redis.NewClient(&redis.Options{Addr: proxy.Addr()})
	t.Cleanup(func() { _ = client.Close() })
	d := (&backend{client: client}).directory(t)
	for name, command := range map[string]string{
		"GetLinkedPod": "get", "BatchGetLinkedPod": "get", "GetWorkloadState": "get",
		"GetLinkedPodIfPersist": "evalsha_ro", "GetLinkService": "evalsha_ro", "GetServiceState": "evalsha_ro", "GetServicePod": "evalsha_ro",
	} {
		lost := proxy.Lost()
		proxy.LoseAnswerTo(command)
		require.NoError(t, methods[name].run(d, d.ctx, fine), name)
		require.Equal(t, lost+1, proxy.Lost(), name)
	}
	// A client that is not to try again gets to know what it can rely on.
	once := (&backend{client: impatient(t, proxy.Addr())}).directory(t)
	for _, name := range []string{"GetLinkedPod", "BatchGetLinkedPod", "GetWorkloadState"} {
		proxy.LoseAnswerTo("get")
		err := methods[name].run(once, once.ctx, fine)
		require.ErrorIs(t, err, executor.ErrUnavailable, name)
		require.NotErrorIs(t, err, executor.ErrOutcomeUnknown, name)
	}
}

func TestContextErrors(t *testing.T) {
	server := redistest.Start(t)
	proxy := redistest.StartProxy(t, server.Addr())
	d := (&backend{client: impatient(t, proxy.Addr())}).directory(t)
	require.NoError(t, d.SetServiceState(d.ctx, fine.namespace, fine.service, fine.pod, "1"))
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		t.Run(name, func(t *testing.T) {
			cancelled, cancel := context.WithCancel(d.ctx)
			cancel()
			err := methods[name].run(d, cancelled, fine)
			require.ErrorIs(t, err, context.Canceled)
			require.NotErrorIs(t, err, executor.ErrOutcomeUnknown)

			require.NoError(t, methods[name].run(d, d.ctx, fine), "the script is loaded, there is a connection")
			proxy.Delay(time.Minute) // far longer than even a starved machine sleeps
			defer proxy.Delay(0)
			hurried, cancel := context.WithTimeout(d.ctx, 300*time.Millisecond)
			defer cancel()
			err = methods[name].run(d, hurried, fine)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			if slices.Contains([]string{"SetLinkedPod", "SetServiceState", "SetWorkloadState"}, name) {
				require.ErrorIs(t, err, executor.ErrOutcomeUnknown, "it was sent")
			}
		})
	}
}

// With AutoPipeline a context that has ended still ends a call before it is sent.
func TestContextErrorsWithAutoPipeline(t *testing.T) {
	d := (&backend{client: redistest.Start(t).Client(t)}).directory(t, executor.WithAutoPipeline())
	cancelled, cancel := context.WithCancel(d.ctx)
	cancel()
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		require.ErrorIs(t, methods[name].run(d, cancelled, fine), context.Canceled, name)
	}
	require.Zero(t, d.backend.client.DBSize(d.ctx).Val())
}

// Errors name operation, namespace and service, and never the uid, whoever quotes it.
func TestNoUIDInErrors(t *testing.T) {
	server := redistest.Start(t, "--rename-command", "GET", "", "--rename-command", "EVALSHA_RO", "")
	d := (&backend{client: impatient(t, server.Addr())}).directory(t)
	// What the server says by itself:
	require.ErrorContains(t, d.backend.client.Get(d.ctx, d.link(fine.uid, "chat")).Err(), fine.uid)
	for _, name := range []string{"GetLinkedPod", "BatchGetLinkedPod", "GetLinkedPodIfPersist", "SetLinkedPod", "GetLinkService"} {
		err := methods[name].run(d, d.ctx, fine)
		require.ErrorContains(t, err, "stateful: "+name+`: namespace "ns"`)
		for unwrapped := err; unwrapped != nil; unwrapped = errors.Unwrap(unwrapped) {
			require.NotContains(t, unwrapped.Error(), fine.uid, name)
		}
		var reply redis.Error
		if errors.As(err, &reply) {
			require.NotContains(t, reply.Error(), fine.uid, name)
		}
	}
}

// What a caller who looks deeper may rely on.
func TestErrorsKeepTheirCause(t *testing.T) {
	d := backends["miniredis"](t).directory(t)
	d.do("SET", d.link("u", "chat"), "banana")
	_, err := d.SetLinkedPod(d.ctx, d.namespace, "u", "chat", 1, 60)
	require.ErrorIs(t, err, gen.ErrCorruptData)
	var server *luascript.ServerError
	require.ErrorAs(t, err, &server)
	require.Equal(t, "CORRUPT_DATA", server.Code)
}
