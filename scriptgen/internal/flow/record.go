package flow

// This file collects what a walk finds. A place is walked many times, in loops and through several
// calls; what is found each time is added up.

import (
	"cmp"
	"maps"
	"slices"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// settled returns the value as a Result shows it: with doubts instead of guards.
func settled(v Value, st *state) Value {
	out := make(Value, len(v))
	for i, a := range v {
		a.Doubt = len(v) > 1 && !a.sure(st.guard)
		a.guard = nil
		out[i] = a
	}
	return out
}

// maxMerged bounds the alternatives that are told apart at a place, since a function may be called from
// thousands.
const maxMerged = 64

// merged adds the alternatives of w to v; an alternative is in doubt only if it always is.
func merged(v, w Value) Value {
	out := slices.Clone(v)
	for _, a := range w {
		if i := out.index(a.key()); i >= 0 {
			out[i].Doubt = out[i].Doubt && a.Doubt
			continue
		}
		if len(out) >= maxMerged {
			return append(out[:maxMerged:maxMerged], Atom{Kind: Unknown})
		}
		out = append(out, a)
	}
	return out
}

func mergedAll(vs, ws []Value) []Value {
	out := slices.Clone(vs)
	for i, w := range ws {
		if i < len(out) {
			out[i] = merged(out[i], w)
		}
	}
	return out
}

func (z *analysis) record(e lua.Expr, v Value, st *state) {
	z.now[e] = v
	if old, ok := z.res.values[e]; ok {
		if !v.same(old) || len(v) > 1 {
			z.res.values[e] = merged(old, settled(v, st))
		}
		return
	}
	z.res.values[e] = settled(v, st)
}

func settledAll(vs []Value, st *state) []Value {
	out := make([]Value, len(vs))
	for i, v := range vs {
		out[i] = settled(v, st)
	}
	return out
}

// settledHeap returns the shapes of the tables that values lead to, with doubts instead of guards.
func settledHeap(vs []Value, st *state) map[*Table]*Shape {
	heap := map[*Table]*Shape{}
	for _, v := range vs {
		reach(v, st.heap, heap)
	}
	for k, s := range heap {
		c := *s
		c.Items, c.More = settledAll(s.Items, st), nil
		if s.More != nil {
			c.More = settled(s.More, st)
		}
		c.Fields = make(map[string]Value, len(s.Fields))
		for name, v := range s.Fields {
			c.Fields[name] = settled(v, st)
		}
		heap[k] = &c
	}
	return heap
}

func mergedHeap(a, b map[*Table]*Shape) map[*Table]*Shape {
	out := maps.Clone(a)
	for k, s := range b {
		if old := out[k]; old != nil {
			s = joiner{doubtful, doubtful, doubtful}.shapes(old, s)
		}
		out[k] = s
	}
	return out
}

func (z *analysis) recordReturn(stmt *lua.Return, vs values, st *state) {
	if len(vs.list) == 0 {
		vs.list = []Value{vs.first()}
	}
	r := &Return{Stmt: stmt, Values: settledAll(vs.list, st), Open: vs.open, shapes: settledHeap(vs.list, st)}
	old := z.end
	if stmt != nil {
		old = z.returns[stmt]
	}
	if old != nil {
		r.Values = mergedAll(old.Values, r.Values)
		r.Open = r.Open || old.Open
		r.shapes = mergedHeap(old.shapes, r.shapes)
	}
	if stmt == nil {
		z.end = r
	} else {
		z.returns[stmt] = r
	}
}

func (z *analysis) recordRaise(node *lua.Call, v Value, st *state) {
	r := &Raise{Node: node, Value: settled(v, st), Caught: z.catching > 0, shapes: settledHeap([]Value{v}, st)}
	key := raiseSite{node, r.Caught}
	if old := z.raises[key]; old != nil {
		r.Value = merged(old.Value, r.Value)
		r.shapes = mergedHeap(old.shapes, r.shapes)
	}
	z.raises[key] = r
}

func (z *analysis) recordBuiltin(node *lua.Call, name string, vs values, st *state) {
	c := &BuiltinCall{Node: node, Name: name, Args: settledAll(vs.list, st), Open: vs.open}
	if vs.hasTable() {
		c.shapes = settledHeap(vs.list, st)
	}
	key := site{node, z.top().ctx, name}
	if old := z.builtins[key]; old != nil {
		c.Args = mergedAll(old.Args, c.Args)
		c.Open = c.Open || old.Open
		if old.shapes != nil && c.shapes != nil {
			c.shapes = mergedHeap(old.shapes, c.shapes)
		}
	}
	z.builtins[key] = c
}

func (z *analysis) recordCall(c *Call) {
	key := site{c.Node, z.top().ctx, ""}
	if old := z.calls[key]; old != nil {
		if len(old.Words) != len(c.Words) {
			c.Open = true
			if len(old.Words) < len(c.Words) {
				c.Words, c.Nodes = c.Words[:len(old.Words)], c.Nodes[:len(old.Words)]
			}
			c.Rest = anything
		}
		c.Words = mergedAll(c.Words, old.Words)
		if old.Name != c.Name {
			c.Name, c.Command = "", nil
		}
		c.Open = c.Open || old.Open
		c.Rest = c.Rest.or(old.Rest)
	}
	z.calls[key] = c
}

func (z *analysis) recordRead(of OriginKind, i Index, n lua.Node, from int) {
	z.reads[Read{of, i, n, from}] = true
}

// via returns the calls on the way to the place being walked.
func (c *ctx) via() []*lua.Call {
	var list []*lua.Call
	for ; c != nil && c.call != nil; c = c.outer {
		list = append(list, c.call)
	}
	slices.Reverse(list)
	return list
}

// finish puts what was found into the result, by place.
func (z *analysis) finish() {
	r := z.res
	r.Calls = slices.Collect(maps.Values(z.calls))
	slices.SortFunc(r.Calls, func(a, b *Call) int {
		return cmp.Or(cmp.Compare(a.Node.Start, b.Node.Start), cmp.Compare(a.Node.End, b.Node.End), compareVia(a.Via, b.Via))
	})
	r.Builtins = slices.Collect(maps.Values(z.builtins))
	slices.SortFunc(r.Builtins, func(a, b *BuiltinCall) int {
		return cmp.Or(cmp.Compare(a.Node.Start, b.Node.Start), cmp.Compare(a.Node.End, b.Node.End), cmp.Compare(a.Name, b.Name))
	})
	r.Returns = slices.Collect(maps.Values(z.returns))
	slices.SortFunc(r.Returns, func(a, b *Return) int { return cmp.Compare(a.Stmt.Start, b.Stmt.Start) })
	if z.end != nil {
		r.Returns = append(r.Returns, z.end)
	}
	r.Errors = slices.Collect(maps.Values(z.raises))
	slices.SortFunc(r.Errors, func(a, b *Raise) int {
		if c := cmp.Compare(a.Node.Start, b.Node.Start); c != 0 || a.Caught == b.Caught {
			return c
		}
		if a.Caught {
			return 1
		}
		return -1
	})
	for read := range z.reads {
		r.Reads = append(r.Reads, &read)
	}
	slices.SortFunc(r.Reads, func(a, b *Read) int {
		return cmp.Or(cmp.Compare(a.Node.Span().Start, b.Node.Span().Start), cmp.Compare(a.Of, b.Of), cmp.Compare(a.Index.Lo, b.Index.Lo), cmp.Compare(a.Index.Step, b.Index.Step))
	})
}

func compareVia(a, b []*lua.Call) int {
	return slices.CompareFunc(a, b, func(x, y *lua.Call) int { return cmp.Compare(x.Start, y.Start) })
}
