package check

// This file reports statements that no execution gets to.

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

var unreachable = &Check{
	Name:     "unreachable",
	Doc:      "a statement that no execution gets to",
	Severity: diag.Advice,
	Why: `
What stands behind an if whose branches all return, behind error(...), or behind a loop that never
ends, never runs. It is left over, or a return was meant to be inside a condition.`,
	Bad: `if redis.call('EXISTS', KEYS[1]) == 1 then
  return 1
else
  return 0
end
redis.call('INCR', KEYS[1])`,
	Message: `no execution gets here`,
	Good: `if redis.call('EXISTS', KEYS[1]) == 1 then
  return redis.call('INCR', KEYS[1])
end
return 0`,
	Run: runUnreachable,
}

func runUnreachable(p *Pass) {
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		b, ok := n.(*lua.Block)
		if !ok {
			return true
		}
		for i := 1; i < len(b.Stmts); i++ {
			before, s := b.Stmts[i-1], b.Stmts[i]
			if !p.Flow.Reached(before) || p.Flow.Reached(s) {
				continue
			}
			if _, ok := s.(*lua.LocalFunction); ok || temporary(before) || !stops(before) {
				break // a condition that always holds is another check's matter
			}
			f := p.Report(firstLine(p, s), "remove it, or put the statement before it under a condition", "no execution gets here")
			f.Related = []diag.Related{{Span: p.Span(firstLine(p, before)), Message: "this never goes on"}}
			break
		}
		return true
	})
}

// stops reports whether a statement is written such that nothing goes on behind it, whatever its
// conditions say.
func stops(s lua.Stmt) bool {
	switch s := s.(type) {
	case *lua.Return, *lua.Break, *lua.CallStmt, *lua.While, *lua.Repeat:
		return true // where it was reached and what follows was not
	case *lua.Do:
		return blockStops(s.Body)
	case *lua.If:
		for _, c := range s.Clauses {
			if !blockStops(c.Body) {
				return false
			}
		}
		return s.Clauses[len(s.Clauses)-1].Cond == nil
	}
	return false
}

func blockStops(b *lua.Block) bool {
	return len(b.Stmts) > 0 && stops(b.Stmts[len(b.Stmts)-1])
}

// temporary recognises "do return end", by which people switch off the rest of a script on purpose.
func temporary(s lua.Stmt) bool {
	d, ok := s.(*lua.Do)
	return ok && len(d.Body.Stmts) == 1
}

// firstLine returns the part of a statement that is on its first line.
func firstLine(p *Pass, s lua.Stmt) lua.Range {
	r := s.Span()
	for i := r.Start; i < r.End; i++ {
		if c := p.Program.Text[i]; c == '\n' || c == '\r' {
			r.End = i
		}
	}
	return r
}
