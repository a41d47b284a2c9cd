package check

// This file reports numbers used as conditions.

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

var truthiness = &Check{
	Name: "truthiness",
	Doc:  "a number used as a condition: 0 is true in Lua",
	Why: `
Only nil and false are false in Lua. A command that replies with an integer (EXISTS, SISMEMBER, HSETNX,
LLEN) gives a number, and 0 is as true as 1; an empty array is true too. Such a condition always holds.`,
	Bad: `if redis.call('EXISTS', KEYS[1]) then
  return redis.call('INCR', KEYS[1])
end
return 0`,
	Message: `redis.call('EXISTS', KEYS[1]) is a number, which is always true: 0 is true in Lua`,
	Good: `if redis.call('EXISTS', KEYS[1]) == 1 then
  return redis.call('INCR', KEYS[1])
end
return 0`,
	Run: runTruthiness,
}

func runTruthiness(p *Pass) {
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		switch n := n.(type) {
		case *lua.If:
			for _, c := range n.Clauses {
				reportTruth(p, c.Cond)
			}
		case *lua.While:
			reportTruth(p, n.Cond)
		case *lua.Repeat:
			reportTruth(p, n.Cond)
		case *lua.Unary:
			if n.Op == lua.Not {
				reportTruth(p, n.X)
			}
		case *lua.Binary:
			if n.Op == lua.And {
				reportTruth(p, n.X)
			}
		}
		return true
	})
}

// reportTruth reports a condition that always holds, or the parts of it that do. What stands under
// not, or to the left of and, is a condition of its own.
func reportTruth(p *Pass, cond lua.Expr) {
	cond = lua.Unparen(cond)
	if b, ok := cond.(*lua.Binary); ok {
		switch b.Op {
		case lua.Or:
			reportTruth(p, b.X)
			reportTruth(p, b.Y)
		case lua.And:
			reportTruth(p, b.Y)
		}
		return
	}
	if cond == nil || isParam(cond) {
		return
	}
	v := p.Flow.Value(cond)
	whole := func(a flow.Atom) bool { return a.From.Kind == flow.FromReply && !a.From.Item }
	switch {
	case v.All(func(a flow.Atom) bool { return a.IsNumber() && whole(a) }):
		p.Report(cond, "compare it: "+p.Text(cond)+" == 1, or > 0", "%s is a number, which is always true: 0 is true in Lua", p.Text(cond))
	case v.All(func(a flow.Atom) bool { return a.IsList() && whole(a) }):
		p.Report(cond, "ask for its length: #"+p.Text(cond)+" > 0", "%s is an array, which is always true, even when it is empty", p.Text(cond))
	}
}

// isParam reports whether an expression is a parameter of a function: what its callers in one script
// give it is not all that it is written for.
func isParam(e lua.Expr) bool {
	n, ok := lua.Unparen(e).(*lua.Name)
	return ok && n.Local != nil && n.Local.Param
}
