package check

// This file holds what a script returns against the header's returns. How a value becomes a reply is
// the server's matter (a number is truncated, a table ends at its first nil, false is null), and
// which replies a type takes is that of the runtime's decoders.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

var returnType = &Check{
	Name: "return-type",
	Doc:  "a path on which the script returns something else than the header says",
	Why: `
The generated method decodes the reply as the type under returns; anything else is an error at run
time. What the server makes of Lua values is full of traps: a number loses its fraction, false and nil
are a null reply, true is 1, a table ends at its first nil and loses its named fields, and only the
first of several values is sent. An error within a table is sent as an element. One with a code of the
server's, such as OOM, go-redis takes for the whole reply, and what follows it for the replies to the
next commands of the pipeline.`,
	Bad: `--[[ yaml
doc: Returns a user's score.
keys:
  scores: scores:<game>
args:
  user: string
readonly: true
returns: float
--]]
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score then
  return 0
end
return tonumber(score)`,
	Message: `returns a number, which loses its fraction: the header says float`,
	Good: `--[[ yaml
doc: Returns a user's score.
keys:
  scores: scores:<game>
args:
  user: string
readonly: true
returns: float
--]]
local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not score then
  return 0
end
return score`,
	Run: runReturnType,
}

func runReturnType(p *Pass) {
	for _, r := range p.Flow.Returns {
		if r.Stmt != nil && len(r.Stmt.Values) > 1 {
			p.Report(r.Stmt.Values[1], "return a table: return {"+p.Text(r.Stmt.Values[0])+", …}", "only the first of several values is sent")
		}
		if p.Contract == nil || p.Contract.Returns == nil || len(r.Values) == 0 {
			continue
		}
		f := fitting{p: p, ret: r}
		if m := f.value(p.Contract.Returns, r.Values[0], 0); m != nil {
			reportReturn(p, r, p.Contract.Returns, m)
		} else if r.Stmt != nil {
			reportErrorInside(p, r, p.Contract.Returns)
		}
	}
}

func reportReturn(p *Pass, r *flow.Return, want *contract.Type, m *misfit) {
	says := "the header says " + typeText(want)
	if r.Stmt == nil {
		p.ReportAt(want.Span, "end the script with a return, or say "+typeText(want)+"?", "the script can end without a return, which is a null reply: %s", says)
		return
	}
	at := lua.Node(r.Stmt)
	if len(r.Stmt.Values) > 0 {
		at = r.Stmt.Values[0]
	}
	f := p.Report(at, m.hint, "returns %s: %s", m.got, says)
	f.Related = []diag.Related{{Span: want.Span, Message: "the return type is declared here"}}
}

// typeText is the type as the header writes it, in a line.
func typeText(t *contract.Type) string {
	if t.Text != "" {
		return strings.Join(strings.Fields(t.Text), " ")
	}
	switch t.Kind {
	case contract.Record:
		names := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			names[i] = f.Name
		}
		return "{" + strings.Join(names, ", ") + "}"
	case contract.List:
		return "a list of " + typeText(t.Elem)
	}
	return "another type"
}

// misfit is a value that does not fit its type, and what to do.
type misfit struct{ got, hint string }

// fitting holds values of one return against types.
type fitting struct {
	p   *Pass
	ret *flow.Return
}

// value returns what is wrong with a value: an alternative that is possible without doubt and does not
// fit, or where none fits the first one.
func (f fitting) value(t *contract.Type, v flow.Value, depth int) *misfit {
	var first *misfit
	fits := false
	for _, a := range v {
		m := f.misfit(t, a, depth)
		switch {
		case m == nil:
			fits = true
		case !a.Doubt:
			return m
		case first == nil:
			first = m
		}
	}
	if fits {
		return nil
	}
	return first
}

// maxNesting bounds how deep tables are looked into.
const maxNesting = 6

// misfit returns what is wrong with an alternative as the type, or nil where it fits or may fit.
func (f fitting) misfit(t *contract.Type, a flow.Atom, depth int) *misfit {
	if t.Kind == contract.None || t.Kind == contract.Any || a.Kind == flow.Unknown || depth > maxNesting {
		return nil
	}
	switch a.Kind {
	case flow.Nil, flow.Bool:
		return f.nullOrBool(t, a)
	case flow.Number:
		return f.number(t, a)
	case flow.String:
		return f.text(t, a)
	case flow.TableKind:
		return f.table(t, a, depth)
	}
	return &misfit{"a function, which is a null reply", "call it: return f()"}
}

