package contract

// This file holds examples against the contract: the call gives every parameter a value that fits,
// and what comes back is what the header says can come back.

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

// serverCodes are errors of the server that a script may run into without declaring them.
var serverCodes = []string{
	"ERR", "WRONGTYPE", "OOM", "READONLY", "NOSCRIPT", "BUSY", "BUSYGROUP", "BUSYKEY", "NOGROUP", "NOPERM",
	"NOREPLICAS", "MISCONF", "MASTERDOWN", "CROSSSLOT", "CLUSTERDOWN", "UNBLOCKED",
}

// maxAfter bounds the time that a step lets pass.
const maxAfter = 365 * 24 * time.Hour

func (r *scriptResolver) examples() {
	taken := map[string]bool{}
	for i := range r.header.Examples {
		x := &r.header.Examples[i]
		e := &Example{Example: x, Name: exampleName(x, i+1)}
		for n := 2; taken[e.Name]; n++ {
			e.Name = fmt.Sprintf("%s (%d)", exampleName(x, i+1), n)
		}
		taken[e.Name] = true
		r.call(x)
		r.outcome(x)
		for _, step := range slices.Concat(x.Given, x.Then) {
			if step.After > maxAfter {
				r.errorf("header", step.Span, "let a year pass at most", "after: %s is too long", step.After)
			}
		}
		r.script.Examples = append(r.script.Examples, e)
	}
}

// exampleName is the first line of the example's doc, or its number.
func exampleName(x *header.Example, n int) string {
	line, _, _ := strings.Cut(strings.TrimSpace(x.Doc.Value), "\n")
	if line = strings.TrimSpace(line); line != "" {
		return line
	}
	return fmt.Sprintf("example %d", n)
}

// call holds the call against the parameters.
func (r *scriptResolver) call(x *header.Example) {
	s := r.script
	given := map[string]bool{}
	var names []string
	for _, p := range s.Params {
		names = append(names, p.Name)
	}
	for _, f := range x.Call.Fields {
		p := r.params[f.Name.Value]
		if p == nil {
			if !r.isMisread(f.Name.Value) {
				r.errorf("header", f.Name.Span, nearest(f.Name.Value, names, "the script has no parameters"), "unknown parameter %q", f.Name.Value)
			}
			continue
		}
		given[p.Name] = true
		if r.fits(f.Value, p.Type, p.Name) {
			r.fitsKeys(f.Value, p)
		}
	}
	place := x.Call.Span
	if !place.IsValid() {
		place = x.Span
	}
	var missing []string
	for _, p := range s.Params {
		if !given[p.Name] && !p.Type.Optional {
			missing = append(missing, p.Name)
		}
	}
	if len(missing) > 0 {
		r.errorf("header", place, "add "+strings.Join(missing, ": …, ")+": … to call:", "the example's call gives no %s", strings.Join(missing, ", no "))
	}
}

// isMisread reports an argument that the header names and whose type was refused.
func (r *scriptResolver) isMisread(name string) bool {
	return slices.ContainsFunc(r.header.Args, func(a header.Arg) bool { return a.Name.Value == name })
}

// fitsKeys reports a value that would break one of the keys it goes into.
func (r *scriptResolver) fitsKeys(v header.Value, p *Param) {
	if v.Kind == header.List {
		for _, item := range v.Items {
			r.fitsKeys(item, p)
		}
		return
	}
	for _, k := range r.script.Keys {
		for _, part := range k.Pattern.Parts {
			if part.Name != p.Name {
				continue
			}
			if err := part.check(v.Scalar); err != nil {
				r.errorf("header", v.Span, "the key is "+k.Pattern.Text, "the value does not fit the key %s: %s", k.Name, err)
				return
			}
		}
	}
}

// outcome holds what is expected against what is declared.
func (r *scriptResolver) outcome(x *header.Example) {
	s := r.script
	if code := x.Fails; code.Value != "" {
		var codes []string
		for _, e := range r.header.Errors {
			codes = append(codes, e.Code.Value)
		}
		if !slices.Contains(codes, code.Value) && !slices.Contains(serverCodes, code.Value) {
			r.errorf("header", code.Span, nearest(code.Value, codes, "declare it under errors:"), "the code %s is not declared", code.Value)
		}
		return
	}
	if x.Returns == nil || r.header.Returns.IsZero() {
		return
	}
	if s.Returns.Kind == None {
		if x.Returns.Kind != header.Null {
			r.errorf("header", x.Returns.Span, "remove returns:", "the script returns none")
		}
		return
	}
	r.fits(*x.Returns, s.Returns, "returns")
}

// fits reports a value that is not of a type. what names the value's place: candidates[2].pod.
func (r *scriptResolver) fits(v header.Value, t *Type, what string) bool {
	switch {
	case v.Kind == header.Null && (t.Optional || t.Kind == Any || t.Kind == JSON || t.Kind == MsgPack):
		return true
	case t.Kind == Any, t.Kind == JSON, t.Kind == MsgPack:
		return true
	case t.Kind == List:
		return r.isA(header.List, "[a, b]", v, t, what) && r.fitsList(v, t, what)
	case t.Kind == Map:
		return r.isA(header.Map, "{key: value}", v, t, what) && r.fitsMap(v, t, what)
	case t.Kind == Record:
		return r.isA(header.Map, "{field: value}", v, t, what) && r.fitsRecord(v, t, what)
	}
	want := scalarProblem(v, t)
	if want == "" {
		return true
	}
	hint := "write " + want
	if bare, quoted := unquoted(v); quoted && scalarProblem(bare, t) == "" {
		hint = "write " + bare.Scalar + " without quotes"
	}
	r.errorf("header", v.Span, hint, "%s is %s, which is not %s", what, v, t.Text)
	return false
}

