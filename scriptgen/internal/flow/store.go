package flow

// This file walks assignments to fields, and what happens to values that leave the analysis's sight.

import (
	"maps"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// stored returns the shape after t[key] = v.
func stored(s *Shape, key, v Value) *Shape {
	if len(key) == 1 {
		switch key[0].Kind {
		case String:
			if name, ok := key[0].Text.Literal(); ok {
				return s.withField(name, v)
			}
		case Number:
			if i, ok := exactly(key); ok {
				return s.withoutTold().withItem(i, v)
			}
			return s.withoutTold().withAnyItem(v)
		}
	}
	return openShape
}

// withTold returns the shape with what a condition told of a field or a list item. Of so many items at a
// time only: what was told of earlier ones goes.
func (s *Shape) withTold(name string, v Value) *Shape {
	if _, ok := s.Fields[name]; !ok && isTold(name) && len(s.Fields) >= maxItems {
		s = s.withoutTold()
	}
	if !s.hasRoom(name) {
		return s
	}
	return s.withField(name, v)
}

// withoutTold returns the shape without what conditions told of its list items.
func (s *Shape) withoutTold() *Shape {
	for name := range s.Fields {
		if isTold(name) {
			c := *s
			c.Fields = maps.Clone(s.Fields)
			maps.DeleteFunc(c.Fields, func(name string, _ Value) bool { return isTold(name) })
			return &c
		}
	}
	return s
}

// store does x[key] = v.
func (z *analysis) store(target *lua.Index, v Value, st *state) {
	x, key := z.now[target.X], z.now[target.Key]
	if n, ok := lua.Unparen(target.X).(*lua.Name); ok {
		x = z.name(n, st)
	}
	for _, a := range x {
		if a.Kind != TableKind || a.Table == nil || a.Table.Lib != "" {
			continue
		}
		if a.Table.Args != Elsewhere {
			z.mutateInput(a.Table, st)
			continue
		}
		s := z.shape(a.Table, st)
		after := stored(s, key, v)
		if appends(target) {
			after = s.withoutTold().appended(v)
		}
		if len(x) > 1 { // it may be another table
			after = joiner{to: doubtful}.shapes(s, after)
		}
		st.heap[a.Table] = after
	}
	if x.Any(func(a Atom) bool { return a.Kind == Unknown }) {
		z.escape(v, st)
	}
}

// mutateInput notes that KEYS or ARGV is no longer what the caller gave.
func (z *analysis) mutateInput(t *Table, st *state) {
	z.recordRead(t.Args, Index{}, z.top().fn.Body, 0)
	st.heap[t] = openShape
}

// appends recognises t[#t + 1].
func appends(target *lua.Index) bool {
	sum, ok := lua.Unparen(target.Key).(*lua.Binary)
	if !ok || sum.Op != lua.Add {
		return false
	}
	length, ok := lua.Unparen(sum.X).(*lua.Unary)
	if !ok || length.Op != lua.Len {
		return false
	}
	one, ok := lua.Unparen(sum.Y).(*lua.Number)
	if !ok || one.Value != 1 {
		return false
	}
	x, ok := lua.Unparen(target.X).(*lua.Name)
	y, ok2 := lua.Unparen(length.X).(*lua.Name)
	return ok && ok2 && x.Local != nil && x.Local == y.Local
}

// escape notes that a value is handed to something unknown, which may change tables and call
// functions.
func (z *analysis) escape(v Value, st *state) {
	z.escapeWithin(v, st, 0, map[*lua.Function]bool{})
}

func (z *analysis) escapeWithin(v Value, st *state, depth int, seen map[*lua.Function]bool) {
	for _, a := range v {
		switch {
		case a.Kind == Function && a.Func.Decl != nil:
			z.escaped[a.Func.Decl] = true
			if seen[a.Func.Decl] || depth >= maxCalls {
				continue
			}
			seen[a.Func.Decl] = true
			for _, l := range a.Func.Decl.Upvalues {
				z.escapeWithin(st.vars[l], st, depth+1, seen)
			}
		case a.Kind == TableKind && a.Table != nil && a.Table.Args != Elsewhere:
			z.mutateInput(a.Table, st)
		case a.Kind == TableKind && a.Table != nil && a.Table.Lib == "" && depth < maxCalls:
			s := z.shape(a.Table, st)
			if s == openShape {
				continue
			}
			st.heap[a.Table] = openShape
			for _, item := range append(s.Items, s.More) {
				z.escapeWithin(item, st, depth+1, seen)
			}
			for _, f := range s.Fields {
				z.escapeWithin(f, st, depth+1, seen)
			}
		}
	}
}
