package contract

import (
	"context"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// The rule of readonly: and the #! line is the server's.
func TestServer_ReadOnly(t *testing.T) {
	client := redistest.Start(t).Client(t)
	const yaml = "--[[ yaml\ndoc: x\nreturns: none\nreadonly: true\n--]]\nreturn 1\n"
	for _, shebang := range []string{"", "#!lua\n", "#!lua flags=no-writes\n", "#!lua flags=allow-stale\n", "#!lua flags=allow-stale,no-writes\n"} {
		_, found := resolve(map[string]string{"a.lua": shebang + yaml})
		err := client.EvalRO(context.Background(), shebang+yaml, nil).Err()
		assert.Equal(t, err != nil, len(found) > 0, "%q: %v", shebang, err)
	}
}

// Keys of patterns that are said to share a slot do, by the server's own reckoning.
func TestServer_SameSlot(t *testing.T) {
	client := redistest.Start(t, "--cluster-enabled", "yes").Client(t)
	slot := func(t require.TestingT, key string) int64 {
		n, err := client.ClusterKeySlot(context.Background(), key).Result()
		require.NoError(t, err)
		return n
	}
	ends := []string{":x", "}", "}:y", "{", "}{z}", ":<more>", "}<more>"}
	rapid.Check(t, func(t *rapid.T) {
		base := anyPattern().Draw(t, "base").Text
		p, found := parsePattern(base + rapid.SampledFrom(ends).Draw(t, "end of p"))
		q, more := parsePattern(base + rapid.SampledFrom(ends).Draw(t, "end of q"))
		if len(found) > 0 || len(more) > 0 || !SameSlot(p, q) {
			return
		}
		values := map[string]string{}
		for _, part := range slices.Concat(p.Placeholders(), q.Placeholders()) {
			if values[part.Name] == "" || part.check(values[part.Name]) != nil {
				values[part.Name] = anyValue(t, part)
			}
		}
		a, errA := p.Key(valuesOf(p, values)...)
		b, errB := q.Key(valuesOf(q, values)...)
		if errA == nil && errB == nil {
			assert.Equal(t, slot(t, a), slot(t, b), "%s and %s: %q, %q", p.Text, q.Text, a, b)
		}
	})
}

// The tests' own reading of hash tags is the server's.
func TestServer_HashTag(t *testing.T) {
	client := redistest.Start(t, "--cluster-enabled", "yes").Client(t)
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.StringMatching(`[ab{}]{1,8}`).Draw(t, "key")
		tag := hashTag(key)
		slots := make([]int64, 2)
		for i, k := range []string{key, tag} {
			n, err := client.ClusterKeySlot(context.Background(), k).Result()
			require.NoError(t, err)
			slots[i] = n
		}
		if hashTag(tag) == tag { // the tag alone has none of its own
			assert.Equal(t, slots[0], slots[1], "%q has the tag %q", key, tag)
		}
	})
}
