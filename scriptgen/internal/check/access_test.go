package check

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// Access tells readers from writers, also where a key goes through a variable, a function or a
// pattern under touches.
func TestAccess(t *testing.T) {
	f := source.NewFile("x.lua", `--[[ yaml
doc: Moves things about.
keys:
  from: m:{<id>}:from
  to: m:{<id>}:to
  both: m:{<id>}:both
  dark: m:{<id>}:dark
  more: m:{<id>}:<item...>
touches:
  log: m:{<id>}:log:<n>
returns: none
--]]
local rcall, to = redis.call, KEYS[2]
local function put(key, value)
  rcall('SET', key, value)
end
put(to, rcall('GET', KEYS[1]))
rcall('INCR', KEYS[3])
rcall(ARGV[1], KEYS[4])
for i = 5, #KEYS do
  rcall('DEL', KEYS[i])
end
`)
	var l diag.List
	h := header.Parse(f, &l)
	set := contract.Resolve([]contract.Input{{Header: h, Program: source.NewProgram(f, h.End)}}, &l)
	require.Empty(t, l.Sorted())
	s := set.Scripts[0]
	access := Access(&Script{Program: s.Program, Contract: s}, Options{})

	const both = redisenv.Reads | redisenv.Writes
	got := map[string]redisenv.Access{}
	for k, a := range access {
		got[k.Name] = a & both
	}
	assert.Equal(t, map[string]redisenv.Access{
		"from": redisenv.Reads, "to": redisenv.Writes, "both": both, "more": redisenv.Writes,
	}, got)

	assert.Empty(t, Access(&Script{Program: s.Program}, Options{}), "without a header there are no keys")
}
