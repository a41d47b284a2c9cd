package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

const want = `ann orders 4 nails, 6 are left
bob cannot have 9: scripts/order.lua: OUT_OF_STOCK only 6 left
nails: 6, unicorns in the shop: false
`

func TestRun(t *testing.T) {
	check := func(url string) func(*testing.T) {
		return func(t *testing.T) {
			client, err := connect(url)
			require.NoError(t, err)
			defer client.Close()
			var out strings.Builder
			require.NoError(t, run(t.Context(), client, &out))
			assert.Equal(t, want, out.String())
		}
	}
	t.Run("miniredis", check(""))
	t.Run("server", func(t *testing.T) { check(redistest.Start(t).URL())(t) })
}

// What the program prints.
func Example() {
	os.Unsetenv("REDIS_URL")
	main()
	// Output:
	// ann orders 4 nails, 6 are left
	// bob cannot have 9: scripts/order.lua: OUT_OF_STOCK only 6 left
	// nails: 6, unicorns in the shop: false
}

func TestRun_Failures(t *testing.T) {
	client, err := connect("")
	require.NoError(t, err)
	require.NoError(t, client.Set(t.Context(), "shop:{nails}:orders", "of another type", 0).Err())
	require.ErrorContains(t, run(t.Context(), client, io.Discard), "WRONGTYPE")
	require.NoError(t, client.Close())
	require.ErrorIs(t, run(t.Context(), client, io.Discard), redis.ErrClosed)
	for lines := 1; lines <= 2; lines++ {
		client, err := connect("")
		require.NoError(t, err)
		require.ErrorIs(t, run(t.Context(), client, &closer{client, lines}), redis.ErrClosed)
	}
}

// closer closes the client when so many lines are written, so that what comes next fails.
type closer struct {
	client *redis.Client
	lines  int
}

func (c *closer) Write(line []byte) (int, error) {
	if c.lines--; c.lines == 0 {
		_ = c.client.Close()
	}
	return len(line), nil
}

func TestConnect_BadURL(t *testing.T) {
	_, err := connect("http://localhost")
	require.Error(t, err)
}
