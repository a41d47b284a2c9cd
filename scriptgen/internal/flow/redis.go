package flow

// This file walks calls of redis.call and redis.pcall, and says what commands reply.

import (
	"strconv"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

func (z *analysis) redisCall(c *lua.Call, pcall bool, args values, st *state) values {
	call := &Call{Node: c, Pcall: pcall, Words: settledAll(args.list, st), Nodes: args.exprs, Open: args.open, Rest: args.tail, Via: z.top().ctx.via()}
	known := call.Known()
	if len(args.list) > 0 {
		call.Name, call.Command = z.command(args.list)
	}
	z.recordCall(call)

	reply := anything
	if call.Command != nil && st.resp3 != maybe {
		reply = z.replies(call.Command.ReplyTo(known, st.resp3 == yes), c, "", st)
		if n, ok := oneForEach[call.Name]; ok && !args.open {
			z.spread(reply, len(args.list)-n, st)
		}
		if doubles(call.Command.ReplyTo(known, true)) {
			for i := range reply {
				reply[i].Numeric = reply[i].Kind == String
			}
		}
	}
	if pcall {
		t := z.tableAt(c, "err")
		st.heap[t] = emptyShape.withField("err", anyString())
		reply = reply.or(Value{{Kind: TableKind, Table: t}})
	}
	out := make(Value, len(reply))
	for i, a := range reply {
		a.From = Origin{Kind: FromReply, Call: c}
		if len(reply) > 1 {
			a.guard = possible(st)
		}
		if a.Kind == TableKind && pcall {
			a.guard = doubtful
		}
		out[i] = a
	}
	return values{list: []Value{out}}
}

// possible returns the guard of what a command may reply: every form of it is possible, unless a
// reply has been looked at before, which may decide about this one.
func possible(st *state) *guard {
	if st.guard.data != nil {
		return doubtful
	}
	return st.guard
}

// oneForEach lists the commands that reply with one element for each word behind the first so many.
var oneForEach = map[string]int{"MGET": 1, "HMGET": 2, "ZMSCORE": 2, "SMISMEMBER": 2, "GEOPOS": 2, "GEOHASH": 2}

// spread turns arrays of any number of like elements into arrays of n.
func (z *analysis) spread(reply Value, n int, st *state) {
	for _, a := range reply {
		if !a.IsList() || n < 1 || n > maxItems {
			continue
		}
		s := *st.heap[a.Table]
		for range n {
			s.Items = append(s.Items, s.More)
		}
		s.More, s.Endless = nil, false
		st.heap[a.Table] = &s
	}
}

// doubles reports whether a reply is a number for RESP3: then it is the text of one for RESP2.
func doubles(forms redisenv.Replies) bool {
	found := false
	for _, r := range forms {
		found = found || r.Kind == redisenv.Double
		if r.Kind == redisenv.Bulk || r.Kind == redisenv.Any {
			return false
		}
	}
	return found
}

// command returns the command that the words name, and its full name.
func (z *analysis) command(words []Value) (string, *redisenv.Command) {
	name, ok := words[0].Literal()
	if !ok {
		return "", nil
	}
	name = strings.ToUpper(name)
	if len(words) > 1 && len(redisenv.Subcommands(name)) > 0 {
		if sub, ok := words[1].Literal(); ok {
			full := name + " " + strings.ToUpper(sub)
			return full, z.opts.Server.Command(full)
		}
		return "", nil
	}
	return name, z.opts.Server.Command(name)
}

// Known returns the call as the command table takes it: its words as far as they are known.
func (c *Call) Known() redisenv.Call {
	known := redisenv.Call{Open: c.Open}
	for _, v := range c.Words {
		known.Words = append(known.Words, word(v))
	}
	return known
}

// word returns what is known of an argument of redis.call.
func word(v Value) redisenv.Word {
	if s, ok := v.Literal(); ok {
		return redisenv.Const(s)
	}
	if v.All(func(a Atom) bool { return a.Kind == Number || a.Kind == String && a.Numeric }) {
		return redisenv.Word{Kind: redisenv.Number}
	}
	return redisenv.Word{}
}

// replies returns what the forms of a reply are in Lua.
func (z *analysis) replies(forms redisenv.Replies, c *lua.Call, path string, st *state) Value {
	var v Value
	for i, r := range forms {
		v = v.or(z.reply(r, c, path+"/"+strconv.Itoa(i), st))
	}
	return v
}

func (z *analysis) reply(r redisenv.Reply, c *lua.Call, path string, st *state) Value {
	from := Origin{Kind: FromReply, Call: c, Item: strings.Count(path, "/") > 1}
	switch r.Kind {
	case redisenv.Null:
		if st.resp3 == yes {
			return Value{{Kind: Nil, From: from}}
		}
		return Value{{Kind: Bool, From: from}}
	case redisenv.Integer:
		return Value{{Kind: Number, Num: Num{Whole: true}, From: from}}
	case redisenv.Bulk:
		return Value{{Kind: String, From: from}}
	case redisenv.Status:
		text := anyString()
		if r.Text != "" {
			text = z.literal(r.Text)
		}
		return z.replyTable(c, path, from, emptyShape.withField("ok", text), st)
	case redisenv.Array:
		s := &Shape{}
		for i, item := range r.Items {
			v := z.replies(item, c, path+"/"+strconv.Itoa(i), st)
			for k := range v {
				v[k].From = Origin{Kind: FromReply, Call: c, Item: true}
				v[k].guard = possible(st)
			}
			if r.Repeat {
				s.More = s.More.or(v)
			} else {
				s.Items = append(s.Items, v)
			}
		}
		s.Endless = r.Repeat
		v := z.replyTable(c, path, from, s, st)
		v[0].Table.List = true
		return v
	}
	return anything
}

func (z *analysis) replyTable(c *lua.Call, path string, from Origin, s *Shape, st *state) Value {
	t := z.tableAt(c, path)
	z.allocate(t, s, st)
	return Value{{Kind: TableKind, Table: t, From: from}}
}
