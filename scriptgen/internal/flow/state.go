package flow

// This file declares what the analysis knows at a place of the program, and how that is joined where
// paths meet.

import (
	"maps"
	"slices"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// state is what is known at a place. It is changed in place along a path and cloned where paths part.
type state struct {
	vars  map[*lua.Local]Value
	heap  map[*Table]*Shape
	resp3 tri // whether redis.setresp(3) is in force
	guard *guard
	dead  bool // no execution gets here
}

// tri is a truth that may be unknown.
type tri uint8

const (
	no tri = iota
	yes
	maybe
)

func newState() *state {
	return &state{vars: map[*lua.Local]Value{}, heap: map[*Table]*Shape{}, guard: newGuard()}
}

func (s *state) clone() *state {
	c := *s
	c.vars, c.heap = maps.Clone(s.vars), maps.Clone(s.heap)
	return &c
}

// guard is a branch of the program: what was possible before a condition need not be possible behind
// it, so every alternative remembers the guard under which it arose. An alternative that arose
// under the guard in force is possible without doubt.
//
// What a command may reply depends on the data only. It stays possible behind conditions that look at
// nothing but KEYS and ARGV.
type guard struct {
	data   *guard // the innermost guard around it whose condition looked at data; nil when there is none
	joined *guard // stands for it in alternatives that arose where paths met, for which every condition counts
}

func newGuard() *guard { return &guard{joined: &guard{}} }

// doubtful is the guard of alternatives whose path nothing is known of; it is never in force.
var doubtful = newGuard()

// sure reports whether an alternative is possible without doubt under a guard.
func (a Atom) sure(g *guard) bool {
	switch {
	case a.guard == g.joined || a.guard == g:
		return true
	case a.guard == nil || a.guard.joined == nil || a.guard == doubtful:
		return false
	}
	return a.From.Kind == FromReply && a.guard.data == g.data
}

// join returns what holds where two paths meet, with guard in force from there on.
func join(s, t *state, g *guard) *state {
	switch {
	case s == nil || s.dead:
		if t == nil {
			return s
		}
		return t
	case t == nil || t.dead:
		return s
	}
	out := &state{
		vars:  make(map[*lua.Local]Value, len(s.vars)),
		heap:  make(map[*Table]*Shape, len(s.heap)),
		resp3: s.resp3,
		guard: g,
	}
	if s.resp3 != t.resp3 {
		out.resp3 = maybe
	}
	j := joiner{s.guard, t.guard, g}
	for l, v := range s.vars {
		if w, ok := t.vars[l]; ok {
			out.vars[l] = j.values(v, w)
		} // else it is out of scope behind the join
	}
	for k, a := range s.heap {
		out.heap[k] = a
		if b := k.beside(t.heap); b != nil {
			out.heap[k] = j.shapes(a, b)
		}
	}
	for k, b := range t.heap {
		if s.heap[k] == nil {
			out.heap[k] = b
			if a := k.beside(s.heap); a != nil {
				out.heap[k] = j.shapes(a, b)
			}
		}
	}
	return out
}

// beside returns what a path knows of a table that another one knows of, nil where the table is not there.
// KEYS and ARGV always are.
func (t *Table) beside(heap map[*Table]*Shape) *Shape {
	if s := heap[t]; s != nil || t.Args == Elsewhere {
		return s
	}
	return emptyShape
}

// joiner joins values of two paths under the guards a and b; to is in force behind the join.
type joiner struct{ a, b, to *guard }

func (j joiner) values(v, w Value) Value {
	if slices.Equal(v, w) {
		return v
	}
	out := make(Value, 0, len(v)+len(w))
	for _, x := range v {
		if i := w.index(x.key()); i < 0 || w[i].guard != x.guard {
			x.guard = j.moved(x, j.a, len(v) == 1)
		}
		out = append(out, x)
	}
	for _, y := range w {
		g := j.moved(y, j.b, len(w) == 1)
		if i := out.index(y.key()); i >= 0 {
			if g != doubtful && out[i].guard != y.guard {
				out[i].guard = g
			}
			continue
		}
		y.guard = g
		out = append(out, y)
	}
	if len(out) > maxAtoms {
		return out.widen()
	}
	return out
}

// moved returns the guard behind the join of an alternative of a path that is under g; only says that
// it is the path's only one.
func (j joiner) moved(a Atom, g *guard, only bool) *guard {
	// One that was the only one from the beginning has no guard. One that conditions have left over
	// has: then the path itself is in doubt.
	if j.to == doubtful || !(only && a.guard == nil) && !a.sure(g) {
		return doubtful
	}
	return j.to.joined
}

// equal reports whether two states of the same place know the same.
func (s *state) equal(t *state) bool {
	if s.dead != t.dead || s.resp3 != t.resp3 || len(s.vars) != len(t.vars) || len(s.heap) != len(t.heap) {
		return false
	}
	for l, v := range s.vars {
		if w, ok := t.vars[l]; !ok || !v.same(w) {
			return false
		}
	}
	for k, a := range s.heap {
		if b := t.heap[k]; b == nil || a != b && !a.same(b) {
			return false
		}
	}
	return true
}

// widen merges the alternatives of what differs from before, so that a loop comes to an end.
func (s *state) widen(before *state) {
	for l, v := range s.vars {
		if w, ok := before.vars[l]; ok && !v.same(w) {
			s.vars[l] = v.widen()
		}
	}
	for k, a := range s.heap {
		if b := before.heap[k]; b != nil && a != b && !a.same(b) {
			s.heap[k] = a.widen()
		}
	}
}

// forget makes everything unknown that may have changed since before.
func (s *state) forget(before *state) {
	for l, v := range s.vars {
		if w, ok := before.vars[l]; !ok || !v.same(w) {
			s.vars[l] = anything
		}
	}
	for k, a := range s.heap {
		if b := before.heap[k]; b == nil || !a.same(b) {
			s.heap[k] = openShape
		}
	}
}
