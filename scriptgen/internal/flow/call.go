package flow

// This file walks calls.

import (
	"slices"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// call walks a call and returns what it yields.
func (z *analysis) call(c *lua.Call, st *state) values {
	unknown := values{tail: anything, open: true}
	if st.dead || !z.step() {
		return unknown
	}
	var fn Value
	var args values
	if c.Method != nil {
		self := z.expr(c.Fn, st)
		z.record(c.Method, z.literal(c.Method.Value), st)
		for _, a := range self {
			fn = fn.or(z.indexed(a, z.literal(c.Method.Value), c, st))
		}
		args = z.exprList(c.Args, st)
		args.list = append([]Value{self}, args.list...)
		args.exprs = append([]lua.Expr{c.Fn}, args.exprs...)
	} else {
		fn = z.expr(c.Fn, st)
		args = z.exprList(c.Args, st)
	}
	if st.dead {
		return unknown
	}
	callable := fn.filter(func(a Atom) bool { return a.Kind == Function || a.Kind == Unknown || a.Kind == TableKind })
	switch {
	case len(callable) == 0:
		st.dead = true // an error
		return unknown
	case len(callable) == 1 && callable[0].Func.Decl != nil:
		return z.callDecl(callable[0].Func.Decl, c, args, st)
	case len(callable) == 1 && callable[0].Func.Builtin != "":
		return z.callBuiltin(callable[0].Func.Builtin, c, args, st)
	}
	// One of several functions, or an unknown one.
	for _, a := range callable {
		z.escape(atom(a), st)
	}
	z.escapeAll(args, st)
	if callable.Any(func(a Atom) bool { return a.Kind == Unknown }) {
		forgetCaptured(st)
	}
	return unknown
}

// forgetCaptured makes tables unknown that an inner function may change: any may be called.
func forgetCaptured(st *state) {
	seen := map[*Table]*Shape{}
	for l, v := range st.vars {
		if l.Captured {
			reach(v, st.heap, seen)
		}
	}
	for t := range seen {
		if t.Args == Elsewhere {
			st.heap[t] = openShape
		}
	}
}

func (z *analysis) escapeAll(args values, st *state) {
	for _, v := range args.list {
		z.escape(v, st)
	}
}

// callDecl walks a function that the script declares with the arguments of one call.
func (z *analysis) callDecl(fn *lua.Function, c *lua.Call, args values, st *state) values {
	unknown := values{tail: anything, open: true}
	if z.running(fn) && !z.recursive[fn] {
		z.recursive[fn] = true
		z.again = true
	}
	if z.recursive[fn] {
		// It is walked with unknown arguments, once, at the end.
		z.escaped[fn] = true
		z.escapeAll(args, st)
		z.forgetUpvalues(fn, st)
		return unknown
	}
	outer := z.top().ctx
	if outer.level >= maxCalls {
		z.res.Exhausted = true
		return unknown
	}
	key := ctxKey{outer, c}
	in, ok := z.ctxs[key]
	if !ok {
		in = &ctx{outer: outer, call: c, level: outer.level + 1}
		z.ctxs[key] = in
	}
	z.frames = append(z.frames, &frame{fn: fn, ctx: in})
	before := st.guard
	result := z.enter(fn, args, st)
	z.frames = z.frames[:len(z.frames)-1]
	if !st.dead {
		st.guard = before
	}
	return result
}

// running reports whether the function is being walked already.
func (z *analysis) running(fn *lua.Function) bool {
	return slices.ContainsFunc(z.frames, func(f *frame) bool { return f.fn == fn })
}

// forgetUpvalues makes tables that a function may change unknown. Locals it may assign always are.
func (z *analysis) forgetUpvalues(fn *lua.Function, st *state) {
	for _, l := range fn.Upvalues {
		z.escape(st.vars[l], st)
	}
}

// enter walks the body of the function of the top frame and returns what it returns.
func (z *analysis) enter(fn *lua.Function, args values, st *state) values {
	z.entered[fn] = true
	for i, p := range fn.Params {
		z.bind(p, args.at(i), st)
	}
	f := z.top()
	f.varargs = args.from(len(fn.Params))
	before := st.guard
	outside := st.clone()
	z.block(fn.Body, st)
	if !st.dead {
		f.returns = append(f.returns, returned{values{}, st.clone()})
	}
	var out *state
	var result values
	for i, r := range f.returns {
		scope(r.state, outside)
		vs := regarded(r.values, r.state, before)
		if i == 0 {
			out, result = r.state, vs
			continue
		}
		out = join(out, r.state, before)
		result = either(result, vs)
	}
	if out == nil {
		st.dead = true
		return values{}
	}
	*st = *out
	st.guard = before
	return result
}

// regarded gives the alternatives of returned values the caller's guard where they were possible
// without doubt.
func regarded(vs values, st *state, to *guard) values {
	out := vs
	out.list = make([]Value, len(vs.list))
	for i, v := range vs.list {
		w := append(Value(nil), v...)
		for k := range w {
			if w[k].sure(st.guard) || len(w) == 1 && w[k].guard == nil {
				w[k].guard = to.joined
			} else {
				w[k].guard = doubtful
			}
		}
		out.list[i] = w
	}
	return out
}

// either returns what one of two calls yields.
func either(a, b values) values {
	var out values
	for i := range max(len(a.list), len(b.list)) {
		out.list = append(out.list, a.at(i).or(b.at(i)))
	}
	out.open = a.open || b.open
	out.tail = a.tail.or(b.tail)
	return out
}
