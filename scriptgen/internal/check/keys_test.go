package check

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A key that a helper is given is made where it is called: the finding points there as well.
func TestFindingsPointToTheCallsOnTheWay(t *testing.T) {
	found := findings(t, map[string]string{"x.lua": `local function delete(key)
  return redis.call('DEL', key)
end
local function clean(name)
  delete('queue:' .. name)
end
delete(KEYS[1])
clean('a')`})
	require.Len(t, found, 1)
	d := found[0]
	assert.Equal(t, "x.lua:2:28", d.Span.Begin().String())
	require.Len(t, d.Related, 2)
	assert.Equal(t, "delete('queue:' .. name)", d.Related[0].Span.Text())
	assert.Equal(t, "clean('a')", d.Related[1].Span.Text())
}

// A wrong type points to where the type is declared, in whichever script that is.
func TestKeyTypePointsToTheDeclaration(t *testing.T) {
	found := findings(t, map[string]string{
		"a.lua": "--[[ yaml\ndoc: Declares.\nkeys:\n  user: {pattern: 'user:<id>', type: hash}\nreturns: none\n--]]\nredis.call('HDEL', KEYS[1], 'x')",
		"b.lua": "--[[ yaml\ndoc: Uses.\nkeys:\n  member: user:<name>\nreturns: none\n--]]\nredis.call('APPEND', KEYS[1], 'x')",
	})
	require.Len(t, found, 1)
	assert.Equal(t, "b.lua:7:22", found[0].Span.Begin().String())
	require.Len(t, found[0].Related, 1)
	assert.Equal(t, "a.lua:4:3", found[0].Related[0].Span.Begin().String())
}
