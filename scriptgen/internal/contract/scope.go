package contract

// This file keeps the names that the generated package declares apart. Two things never share one:
// where they would, a clear error says so, and no name depends on which file came first.

import (
	"fmt"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// scope is the top-level names of the generated package.
type scope struct {
	owners map[string]owner
	list   *diag.List
}

// owner is who has a name.
type owner struct {
	what string // "the parameters of order.lua"
	span source.Span
}

func newScope(l *diag.List) *scope {
	s := &scope{owners: map[string]owner{}, list: l}
	for _, name := range []string{"API", "Batch", "New", "Scripts"} {
		s.owners[name] = owner{what: "every generated package"}
	}
	return s
}

// declare takes a name for what, and reports it when it is taken.
func (s *scope) declare(name, what string, span source.Span, hint string) {
	other, taken := s.owners[name]
	if !taken {
		s.owners[name] = owner{what, span}
		return
	}
	d := diag.Diagnostic{Check: "header", Span: span, Hint: hint,
		Message: fmt.Sprintf("the Go name %s is taken twice: by %s and by %s", name, what, other.what)}
	if other.span.IsValid() {
		d.Related = []diag.Related{{Span: other.span, Message: other.what}}
	}
	s.list.Add(d)
}
