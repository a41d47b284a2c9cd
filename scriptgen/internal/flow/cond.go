package flow

// This file walks conditions: which way they may go, and what is known behind them.

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// branch walks a condition and returns the states in which it holds and in which it does not. st may
// be one of them.
func (z *analysis) branch(e lua.Expr, st *state) (holds, fails *state) {
	if !z.descend() {
		return st, st.clone()
	}
	defer z.ascend()
	switch e := e.(type) {
	case *lua.Paren:
		holds, fails = z.branch(e.X, st)
		z.record(e, z.now[e.X], st)
		return holds, fails
	case *lua.Unary:
		if e.Op == lua.Not {
			fails, holds = z.branch(e.X, st)
			z.record(e, truth(holds, fails), st)
			return holds, fails
		}
	case *lua.Binary:
		switch e.Op {
		case lua.And, lua.Or:
			return z.shortcut(e, st)
		case lua.Eq, lua.Ne:
			holds, fails = z.equality(e, st)
			if e.Op == lua.Ne {
				holds, fails = fails, holds
			}
			z.record(e, truth(holds, fails), st)
			return holds, fails
		}
	}
	v := z.expr(e, st)
	holds, fails = st, st.clone()
	if alwaysTrue(v) {
		return holds, fails
	}
	z.refine(e, holds, Atom.mayBeTrue)
	z.refine(e, fails, Atom.mayBeFalse)
	holds.dead = holds.dead || !v.Any(Atom.mayBeTrue)
	fails.dead = fails.dead || !v.Any(Atom.mayBeFalse)
	z.refineNumber(e, holds)
	return holds, fails
}

// truth returns the value of a condition that may go these ways.
func truth(holds, fails *state) Value {
	var v Value
	if !holds.dead {
		v = append(v, Atom{Kind: Bool, Bool: true})
	}
	if !fails.dead {
		v = append(v, Atom{Kind: Bool})
	}
	return v
}

// shortcut walks "and" and "or" as conditions. Their value is that of one of their operands.
func (z *analysis) shortcut(e *lua.Binary, st *state) (holds, fails *state) {
	g := st.guard
	left, right := z.branch(e.X, st)
	on, off, keep := left, right, Atom.mayBeFalse
	if e.Op == lua.Or {
		on, off, keep = right, left, Atom.mayBeTrue
	}
	var v Value
	if !off.dead {
		v = z.now[e.X].filter(keep)
	}
	reached := !on.dead
	h, f := z.branchIf(e.Y, on)
	if reached {
		v = v.or(z.now[e.Y])
	}
	if e.Op == lua.And {
		holds, fails = h, join(off, f, g)
	} else {
		holds, fails = join(off, h, g), f
	}
	z.record(e, v, holds)
	return holds, fails
}

// branchIf walks a condition if there is a way to it.
func (z *analysis) branchIf(e lua.Expr, st *state) (holds, fails *state) {
	if st.dead {
		return st, st.clone()
	}
	return z.branch(e, st)
}

// equality walks x == y.
func (z *analysis) equality(e *lua.Binary, st *state) (holds, fails *state) {
	x := z.expr(e.X, st)
	y := z.expr(e.Y, st)
	holds, fails = st, st.clone()
	if st.dead || neverEqual(x, y) || neverEqual(y, x) {
		return holds, fails
	}
	z.refine(e.X, holds, func(a Atom) bool { return y.Any(func(b Atom) bool { return mayEqual(a, b) }) })
	z.refine(e.Y, holds, func(b Atom) bool { return x.Any(func(a Atom) bool { return mayEqual(a, b) }) })
	if len(y) == 1 && y[0].single() {
		z.refine(e.X, fails, func(a Atom) bool { return !mustEqual(a, y[0]) })
	}
	if len(x) == 1 && x[0].single() {
		z.refine(e.Y, fails, func(a Atom) bool { return !mustEqual(a, x[0]) })
	}
	z.refineType(e.X, y, holds, fails)
	z.refineType(e.Y, x, holds, fails)
	may := x.Any(func(a Atom) bool { return y.Any(func(b Atom) bool { return mayEqual(a, b) }) })
	must := x.All(func(a Atom) bool { return y.All(func(b Atom) bool { return mustEqual(a, b) }) })
	holds.dead = holds.dead || !may
	fails.dead = fails.dead || must
	return holds, fails
}

// Some conditions cannot go both ways, and whoever wrote them thought they could: a number or an array
// of the server's is taken for a truth value, a reply is compared with nil, a string with a number.
// Checks report those. They do not make code dead here: what is behind them is meant to run.

// alwaysTrue recognises a reply, as it came, that is true whatever it is.
func alwaysTrue(v Value) bool {
	return v.All(func(a Atom) bool {
		return a.From.Kind == FromReply && !a.From.Item && (a.Kind == Number || a.IsList())
	})
}

// neverEqual recognises a comparison of input or a reply with what it never is.
func neverEqual(x, y Value) bool {
	fromOutside := x.Any(func(a Atom) bool { return a.From.Kind != Elsewhere && a.Kind != Nil })
	switch {
	case !fromOutside:
		return false
	case y.All(Atom.IsNil):
		return x.Any(Atom.IsFalse) && !x.Any(func(a Atom) bool { return a.Kind == Nil || a.Kind == Unknown })
	case y.All(Atom.IsNumber):
		return x.All(func(a Atom) bool { return a.Kind == String || a.Kind == Nil || a.IsFalse() })
	}
	return false
}

