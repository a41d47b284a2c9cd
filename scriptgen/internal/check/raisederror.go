package check

// This file looks for tables that are raised without a text in their field err. What the server makes of
// such a table is the end of itself, or, on newer servers, an error that says nothing.

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
)

// reportRaisedTables reports what error raises for certain, where no pcall can catch it.
func reportRaisedTables(p *Pass) {
	const hint = "write error(redis.error_reply('CODE text')) or return redis.error_reply('CODE text')"
	for _, r := range p.Flow.Errors {
		if r.Caught || !r.Value.Any(func(a flow.Atom) bool { return !a.Doubt && saysNothing(a, r.Shape(a)) }) {
			continue
		}
		if p.Server.CrashesOnRaise() {
			p.Report(r.Node, hint, "raises a table without a text in its field err, which crashes %s", p.Server)
			continue
		}
		d := p.Report(r.Node, hint, "raises a table without a text in its field err: callers get ERR unknown error")
		d.Severity = diag.Advice
	}
}

// saysNothing reports whether an alternative is a table that certainly has neither a string nor a number in
// its field err. A reply may be another when conditions have looked at it, and is left alone.
func saysNothing(a flow.Atom, s *flow.Shape) bool {
	if s == nil || s.Open || a.From.Kind != flow.Elsewhere {
		return false
	}
	return s.Field("err").All(func(e flow.Atom) bool {
		return e.Kind == flow.Nil || e.Kind == flow.Bool || e.Kind == flow.TableKind || e.Kind == flow.Function
	})
}