// isA reports a value of another kind than its type asks for, which is written in the given form.
func (r *scriptResolver) isA(kind header.Kind, form string, v header.Value, t *Type, what string) bool {
	if v.Kind == kind {
		return true
	}
	r.errorf("header", v.Span, "write "+form, "%s is %s, which is not %s", what, v, t.Text)
	return false
}

func (r *scriptResolver) fitsList(v header.Value, t *Type, what string) bool {
	ok := true
	for i, item := range v.Items {
		ok = r.fits(item, t.Elem, fmt.Sprintf("%s[%d]", what, i)) && ok
	}
	return ok
}

func (r *scriptResolver) fitsMap(v header.Value, t *Type, what string) bool {
	ok := true
	for _, f := range v.Fields {
		key := header.Value{Kind: header.String, Scalar: f.Name.Value, Span: f.Name.Span}
		if isInteger(t.Key) {
			key.Kind = header.Number
		}
		ok = r.fits(key, t.Key, "a key of "+what) && ok
		ok = r.fits(f.Value, t.Elem, what+"."+f.Name.Value) && ok
	}
	return ok
}

func (r *scriptResolver) fitsRecord(v header.Value, t *Type, what string) bool {
	ok := true
	given := map[string]bool{}
	for _, f := range v.Fields {
		i := slices.IndexFunc(t.Fields, func(field *Field) bool { return field.Name == f.Name.Value })
		if i < 0 {
			var names []string
			for _, field := range t.Fields {
				names = append(names, field.Name)
			}
			r.errorf("header", f.Name.Span, nearest(f.Name.Value, names, ""), "%s has no field %q", what, f.Name.Value)
			ok = false
			continue
		}
		given[f.Name.Value] = true
		ok = r.fits(f.Value, t.Fields[i].Type, what+"."+f.Name.Value) && ok
	}
	for _, field := range t.Fields {
		if !given[field.Name] && !field.Type.Optional {
			r.errorf("header", v.Span, "add "+field.Name+":", "%s has no value for the field %s", what, field.Name)
			ok = false
		}
	}
	return ok
}

// scalarProblem returns what to write for a value of type t, or "" when v is one.
func scalarProblem(v header.Value, t *Type) (want string) {
	number := v.Kind == header.Number
	scalar := number || v.Kind == header.String || v.Kind == header.Boolean
	var ok bool
	switch t.Kind {
	case String, Bytes:
		ok, want = scalar, "a text"
	case Int, Int64:
		_, err := strconv.ParseInt(v.Scalar, 10, 64)
		ok, want = number && err == nil, "a whole number between -2^63 and 2^63-1"
	case Uint64:
		_, err := strconv.ParseUint(v.Scalar, 10, 64)
		ok, want = number && err == nil, "a whole number between 0 and 2^64-1"
	case Float:
		_, err := strconv.ParseFloat(v.Scalar, 64)
		ok, want = number && err == nil, "a number"
	case Bool:
		ok, want = v.Kind == header.Boolean, "true or false"
	case Seconds, Milliseconds:
		ok, want = isDuration(v, t), "a whole number of "+t.Text+", or a duration such as 1m30s"
		want = strings.ReplaceAll(want, "?", "")
	case Unix, UnixMilli:
		ok, want = isTime(v, t), "a whole number, or a time such as 2030-01-02T15:04:05Z"
	case Enum:
		var values []string
		for _, value := range t.Values {
			values = append(values, value.Wire)
		}
		ok, want = scalar && slices.Contains(values, v.Scalar), strings.Join(values, " or ")
	}
	if ok {
		return ""
	}
	if t.Optional {
		want += ", or null"
	}
	return want
}

// unquoted returns what the value would be without quotes, and whether it has any.
func unquoted(v header.Value) (header.Value, bool) {
	if v.Kind != header.String {
		return v, false
	}
	bare := v
	bare.Kind = header.Number
	if v.Scalar == "true" || v.Scalar == "false" {
		bare.Kind = header.Boolean
	}
	return bare, true
}

func isDuration(v header.Value, t *Type) bool {
	unit := time.Second
	if t.Kind == Milliseconds {
		unit = time.Millisecond
	}
	if v.Kind == header.Number {
		n, whole := new(big.Int).SetString(v.Scalar, 10)
		if !whole {
			return false
		}
		n.Mul(n, big.NewInt(int64(unit)))
		return n.IsInt64()
	}
	d, err := time.ParseDuration(v.Scalar)
	return v.Kind == header.String && err == nil && d%unit == 0
}

func isTime(v header.Value, t *Type) bool {
	if v.Kind == header.Number {
		_, err := strconv.ParseInt(v.Scalar, 10, 64)
		return err == nil
	}
	at, err := time.Parse(time.RFC3339Nano, v.Scalar)
	unit := int(time.Second)
	if t.Kind == UnixMilli {
		unit = int(time.Millisecond)
	}
	return v.Kind == header.String && err == nil && at.Nanosecond()%unit == 0
}