// single reports whether the atom stands for one value only.
func (a Atom) single() bool {
	switch a.Kind {
	case Nil, Bool:
		return true
	case Number:
		return a.Num.Known
	case String:
		_, ok := a.Text.Literal()
		return ok
	}
	return false
}

func mustEqual(a, b Atom) bool { return a.single() && b.single() && mayEqual(a, b) }

// mayEqual reports whether a == b can hold in Lua.
func mayEqual(a, b Atom) bool {
	if a.Kind == Unknown || b.Kind == Unknown {
		return true
	}
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case Bool:
		return a.Bool == b.Bool
	case Number:
		return !a.Num.Known || !b.Num.Known || a.Num.Value == b.Num.Value
	case String:
		x, ok := a.Text.Literal()
		y, ok2 := b.Text.Literal()
		return !ok || !ok2 || x == y
	}
	return true
}

// refine keeps of the value of a variable, or of a field of a table, what the filter accepts. The
// alternative Unknown is always kept. Where nothing is left, no execution gets here.
func (z *analysis) refine(e lua.Expr, st *state, keep func(Atom) bool) {
	if st.dead {
		return
	}
	keepKnown := func(a Atom) bool { return a.Kind == Unknown || keep(a) }
	switch e := lua.Unparen(e).(type) {
	case *lua.Name:
		if v, ok := st.vars[e.Local]; ok && e.Local != nil && !z.shared[e.Local] {
			w := v.filter(keepKnown)
			st.vars[e.Local] = w
			st.dead = len(w) == 0
		}
	case *lua.Index:
		table, field := z.fieldOf(e, st)
		if table == nil {
			return
		}
		v := z.item(table, field, st).filter(keepKnown)
		st.heap[table] = z.shape(table, st).withTold(field, v)
		st.dead = len(v) == 0
	case *lua.Binary: // x and y: where it cannot be a false x, it is y
		if e.Op == lua.And && !z.now[e.X].Any(func(a Atom) bool { return a.mayBeFalse() && keepKnown(a) }) {
			z.refine(e.Y, st, keep)
		}
	}
}

// fieldOf returns the one table that e indexes, and the name of its field; list items and elements
// of KEYS and ARGV are named by their index.
func (z *analysis) fieldOf(e *lua.Index, st *state) (*Table, string) {
	x := z.now[e.X]
	if n, ok := lua.Unparen(e.X).(*lua.Name); ok && n.Local != nil {
		x = st.vars[n.Local]
	}
	if len(x) != 1 || x[0].Kind != TableKind || x[0].Table == nil || x[0].Table.Lib != "" {
		return nil, ""
	}
	if z.shape(x[0].Table, st).Open {
		return nil, ""
	}
	switch key := z.now[e.Key]; {
	case len(key) != 1:
	case key[0].Kind == String:
		if name, ok := key[0].Text.Literal(); ok {
			return x[0].Table, name
		}
	case key[0].Kind == Number:
		if i, ok := exactly(key); ok && i > 0 {
			return x[0].Table, itemName(i)
		}
	}
	return nil, ""
}

// refineType learns from type(x) == "string".
func (z *analysis) refineType(e lua.Expr, name Value, holds, fails *state) {
	arg := z.argumentOf(e, "type")
	want, ok := name.Literal()
	if arg == nil || !ok {
		return
	}
	z.refine(arg, holds, func(a Atom) bool { return typeName(a.Kind) == want })
	z.refine(arg, fails, func(a Atom) bool { return typeName(a.Kind) != want })
	z.learnKind(arg, want, holds)
}

// learnKind replaces the unknown alternative by one of the type that has been asked for.
func (z *analysis) learnKind(e lua.Expr, name string, st *state) {
	n, ok := lua.Unparen(e).(*lua.Name)
	if !ok || n.Local == nil || st.dead || z.shared[n.Local] {
		return
	}
	var learned Value
	for _, a := range st.vars[n.Local] {
		if a.Kind != Unknown {
			learned = learned.add(a)
			continue
		}
		for k := Nil; k <= Function; k++ {
			switch {
			case typeName(k) != name:
			case k == Bool:
				learned = learned.or(anyBool())
			default:
				learned = learned.add(Atom{Kind: k})
			}
		}
	}
	if len(learned) > 0 {
		st.vars[n.Local] = learned
	}
}

// refineNumber learns from tonumber(x) that x reads as a number.
func (z *analysis) refineNumber(e lua.Expr, st *state) {
	arg := z.argumentOf(e, "tonumber")
	if arg == nil || st.dead {
		return
	}
	n, ok := lua.Unparen(arg).(*lua.Name)
	if !ok || n.Local == nil {
		return
	}
	var v Value
	for _, a := range st.vars[n.Local] {
		switch a.Kind {
		case String:
			a.Numeric = true
			v = v.add(a)
		case Number, Unknown:
			v = v.add(a)
		}
	}
	if len(v) > 0 {
		z.bind(n.Local, v, st)
	}
}

// argumentOf returns the only argument if e is a call of the server's function of that name.
func (z *analysis) argumentOf(e lua.Expr, name string) lua.Expr {
	c, ok := lua.Unparen(e).(*lua.Call)
	if !ok || c.Method != nil || len(c.Args) != 1 {
		return nil
	}
	fn := z.now[c.Fn]
	if len(fn) != 1 || fn[0].Func.Builtin != name {
		return nil
	}
	return c.Args[0]
}

// typeName is what type returns for a kind.
func typeName(k Kind) string {
	return [...]string{Unknown: "", Nil: "nil", Bool: "boolean", Number: "number", String: "string", TableKind: "table", Function: "function"}[k]
}