func (f fitting) nullOrBool(t *contract.Type, a flow.Atom) *misfit {
	if t.Kind == contract.Bool {
		return nil
	}
	if a.IsTrue() {
		return &misfit{"true, which is the integer 1", "return a " + t.Text + ", or declare returns: bool"}
	}
	if t.Optional {
		return nil
	}
	got := "nil, which is a null reply"
	if a.IsFalse() {
		got = "false, which is a null reply"
		if a.From.Kind == flow.FromReply {
			if mayHaveWritten(f.p, a.From.Call) {
				return nil
			}
			got = "the reply" + ofCommand(f.p, flow.Value{a}) + ", which may be null"
			if a.From.Item {
				got = "an element of " + got
			}
		}
	}
	return &misfit{got, "return a value on every path, or declare " + typeText(t) + "?"}
}

// mayHaveWritten reports whether the script itself may have put there what a command reads: ZINCRBY, then
// ZREVRANK of the same member. Then there is no telling whether its reply can be null.
func mayHaveWritten(p *Pass, read *lua.Call) bool {
	again := mayRunAgain(p, read)
	before := func(c *flow.Call) bool { return c.Node != read && (again || c.Node.Start < read.Start) }
	var keys []*contract.Key // the key that is read may be any of these
	uses := keyUses(p)
	for _, u := range uses {
		if u.call.Node == read {
			keys = append(keys, u.mayBe(p.Contract)...)
		}
	}
	for _, u := range uses {
		if !before(u.call) || !u.call.Command.Writes() {
			continue
		}
		written := u.mayBe(p.Contract)
		if len(keys) == 0 || len(written) == 0 || slices.ContainsFunc(written, func(k *contract.Key) bool { return slices.Contains(keys, k) }) {
			return true
		}
	}
	return slices.ContainsFunc(p.Flow.Calls, func(c *flow.Call) bool { return before(c) && c.Command == nil })
}

// mayRunAgain reports whether a call stands in a loop or a function, so that what stands behind it may have
// run before it.
func mayRunAgain(p *Pass, call *lua.Call) bool {
	found := false
	lua.Walk(p.Chunk.Main.Body, func(n lua.Node) bool {
		switch n.(type) {
		case *lua.While, *lua.Repeat, *lua.NumericFor, *lua.GenericFor, *lua.Function:
			found = found || inside(call.Range, []lua.Range{n.Span()})
		}
		return !found
	})
	return found
}

// mayBe returns the keys of the header that the key may be, none where nothing is known of it.
func (u keyUse) mayBe(s *contract.Script) []*contract.Key {
	var keys []*contract.Key
	for _, a := range u.value {
		keys = append(keys, mayBeKeys(s, a)...)
	}
	return keys
}

func (f fitting) number(t *contract.Type, a flow.Atom) *misfit {
	switch t.Kind {
	case contract.Int, contract.Int64, contract.Uint64, contract.Seconds, contract.Milliseconds, contract.Unix, contract.UnixMilli:
		if a.Num.Known && !a.Num.Whole {
			return &misfit{fmt.Sprintf("%v, which loses its fraction", a.Num.Value), "round it yourself: math.floor(x)"}
		}
		if t.Kind == contract.Uint64 && a.Num.Known && a.Num.Value < 0 {
			return &misfit{fmt.Sprintf("%v", a.Num.Value), "a uint64 is not negative: declare int64"}
		}
	case contract.Float:
		if !a.Num.Whole {
			return &misfit{"a number, which loses its fraction", "return it as a string: tostring(x)"}
		}
	case contract.Bool:
		if a.Num.Known && a.Num.Value != 0 && a.Num.Value != 1 {
			return &misfit{fmt.Sprintf("%v", a.Num.Value), "a bool is 1 or 0"}
		}
	case contract.List, contract.Map, contract.Record:
		return &misfit{"a number", "return a table"}
	default: // string, bytes, enum, json, msgpack
		return &misfit{"a number, which is an integer reply", "return it as a string: tostring(x)"}
	}
	return nil
}

func (f fitting) text(t *contract.Type, a flow.Atom) *misfit {
	s, known := a.Text.Literal()
	switch t.Kind {
	case contract.List, contract.Map, contract.Record:
		return &misfit{"a string", "return a table"}
	case contract.Bool:
		if known && s != "0" && s != "1" {
			return &misfit{fmt.Sprintf("the string %q", s), "a bool is 1 or 0, true or false"}
		}
	case contract.Enum:
		if !known {
			return nil
		}
		for _, v := range t.Values {
			if v.Wire == s {
				return nil
			}
		}
		return &misfit{fmt.Sprintf("%q", s), "return one of the values, or add it to the enum"}
	case contract.Int, contract.Int64, contract.Uint64, contract.Float, contract.Seconds, contract.Milliseconds, contract.Unix, contract.UnixMilli:
		if known && !a.Numeric {
			return &misfit{fmt.Sprintf("the string %q", s), "return a number"}
		}
	}
	return nil
}

