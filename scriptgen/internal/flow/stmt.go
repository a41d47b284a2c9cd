package flow

// This file walks statements.

import (
	"maps"
	"slices"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// block walks statements until the end or until no execution goes on, and drops the locals they
// declare.
func (z *analysis) block(b *lua.Block, st *state) {
	z.statements(b, st)
	leave(b, st)
}

func (z *analysis) statements(b *lua.Block, st *state) {
	for _, s := range b.Stmts {
		if st.dead || !z.step() {
			return
		}
		z.res.visited[s] = true
		z.stmt(s, st)
		z.sweep(st)
	}
}

// leave drops the locals that a block declares: a state must not grow with the length of a script.
func leave(b *lua.Block, st *state) {
	for _, s := range b.Stmts {
		switch s := s.(type) {
		case *lua.LocalStmt:
			for _, l := range s.Names {
				delete(st.vars, l)
			}
		case *lua.LocalFunction:
			delete(st.vars, s.Name)
		}
	}
}

// sweep drops the tables that no local leads to. Between the statements of the main function no others
// are in use, or next to none: one that is dropped all the same is unknown from there on.
func (z *analysis) sweep(st *state) {
	const spare = 32
	if len(z.frames) > 1 || len(st.heap) < spare || st.dead {
		return
	}
	used := map[*Table]*Shape{}
	for _, v := range st.vars {
		reach(v, st.heap, used)
	}
	for t, s := range st.heap {
		if t.Args != Elsewhere {
			used[t] = s
		}
	}
	st.heap = used
}

// reach adds to used the tables that a value leads to.
func reach(v Value, heap, used map[*Table]*Shape) {
	for _, a := range v {
		s := heap[a.Table]
		if a.Kind != TableKind || a.Table == nil || s == nil || used[a.Table] != nil {
			continue
		}
		used[a.Table] = s
		for _, item := range s.Items {
			reach(item, heap, used)
		}
		reach(s.More, heap, used)
		for _, f := range s.Fields {
			reach(f, heap, used)
		}
	}
}

func (z *analysis) stmt(s lua.Stmt, st *state) {
	switch s := s.(type) {
	case *lua.LocalStmt:
		vs := z.exprList(s.Values, st)
		for i, l := range s.Names {
			z.bind(l, vs.at(i), st)
		}
	case *lua.Assign:
		z.assignStmt(s, st)
	case *lua.CallStmt:
		z.call(s.Call, st)
	case *lua.Do:
		z.block(s.Body, st)
	case *lua.While:
		z.loop(s, st, func(st *state) (enter, leave *state) { return z.branch(s.Cond, st) }, s.Body, nil)
	case *lua.Repeat:
		z.loop(s, st, nil, s.Body, s.Cond)
	case *lua.If:
		z.ifStmt(s, st)
	case *lua.NumericFor:
		z.numericFor(s, st)
	case *lua.GenericFor:
		z.genericFor(s, st)
	case *lua.FunctionStmt:
		z.assign(s.Target, z.closure(s.Func), st)
	case *lua.LocalFunction:
		z.bind(s.Name, z.closure(s.Func), st)
	case *lua.Return:
		z.returnStmt(s, st)
	case *lua.Break:
		f := z.top()
		l := f.loops[len(f.loops)-1]
		l.exits = append(l.exits, st.clone())
		st.dead = true
	}
}

// bind gives a local its value.
func (z *analysis) bind(l *lua.Local, v Value, st *state) {
	if z.shared[l] {
		v = anything
	}
	st.vars[l] = v
}

func (z *analysis) assignStmt(s *lua.Assign, st *state) {
	for _, t := range s.Targets {
		if x, ok := t.(*lua.Index); ok {
			z.expr(x.X, st)
			z.expr(x.Key, st)
		}
	}
	vs := z.exprList(s.Values, st)
	for i, t := range s.Targets {
		z.assign(t, vs.at(i), st)
	}
}

func (z *analysis) assign(target lua.Expr, v Value, st *state) {
	switch t := target.(type) {
	case *lua.Name:
		if t.Local != nil {
			z.bind(t.Local, v, st)
			return
		}
		z.escape(v, st)
	case *lua.Index:
		z.store(t, v, st)
	}
}

func (z *analysis) returnStmt(s *lua.Return, st *state) {
	vs := z.exprList(s.Values, st)
	f := z.top()
	if !st.dead {
		if f.fn.Outer == nil {
			z.recordReturn(s, vs, st)
		}
		f.returns = append(f.returns, returned{vs, st.clone()})
	}
	st.dead = true
}

func (z *analysis) ifStmt(s *lua.If, st *state) {
	before := st.guard
	rest := st.clone()
	var ends []*state
	hasElse := false
	for i, c := range s.Clauses {
		if rest.dead {
			break
		}
		branch := rest
		if c.Cond != nil {
			branch, rest = z.branch(c.Cond, rest)
			looks := z.looksAtData(c.Cond)
			outer := rest.guard
			z.enterBranch(branch, c.Cond, z.guardAt(s, 2*i, looks, outer))
			z.enterBranch(rest, c.Cond, z.guardAt(s, 2*i+1, looks, outer))
		} else {
			hasElse = true
		}
		if !branch.dead {
			z.block(c.Body, branch)
			ends = append(ends, branch)
		}
	}
	if !hasElse && !rest.dead {
		ends = append(ends, rest)
	}
	z.meet(s, ends, before, st)
}

// meet joins the ends of branches into st. Where all of them get there, nothing has been excluded,
// and the guard from before the branches is in force again.
func (z *analysis) meet(n lua.Node, ends []*state, before *guard, st *state) {
	var live []*state
	looked := false
	for _, e := range ends {
		if !e.dead {
			live = append(live, e)
			looked = looked || e.guard.data != before.data
		}
	}
	switch len(live) {
	case 0:
		st.dead = true
		return
	case 1:
		*st = *live[0]
		if len(ends) == 1 {
			st.guard = before
		}
		return
	}
	g := before
	if len(live) < len(ends) {
		g = z.guardAt(n, -1, looked, before)
	}
	out := live[0]
	for _, e := range live[1:] {
		out = join(out, e, g)
	}
	*st = *out
}

// enterBranch puts a guard in force. The alternatives of the local that the condition is about stay
// possible: the condition has just been seen to leave them.
func (z *analysis) enterBranch(st *state, cond lua.Expr, g *guard) {
	if st.dead {
		return
	}
	if l := onlyLocal(cond); l != nil {
		v := append(Value(nil), st.vars[l]...)
		for i := range v {
			switch {
			case !v[i].sure(st.guard):
			case v[i].guard == st.guard.joined:
				v[i].guard = g.joined
			default:
				v[i].guard = g
			}
		}
		st.vars[l] = v
	}
	st.guard = g
}

// onlyLocal returns the local that a condition is about if it is about nothing else.
func onlyLocal(cond lua.Expr) *lua.Local {
	var only *lua.Local
	simple := true
	helpers := map[lua.Expr]bool{}
	lua.Walk(cond, func(n lua.Node) bool {
		switch n := n.(type) {
		case *lua.Call:
			if fn, ok := n.Fn.(*lua.Name); ok && fn.Local != nil && n.Method == nil {
				helpers[fn] = true // what a function of the script says of the local
			}
		case *lua.Name:
			if helpers[n] {
				return true
			}
			if n.Local == nil {
				simple = simple && pureFunctions[n.Name]
			} else if only != nil && only != n.Local {
				simple = false
			} else {
				only = n.Local
			}
		case *lua.Index, *lua.Function, *lua.Table:
			simple = false
		}
		return simple
	})
	if !simple {
		return nil
	}
	return only
}

var pureFunctions = map[string]bool{"type": true, "tonumber": true, "tostring": true}

// looksAtData reports whether a condition depends on the data: on a reply or on something unknown.
func (z *analysis) looksAtData(cond lua.Expr) bool {
	looks := false
	lua.Walk(cond, func(n lua.Node) bool {
		if e, ok := n.(lua.Expr); ok {
			looks = looks || z.now[e].Any(func(a Atom) bool { return a.Kind == Unknown || a.From.Kind == FromReply })
		}
		return !looks
	})
	return looks
}

// loop walks a loop until nothing new is learned. enter decides before each round (nil: it always
// goes on), until decides after each (nil: it always goes on).
func (z *analysis) loop(n lua.Node, st *state, enter func(*state) (in, out *state), body *lua.Block, until lua.Expr) {
	before := st.guard
	f := z.top()
	head := st.clone()
	var exits []*state
	for round := 0; ; round++ {
		l := &loop{}
		f.loops = append(f.loops, l)
		in := head.clone()
		exits = nil
		if enter != nil {
			var out *state
			in, out = enter(in)
			exits = append(exits, out)
		}
		in.guard = z.guardAt(n, 0, true, before)
		if !in.dead {
			z.statements(body, in)
			if until != nil && !in.dead {
				var out *state
				out, in = z.branch(until, in)
				exits = append(exits, out)
			}
			leave(body, in)
		}
		f.loops = f.loops[:len(f.loops)-1]
		exits = append(exits, l.exits...)
		next := head
		if !in.dead {
			scope(in, head)
			in.guard = head.guard
			next = join(head, in, doubtful)
			next.guard = head.guard
		}
		if round >= 3 {
			next.widen(head)
		}
		if next.equal(head) || !z.step() {
			break
		}
		if round >= maxRounds {
			next.forget(head)
		}
		if round > 2*maxRounds {
			z.res.Exhausted = true
			break
		}
		head = next
	}
	out := (*state)(nil)
	for _, e := range exits {
		if !e.dead {
			scope(e, st)
			out = join(out, e, doubtful)
		}
	}
	if out == nil {
		st.dead = true
		return
	}
	*st = *out
	st.guard = before
}

// scope drops the locals that were declared since before.
func scope(st, before *state) {
	for l := range st.vars {
		if _, ok := before.vars[l]; !ok {
			delete(st.vars, l)
		}
	}
}

func (z *analysis) numericFor(s *lua.NumericFor, st *state) {
	from, to := z.expr(s.From, st), z.expr(s.To, st)
	step := number(1)
	if s.Step != nil {
		step = z.expr(s.Step, st)
	}
	if st.dead {
		return
	}
	num := progression(from, to, step)
	if num.Step > 0 && num.Lo > num.Hi {
		return // the loop never runs, as over KEYS where the header declares none
	}
	v := Value{{Kind: Number, Num: num}}
	z.loop(s, st, func(st *state) (in, out *state) {
		out = st.clone()
		z.bind(s.Var, v, st)
		return st, out
	}, s.Body, nil)
}

// progression returns what the variable of a numeric for is.
func progression(from, to, step Value) Num {
	whole := func(a Atom) bool { return a.Kind == Number && a.Num.Whole }
	n := Num{Whole: from.All(whole) && step.All(whole)}
	lo, ok := exactly(from)
	by, ok2 := exactly(step)
	if !ok || !ok2 || by <= 0 {
		return n
	}
	n.Lo, n.Step, n.Hi = lo, by, unbounded
	if hi, ok := exactly(to); ok {
		n.Hi = hi
	}
	return n
}

// unbounded is a Hi beyond all indexes.
const unbounded = 1 << 30

// exactly returns the whole number that v is, if it is one.
func exactly(v Value) (int, bool) {
	if len(v) != 1 || v[0].Kind != Number || !v[0].Num.Known || !v[0].Num.Whole {
		return 0, false
	}
	n := v[0].Num.Value
	if n < -unbounded || n > unbounded {
		return 0, false
	}
	return int(n), true
}

func (z *analysis) genericFor(s *lua.GenericFor, st *state) {
	names := z.iteration(s.Values, st)
	if st.dead {
		return
	}
	z.loop(s, st, func(st *state) (in, out *state) {
		out = st.clone()
		for i, l := range s.Names {
			z.bind(l, names.at(i), st)
		}
		return st, out
	}, s.Body, nil)
}

// iteration returns what the variables of a generic for are.
func (z *analysis) iteration(exprs []lua.Expr, st *state) values {
	unknown := values{tail: anything, open: true}
	z.exprList(exprs, st)
	if len(exprs) != 1 {
		return unknown
	}
	c, ok := lua.Unparen(exprs[0]).(*lua.Call)
	if !ok || c.Method != nil || len(c.Args) == 0 {
		return unknown
	}
	fn := z.now[c.Fn]
	if len(fn) != 1 {
		return unknown
	}
	switch name := fn[0].Func.Builtin; name {
	case "ipairs", "pairs":
		return z.elements(name == "pairs", z.now[c.Args[0]], c.Args[0], st)
	}
	return unknown
}

// elements returns index and element of an iteration over a table.
func (z *analysis) elements(all bool, table Value, at lua.Expr, st *state) values {
	if len(table) != 1 || table[0].Kind != TableKind || table[0].Table == nil {
		return values{tail: anything, open: true}
	}
	t := table[0].Table
	index := Num{Whole: true, Lo: 1, Step: 1, Hi: unbounded}
	s := z.shape(t, st)
	if t.Args != Elsewhere && !s.Open {
		z.recordRead(t.Args, Index{1, 1}, at, 0)
		element := z.inputs(t.Args, Index{1, 1}).filter(func(a Atom) bool { return !a.IsNil() })
		return values{list: []Value{{{Kind: Number, Num: index}}, element}}
	}
	if s.Open {
		return values{tail: anything, open: true}
	}
	element := s.items()
	key := Value{{Kind: Number, Num: index}}
	if all && len(s.Fields) > 0 {
		key = anything
		for _, name := range slices.Sorted(maps.Keys(s.Fields)) { // so that messages name the values in one order
			element = element.or(s.Fields[name])
		}
	}
	element = element.filter(func(a Atom) bool { return !a.IsNil() })
	return values{list: []Value{key, element}}
}
