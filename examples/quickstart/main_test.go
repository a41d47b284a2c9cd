package main

import (
	"strings"
	"testing"

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

func TestConnect_BadURL(t *testing.T) {
	_, err := connect("http://localhost")
	require.Error(t, err)
}
