package redisenv

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCrashesOnRaise(t *testing.T) {
	assert.True(t, Server{}.CrashesOnRaise(), "the default is Redis 7.0")
	for text, want := range map[string]bool{
		"redis:7.0": true, "redis:7.0.15": true, "redis:7.2": true, "redis:7.2.10": true, "redis:7.2.11": false,
		"redis:7.4": true, "redis:7.4.5": true, "redis:7.4.6": false, "redis:8.0": true, "redis:8.0.3": true, "redis:8.0.4": false,
		"redis:8.2": false, "redis:8.6.2": false, "redis:8.10": false,
		"valkey:7.2": true, "valkey:7.2.11": false, "valkey:8.0.1": true, "valkey:8.0.6": false,
		"valkey:8.1": true, "valkey:8.1.4": false, "valkey:8.1.7": false, "valkey:9.0": false, "valkey:9.1": false,
	} {
		s, err := ParseServer(text)
		require.NoError(t, err)
		assert.Equal(t, want, s.CrashesOnRaise(), text)
	}
}
