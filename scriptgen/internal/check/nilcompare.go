package check

// This file reports replies that are compared with nil.

import (
	"slices"

	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

var nilCompare = &Check{
	Name: "nil-compare",
	Doc:  "a reply compared with nil: a missing value is false",
	Why: `
A null reply is false in Lua, not nil: redis.call('GET', key) == nil never holds, whether the key
exists or not. After redis.setresp(3) it is nil; comparing with both, x == nil or x == false, is right
everywhere, and so is not x. Many commands reply with no null at all: TTL replies with -2 where there is
no key, SMEMBERS with an empty table; those are neither nil nor false.`,
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
		if !v.All(reply) || isParam(x) || idiom[b] {
			return true
		}
		verdict, hint := "never holds", "write not "+p.Text(x)
		if b.Op == lua.Ne {
			verdict, hint = "always holds", "write "+p.Text(x)+" ~= false, or just "+p.Text(x)
		}
		if v.Any(flow.Atom.IsFalse) {
			p.Report(b, hint, "%s %s: a missing value%s is false", p.Text(b), verdict, ofCommand(p, v))
		} else if what, hint := neverNull(p, v, p.Text(x)); what != "" {
			p.Report(b, hint, "%s %s: %s replies with %s, never with nil or false", p.Text(b), verdict, commandOf(p, v), what)
		}
		return true
	})
}

// neverNull says what the one command replies with whose whole reply a value is, and how to ask for
// nothing instead, or "" where the command may reply with null or with several things.
func neverNull(p *Pass, v flow.Value, text string) (what, hint string) {
	name := commandOf(p, v)
	if name == "" || v.Any(func(a flow.Atom) bool { return a.From.Item || a.From.Call != v[0].From.Call || a.Kind != v[0].Kind }) {
		return "", ""
	}
	for _, c := range p.Flow.Calls {
		if c.Node == v[0].From.Call && (c.Pcall || !isNeverNull(c.Command.ReplyTo(c.Known(), false)) || !isNeverNull(c.Command.ReplyTo(c.Known(), true))) {
			return "", ""
		}
	}
	switch {
	case v[0].IsNumber() && slices.Contains([]string{"TTL", "PTTL", "EXPIRETIME", "PEXPIRETIME"}, name):
		return "a number", "no key is -2, and no expiry -1: write " + text + " == -2"
	case v[0].IsNumber():
		return "a number", "compare with a number: " + text + " == 0"
	case v[0].IsString():
		return "a string", "compare with a string: " + text + " == ''"
	case v[0].IsList():
		return "an array", "an empty one is an empty table: write #" + text + " == 0"
	}
	return "a status", "leave the comparison out: a command that fails raises an error"
}

func isNeverNull(forms redisenv.Replies) bool {
	return !slices.ContainsFunc(forms, func(r redisenv.Reply) bool { return r.Kind == redisenv.Null || r.Kind == redisenv.Any })
}

// ofCommand names the command whose reply a value is: " of GET", or nothing where it is not known.
func ofCommand(p *Pass, v flow.Value) string {
	if name := commandOf(p, v); name != "" {
		return " of " + name
	}
	return ""
}

// commandOf returns the name of the one command whose reply a value is, or "".
func commandOf(p *Pass, v flow.Value) string {
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
	return name
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
