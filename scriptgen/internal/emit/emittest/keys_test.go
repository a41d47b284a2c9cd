package emittest

import (
	"math"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	keys "github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/keys/want"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// The scripts of testdata/keys answer with KEYS.
func TestKeys(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts, ctx := keys.New(client), t.Context()
		tests := map[string]struct {
			call func() ([]string, error)
			want []string
		}{
			"fixed": {
				func() ([]string, error) { return scripts.Fixed(ctx) },
				[]string{"app:counter"},
			},
			"whole": {
				func() ([]string, error) { return scripts.Whole(ctx, "a:{b}:c") },
				[]string{"a:{b}:c"},
			},
			"typed, and shared with an argument": {
				func() ([]string, error) {
					return scripts.Typed(ctx, keys.TypedParams{Region: keys.TypedRegionEu, Shard: -3, From: math.MinInt64, To: math.MaxUint64})
				},
				[]string{"s:{eu}:-3", "r:{eu}:-9223372036854775808-18446744073709551615", "a<{eu}", "-3"},
			},
			"variadic": {
				func() ([]string, error) {
					return scripts.Variadic(ctx, keys.VariadicParams{Queue: "mail", ID: []string{"1", "2"}})
				},
				[]string{"q:{mail}", "q:{mail}:t:1", "q:{mail}:t:2"},
			},
			"only variadic": {
				func() ([]string, error) { return scripts.OnlyIDs(ctx, []string{"a", "b"}) },
				[]string{"sess:a", "sess:b"},
			},
			"one placeholder at two places": {
				func() ([]string, error) { return scripts.Shared(ctx, keys.SharedParams{Queue: "mail", ID: "7"}) },
				[]string{"q:{mail}", "tasks:{mail}:7:7"},
			},
		}
		for name, test := range tests {
			got, err := test.call()
			require.NoError(t, err, name)
			assert.Equal(t, test.want, got, name)
		}

		several, err := scripts.Several(ctx, keys.SeveralParams{Number: []int{1, 2}, Note: "n", Tags: []string{"a", "b"}})
		require.NoError(t, err)
		assert.Equal(t, keys.SeveralResult{Keys: []string{"items:{all}:1", "items:{all}:2"}, Args: []string{"n", "a", "b"}}, several)
	})
}

// A value that would make a key that can be read in two ways, or move its hash tag, never gets to the
// server.
func TestKeys_Refused(t *testing.T) {
	nowhere := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1"})
	defer nowhere.Close()
	scripts, ctx := keys.New(nowhere), t.Context()
	tests := []struct {
		name, script, param, value string
		call                       func() ([]string, error)
	}{
		{"empty", "Whole", "target", "", func() ([]string, error) { return scripts.Whole(ctx, "") }},
		{"ends the hash tag", "Variadic", "queue", "a}b", func() ([]string, error) {
			return scripts.Variadic(ctx, keys.VariadicParams{Queue: "a}b", ID: []string{"1"}})
		}},
		{"one of several", "Variadic", "id", "", func() ([]string, error) {
			return scripts.Variadic(ctx, keys.VariadicParams{Queue: "a", ID: []string{"1", ""}})
		}},
		{"begins a hash tag", "OnlyIDs", "sid", "a{b", func() ([]string, error) { return scripts.OnlyIDs(ctx, []string{"a{b"}) }},
		{"holds what follows", "Shared", "id", "a:b", func() ([]string, error) {
			return scripts.Shared(ctx, keys.SharedParams{Queue: "q", ID: "a:b"})
		}},
		{"no value of the enum", "Typed", "region", "mars", func() ([]string, error) {
			return scripts.Typed(ctx, keys.TypedParams{Region: "mars"})
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := test.call()
			var refused *luascript.KeyError
			require.ErrorAs(t, err, &refused)
			assert.Equal(t, test.script, refused.Script)
			assert.Equal(t, test.param, refused.Param)
			assert.Equal(t, test.value, refused.Value)
		})
	}
}

// Making a key costs the key and nothing else.
func TestKeys_Allocations(t *testing.T) {
	allocations := testing.AllocsPerRun(100, func() {
		_, _ = keys.ShardKey(keys.TypedRegionUs, 7)
		_, _ = keys.QueueKey("mail")
	})
	assert.LessOrEqual(t, allocations, 2.0)
}
