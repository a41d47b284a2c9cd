package flow

// This file declares what is known of tables.

import (
	"maps"
	"slices"
)

// Table is the tables that one place of the program makes. Its contents are in the [Shape] that a
// state has for it.
type Table struct {
	Lib  string     // of a library: "redis", "string"
	Args OriginKind // FromKey for KEYS, FromArg for ARGV
	List bool       // an array that a command replied
}

// Shape is the contents of a table. Shapes are immutable.
type Shape struct {
	Items   []Value          // [1], [2], …, each possibly nil
	More    Value            // what further list items are, of which there may be any number; nil when there are none
	Fields  map[string]Value // named fields, each possibly nil
	Open    bool             // anything may be anywhere else
	Endless bool             // More has no known bound
}

var (
	emptyShape = &Shape{}
	openShape  = &Shape{Open: true}
)

// At returns what the list item i is.
func (s *Shape) At(i int) Value {
	switch {
	case s == nil:
		return anything
	case i >= 1 && i <= len(s.Items):
		return s.Items[i-1]
	case s.Open:
		return anything
	case s.More != nil && i >= 1:
		return orNil(s.More)
	}
	return nilValue()
}

// Field returns what a named field is.
func (s *Shape) Field(name string) Value {
	if s == nil {
		return anything
	}
	if v, ok := s.Fields[name]; ok {
		return v
	}
	if s.Open {
		return anything
	}
	return nilValue()
}

// items returns what any list item may be.
func (s *Shape) items() Value {
	if s == nil || s.Open {
		return anything
	}
	v := s.More
	for _, item := range s.Items {
		v = v.or(item)
	}
	return v
}

// maxFields bounds the named fields of a table; what others are is not known.
const maxFields = 256

// hasRoom reports whether a field can be told apart.
func (s *Shape) hasRoom(name string) bool {
	_, ok := s.Fields[name]
	return ok || len(s.Fields) < maxFields
}

func (s *Shape) withField(name string, v Value) *Shape {
	c := *s
	if !s.hasRoom(name) {
		c.Open = true
		return &c
	}
	c.Fields = maps.Clone(s.Fields)
	if c.Fields == nil {
		c.Fields = map[string]Value{}
	}
	c.Fields[name] = v
	return &c
}

// maxItems bounds the list items that are told apart.
const maxItems = 64

// withItem returns the shape after t[i] = v.
func (s *Shape) withItem(i int, v Value) *Shape {
	c := *s
	switch {
	case i >= 1 && i <= len(s.Items):
		c.Items = slices.Clone(s.Items)
		c.Items[i-1] = v
	case i < 1 || i > maxItems || s.More != nil:
		return s.withAnyItem(v)
	default:
		c.Items = slices.Clone(s.Items)
		for len(c.Items) < i-1 {
			c.Items = append(c.Items, s.At(len(c.Items)+1))
		}
		c.Items = append(c.Items, v)
	}
	return &c
}

// withAnyItem returns the shape after t[n] = v for an n that is not known.
func (s *Shape) withAnyItem(v Value) *Shape {
	c := *s
	c.Items = slices.Clone(s.Items)
	for i := range c.Items {
		c.Items[i] = c.Items[i].or(v)
	}
	c.More = s.More.or(v)
	c.Open = true // there may be holes
	return &c
}

// appended returns the shape after t[#t + 1] = v.
func (s *Shape) appended(v Value) *Shape {
	if s.More == nil && len(s.Items) < maxItems && !s.Open {
		return s.withItem(len(s.Items)+1, v)
	}
	c := *s
	c.More = s.More.or(v)
	return &c
}

// unordered returns the shape after items changed places, went or came.
func (s *Shape) unordered() *Shape {
	c := *s
	c.More, c.Items = s.items().filter(func(a Atom) bool { return !a.IsNil() }), nil
	return &c
}

func (j joiner) shapes(a, b *Shape) *Shape {
	if a == b {
		return a
	}
	n := min(len(a.Items), len(b.Items))
	out := &Shape{Open: a.Open || b.Open, Endless: a.Endless || b.Endless}
	for i := range n {
		out.Items = append(out.Items, j.values(a.Items[i], b.Items[i]))
	}
	out.More = j.values(a.More, b.More)
	for _, longer := range [][]Value{a.Items[n:], b.Items[n:]} {
		for _, v := range longer {
			out.More = out.More.or(v)
		}
	}
	if len(out.More) == 0 {
		out.More = nil
	}
	if len(a.Fields)+len(b.Fields) > 0 {
		out.Fields = map[string]Value{}
		for name, v := range a.Fields {
			if w, ok := b.Fields[name]; ok || !isTold(name) {
				if !ok {
					w = b.Field(name)
				}
				out.Fields[name] = j.values(v, w)
			} // else it is what it would be without a condition
		}
		for name, v := range b.Fields {
			if _, ok := a.Fields[name]; !ok && !isTold(name) {
				out.Fields[name] = j.values(a.Field(name), v)
			}
		}
	}
	return out
}

func (s *Shape) same(t *Shape) bool {
	if len(s.Items) != len(t.Items) || len(s.Fields) != len(t.Fields) || s.Open != t.Open || s.Endless != t.Endless || !s.More.same(t.More) {
		return false
	}
	for i := range s.Items {
		if !s.Items[i].same(t.Items[i]) {
			return false
		}
	}
	for name, v := range s.Fields {
		if w, ok := t.Fields[name]; !ok || !v.same(w) {
			return false
		}
	}
	return true
}

// widen merges the alternatives of every part.
func (s *Shape) widen() *Shape {
	c := *s
	c.More = s.items().widen()
	c.Items = nil
	if s.Open || len(c.More) == 0 {
		c.More = s.More.widen()
	}
	if s.Fields != nil {
		c.Fields = map[string]Value{}
		for name, v := range s.Fields {
			c.Fields[name] = v.widen()
		}
	}
	return &c
}
