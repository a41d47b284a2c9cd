// Package emittest calls the wrappers that are generated for the cases of package emit, on miniredis
// and on a real server under both protocols: what goes over the wire for each type of argument, and
// which Go value comes back for each type of reply.
package emittest

import (
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// onServers runs a test on each kind of server.
func onServers(t *testing.T, test func(t *testing.T, client *redis.Client)) {
	t.Run("miniredis", func(t *testing.T) {
		client := redis.NewClient(&redis.Options{Addr: miniredis.RunT(t).Addr()})
		t.Cleanup(func() { _ = client.Close() })
		test(t, client)
	})
	t.Run("server", func(t *testing.T) { onServer(t, test) })
}

// onServer runs a test on a real server, under both protocols: for what miniredis cannot do.
func onServer(t *testing.T, test func(t *testing.T, client *redis.Client)) {
	server := redistest.Start(t)
	for name, protocol := range map[string]int{"RESP2": 2, "RESP3": 3} {
		t.Run(name, func(t *testing.T) {
			test(t, server.Client(t, func(o *redis.Options) { o.Protocol = protocol }))
		})
	}
}

// p returns a pointer to an optional value.
func p[T any](v T) *T { return &v }
