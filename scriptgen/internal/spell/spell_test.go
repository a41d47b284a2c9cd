package spell

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNearest(t *testing.T) {
	fields := []string{"doc", "name", "keys", "args", "returns", "touches", "readonly"}
	for _, test := range []struct{ name, want string }{
		{"key", "keys"},
		{"Keys", "keys"},
		{"retrun", "returns"},
		{"agrs", "args"}, // a swap is one slip
		{"read-only", "readonly"},
		{"dco", "doc"},
		{"pattern", ""},
		{"x", ""},
		{"", ""},
	} {
		assert.Equal(t, test.want, Nearest(test.name, fields), "nearest to %q", test.name)
	}
}

func TestHint(t *testing.T) {
	assert.Equal(t, "did you mean keys?", Hint("key", []string{"doc", "keys"}, "known are doc, keys"))
	assert.Equal(t, "known are doc, keys", Hint("pattern", []string{"doc", "keys"}, "known are doc, keys"))
}

func TestNearestPrefersTheFirstOfEquals(t *testing.T) {
	assert.Equal(t, "int", Nearest("ints", []string{"int", "inte"}))
	assert.Equal(t, "ab", Nearest("ax", []string{"ab", "ac"}))
}
