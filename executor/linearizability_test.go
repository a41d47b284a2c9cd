package executor_test

// This file checks the promise that operations are linearizable for each link: goroutines work on the same
// few links, what they did and saw is recorded, and porcupine looks for an order in which one after the
// other would have seen the same. Links end in an hour or never, so that time plays no part.

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/stretchr/testify/assert"
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

// linkOps are the operations there are.
var linkOps = []string{"Set", "TrySet", "SetIfAbsent", "Get", "GetIfPersist", "Remove", "RemoveWithID"}

// linkOutput is what an operation returned; in a history it is nil where the outcome is unknown.
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
		return output == nil || out == output.(linkOutput), next
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
			h := newHistory()
			var clients sync.WaitGroup
			for client := range 16 {
				clients.Go(func() {
					r := rand.New(rand.NewPCG(1, uint64(client)))
					for range 150 {
						in := linkInput{
							uid:     []string{"a", "b", "c"}[r.IntN(3)],
							op:      linkOps[r.IntN(len(linkOps))],
							pod:     r.IntN(3),
							seconds: []int{executor.Persistent, 3600}[r.IntN(2)],
						}
						_, err := h.perform(d, client, in)
						assert.NoError(t, err, "%+v", in)
					}
				})
			}
			clients.Wait()
			requireLinearizable(t, h)
		})
	}
}

// history is what clients did to links and what they saw of them, for porcupine.
type history struct {
	start      time.Time
	mu         sync.Mutex
	operations []porcupine.Operation
}

func newHistory() *history { return &history{start: time.Now()} }

// perform runs an operation for real and records it. Where nothing has happened there is nothing to record;
// where something may have, it may at any time since.
func (h *history) perform(d *directory, client int, in linkInput) (linkOutput, error) {
	o := porcupine.Operation{ClientId: client, Input: in, Call: time.Since(h.start).Nanoseconds()}
	out, err := perform(d.ctx, d, in)
	switch {
	case errors.Is(err, executor.ErrUnavailable):
		return out, err
	case errors.Is(err, executor.ErrOutcomeUnknown):
		o.Return = math.MaxInt64
	default:
		o.Output, o.Return = out, time.Since(h.start).Nanoseconds()
	}
	h.mu.Lock()
	h.operations = append(h.operations, o)
	h.mu.Unlock()
	return out, err
}

// requireLinearizable checks link by link, so that a failure shows the operations on one link only.
func requireLinearizable(t *testing.T, h *history) {
	t.Helper()
	for _, part := range linkModel.Partition(h.operations) {
		if verdict := porcupine.CheckOperationsTimeout(linkModel, part, time.Minute); verdict != porcupine.Ok {
			for _, o := range part {
				t.Logf("%d–%d by %d: %s", o.Call, o.Return, o.ClientId, linkModel.DescribeOperation(o.Input, o.Output))
			}
			t.Fatalf("%s: no order explains these %d operations", verdict, len(part))
		}
	}
}

// A checker that finds nothing wrong with anything would pass, too.
func TestTheLinearizabilityCheckSeesALostUpdate(t *testing.T) {
	history := []porcupine.Operation{
		{ClientId: 0, Input: linkInput{uid: "a", op: "Set", pod: 1, seconds: -1}, Output: linkOutput{pod: executor.NoPod}, Call: 0, Return: 1},
		{ClientId: 1, Input: linkInput{uid: "a", op: "Set", pod: 2, seconds: -1}, Output: linkOutput{pod: executor.NoPod}, Call: 2, Return: 3},
	}
	require.Equal(t, porcupine.Illegal, porcupine.CheckOperationsTimeout(linkModel, history, time.Minute))
}
