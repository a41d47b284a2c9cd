package executor_test

// This file tests what an option sets where nothing else shows it.

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

// The executor's settings of AutoPipeline are for callers that wait; those of the client go before.
func TestAutoPipelineOptions(t *testing.T) {
	own := &redis.AutoPipelineOptions{MaxBatchSize: 7, MaxConcurrentBatches: 1}
	for name, client := range map[string]func(*redis.AutoPipelineOptions) redis.UniversalClient{
		"standalone": func(o *redis.AutoPipelineOptions) redis.UniversalClient {
			return redis.NewClient(&redis.Options{AutoPipelineOptions: o})
		},
		"cluster": func(o *redis.AutoPipelineOptions) redis.UniversalClient {
			return redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{"localhost:1"}, AutoPipelineOptions: o})
		},
	} {
		t.Run(name, func(t *testing.T) {
			config := autoPipelineConfig(t, client(nil))
			require.True(t, config.Unordered)
			require.Equal(t, 8, config.MaxConcurrentBatches)
			require.Equal(t, 24, config.MaxBatchSize)

			config = autoPipelineConfig(t, client(own))
			require.False(t, config.Unordered)
			require.Equal(t, 1, config.MaxConcurrentBatches)
			require.Equal(t, 7, config.MaxBatchSize)
		})
	}
}

// autoPipelineConfig returns the settings of the AutoPipeline that an executor has opened.
func autoPipelineConfig(t *testing.T, client redis.UniversalClient) redis.AutoPipelineOptions {
	t.Cleanup(func() { _ = client.Close() })
	executor.NewStatefulExecutor(client, nil, executor.WithAutoPipeline())
	pipeline, err := client.AutoPipeline() // the client has one, and that is the executor's
	require.NoError(t, err)
	return pipeline.Config()
}

// Where the client has client-side caching, GetLinkedPod profits from it, with AutoPipeline, too: the
// server sees one GET, and says when another client has changed the link.
func TestClientSideCaching(t *testing.T) {
	for name, opts := range map[string][]executor.Option{
		"alone":             nil,
		"with AutoPipeline": {executor.WithAutoPipeline()},
	} {
		t.Run(name, func(t *testing.T) {
			server := redistest.Start(t)
			caching := server.Client(t, func(o *redis.Options) { o.ClientSideCacheConfig = &redis.ClientSideCacheConfig{} })
			reader := (&backend{client: caching}).directory(t, opts...)
			writer := (&backend{client: server.Client(t)}).directory(t)
			link := func(pod int) {
				_, err := writer.SetLinkedPod(writer.ctx, writer.namespace, "u", "chat", pod, executor.Persistent)
				require.NoError(t, err)
			}
			linked := func() int {
				pod, err := reader.GetLinkedPod(reader.ctx, writer.namespace, "u", "chat")
				require.NoError(t, err)
				return pod
			}

			link(3)
			require.Equal(t, 3, linked())
			require.NoError(t, writer.backend.client.ConfigResetStat(writer.ctx).Err())
			for range 100 {
				require.Equal(t, 3, linked())
			}
			statistics, err := writer.backend.client.Info(writer.ctx, "commandstats").Result()
			require.NoError(t, err)
			require.NotContains(t, statistics, "cmdstat_get:")

			link(4)
			require.Eventually(t, func() bool { return linked() == 4 }, 10*time.Second, time.Millisecond)
		})
	}
}
