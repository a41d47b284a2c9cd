package check

// This file reports keys and arguments that the script never reads.

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

var keyUnused = &Check{
	Name: "key-unused",
	Doc:  "a declared key that the script never reads",
	Why: `
Every caller has to give the key, and the script does not look at it. Mostly it was forgotten in the
header when the script changed, or the script reads another one in its place.`,
	Bad: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:{<page>}
  log: visits:{<page>}:log
returns: int
--]]
return redis.call('INCR', KEYS[1])`,
	Message: `key log (KEYS[2]) is never read`,
	Good: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:{<page>}
returns: int
--]]
return redis.call('INCR', KEYS[1])`,
	Run: func(p *Pass) {
		if p.Contract == nil {
			return
		}
		for _, k := range p.Contract.Keys {
			reportUnused(p, flow.FromKey, k.Name, k.Index, k.Variadic(), k.Span)
		}
	},
}

var argUnused = &Check{
	Name: "arg-unused",
	Doc:  "a declared argument that the script never reads",
	Why: `
Every caller has to give the argument, and the script does not look at it. Mostly it was forgotten in
the header when the script changed, or the script reads another one in its place.`,
	Bad: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:<page>
args:
  by: int
  ttl: seconds
returns: int
--]]
return redis.call('INCRBY', KEYS[1], ARGV[1])`,
	Message: `argument ttl (ARGV[2]) is never read`,
	Good: `--[[ yaml
doc: Counts a visit.
keys:
  visits: visits:<page>
args:
  by: int
returns: int
--]]
return redis.call('INCRBY', KEYS[1], ARGV[1])`,
	Run: func(p *Pass) {
		if p.Contract == nil {
			return
		}
		for _, a := range p.Contract.Args {
			reportUnused(p, flow.FromArg, a.Name, a.Index, a.Variadic(), a.Span)
		}
	},
}

func reportUnused(p *Pass, of flow.OriginKind, name string, index int, variadic bool, at source.Span) {
	if len(p.Flow.Returns) == 0 && len(p.Flow.Errors) == 0 || computesCode(p.Chunk) {
		return // nothing is known of what the script does
	}
	for _, read := range p.Flow.Reads {
		if read.Of == of && mayRead(read, index, variadic) {
			return
		}
	}
	what := "key"
	if of == flow.FromArg {
		what = "argument"
	}
	element := input{of: of, index: index}.String()
	p.ReportAt(at, "read "+element+", or remove it from the header", "%s %s (%s) is never read", what, name, element)
}

// mayRead reports whether a read may be one of the element, or of one from it on.
func mayRead(r *flow.Read, index int, variadic bool) bool {
	i := r.Index
	switch n, exact := i.Exact(); {
	case exact:
		return n == index || variadic && n > index
	case i.Step > 0:
		return variadic || index >= i.Lo && (index-i.Lo)%i.Step == 0
	}
	return variadic || r.From <= index
}

// computesCode reports whether the script runs text as a program, which may read anything.
func computesCode(chunk *lua.Chunk) bool {
	for _, g := range chunk.Globals {
		switch g.Name {
		case "loadstring", "load", "_G", "getfenv":
			return true
		}
	}
	return false
}
