package executor_test

// This file holds the executor to the rules for arguments: what breaks one is refused, by name, before
// Redis is reached.

import (
	"context"
	"errors"
	"fmt"
	"net"
	"reflect"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
)

// call is one call of the executor, whose arguments a test may spoil.
type call struct {
	namespace, uid, service string
	pod, seconds            int
}

// methods make each method's call. What a method does not take is "" in its list.
var methods = map[string]struct {
	run   func(e executor.StatefulExecutor, ctx context.Context, c call) error
	takes []string
}{
	"SetServiceState": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		return e.SetServiceState(ctx, c.namespace, c.service, c.pod, "1")
	}, []string{"namespace", "state service", "pod"}},
	"GetServiceState": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.GetServiceState(ctx, c.namespace, c.service)
		return err
	}, []string{"namespace", "state service"}},
	"GetServicePod": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, _, err := e.GetServicePod(ctx, c.namespace, c.service, c.pod)
		return err
	}, []string{"namespace", "state service", "pod"}},
	"SwapServiceState": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, _, err := e.SwapServiceState(ctx, c.namespace, c.service, c.pod, "1")
		return err
	}, []string{"namespace", "state service", "pod"}},
	"SetWorkloadState": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		return e.SetWorkloadState(ctx, c.namespace, c.service, "1")
	}, []string{"namespace", "state service"}},
	"GetWorkloadState": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.GetWorkloadState(ctx, c.namespace, []string{"fine", c.service})
		return err
	}, []string{"namespace", "state service"}},
	"SetLinkedPod": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.SetLinkedPod(ctx, c.namespace, c.uid, c.service, c.pod, c.seconds)
		return err
	}, []string{"namespace", "uid", "service", "pod", "ttl"}},
	"TrySetLinkedPod": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, _, err := e.TrySetLinkedPod(ctx, c.namespace, c.uid, c.service, c.pod, c.seconds)
		return err
	}, []string{"namespace", "uid", "service", "pod", "ttl"}},
	"SetLinkedPodIfAbsent": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.SetLinkedPodIfAbsent(ctx, c.namespace, c.uid, c.service, c.pod, c.seconds)
		return err
	}, []string{"namespace", "uid", "service", "pod", "ttl"}},
	"ComputeLinkedPodIfAbsent": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.ComputeLinkedPodIfAbsent(ctx, c.namespace, c.uid, c.service, c.seconds)
		return err
	}, []string{"namespace", "uid", "state service", "ttl"}},
	"GetLinkedPod": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.GetLinkedPod(ctx, c.namespace, c.uid, c.service)
		return err
	}, []string{"namespace", "uid", "service"}},
	"GetLinkedPodIfPersist": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.GetLinkedPodIfPersist(ctx, c.namespace, c.uid, c.service)
		return err
	}, []string{"namespace", "uid", "service"}},
	"BatchGetLinkedPod": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.BatchGetLinkedPod(ctx, c.namespace, []string{"fine", c.uid}, c.service)
		return err
	}, []string{"namespace", "uid", "service"}},
	"RemoveLinkedPod": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.RemoveLinkedPod(ctx, c.namespace, c.uid, c.service, c.seconds)
		return err
	}, []string{"namespace", "uid", "service", "grace"}},
	"RemoveLinkedPodWithID": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.RemoveLinkedPodWithID(ctx, c.namespace, c.uid, c.service, c.seconds, c.pod)
		return err
	}, []string{"namespace", "uid", "service", "pod", "grace"}},
	"GetLinkService": {func(e executor.StatefulExecutor, ctx context.Context, c call) error {
		_, err := e.GetLinkService(ctx, c.namespace, c.uid)
		return err
	}, []string{"namespace", "uid"}},
}

// fine is a call that breaks no rule.
var fine = call{namespace: "ns", uid: "secret-uid", service: "chat", pod: 3, seconds: 60}

