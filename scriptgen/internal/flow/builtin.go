package flow

// This file says what the functions do that the server offers to scripts.

import (
	"math"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

var libraries = map[string]bool{
	"string": true, "table": true, "math": true, "cjson": true, "cmsgpack": true, "bit": true, "struct": true,
	"os": true, "redis": true, "server": true, "coroutine": true,
}

// global returns what a global is.
func (z *analysis) global(e *lua.Name) Value {
	switch {
	case e.Name == "KEYS", e.Name == "ARGV":
		kind := FromKey
		if e.Name == "ARGV" {
			kind = FromArg
		}
		t := z.special(e.Name)
		t.Args = kind
		return Value{{Kind: TableKind, Table: t}}
	case libraries[e.Name]:
		t := z.special(e.Name)
		t.Lib = e.Name
		if e.Name == "server" {
			t.Lib = "redis" // Valkey's name for it
		}
		return Value{{Kind: TableKind, Table: t}}
	case e.Name == "_VERSION":
		return anyString()
	case e.Name == "_G":
		return anything
	}
	if _, ok := results[e.Name]; ok || special[e.Name] {
		return builtin(e.Name)
	}
	return anything
}

// special returns the table of a global of the server's.
func (z *analysis) special(name string) *Table {
	key := site{part: name}
	t, ok := z.tables[key]
	if !ok {
		t = &Table{}
		z.tables[key] = t
	}
	return t
}

// member returns what a library has under a name.
func (z *analysis) member(lib, name string) Value {
	full := lib + "." + name
	switch full {
	case "math.huge":
		return number(math.Inf(1))
	case "math.pi":
		return number(math.Pi)
	case "cjson.null":
		return anything
	}
	if strings.HasPrefix(full, "redis.LOG_") || strings.HasPrefix(full, "redis.REPL_") {
		return wholeNumber()
	}
	if _, ok := results[full]; ok || special[full] {
		return builtin(full)
	}
	return anything
}

// stringMethods are the functions that can be called on a string with a colon.
var stringMethods = map[string]bool{
	"string.sub": true, "string.lower": true, "string.upper": true, "string.rep": true, "string.reverse": true, "string.format": true,
	"string.len": true, "string.find": true, "string.match": true, "string.gsub": true, "string.gmatch": true, "string.byte": true,
}

// results lists the functions that change nothing, and what they return.
var results = map[string]Value{
	"string.sub": anyString(), "string.lower": anyString(), "string.upper": anyString(), "string.rep": anyString(),
	"string.reverse": anyString(), "string.char": anyString(), "string.len": wholeNumber(), "string.match": orNil(anyString()),
	"string.find": orNil(wholeNumber()), "string.gsub": anyString(), "string.gmatch": anything, "string.byte": orNil(wholeNumber()),
	"string.dump": anyString(),

	"math.abs": anyNumber(), "math.ceil": wholeNumber(), "math.floor": wholeNumber(), "math.sqrt": anyNumber(), "math.log": anyNumber(),
	"math.log10": anyNumber(), "math.exp": anyNumber(), "math.pow": anyNumber(), "math.fmod": anyNumber(), "math.mod": anyNumber(),
	"math.sin": anyNumber(), "math.cos": anyNumber(), "math.tan": anyNumber(), "math.randomseed": nilValue(), "math.modf": wholeNumber(),
	"math.ldexp": anyNumber(), "math.frexp": anyNumber(), "math.deg": anyNumber(), "math.rad": anyNumber(),

	"table.getn": wholeNumber(), "table.maxn": anyNumber(), "table.concat": anyString(),

	"cjson.encode": anyString(), "cjson.decode": anything, "cmsgpack.pack": anyString(), "cmsgpack.unpack": anything,
	"cmsgpack.unpack_one": anything, "cmsgpack.unpack_limit": anything, "struct.pack": anyString(), "struct.unpack": anything, "struct.size": wholeNumber(),

	"bit.tobit": wholeNumber(), "bit.tohex": anyString(), "bit.bnot": wholeNumber(), "bit.band": wholeNumber(), "bit.bor": wholeNumber(),
	"bit.bxor": wholeNumber(), "bit.lshift": wholeNumber(), "bit.rshift": wholeNumber(), "bit.arshift": wholeNumber(), "bit.rol": wholeNumber(),
	"bit.ror": wholeNumber(), "bit.bswap": wholeNumber(),

	"os.clock": anyNumber(),

	"redis.sha1hex": anyString(), "redis.log": nilValue(), "redis.replicate_commands": boolValue(true), "redis.set_repl": nilValue(),
	"redis.breakpoint": anyBool(), "redis.debug": nilValue(), "redis.acl_check_cmd": anyBool(),

	"gcinfo": wholeNumber(), "rawequal": anyBool(), "ipairs": anything, "pairs": anything, "getmetatable": anything,
}

// several lists those that return any number of values.
var several = map[string]bool{
	"string.byte": true, "string.match": true, "struct.unpack": true, "cmsgpack.unpack": true, "cmsgpack.unpack_one": true, "cmsgpack.unpack_limit": true,
}

// special lists the functions that need more than a result.
var special = map[string]bool{
	"redis.call": true, "redis.pcall": true, "redis.error_reply": true, "redis.status_reply": true, "redis.setresp": true,
	"tonumber": true, "tostring": true, "type": true, "unpack": true, "error": true, "assert": true, "pcall": true, "xpcall": true,
	"select": true, "next": true, "rawget": true, "rawset": true, "setmetatable": true, "collectgarbage": true, "loadstring": true, "load": true,
	"math.max": true, "math.min": true, "math.random": true,
	"table.insert": true, "table.remove": true, "table.sort": true, "table.foreach": true, "table.foreachi": true, "string.format": true,
}

// callBuiltin walks a call of a function that the server offers.
func (z *analysis) callBuiltin(name string, c *lua.Call, args values, st *state) values {
	z.recordBuiltin(c, name, args, st)
	one := func(v Value) values { return values{list: []Value{v}} }
	first := args.first()
	switch name {
	case "redis.call", "redis.pcall":
		z.readInputs(args, c)
		return z.redisCall(c, name == "redis.pcall", args, st)
	case "redis.error_reply":
		return one(z.tagged(c, "err", args, st))
	case "redis.status_reply":
		return one(z.tagged(c, "ok", args, st))
	case "redis.setresp":
		st.resp3 = maybe
		if n, ok := exactly(first); ok && n == 3 {
			st.resp3 = yes
		} else if ok && n == 2 {
			st.resp3 = no
		}
		return one(nilValue())
	case "tonumber":
		return one(z.tonumber(first, len(args.list) > 1))
	case "tostring":
		return one(z.tostring(first))
	case "type":
		var v Value
		for _, a := range first {
			if a.Kind == Unknown {
				return one(anyString())
			}
			v = v.or(z.literal(typeName(a.Kind)))
		}
		return one(v)
	case "unpack":
		return z.unpack(c, args, st)
	case "error":
		z.recordRaise(c, first, st)
		st.dead = true
		return values{}
	case "assert":
		return z.assert(c, args, st)
	case "pcall", "xpcall":
		return z.protected(c, name, args, st)
	case "select":
		return selected(first, args)
	case "math.max", "math.min":
		n := Num{Whole: args.allWhole()}
		return one(Value{{Kind: Number, Num: n}})
	case "math.random":
		return one(Value{{Kind: Number, Num: Num{Whole: len(args.list) > 0}}})
	case "string.format":
		return one(z.format(args))
	case "table.insert":
		z.insert(args, st)
		return values{}
	case "table.remove":
		return one(z.remove(first, st))
	case "table.sort":
		z.reorder(first, st)
		z.escapeAll(values{list: args.list[min(1, len(args.list)):]}, st)
		return values{}
	}
	z.readInputs(args, c)
	if v, ok := results[name]; ok {
		if name == "string.gsub" || name == "string.find" {
			z.escapeAll(values{list: args.list[min(1, len(args.list)):]}, st)
			return values{list: []Value{v}, tail: anything, open: true}
		}
		if several[name] {
			return values{tail: v, open: true}
		}
		return one(v)
	}
	z.escapeAll(args, st)
	if name == "setmetatable" || name == "rawset" {
		return one(first)
	}
	return values{tail: anything, open: true}
}

// selected returns what select returns.
func selected(n Value, args values) values {
	if s, ok := n.Literal(); ok && s == "#" {
		if args.open {
			return values{list: []Value{wholeNumber()}}
		}
		return values{list: []Value{number(float64(len(args.list) - 1))}}
	}
	if i, ok := exactly(n); ok && i > 0 {
		return args.from(i)
	}
	return values{tail: anything, open: true}
}

// readInputs notes that KEYS or ARGV as a whole is handed to a function that reads it.
func (z *analysis) readInputs(args values, c *lua.Call) {
	for _, v := range args.list {
		for _, a := range v {
			if a.Kind == TableKind && a.Table != nil && a.Table.Args != Elsewhere {
				z.recordRead(a.Table.Args, Index{}, c, 1)
			}
		}
	}
}

// tagged makes the table {err = text} or {ok = text}. The server makes {err = …} of its own of anything
// but one string.
func (z *analysis) tagged(c *lua.Call, field string, args values, st *state) Value {
	t := z.tableAt(c, field)
	text := args.first()
	st.heap[t] = openShape
	if len(args.list) == 1 && !args.open && text.All(Atom.IsString) {
		st.heap[t] = emptyShape.withField(field, text)
	} else if field == "err" {
		st.heap[t] = emptyShape.withField(field, anyString())
	}
	return Value{{Kind: TableKind, Table: t}}
}

func (z *analysis) tonumber(v Value, base bool) Value {
	var out Value
	for _, a := range v {
		n := Atom{Kind: Number, From: a.From}
		switch {
		case base:
			n.Num.Whole = true
			out = orNil(out.add(n))
		case a.Kind == Number:
			out = out.add(a)
		case a.Kind == String:
			s, ok := a.Text.Literal()
			if ok {
				f, reads := lua.ParseNumber(s)
				n.Num = known(f)
				if !reads {
					out = orNil(out)
					continue
				}
			}
			n.Num.Whole = n.Num.Whole || z.wholeInput(a.From)
			out = out.add(n)
			if !ok && !a.Numeric {
				out = orNil(out)
			}
		case a.Kind == Unknown:
			out = orNil(out.add(n))
		default:
			out = orNil(out)
		}
	}
	return out
}

// wholeInput reports whether an argument is declared as a whole number.
func (z *analysis) wholeInput(from Origin) bool {
	i, ok := from.Index.Exact()
	return from.Kind == FromArg && ok && z.opts.Args.Whole != nil && z.opts.Args.Whole(i)
}

func (z *analysis) tostring(v Value) Value {
	var out Value
	for _, a := range v {
		switch a.Kind {
		case String:
			out = out.add(a)
		case Number:
			out = out.add(Atom{Kind: String, Text: z.text(a.parts()...), Numeric: true})
		case Nil:
			out = out.or(z.literal("nil"))
		case Bool:
			out = out.or(z.literal(map[bool]string{true: "true", false: "false"}[a.Bool]))
		default:
			out = out.or(anyString())
		}
	}
	return out
}

func (vs values) allWhole() bool {
	for _, v := range vs.list {
		if !v.All(func(a Atom) bool { return a.Kind == Number && a.Num.Whole }) {
			return false
		}
	}
	return !vs.open && len(vs.list) > 0
}

// unpack returns the list items of a table.
func (z *analysis) unpack(c *lua.Call, args values, st *state) values {
	unknown := values{tail: anything, open: true}
	v := args.first()
	if len(v) != 1 || v[0].Kind != TableKind || v[0].Table == nil {
		z.readInputs(args, c)
		return unknown
	}
	t := v[0].Table
	from := 1
	if len(args.list) > 1 {
		n, ok := exactly(args.list[1])
		if !ok {
			from = 0
		} else {
			from = n
		}
	}
	s := z.shape(t, st)
	if t.Args != Elsewhere {
		return z.unpackInput(t, from, len(args.list) > 2, c, s)
	}
	if s.Open || from != 1 || len(args.list) > 2 {
		return unknown
	}
	out := values{list: s.Items}
	for i := range s.Items {
		if s.Items[i].Any(func(a Atom) bool { return a.Kind == Nil && a.From.Kind == Elsewhere }) {
			return values{list: s.Items[:i], tail: anything, open: true} // it may end here
		}
	}
	if s.More != nil {
		out.open, out.tail = true, s.More
	}
	return out
}

// unpackInput returns the elements of KEYS or ARGV from an index on.
func (z *analysis) unpackInput(t *Table, from int, limited bool, c *lua.Call, s *Shape) values {
	z.recordRead(t.Args, Index{}, c, max(from, 1))
	if s.Open {
		return values{tail: anything, open: true}
	}
	in := z.opts.Keys
	if t.Args == FromArg {
		in = z.opts.Args
	}
	var out values
	if in.Declared && from > 0 && !limited && in.Count-from < maxItems {
		for i := from; i <= in.Count; i++ {
			out.list = append(out.list, z.inputs(t.Args, Index{Lo: i}))
		}
		from = max(from, in.Count+1)
		if !in.Rest {
			return out
		}
	}
	rest := Index{}
	if from > 0 {
		rest = Index{from, 1}
	}
	out.open, out.tail = true, z.inputs(t.Args, rest).filter(func(a Atom) bool { return !a.IsNil() })
	return out
}

// assert goes on only where its first argument holds.
func (z *analysis) assert(c *lua.Call, args values, st *state) values {
	if len(args.list) == 0 {
		return args
	}
	v := args.list[0].filter(Atom.mayBeTrue)
	if len(v) == 0 {
		st.dead = true
		return values{}
	}
	if len(c.Args) > 0 {
		z.refine(c.Args[0], st, Atom.mayBeTrue)
	}
	out := args
	out.list = append([]Value{v}, args.list[1:]...)
	return out
}

// protected walks a call through pcall or xpcall.
func (z *analysis) protected(c *lua.Call, name string, args values, st *state) values {
	failed := values{list: []Value{boolValue(false), anything}}
	fn := args.first()
	rest := args
	rest.list = args.list[min(1, len(args.list)):]
	rest.exprs = args.exprs[min(1, len(args.exprs)):]
	if name == "xpcall" {
		z.escapeAll(rest, st)
		rest = values{}
	}
	if len(fn) != 1 || fn[0].Func == (Func{}) {
		z.escapeAll(args, st)
		return values{list: []Value{anyBool()}, tail: anything, open: true}
	}
	before := st.clone()
	var got values
	z.catching++
	if fn[0].Func.Decl != nil {
		got = z.callDecl(fn[0].Func.Decl, c, rest, st)
	} else {
		got = z.callBuiltin(fn[0].Func.Builtin, c, rest, st)
	}
	z.catching--
	if st.dead {
		before.forgetTables()
		*st = *before
		return failed
	}
	after := *st
	before.forgetTables()
	*st = *join(&after, before, after.guard)
	got.list = append([]Value{boolValue(true)}, got.list...)
	return either(got, failed)
}

// forgetTables makes the contents of all tables unknown: a call that failed midway may have changed
// some.
func (s *state) forgetTables() {
	for t := range s.heap {
		s.heap[t] = openShape
	}
}

// format returns the text that string.format makes, as far as it is known.
func (z *analysis) format(args values) Value {
	format, ok := args.first().Literal()
	if !ok || args.open {
		return anyString()
	}
	var parts []Part
	next := 1
	for format != "" {
		i := strings.IndexByte(format, '%')
		if i < 0 || i+1 >= len(format) {
			parts = append(parts, Part{Literal: format})
			break
		}
		if i > 0 {
			parts = append(parts, Part{Literal: format[:i]})
		}
		verb := format[i+1]
		format = format[i+2:]
		switch {
		case verb == '%':
			parts = append(parts, Part{Literal: "%"})
			continue
		case verb == 's' && next < len(args.list) && len(args.list[next]) == 1 && args.list[next][0].Kind == String:
			parts = append(parts, args.list[next][0].parts()...)
		case verb == 'd':
			parts = append(parts, Part{Number: true})
		case verb == 's':
			parts = append(parts, Part{})
		default: // with a width or another verb: the rest is unknown
			parts = append(parts, Part{})
			format = ""
		}
		next++
	}
	return Value{{Kind: String, Text: z.text(parts...)}}
}

// listOf returns the one table that v is, if it can be followed.
func (z *analysis) listOf(v Value, st *state) *Table {
	if len(v) == 1 && v[0].Kind == TableKind && v[0].Table != nil && v[0].Table.Lib == "" {
		if v[0].Table.Args == Elsewhere {
			return v[0].Table
		}
		z.mutateInput(v[0].Table, st)
		return nil
	}
	z.escape(v, st)
	return nil
}

func (z *analysis) insert(args values, st *state) {
	t := z.listOf(args.first(), st)
	if t == nil {
		for _, v := range args.list {
			z.escape(v, st)
		}
		return
	}
	s := z.shape(t, st).withoutTold()
	switch {
	case len(args.list) == 2 && !args.open:
		st.heap[t] = s.appended(args.list[1])
	case len(args.list) == 3:
		c := *s
		c.More = s.items().filter(func(a Atom) bool { return !a.IsNil() }).or(args.list[2])
		c.Items = nil
		st.heap[t] = &c
	default:
		st.heap[t] = openShape
	}
}

func (z *analysis) remove(list Value, st *state) Value {
	t := z.listOf(list, st)
	if t == nil {
		return anything
	}
	s := z.shape(t, st).withoutTold()
	v := orNil(s.items())
	st.heap[t] = s.unordered()
	return v
}

func (z *analysis) reorder(list Value, st *state) {
	if t := z.listOf(list, st); t != nil {
		st.heap[t] = z.shape(t, st).withoutTold().unordered()
	}
}