// special fields make the server send something else than an array.
var replyFields = []string{"err", "double", "big_number", "verbatim_string", "map", "set"}

func (f fitting) table(t *contract.Type, a flow.Atom, depth int) *misfit {
	s := f.ret.Shape(a)
	if s == nil || s.Open {
		return nil
	}
	for _, name := range replyFields {
		if _, ok := s.Fields[name]; ok {
			return nil
		}
	}
	if ok := s.Fields["ok"]; ok.Any(func(a flow.Atom) bool { return a.IsString() || a.Kind == flow.Unknown }) {
		switch t.Kind {
		case contract.String, contract.Bytes, contract.Enum, contract.JSON, contract.MsgPack:
			return nil
		}
		return &misfit{"a status reply", "return the value itself; OK is no " + typeText(t)}
	}
	switch t.Kind {
	case contract.List:
		return f.list(t, s, depth)
	case contract.Map:
		return f.flat(t, s, depth)
	case contract.Record:
		return f.record(t, s, depth)
	}
	return &misfit{"a table, which is an array reply", "return a single value"}
}

// named returns what is wrong with a table that has named fields, which the server does not send.
func named(s *flow.Shape) *misfit {
	if len(s.Items) > 0 || s.More != nil {
		return nil
	}
	for name := range s.Fields {
		if name != "" && name[0] != 0 {
			return &misfit{"a table with named fields, which the server drops", "return a list: {'" + "name', value, …}, or a string: cjson.encode(t)"}
		}
	}
	return nil
}

// hole returns what is wrong with a list in which something follows after a nil.
func hole(s *flow.Shape) *misfit {
	for i, v := range s.Items {
		if !v.Any(func(a flow.Atom) bool { return a.IsNil() && (len(v) == 1 || !a.Doubt) }) {
			continue
		}
		for _, later := range s.Items[i+1:] {
			if later.All(func(a flow.Atom) bool { return a.Kind != flow.Nil && a.Kind != flow.Unknown }) {
				which := "is"
				if len(v) > 1 {
					which = "may be"
				}
				return &misfit{fmt.Sprintf("a table whose element %d %s nil, where the reply ends", i+1, which), "put false where there is nothing: it is sent as null"}
			}
		}
	}
	return nil
}

func (f fitting) list(t *contract.Type, s *flow.Shape, depth int) *misfit {
	if m := named(s); m != nil {
		return m
	}
	if m := hole(s); m != nil {
		return m
	}
	for i, v := range s.Items {
		if m := f.element(t.Elem, v, depth); m != nil {
			return &misfit{fmt.Sprintf("a list whose element %d is %s", i+1, m.got), m.hint}
		}
	}
	if m := f.element(t.Elem, s.More, depth); m != nil {
		return &misfit{"a list with " + m.got + " in it", m.hint}
	}
	return nil
}

// element returns what is wrong with a list element. A nil at the end only makes the list shorter.
func (f fitting) element(t *contract.Type, v flow.Value, depth int) *misfit {
	present := make(flow.Value, 0, len(v))
	for _, a := range v {
		if !a.IsNil() {
			present = append(present, a)
		}
	}
	return f.value(t, present, depth+1)
}

func (f fitting) flat(t *contract.Type, s *flow.Shape, depth int) *misfit {
	if m := named(s); m != nil {
		return m
	}
	if m := hole(s); m != nil {
		return m
	}
	if s.More == nil && len(s.Items)%2 == 1 {
		return &misfit{"a table with an odd number of elements", "a map is a flat list of key, value, key, value"}
	}
	for i, v := range s.Items {
		part := t.Key
		if i%2 == 1 {
			part = t.Elem
		}
		if m := f.element(part, v, depth); m != nil {
			return &misfit{fmt.Sprintf("a map whose element %d is %s", i+1, m.got), m.hint}
		}
	}
	return nil
}

func (f fitting) record(t *contract.Type, s *flow.Shape, depth int) *misfit {
	if m := named(s); m != nil {
		return m
	}
	if m := hole(s); m != nil {
		return m
	}
	if s.More != nil {
		return nil
	}
	if len(s.Items) != len(t.Fields) {
		return &misfit{
			fmt.Sprintf("a table of %d where %d fields are declared", len(s.Items), len(t.Fields)),
			"return one element for each field, in their order; false where there is nothing",
		}
	}
	for i, v := range s.Items {
		field := t.Fields[i]
		if v.Any(func(a flow.Atom) bool { return a.IsNil() && !a.Doubt }) {
			return &misfit{"a table in which " + field.Name + " is nil, where the reply ends", "put false where there is nothing: it is sent as null"}
		}
		if m := f.value(field.Type, v, depth+1); m != nil {
			return &misfit{"a table in which " + field.Name + " is " + m.got, m.hint}
		}
	}
	return nil
}
