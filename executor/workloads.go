package executor

import "context"

// This file holds the state of a service as a whole, for one service and for several.

// SetWorkloadState implements [StatefulExecutor].
func (e *StatefulExecutorImpl) SetWorkloadState(ctx context.Context, namespace, serviceName, state string) error {
	op := e.begin("SetWorkloadState", namespace, serviceName)
	key, err := workloadKey(namespace, serviceName)
	if err != nil {
		return op.end(err)
	}
	return op.end(e.write(ctx, "set", key, state))
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
