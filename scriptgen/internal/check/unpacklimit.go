package check

// This file reports unpack of lists that have no bound.

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
)

var unpackLimit = &Check{
	Name:     "unpack-limit",
	Doc:      "a list that has no bound, given to unpack",
	Severity: diag.Advice,
	Why: `
Lua's stack holds about 8000 values: unpack of a longer list ends the script with "too many results to
unpack". A list of arguments, or the whole of a set or list in Redis, grows until it happens, in
production. Take the list in pieces.`,
	Bad: `local members = redis.call('SMEMBERS', KEYS[1])
if #members > 0 then
  redis.call('DEL', unpack(members))
end`,
	Message: `unpack fails beyond 8000 values, and members has no bound`,
	Good: `local members = redis.call('SMEMBERS', KEYS[1])
for i = 1, #members, 1000 do
  redis.call('DEL', unpack(members, i, math.min(i + 999, #members)))
end`,
	Run: runUnpackLimit,
}

func runUnpackLimit(p *Pass) {
	for _, c := range p.Flow.Builtins {
		if c.Name != "unpack" || len(c.Args) == 0 || len(c.Args) > 2 || len(c.Node.Args) == 0 {
			continue
		}
		if !c.Args[0].All(func(a flow.Atom) bool { return endless(p, c, a) }) {
			continue
		}
		list := p.Text(c.Node.Args[0])
		p.Report(c.Node, "take it in pieces: unpack("+list+", i, j) with j at most i + 999", "unpack fails beyond 8000 values, and %s has no bound", list)
	}
}

// endless reports whether a table certainly has no bound: the reply of a command with any number of
// elements, or arguments that the header declares as a list.
func endless(p *Pass, c *flow.BuiltinCall, a flow.Atom) bool {
	if a.Kind != flow.TableKind || a.Table == nil {
		return false
	}
	switch a.Table.Args {
	case flow.FromKey:
		return p.Contract != nil && keysInput(p.Contract).Rest
	case flow.FromArg:
		return p.Contract != nil && argsInput(p.Contract).Rest
	}
	s := c.Shape(a)
	return a.From.Kind == flow.FromReply && s != nil && s.Endless && !boundedReply(p, a)
}

// boundedReply reports whether the call limits its reply: by a count, or by a range whose ends are
// numbers.
func boundedReply(p *Pass, a flow.Atom) bool {
	for _, c := range p.Flow.Calls {
		if c.Node != a.From.Call {
			continue
		}
		if c.Open {
			return true
		}
		switch c.Name {
		case "SMEMBERS", "HKEYS", "HVALS", "HGETALL", "KEYS", "SUNION", "SDIFF", "SINTER":
			return false
		case "LRANGE", "ZRANGE", "ZREVRANGE":
			if len(c.Words) < 4 {
				return true
			}
			last, ok := c.Words[3].Literal()
			return !ok || last != "-1"
		case "ZRANGEBYSCORE", "ZREVRANGEBYSCORE", "XRANGE", "XREVRANGE":
			return len(c.Words) > 5 // LIMIT, COUNT
		}
	}
	return true
}
