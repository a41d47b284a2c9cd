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
	idiom := alsoFalse(p)
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
		if !v.All(reply) || !v.Any(flow.Atom.IsFalse) || isParam(x) || idiom[b] {
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

// alsoFalse returns the comparisons that stand in a chain of "and" or "or" beside a question for the
// same expression being false: x == nil or x == false, and not x or x == nil.
func alsoFalse(p *Pass) map[lua.Expr]bool {
	found := map[lua.Expr]bool{}
	within := map[lua.Expr]bool{} // links of a chain that has been looked at
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		b, ok := n.(*lua.Binary)
		if !ok || !isLink(b) || within[b] {
			return true
		}
		var chain []lua.Expr
		asked := map[string]bool{}
		lua.Walk(b, func(n lua.Node) bool {
			e, ok := n.(lua.Expr)
			if !ok || isParen(e) {
				return ok
			}
			if b, ok := e.(*lua.Binary); ok && isLink(b) {
				within[b] = true
				return true
			}
			chain = append(chain, e)
			asked[askedForFalse(p, e)] = true
			return false
		})
		for _, e := range chain {
			if c, ok := e.(*lua.Binary); ok && (asked[p.Text(c.X)] || asked[p.Text(c.Y)]) {
				found[c] = true
			}
		}
		return true
	})
	return found
}

func isLink(b *lua.Binary) bool { return b.Op == lua.And || b.Op == lua.Or }

func isParen(e lua.Expr) bool {
	_, ok := e.(*lua.Paren)
	return ok
}

// askedForFalse returns the text of the expression that an operand asks for being false or true.
func askedForFalse(p *Pass, e lua.Expr) string {
	switch e := e.(type) {
	case *lua.Binary:
		if c, ok := lua.Unparen(e.Y).(*lua.Bool); ok && !c.Value {
			return p.Text(e.X)
		}
		if c, ok := lua.Unparen(e.X).(*lua.Bool); ok && !c.Value {
			return p.Text(e.Y)
		}
		return ""
	case *lua.Unary:
		if e.Op == lua.Not {
			return p.Text(lua.Unparen(e.X))
		}
		return ""
	}
	return p.Text(e)
}
