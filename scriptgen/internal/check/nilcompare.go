package check

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// This file reports replies that are compared with nil.

var nilCompare = &Check{
	Name: "nil-compare",
	Doc:  "a reply compared with nil: a missing value is false",
	Why: `
A null reply is false in Lua, not nil: redis.call('GET', key) == nil never holds, whether the key
exists or not. After redis.setresp(3) it is nil; comparing with both, x == nil or x == false, is right
everywhere, and so is not x.`,
	Bad: `local name = redis.call('GET', KEYS[1])
if name == nil then
  return 'nobody'
end
return name`,
	Message: `name == nil never holds: a missing value of GET is false`,
	Good: `local name = redis.call('GET', KEYS[1])
if not name then
  return 'nobody'
end
return name`,
	Run: runNilCompare,
}

func runNilCompare(p *Pass) {
	alternatives := falseCompares(p)
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		b, ok := n.(*lua.Binary)
		if !ok || b.Op != lua.Eq && b.Op != lua.Ne {
			return true
		}
		x := b.X
		if _, ok := lua.Unparen(b.Y).(*lua.Nil); !ok {
			if _, ok := lua.Unparen(b.X).(*lua.Nil); !ok {
				return true
			}
			x = b.Y
		}
		v := p.Flow.Value(x)
		reply := func(a flow.Atom) bool { return a.From.Kind == flow.FromReply && !a.IsNil() && a.Kind != flow.Unknown }
		if !v.All(reply) || !v.Any(flow.Atom.IsFalse) || isParam(x) || alternatives[p.Text(x)] {
			return true
		}
		verdict, hint := "never holds", "write not "+p.Text(x)
		if b.Op == lua.Ne {
			verdict, hint = "always holds", "write "+p.Text(x)+" ~= false, or just "+p.Text(x)
		}
		p.Report(b, hint, "%s %s: a missing value%s is false", p.Text(b), verdict, ofCommand(p, v))
		return true
	})
}

// ofCommand names the command whose reply a value is: " of GET", or nothing where it is not known.
func ofCommand(p *Pass, v flow.Value) string {
	name := ""
	for _, a := range v {
		if a.From.Call == nil {
			return ""
		}
		for _, c := range p.Flow.Calls {
			if c.Node != a.From.Call {
				continue
			}
			if c.Name == "" || name != "" && name != c.Name {
				return ""
			}
			name = c.Name
		}
	}
	if name == "" {
		return ""
	}
	return " of " + name
}

// falseCompares returns the texts of the expressions that are compared with false, or asked for
// their truth, in the same chain of "and" or "or" in which they are compared with nil.
func falseCompares(p *Pass) map[string]bool {
	found := map[string]bool{}
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		b, ok := n.(*lua.Binary)
		if !ok || b.Op != lua.And && b.Op != lua.Or {
			return true
		}
		for _, side := range []lua.Expr{b.X, b.Y} {
			switch e := lua.Unparen(side).(type) {
			case *lua.Binary:
				if e.Op == lua.Eq || e.Op == lua.Ne {
					if c, ok := lua.Unparen(e.Y).(*lua.Bool); ok && !c.Value {
						found[p.Text(e.X)] = true
					}
					if c, ok := lua.Unparen(e.X).(*lua.Bool); ok && !c.Value {
						found[p.Text(e.Y)] = true
					}
				}
			case *lua.Unary:
				if e.Op == lua.Not {
					found[p.Text(e.X)] = true
				}
			default:
				found[p.Text(e)] = true
			}
		}
		return true
	})
	return found
}
