package executor_test

// This file checks the promise that operations are linearizable for each link: goroutines work on the same
// few links, what they did and saw is recorded, and porcupine looks for an order in which one after the
// other would have seen the same. Links end in an hour or never, so that time plays no part.

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
)

// linkState is what a link is: its pod, or NoPod, and whether it is persistent.
type linkState struct {
	pod        int
	persistent bool
}

// linkInput is an operation on a link.
type linkInput struct {
	uid          string
	op           string
	pod, seconds int
}

// linkOutput is what it returned.
type linkOutput struct {
	pod int
	ok  bool
}

// linkModel is the sequential meaning of a link, for porcupine.
var linkModel = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		links := map[string][]porcupine.Operation{}
		for _, o := range history {
			uid := o.Input.(linkInput).uid
			links[uid] = append(links[uid], o)
		}
		var parts [][]porcupine.Operation
		for _, part := range links {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return linkState{pod: executor.NoPod} },
	Step: func(state, input, output any) (bool, any) {
		out, next := apply(state.(linkState), input.(linkInput))
		return out == output.(linkOutput), next
	},
	DescribeOperation: func(input, output any) string { return fmt.Sprintf("%+v → %+v", input, output) },
}

func apply(s linkState, in linkInput) (linkOutput, linkState) {
	asked := linkState{in.pod, in.seconds == executor.Persistent}
	switch in.op {
	case "Set":
		return linkOutput{pod: s.pod}, asked
	case "TrySet":
		if s.persistent && s.pod != in.pod {
			return linkOutput{pod: s.pod}, s
		}
		return linkOutput{pod: in.pod, ok: true}, asked
	case "SetIfAbsent":
		if s.pod != executor.NoPod {
			return linkOutput{pod: s.pod}, s
		}
		return linkOutput{pod: in.pod}, asked
	case "Get":
		return linkOutput{pod: s.pod}, s
	case "GetIfPersist":
		if !s.persistent {
			return linkOutput{pod: executor.NoPod}, s
		}
		return linkOutput{pod: s.pod}, s
	case "RemoveWithID":
		if s.pod != in.pod {
			return linkOutput{}, s
		}
	}
	// Remove, and RemoveWithID of the right pod.
	if s.pod == executor.NoPod {
		return linkOutput{}, s
	}
	if in.seconds >= 1 {
		return linkOutput{ok: true}, linkState{pod: s.pod}
	}
	return linkOutput{ok: true}, linkState{pod: executor.NoPod}
}

// perform runs an operation for real.
func perform(ctx context.Context, d *directory, in linkInput) (out linkOutput, err error) {
	switch in.op {
	case "Set":
		out.pod, err = d.SetLinkedPod(ctx, d.namespace, in.uid, "chat", in.pod, in.seconds)
	case "TrySet":
		out.ok, out.pod, err = d.TrySetLinkedPod(ctx, d.namespace, in.uid, "chat", in.pod, in.seconds)
	case "SetIfAbsent":
		out.pod, err = d.SetLinkedPodIfAbsent(ctx, d.namespace, in.uid, "chat", in.pod, in.seconds)
	case "Get":
		out.pod, err = d.GetLinkedPod(ctx, d.namespace, in.uid, "chat")
	case "GetIfPersist":
		out.pod, err = d.GetLinkedPodIfPersist(ctx, d.namespace, in.uid, "chat")
	case "Remove":
		out.ok, err = d.RemoveLinkedPod(ctx, d.namespace, in.uid, "chat", in.seconds)
	case "RemoveWithID":
		out.ok, err = d.RemoveLinkedPodWithID(ctx, d.namespace, in.uid, "chat", in.seconds, in.pod)
	}
	return out, err
}

func TestLinearizable(t *testing.T) {
	for _, name := range []string{"standalone", "standalone through AutoPipeline", "cluster", "cluster through AutoPipeline"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := backends[name](t).directory(t)
			requireLinearizable(t, linkModel, record(t, d, 16, 150))
		})
	}
}

// record lets clients work on three users' links at the same time, and returns what happened.
func record(t *testing.T, d *directory, clients, operations int) []porcupine.Operation {
	ops := []string{"Set", "TrySet", "SetIfAbsent", "Get", "GetIfPersist", "Remove", "RemoveWithID"}
	var (
		mu      sync.Mutex
		history []porcupine.Operation
		all     sync.WaitGroup
	)
	start := time.Now()
	for client := range clients {
		all.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(client)))
			for range operations {
				in := linkInput{
					uid:     []string{"a", "b", "c"}[r.IntN(3)],
					op:      ops[r.IntN(len(ops))],
					pod:     r.IntN(3),
					seconds: []int{executor.Persistent, 3600}[r.IntN(2)],
				}
				called := time.Since(start)
				out, err := perform(d.ctx, d, in)
				returned := time.Since(start)
				if err != nil {
					t.Errorf("%+v: %v", in, err)
					return
				}
				mu.Lock()
				history = append(history, porcupine.Operation{
					ClientId: client, Input: in, Output: out, Call: called.Nanoseconds(), Return: returned.Nanoseconds(),
				})
				mu.Unlock()
			}
		})
	}
	all.Wait()
	return history
}

func requireLinearizable(t *testing.T, model porcupine.Model, history []porcupine.Operation) {
	t.Helper()
	require.Equal(t, porcupine.Ok, porcupine.CheckOperationsTimeout(model, history, time.Minute),
		"%d operations have no order that explains them", len(history))
}

// A checker that finds nothing wrong with anything would pass, too.
func TestTheLinearizabilityCheckSeesALostUpdate(t *testing.T) {
	history := []porcupine.Operation{
		{ClientId: 0, Input: linkInput{uid: "a", op: "Set", pod: 1, seconds: -1}, Output: linkOutput{pod: executor.NoPod}, Call: 0, Return: 1},
		{ClientId: 1, Input: linkInput{uid: "a", op: "Set", pod: 2, seconds: -1}, Output: linkOutput{pod: executor.NoPod}, Call: 2, Return: 3},
	}
	require.Equal(t, porcupine.Illegal, porcupine.CheckOperationsTimeout(linkModel, history, time.Minute))
}
