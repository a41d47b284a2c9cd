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
// GetLinkedPod goes with the others, unless the client has client-side caching, which serves it then, or
// WithLinkCache: what that does not hold is read in a transaction of its own.
//
// Where the client's options hold no AutoPipelineOptions, the executor's are
//
//	redis.AutoPipelineOptions{Unordered: true, MaxConcurrentBatches: 8, MaxBatchSize: 24}
//
// While one pipeline is under way, the next is; callers that wait for their answers need no order among
// each other. A client has one AutoPipeline: the program's own calls of client.AutoPipeline share it, and
// whoever calls first decides its options.
//
// A client that cannot do it (redis.Ring, or a closed one) keeps working without, and a warning is
// logged.
func WithAutoPipeline() Option {
	return func(e *StatefulExecutorImpl) {
		pipeline, err := e.client.AutoPipelineWithOptions(autoPipelineOptions(e.client))
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

// autoPipelineOptions returns nil, which stands for the client's own options, or the executor's.
func autoPipelineOptions(client redis.UniversalClient) *redis.AutoPipelineOptions {
	var own *redis.AutoPipelineOptions
	switch c := client.(type) {
	case *redis.Client:
		own = c.Options().AutoPipelineOptions
	case *redis.ClusterClient:
		own = c.Options().AutoPipelineOptions
	}
	if own != nil {
		return nil
	}
	return &redis.AutoPipelineOptions{Unordered: true, MaxConcurrentBatches: 8, MaxBatchSize: 24}
}

// clusterPipeline is a cluster's AutoPipeline by which luascript can make the client look for a new
// master where one does not answer.
type clusterPipeline struct {
	*redis.AutoPipeliner
	reloader
}
