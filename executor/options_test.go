package executor_test

// This file tests what an option sets where nothing else shows it.

import (
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
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
