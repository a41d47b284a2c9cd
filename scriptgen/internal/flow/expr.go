package flow

// This file evaluates expressions.

import (
	"math"
	"strconv"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// values is what a list of expressions, or a call, yields.
type values struct {
	list []Value
	open bool  // more may follow, any number of them
	tail Value // what each of those is
	// exprs are the expressions that list came from, one for each.
	exprs []lua.Expr
}

// at returns what the value at index i is, counted from 0; what is not there is nil.
func (vs values) at(i int) Value {
	switch {
	case i < len(vs.list):
		return vs.list[i]
	case vs.open:
		return orNil(vs.tail)
	}
	return nilValue()
}

// first returns the value where only one is wanted.
func (vs values) first() Value { return vs.at(0) }

// from returns the values from index n on, counted from 0.
func (vs values) from(n int) values {
	n = min(n, len(vs.list))
	return values{list: vs.list[n:], open: vs.open, tail: vs.tail}
}

func (vs values) hasTable() bool {
	for _, v := range vs.list {
		if v.Any(func(a Atom) bool { return a.Kind == TableKind }) {
			return true
		}
	}
	return false
}

// exprList evaluates expressions; the last one yields all its values.
func (z *analysis) exprList(list []lua.Expr, st *state) values {
	var vs values
	for i, e := range list {
		if i < len(list)-1 {
			vs.list = append(vs.list, z.expr(e, st))
			vs.exprs = append(vs.exprs, e)
			continue
		}
		last := z.multi(e, st)
		for _, v := range last.list {
			vs.list = append(vs.list, v)
			vs.exprs = append(vs.exprs, e)
		}
		vs.open, vs.tail = last.open, last.tail
	}
	return vs
}

// multi evaluates an expression that may yield several values.
func (z *analysis) multi(e lua.Expr, st *state) values {
	switch e := e.(type) {
	case *lua.Call:
		vs := z.call(e, st)
		z.record(e, vs.first(), st)
		return vs
	case *lua.Vararg:
		vs := z.top().varargs
		z.record(e, vs.first(), st)
		return vs
	}
	return values{list: []Value{z.expr(e, st)}}
}

// expr evaluates an expression to one value.
func (z *analysis) expr(e lua.Expr, st *state) Value {
	if st.dead {
		return nil
	}
	if !z.descend() {
		return anything
	}
	v := z.eval(e, st)
	z.ascend()
	if !st.dead {
		z.record(e, v, st)
	}
	return v
}

func (z *analysis) eval(e lua.Expr, st *state) Value {
	switch e := e.(type) {
	case *lua.Nil:
		return nilValue()
	case *lua.Bool:
		return boolValue(e.Value)
	case *lua.Number:
		return number(e.Value)
	case *lua.String:
		return z.literal(e.Value)
	case *lua.Vararg:
		return z.top().varargs.first()
	case *lua.Name:
		return z.name(e, st)
	case *lua.Index:
		return z.index(e, st)
	case *lua.Call:
		return z.call(e, st).first()
	case *lua.Function:
		return z.closure(e)
	case *lua.Binary:
		return z.binary(e, st)
	case *lua.Unary:
		return z.unary(e, st)
	case *lua.Table:
		return z.constructor(e, st)
	case *lua.Paren:
		return z.expr(e.X, st)
	}
	return anything
}

func (z *analysis) closure(fn *lua.Function) Value {
	return atom(Atom{Kind: Function, Func: Func{Decl: fn}})
}

func (z *analysis) name(e *lua.Name, st *state) Value {
	if e.Local != nil {
		if v, ok := st.vars[e.Local]; ok && !z.shared[e.Local] {
			return v
		}
		return anything
	}
	return z.global(e)
}

// inputs returns what an element of KEYS or ARGV is. One that the header does not declare is taken for
// one that may be there: that it is used is a mistake that checks report, and what follows from it is
// better not said.
func (z *analysis) inputs(of OriginKind, i Index) Value {
	in := z.opts.Keys
	if of == FromArg {
		in = z.opts.Args
	}
	from := Origin{Kind: of, Index: i}
	a := Atom{Kind: String, From: from, Text: z.text(Part{From: from})}
	if n, exact := i.Exact(); exact && in.Declared {
		a.Numeric = in.Numeric != nil && in.Numeric(n)
		if n <= in.Count {
			return atom(a)
		}
	}
	return Value{a, {Kind: Nil, From: from}}
}

func (z *analysis) index(e *lua.Index, st *state) Value {
	x := z.expr(e.X, st)
	key := z.expr(e.Key, st)
	var v Value
	for _, a := range x {
		v = v.or(z.indexed(a, key, e, st))
	}
	return v
}

// indexed returns a[key].
func (z *analysis) indexed(a Atom, key Value, at lua.Expr, st *state) Value {
	switch {
	case a.Kind == String:
		if name, ok := key.Literal(); ok && stringMethods["string."+name] {
			return builtin("string." + name)
		}
		return anything
	case a.Kind == Nil || a.Kind == Bool || a.Kind == Number || a.Kind == Function:
		return nil // an error
	case a.Kind == Unknown || a.Table == nil:
		return anything
	case a.Table.Lib != "":
		name, ok := key.Literal()
		if !ok {
			return anything
		}
		return z.member(a.Table.Lib, name)
	}
	s := z.shape(a.Table, st)
	if len(key) == 1 && key[0].Kind == Number {
		n := key[0].Num
		if i, ok := exactly(key); ok {
			if a.Table.Args != Elsewhere {
				z.recordRead(a.Table.Args, Index{Lo: i}, at, 0)
			}
			return z.item(a.Table, itemName(i), st)
		}
		if a.Table.Args != Elsewhere && !s.Open {
			i := Index{}
			if n.Step > 0 && n.Lo > 0 {
				i = Index{n.Lo, n.Step}
			}
			z.recordRead(a.Table.Args, i, at, 0)
			return z.inputs(a.Table.Args, i)
		}
		return orNil(s.items())
	}
	if a.Table.Args != Elsewhere {
		z.recordRead(a.Table.Args, Index{}, at, 0)
		if s.Open {
			return anything
		}
		return z.inputs(a.Table.Args, Index{})
	}
	if name, ok := key.Literal(); ok && key[0].Kind == String {
		return s.Field(name)
	}
	return anything
}

// itemName is the name under which a list item stands among the fields when it has been told apart
// by a condition.
func itemName(i int) string { return "\x00" + strconv.Itoa(i) }

// isTold reports whether a field is such a list item.
func isTold(name string) bool { return name != "" && name[0] == 0 }

// item returns a field, or a list item by its itemName.
func (z *analysis) item(t *Table, name string, st *state) Value {
	s := z.shape(t, st)
	if !isTold(name) {
		return s.Field(name)
	}
	if v, ok := s.Fields[name]; ok {
		return v
	}
	i, _ := strconv.Atoi(name[1:])
	if t.Args != Elsewhere && !s.Open {
		if i < 1 {
			return nilValue()
		}
		return z.inputs(t.Args, Index{Lo: i})
	}
	return s.At(i)
}

// shape returns what is known of a table's contents.
func (z *analysis) shape(t *Table, st *state) *Shape {
	if s := st.heap[t]; s != nil {
		return s
	}
	if t.Args != Elsewhere {
		return emptyShape
	}
	return openShape
}

func (z *analysis) binary(e *lua.Binary, st *state) Value {
	switch e.Op {
	case lua.And, lua.Or:
		return z.andOr(e, st)
	case lua.Eq, lua.Ne:
		holds, fails := z.branch(e, st.clone())
		v := truth(holds, fails)
		// The operands have been walked in a copy: what they changed in tables is taken over.
		*st = *join(holds, fails, st.guard)
		return v
	case lua.Lt, lua.Le, lua.Gt, lua.Ge:
		z.expr(e.X, st)
		z.expr(e.Y, st)
		return anyBool()
	case lua.Concat:
		return z.concat(z.expr(e.X, st), z.expr(e.Y, st))
	}
	x, y := z.expr(e.X, st), z.expr(e.Y, st)
	return z.arithmetic(e.Op, x, y)
}

// andOr evaluates "and" and "or" for their value.
func (z *analysis) andOr(e *lua.Binary, st *state) Value {
	g := st.guard
	holds, fails := z.branch(e.X, st.clone())
	x := z.now[e.X]
	if n, ok := lua.Unparen(e.X).(*lua.Name); ok && n.Local != nil {
		x = z.name(n, st) // as it is here, not over all times
	}
	keep, on, off := Atom.mayBeTrue, fails, holds
	if e.Op == lua.And {
		keep, on, off = Atom.mayBeFalse, holds, fails
	}
	v := x.filter(keep)
	if off.dead {
		v = nil
	}
	if !on.dead {
		v = v.or(z.expr(e.Y, on))
	}
	*st = *join(on, off, g)
	st.dead = on.dead && off.dead
	return v
}

func (z *analysis) concat(x, y Value) Value {
	var v Value
	for _, a := range x {
		for _, b := range y {
			if !joinable(a) || !joinable(b) {
				continue // an error
			}
			t := z.text(append(append([]Part(nil), a.parts()...), b.parts()...)...)
			c := Atom{Kind: String, Text: t}
			if s, ok := t.Literal(); ok {
				_, c.Numeric = lua.ParseNumber(s)
			}
			v = v.add(c)
		}
	}
	return v
}

func joinable(a Atom) bool {
	return a.Kind == String || a.Kind == Number || a.Kind == Unknown || a.Kind == TableKind
}

func (z *analysis) arithmetic(op lua.Op, x, y Value) Value {
	if !x.Any(countable) || !y.Any(countable) {
		return nil // an error
	}
	a, b := x.num(), y.num()
	n := Num{Whole: a.Whole && b.Whole && op != lua.Div && op != lua.Pow}
	switch {
	case a.Known && b.Known:
		n = known(compute(op, a.Value, b.Value))
	case b.Known && b.Whole && a.Step > 0:
		n = a.shifted(op, b.Value)
	case a.Known && a.Whole && b.Step > 0 && (op == lua.Add || op == lua.Mul):
		n = b.shifted(op, a.Value)
	}
	return Value{{Kind: Number, Num: n}}
}

func countable(a Atom) bool {
	return a.Kind == Number || a.Kind == String || a.Kind == Unknown || a.Kind == TableKind
}

// num returns what is known of v as the operand of arithmetic.
func (v Value) num() Num {
	var n Num
	first := true
	for _, a := range v {
		m := a.Num
		if a.Kind == String {
			m = Num{}
			if s, ok := a.Text.Literal(); ok {
				if f, ok := lua.ParseNumber(s); ok {
					m = known(f)
				}
			}
		}
		switch {
		case a.Kind == Nil || a.Kind == Bool:
			continue // an error
		case first:
			n = m
		case n != m:
			n = Num{Whole: n.Whole && m.Whole}
		}
		first = false
	}
	return n
}

func compute(op lua.Op, a, b float64) float64 {
	switch op {
	case lua.Add:
		return a + b
	case lua.Sub:
		return a - b
	case lua.Mul:
		return a * b
	case lua.Div:
		return a / b
	case lua.Mod:
		return a - math.Floor(a/b)*b
	}
	return math.Pow(a, b)
}

// shifted returns the progression after adding, subtracting or multiplying by a whole number.
func (n Num) shifted(op lua.Op, by float64) Num {
	if math.Abs(by) > 1<<20 {
		return Num{Whole: n.Whole}
	}
	k := int(by)
	bound := func(hi int) int {
		if n.Hi == unbounded {
			return unbounded
		}
		return hi
	}
	switch {
	case op == lua.Add:
		return Num{Whole: n.Whole, Lo: n.Lo + k, Step: n.Step, Hi: bound(n.Hi + k)}
	case op == lua.Sub:
		return Num{Whole: n.Whole, Lo: n.Lo - k, Step: n.Step, Hi: bound(n.Hi - k)}
	case op == lua.Mul && k > 0 && n.Lo < 1<<20 && n.Step < 1<<20:
		return Num{Whole: n.Whole, Lo: n.Lo * k, Step: n.Step * k, Hi: bound(n.Hi * k)}
	}
	return Num{Whole: n.Whole && op != lua.Div && op != lua.Pow}
}

func (z *analysis) unary(e *lua.Unary, st *state) Value {
	switch e.Op {
	case lua.Not:
		holds, fails := z.branch(e, st.clone())
		v := truth(holds, fails)
		*st = *join(holds, fails, st.guard)
		return v
	case lua.Neg:
		n := z.expr(e.X, st).num()
		if n.Known {
			return number(-n.Value)
		}
		return Value{{Kind: Number, Num: Num{Whole: n.Whole}}}
	}
	return z.length(z.expr(e.X, st), e, st)
}

// length returns what #x is.
func (z *analysis) length(x Value, at lua.Expr, st *state) Value {
	n := Num{Whole: true}
	if len(x) != 1 {
		return Value{{Kind: Number, Num: n}}
	}
	switch a := x[0]; {
	case a.Kind == String:
		if s, ok := a.Text.Literal(); ok {
			n = known(float64(len(s)))
		}
	case a.Kind == TableKind && a.Table != nil && a.Table.Args != Elsewhere:
		in := z.opts.Keys
		if a.Table.Args == FromArg {
			in = z.opts.Args
		}
		if in.Declared && !in.Rest && !z.shape(a.Table, st).Open {
			n = known(float64(in.Count))
		}
	case a.Kind == TableKind && a.Table != nil && a.Table.Lib == "":
		s := z.shape(a.Table, st)
		if !s.Open && s.More == nil {
			full := true
			for _, v := range s.Items {
				full = full && !v.Any(func(a Atom) bool { return a.Kind == Nil || a.Kind == Unknown })
			}
			if full {
				n = known(float64(len(s.Items)))
			}
		}
	}
	return Value{{Kind: Number, Num: n}}
}

// constructor makes a table.
func (z *analysis) constructor(e *lua.Table, st *state) Value {
	s := &Shape{}
	for i, f := range e.Fields {
		if f.Key == nil {
			if i < len(e.Fields)-1 {
				s = s.withItem(len(s.Items)+1, z.expr(f.Value, st))
				continue
			}
			vs := z.multi(f.Value, st)
			for _, v := range vs.list {
				s = s.withItem(len(s.Items)+1, v)
			}
			if vs.open {
				c := *s
				c.More = c.More.or(vs.tail)
				s = &c
			}
			continue
		}
		key := z.expr(f.Key, st)
		s = stored(s, key, z.expr(f.Value, st))
	}
	if st.dead {
		return nil
	}
	t := z.tableAt(e, "")
	z.allocate(t, s, st)
	return atom(Atom{Kind: TableKind, Table: t})
}

// allocate gives a new table its contents. The same place may have made a table before that is
// still in use: then what is known is true of both.
func (z *analysis) allocate(t *Table, s *Shape, st *state) {
	if old := st.heap[t]; old != nil {
		s = joiner{to: doubtful}.shapes(old, s)
	}
	st.heap[t] = s
}
