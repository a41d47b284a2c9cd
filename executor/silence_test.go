package executor_test

// This file is about servers that let nobody in: go-redis leaves the commands of a pipeline without an error
// then, and each looks as if it had found the empty string.

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
	"github.com/scriptbind/scriptbind/internal/redistest"
)

func TestAServerThatLetsNobodyIn(t *testing.T) {
	ctx := context.Background()
	lock := func(s *redistest.Server, password string) *redistest.Server {
		require.NoError(t, s.Client(t).ConfigSet(ctx, "requirepass", password).Err())
		return s
	}
	shut, open := lock(redistest.Start(t), "wrong"), lock(redistest.Start(t), "right")
	ring := redis.NewRing(&redis.RingOptions{
		Addrs:    map[string]string{"shut": shut.Addr(), "open": open.Addr()},
		Password: "right", HeartbeatFrequency: time.Hour, // a ring asks another shard when it knows
	})
	t.Cleanup(func() { _ = ring.Close() })
	for name, client := range map[string]redis.UniversalClient{
		"standalone": shut.Client(t, func(o *redis.Options) { o.Password = "right" }),
		"ring":       ring,
	} {
		for kind, opts := range map[string][]executor.Option{"": nil, ", with a cache": {executor.WithLinkCache(10, time.Second)}} {
			t.Run(name+kind, func(t *testing.T) {
				e := executor.NewStatefulExecutor(client, nil, opts...)
				names := []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"} // on both shards
				states, err := e.GetWorkloadState(ctx, "ns", names)
				require.ErrorIs(t, err, executor.ErrUnavailable)
				require.Empty(t, states)
				_, err = e.BatchGetLinkedPod(ctx, "ns", names, "chat")
				require.ErrorIs(t, err, executor.ErrUnavailable)
				refused := 0
				for _, uid := range names {
					if _, err := e.GetLinkedPod(ctx, "ns", uid, "chat"); err != nil {
						refused++
						require.ErrorIs(t, err, executor.ErrUnavailable)
					}
				}
				require.NotZero(t, refused)
			})
		}
	}
}
