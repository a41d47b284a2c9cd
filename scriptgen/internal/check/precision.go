package check

// This file reports integers that lose digits as Lua numbers.

import (
	"math/big"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

var precision = &Check{
	Name:     "precision",
	Doc:      "a large integer that loses digits as a Lua number",
	Severity: diag.Advice,
	Why: `
Lua's numbers are floats: above 2^53 (about 9.0e15) not every integer exists, and tonumber gives the
nearest that does. Identifiers, and anything declared int64 or uint64 because it needs the range,
should stay strings; Redis does arithmetic on them itself (INCRBY, HINCRBY). Joining a number into text
with .. or tostring already writes 1e+14 from 10^14 on; string.format('%.0f', n) does not.`,
	Bad: `--[[ yaml
doc: Remembers the last event.
keys:
  last: last:<user>
args:
  id: uint64
returns: none
--]]
local id = tonumber(ARGV[1])
redis.call('SET', KEYS[1], id)`,
	Message: `tonumber(ARGV[1]) loses digits above 2^53: id is declared uint64`,
	Good: `--[[ yaml
doc: Remembers the last event.
keys:
  last: last:<user>
args:
  id: uint64
returns: none
--]]
redis.call('SET', KEYS[1], ARGV[1])`,
	Run: runPrecision,
}

func runPrecision(p *Pass) {
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		if n, ok := n.(*lua.Number); ok && n.Value >= 1<<53 && losesDigits(p.Text(n)) {
			p.Report(n, "write it as a string: '"+p.Text(n)+"'", "%s is above 2^53 and loses digits as a Lua number", p.Text(n))
		}
		return true
	})
	if p.Contract == nil {
		return
	}
	for _, c := range p.Flow.Builtins {
		if c.Name != "tonumber" || len(c.Args) != 1 {
			continue
		}
		of, i, ok := inputOf(c.Args[0])
		if !ok || of != flow.FromArg {
			continue
		}
		t := elementType(p.Contract, i)
		if t == nil || t.Kind != contract.Int64 && t.Kind != contract.Uint64 {
			continue
		}
		p.Report(c.Node, "keep it a string, or declare it int if it stays below 2^53",
			"%s loses digits above 2^53: %s is declared %s", p.Text(c.Node), argName(p.Contract, i), t.Text)
	}
}

func argName(s *contract.Script, i int) string {
	return s.Args[min(i, len(s.Args))-1].Name
}

// losesDigits reports whether an integer's text is not what its value prints as.
func losesDigits(text string) bool {
	n, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return false
	}
	_, accuracy := new(big.Float).SetInt(n).Float64()
	return accuracy != big.Exact
}
