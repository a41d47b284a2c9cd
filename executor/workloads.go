package executor

// This file holds the state of a service as a whole, for one service and for several.

import (
	"context"

	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// SetWorkloadState implements [StatefulExecutor].
func (e *StatefulExecutorImpl) SetWorkloadState(ctx context.Context, namespace, serviceName, state string) error {
	op := e.begin("SetWorkloadState", namespace, serviceName)
	c := setCommand.NewCall(1, 1)
	c.Key(workloadKey(namespace, serviceName))
	c.String(state)
	return op.end(luascript.None(luascript.Run(ctx, e.commands, c)))
}

// GetWorkloadState implements [StatefulExecutor].
func (e *StatefulExecutorImpl) GetWorkloadState(ctx context.Context, namespace string, serviceNames []string) (map[string]string, error) {
	op := e.begin("GetWorkloadState", namespace, "")
	if _, err := workloadKey(namespace, "any"); err != nil { // where there are no names to check
		return nil, op.end(err)
	}
	stored, corrupt, err := e.readEach(ctx, serviceNames, func(service string) (string, error) {
		return workloadKey(namespace, service)
	})
	if err != nil {
		return nil, op.end(err)
	}
	states := make(map[string]string, len(stored))
	for _, s := range stored {
		states[s.name] = s.value
	}
	return states, op.end(corruptError(corrupt, "workload states"))
}
