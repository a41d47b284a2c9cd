package executor

// This file holds the options of NewStatefulExecutor.

import (
	"time"

	"github.com/go-kratos/kratos/v2/log"
	"github.com/redis/go-redis/v9"
)

// Option changes how an executor works. See the functions that return one.
type Option func(*StatefulExecutorImpl)

// WithLoadMaxAge makes ComputeLinkedPodIfAbsent pass over pods whose load was updated longer ago than
// age: a pod that died stops attracting users. Only a state that tells its time ("<load>-<unix time>")
// can be too old. An age of 0 or less, the default, sets no limit.
func WithLoadMaxAge(age time.Duration) Option {
	return func(e *StatefulExecutorImpl) { e.loadMaxAge = max(age, 0) }
}

// WithAutoPipeline sends the commands of concurrent callers in shared pipelines, through go-redis's
// AutoPipeline: more throughput with many goroutines, nothing gained with one. A call that waits for its
// pipeline returns when the server answers or the client's timeouts end it, not when its context does.
// GetLinkedPod goes with the others and past go-redis's client-side caching; [WithLinkCache] serves it.
//
// AutoPipelineOptions{Unordered: true, MaxConcurrentBatches: 8, MaxBatchSize: 24} in the client's options makes
// it faster: while one pipeline is under way, the next is. Callers that wait for their answers need no order
// among each other.
//
// A client that cannot do it (redis.Ring, or a closed one) keeps working without, and a warning is
// logged.
func WithAutoPipeline() Option {
	return func(e *StatefulExecutorImpl) {
		pipeline, err := e.client.AutoPipeline()
		if err != nil {
			e.log.write(log.LevelWarn, "msg", "stateful: working without AutoPipeline", "err", err)
			return
		}
		e.commands = pipeline
		if cluster, ok := e.client.(reloader); ok {
			e.commands = clusterPipeline{pipeline, cluster}
		}
	}
}

// clusterPipeline is a cluster's AutoPipeline by which luascript can make the client look for a new
// master where one does not answer.
type clusterPipeline struct {
	*redis.AutoPipeliner
	reloader
}