// spoilers break one rule each, for an argument that a method takes.
var spoilers = map[string]map[string]func(*call){
	"namespace": {
		"namespace is empty":             func(c *call) { c.namespace = "" },
		"namespace must not contain '}'": func(c *call) { c.namespace = "a}b" },
		"namespace must not contain ':'": func(c *call) { c.namespace = "a:lk:b" },
	},
	"uid": {
		"uid is empty":             func(c *call) { c.uid = "" },
		"uid must not contain '}'": func(c *call) { c.uid = "1}x" },
	},
	"service": {
		"serviceName is empty": func(c *call) { c.service = "" },
	},
	"state service": {
		"serviceName is empty":             func(c *call) { c.service = "" },
		"serviceName must not contain '}'": func(c *call) { c.service = "a}b" },
	},
	"pod": {
		"podID is -1": func(c *call) { c.pod = -1 },
		"podID is -7": func(c *call) { c.pod = -7 },
	},
	"ttl": {
		"persistSeconds is 0":          func(c *call) { c.seconds = 0 },
		"persistSeconds is -2":         func(c *call) { c.seconds = -2 },
		"persistSeconds is 3153600001": func(c *call) { c.seconds = 3153600001 },
	},
	"grace": {
		"persistSeconds is 3153600001": func(c *call) { c.seconds = 3153600001 },
	},
}

func TestRulesForArguments(t *testing.T) {
	client := redis.NewClient(&redis.Options{Dialer: func(context.Context, string, string) (net.Conn, error) {
		t.Error("Redis was reached")
		return nil, errors.New("not to be reached")
	}})
	defer func() { _ = client.Close() }()
	e := executor.NewStatefulExecutor(client, nil)
	for name, m := range methods {
		for _, argument := range m.takes {
			for message, spoil := range spoilers[argument] {
				t.Run(fmt.Sprintf("%s/%s", name, message), func(t *testing.T) {
					c := fine
					spoil(&c)
					err := m.run(e, context.Background(), c)
					require.ErrorIs(t, err, executor.ErrInvalidArgument)
					require.ErrorContains(t, err, message)
					require.ErrorContains(t, err, name, "the operation")
					require.NotContains(t, err.Error(), "secret-uid")
					require.NotContains(t, err.Error(), "1}x")
				})
			}
		}
	}
}

// TestEveryMethodIsUnderTheRules fails when a method is added and its arguments are not held to the rules.
func TestEveryMethodIsUnderTheRules(t *testing.T) {
	b := backends["miniredis"](t)
	d := b.directory(t)
	require.NoError(t, d.SetServiceState(d.ctx, "ns", "chat", 3, "1"))
	for name, m := range methods {
		require.NoError(t, m.run(d, d.ctx, fine), name)
	}
	require.Len(t, methods, reflect.TypeFor[executor.StatefulExecutor]().NumMethod())
}

// TestAPodIsNeverMinusOneByAccident: where an operation fails, its pod is NoPod and not 0, which is a pod.
func TestAPodIsNeverMinusOneByAccident(t *testing.T) {
	e := executor.NewStatefulExecutor(redis.NewClient(&redis.Options{}), nil)
	ctx := context.Background()
	pods := map[string]int{}
	pods["SetLinkedPod"], _ = e.SetLinkedPod(ctx, "", "u", "s", 1, 1)
	_, pods["TrySetLinkedPod"], _ = e.TrySetLinkedPod(ctx, "", "u", "s", 1, 1)
	pods["SetLinkedPodIfAbsent"], _ = e.SetLinkedPodIfAbsent(ctx, "", "u", "s", 1, 1)
	pods["ComputeLinkedPodIfAbsent"], _ = e.ComputeLinkedPodIfAbsent(ctx, "", "u", "s", 1)
	pods["GetLinkedPod"], _ = e.GetLinkedPod(ctx, "", "u", "s")
	pods["GetLinkedPodIfPersist"], _ = e.GetLinkedPodIfPersist(ctx, "", "u", "s")
	for name, pod := range pods {
		require.Equal(t, executor.NoPod, pod, name)
	}
}
