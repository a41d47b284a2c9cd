package check

// This file reports comparisons of strings with numbers.

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

var stringNumber = &Check{
	Name: "string-number",
	Doc:  "a string compared with a number",
	Why: `
Everything in KEYS and ARGV is a string, and so are most replies. A string never equals a number, not
even "5" == 5, and ordering one against the other ends the script with an error. Two strings are
ordered as text: "10" < "9".`,
	Bad: `if ARGV[1] == 0 then
  return redis.call('PERSIST', KEYS[1])
end
return redis.call('EXPIRE', KEYS[1], ARGV[1])`,
	Message: `ARGV[1] == 0 never holds: ARGV[1] is a string`,
	Good: `if tonumber(ARGV[1]) == 0 then
  return redis.call('PERSIST', KEYS[1])
end
return redis.call('EXPIRE', KEYS[1], ARGV[1])`,
	Run: runStringNumber,
}

func runStringNumber(p *Pass) {
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		b, ok := n.(*lua.Binary)
		if !ok || b.Op < lua.Eq || b.Op > lua.Ge {
			return true
		}
		x, y := p.Flow.Value(b.X), p.Flow.Value(b.Y)
		switch {
		case isText(x) && y.All(flow.Atom.IsNumber):
			reportStringNumber(p, b, b.X)
		case isText(y) && x.All(flow.Atom.IsNumber):
			reportStringNumber(p, b, b.Y)
		case b.Op >= lua.Lt && readsAsNumber(x) && readsAsNumber(y):
			p.Report(b, "compare numbers: tonumber("+p.Text(b.X)+") "+b.Op.String()+" tonumber("+p.Text(b.Y)+")",
				"%s orders two strings as text, not as numbers", p.Text(b))
		}
		return true
	})
}

// isText reports whether a value is a string wherever it is anything, and no constant.
func isText(v flow.Value) bool {
	return v.Any(flow.Atom.IsString) && v.All(func(a flow.Atom) bool {
		return a.IsString() || a.IsNil() || a.IsFalse()
	})
}

// readsAsNumber reports whether a value is a string that holds a number for certain.
func readsAsNumber(v flow.Value) bool {
	return v.All(func(a flow.Atom) bool { return a.IsString() && a.Numeric && a.From.Kind == flow.FromArg })
}

func reportStringNumber(p *Pass, b *lua.Binary, text lua.Expr) {
	what := p.Text(text)
	is := what + " is a string"
	if b.Op <= lua.Ne && isParam(text) {
		return
	}
	hint := "write tonumber(" + what + ")"
	switch b.Op {
	case lua.Eq:
		p.Report(b, hint, "%s never holds: %s", p.Text(b), is)
	case lua.Ne:
		p.Report(b, hint, "%s always holds: %s", p.Text(b), is)
	default:
		p.Report(b, hint, "%s fails: %s, and cannot be ordered against a number", p.Text(b), is)
	}
}
