package executor

// This file holds the operations on the states of the pods of a service.

import (
	"context"

	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// SetServiceState implements [StatefulExecutor].
func (e *StatefulExecutorImpl) SetServiceState(ctx context.Context, namespace, serviceName string, podID int, state string) error {
	op := e.begin("SetServiceState", namespace, serviceName)
	if err := checkPod(podID); err != nil {
		return op.end(err)
	}
	c := hsetCommand.NewCall(1, 2)
	c.Key(gen.StatesKey(namespace, serviceName))
	c.Int(podID)
	c.String(state)
	return op.end(luascript.None(luascript.Run(ctx, e.commands, c)))
}

// GetServiceState implements [StatefulExecutor].
func (e *StatefulExecutorImpl) GetServiceState(ctx context.Context, namespace, serviceName string) (map[int]string, error) {
	op := e.begin("GetServiceState", namespace, serviceName)
	stored, err := e.scripts.StatefulGetService(ctx, gen.StatefulGetServiceParams{Namespace: namespace, Service: serviceName})
	if err != nil {
		return nil, op.end(err)
	}
	states := make(map[int]string, len(stored))
	corrupt := 0
	for name, state := range stored {
		pod, err := parsePod(name)
		if err != nil {
			corrupt++
			continue
		}
		states[pod] = state
	}
	return states, op.end(corruptError(corrupt, "pods"))
}

// GetServicePod implements [StatefulExecutor].
func (e *StatefulExecutorImpl) GetServicePod(ctx context.Context, namespace, serviceName string, podID int) (string, bool, error) {
	op := e.begin("GetServicePod", namespace, serviceName)
	if err := checkPod(podID); err != nil {
		return "", false, op.end(err)
	}
	state, ok, err := e.scripts.StatefulGetServicePod(ctx, gen.StatefulGetServicePodParams{
		Namespace: namespace, Service: serviceName, Pod: podID,
	})
	return state, ok, op.end(err)
}

// SwapServiceState implements [StatefulExecutor].
func (e *StatefulExecutorImpl) SwapServiceState(ctx context.Context, namespace, serviceName string, podID int, state string) (previous string, existed bool, err error) {
	op := e.begin("SwapServiceState", namespace, serviceName)
	if err := checkPod(podID); err != nil {
		return "", false, op.end(err)
	}
	previous, existed, err = e.scripts.StatefulSetState(ctx, gen.StatefulSetStateParams{
		Namespace: namespace, Service: serviceName, Pod: podID, State: state,
	})
	return previous, existed, op.end(err)
}
