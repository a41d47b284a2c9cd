package example

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

func yaml(t *testing.T, text string) header.Value {
	t.Helper()
	var l diag.List
	v := header.ParseYAML(source.NewFile("x", text), "x", "the value", &l)
	require.Empty(t, l.Sorted(), text)
	return v
}

// A reply is compared with what an example says by meaning, since it has no types and another shape
// in each protocol.
func TestEqual(t *testing.T) {
	for _, test := range []struct {
		want      string
		got       any // as go-redis returns it
		unordered bool
		equal     bool
	}{
		{`5`, int64(5), false, true},
		{`5`, "5", false, true},
		{`"5"`, int64(5), false, true},
		{`"5"`, "5.0", false, false},
		{`5`, "5.0", false, true},
		{`1.50`, 1.5, false, true},
		{`9007199254740993`, "9007199254740992", false, false},
		{`9007199254740993`, "9007199254740993", false, true},
		{`0.1`, "0.10000000000000002", false, false},
		{`5`, "five", false, false},
		{`x`, "x", false, true},
		{`x`, "X", false, false},
		{`""`, "", false, true},
		{`null`, nil, false, true},
		{`null`, "", false, false},
		{`""`, nil, false, false},
		{`true`, int64(1), false, true},
		{`true`, true, false, true},
		{`false`, int64(0), false, true},
		{`false`, "no", false, false},
		{`1`, true, false, true},
		{`[a, b]`, []any{"a", "b"}, false, true},
		{`[a, b]`, []any{"b", "a"}, false, false},
		{`[a, b]`, []any{"b", "a"}, true, true},
		{`[a, a]`, []any{"a", "b"}, true, false},
		{`[a]`, []any{"a", "b"}, true, false},
		{`[a, null]`, []any{"a", nil}, false, true},
		{`[[a, 1]]`, []any{[]any{"a", 1.0}}, false, true},
		{`{a: 1, b: 2}`, []any{"b", "2", "a", "1"}, false, true},
		{`{a: 1, b: 2}`, map[any]any{"b": "2", "a": "1"}, false, true},
		{`{a: 1}`, map[any]any{"b": "2", "a": "1"}, false, false},
		{`{a: 1}`, []any{"a", "1", "b"}, false, false},
		{`[a, 1, b, 2]`, map[any]any{"b": "2", "a": "1"}, false, true},
		{`[a, 1, b]`, map[any]any{"b": "2", "a": "1"}, false, false},
		{`{}`, []any{}, false, true},
		{`[]`, []any{}, false, true},
		{`[]`, nil, false, false},
		{`a`, []any{"a"}, false, false},
	} {
		got := replyValue(test.got)
		assert.Equal(t, test.equal, equal(yaml(t, test.want), got, test.unordered), "%s and %s", test.want, got)
	}
}
