package redisenv

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseServer(t *testing.T) {
	for text, want := range map[string]Server{
		"redis:7.0":    {Redis, 0x070000},
		"redis:7.0.15": {Redis, 0x07000f},
		"redis:8.10":   {Redis, 0x080a00},
		"valkey:8.1":   {Valkey, 0x080100},
	} {
		s, err := ParseServer(text)
		require.NoError(t, err)
		assert.Equal(t, want, s)
		assert.Equal(t, text, s.String(), "a server prints as it is given")
	}
	for _, text := range []string{"", "redis", "redis:", "redis:7", "redis:6.2", "redis:7.1", "redis:7.0.0.0", "valkey:7.0", "redis:7.x", "Redis:7.0", "redis:7.999", "dragonfly:1.0"} {
		_, err := ParseServer(text)
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), "known are redis:7.0, redis:7.2")
		assert.Contains(t, err.Error(), "valkey:9.1")
	}
	assert.Equal(t, "redis:7.0", Server{}.String(), "the zero Server is the default")
}

func TestSince(t *testing.T) {
	zrank := Since{Redis: 0x070200, Valkey: 0x070200}
	assert.False(t, zrank.Has(Server{Redis, 0x07000f}))
	assert.True(t, zrank.Has(Server{Redis, 0x070200}))
	assert.True(t, zrank.Has(Server{Valkey, 0x080100}))
	assert.Equal(t, "Redis 7.2 and Valkey 7.2", zrank.String())
	onlyValkey := Since{Valkey: 0x090000}
	assert.False(t, onlyValkey.Has(Server{Redis, 0x080a00}))
	assert.Equal(t, "Valkey 9.0", onlyValkey.String())
}
