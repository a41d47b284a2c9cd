package flow

// This file declares the lattice of values.

import (
	"math"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// Value is what an expression may be: a set of alternatives. An empty Value means that no execution
// reaches the expression. [Unknown] among the alternatives stands for anything at all, beside the
// others, which are known to be possible.
type Value []Atom

// Atom is one alternative.
type Atom struct {
	Kind    Kind
	Bool    bool   // of a Bool
	Num     Num    // of a Number
	Text    *Text  // of a String
	Numeric bool   // of a String: it certainly reads as a number
	Table   *Table // of a Table; nil when nothing is known of it
	Func    Func   // of a Function; zero when nothing is known of it
	From    Origin

	// Doubt says that other conditions on the way may exclude this alternative: it is possible as
	// far as values go, but a path on which it happens is not known to exist. It is set in the
	// values of a [Result] only.
	Doubt bool
	guard *guard
}

// Kind is what an Atom is.
type Kind uint8

const (
	Unknown Kind = iota // anything
	Nil
	Bool
	Number
	String
	TableKind
	Function
)

// Num is what is known of a number.
type Num struct {
	Known bool
	Value float64 // when Known
	Whole bool    // it certainly has no fraction

	// Where Step is not 0 the number is Lo, Lo+Step, Lo+2*Step, … up to at most Hi.
	Lo, Step, Hi int
}

// Origin says where a value came from.
type Origin struct {
	Kind  OriginKind
	Index Index     // of a FromKey and a FromArg
	Call  *lua.Call // of a FromReply: the call of redis.call or redis.pcall
	Item  bool      // of a FromReply: an element of the reply
}

// OriginKind is the kind of an Origin.
type OriginKind uint8

const (
	Elsewhere OriginKind = iota
	FromKey              // an element of KEYS
	FromArg              // an element of ARGV, or the number it holds
	FromReply            // the reply of a command, or an element of it
)

// Index is an index of KEYS or ARGV: exactly Lo, or when Step is not 0 one of Lo, Lo+Step, …. The
// zero Index is any.
type Index struct{ Lo, Step int }

// Exact returns the index if it is one.
func (i Index) Exact() (int, bool) { return i.Lo, i.Lo > 0 && i.Step == 0 }

// Text is a string as a concatenation of parts. Texts are shared: equal ones have equal pointers.
type Text struct{ Parts []Part }

// Part is a piece of a Text: a literal, or (Literal being empty) what From says; From is Elsewhere
// for text of which nothing is known.
type Part struct {
	Literal string
	From    Origin
	Number  bool // the text of a number
}

// Literal returns the whole text if it is known.
func (t *Text) Literal() (string, bool) {
	if t == nil {
		return "", false
	}
	switch len(t.Parts) {
	case 0:
		return "", true
	case 1:
		return t.Parts[0].Literal, t.Parts[0].Literal != ""
	}
	return "", false
}

// Prefix returns the literal text that the text begins with.
func (t *Text) Prefix() string {
	if t == nil || len(t.Parts) == 0 {
		return ""
	}
	return t.Parts[0].Literal
}

// Func is a function: one the script declares, or one the server offers ("redis.call").
type Func struct {
	Decl    *lua.Function
	Builtin string
}

// anything is the Value of which nothing is known.
var anything = Value{{Kind: Unknown}}

// maxAtoms bounds the alternatives of a Value; more are merged by their kind.
const maxAtoms = 8

// key returns the atom without what does not tell it from others.
func (a Atom) key() Atom {
	a.guard, a.Doubt = nil, false
	return a
}

func (v Value) index(key Atom) int {
	return slices.IndexFunc(v, func(a Atom) bool { return a.key() == key })
}

// add returns v with one more alternative.
func (v Value) add(a Atom) Value {
	if i := v.index(a.key()); i >= 0 {
		return v
	}
	v = append(v[:len(v):len(v)], a)
	if len(v) > maxAtoms {
		v = v.widen()
	}
	return v
}

// or returns the alternatives of both.
func (v Value) or(w Value) Value {
	for _, a := range w {
		v = v.add(a)
	}
	return v
}

// widen merges alternatives of a kind: what is left is bounded, so that loops come to an end.
func (v Value) widen() Value {
	var out Value
	for _, a := range v {
		w := Atom{Kind: a.Kind, Bool: a.Bool, guard: a.guard, From: a.From}
		switch a.Kind {
		case Number:
			w.Num.Whole = a.Num.Whole
		case String:
			w.Numeric = a.Numeric
		}
		merged := false
		for i := range out {
			o := &out[i]
			if o.Kind != w.Kind || o.Bool != w.Bool {
				continue
			}
			o.Num.Whole = o.Num.Whole && w.Num.Whole
			o.Numeric = o.Numeric && w.Numeric
			if o.From != w.From {
				o.From = Origin{}
			}
			merged = true
		}
		if !merged {
			out = append(out, w)
		}
	}
	return out
}

// same reports whether two values have the same alternatives.
func (v Value) same(w Value) bool {
	if len(v) != len(w) {
		return false
	}
	for _, a := range v {
		if w.index(a.key()) < 0 {
			return false
		}
	}
	return true
}

// filter returns the alternatives that keep accepts.
func (v Value) filter(keep func(Atom) bool) Value {
	for i, a := range v {
		if keep(a) {
			continue
		}
		out := v[:i:i]
		for _, b := range v[i+1:] {
			if keep(b) {
				out = append(out, b)
			}
		}
		return out
	}
	return v
}

// All reports whether v has alternatives and each of them satisfies the predicate.
func (v Value) All(is func(Atom) bool) bool {
	return len(v) > 0 && !slices.ContainsFunc(v, func(a Atom) bool { return !is(a) })
}

// Any reports whether an alternative satisfies the predicate.
func (v Value) Any(is func(Atom) bool) bool { return slices.ContainsFunc(v, is) }

// Literal returns the text of v if it is one known string or number.
func (v Value) Literal() (string, bool) {
	if len(v) != 1 {
		return "", false
	}
	switch a := v[0]; a.Kind {
	case String:
		return a.Text.Literal()
	case Number:
		if a.Num.Known {
			return formatNumber(a.Num.Value), true
		}
	}
	return "", false
}

// IsNil, IsFalse and so on tell what an alternative is for certain.
func (a Atom) IsNil() bool    { return a.Kind == Nil }
func (a Atom) IsFalse() bool  { return a.Kind == Bool && !a.Bool }
func (a Atom) IsTrue() bool   { return a.Kind == Bool && a.Bool }
func (a Atom) IsNumber() bool { return a.Kind == Number }
func (a Atom) IsString() bool { return a.Kind == String }

// mayBeTrue and mayBeFalse tell how a condition may decide.
func (a Atom) mayBeTrue() bool  { return !a.IsNil() && !a.IsFalse() }
func (a Atom) mayBeFalse() bool { return a.Kind == Unknown || !a.mayBeTrue() }

// Constructors of values.

func atom(a Atom) Value { return Value{a} }

func nilValue() Value        { return Value{{Kind: Nil}} }
func boolValue(b bool) Value { return Value{{Kind: Bool, Bool: b}} }
func anyBool() Value         { return Value{{Kind: Bool}, {Kind: Bool, Bool: true}} }
func anyNumber() Value       { return Value{{Kind: Number}} }
func wholeNumber() Value     { return Value{{Kind: Number, Num: Num{Whole: true}}} }
func anyString() Value       { return Value{{Kind: String}} }
func number(n float64) Value { return Value{{Kind: Number, Num: known(n)}} }
func builtin(n string) Value { return Value{{Kind: Function, Func: Func{Builtin: n}}} }
func orNil(v Value) Value    { return v.add(Atom{Kind: Nil}) }
func isWhole(n float64) bool { return n == math.Trunc(n) && !math.IsInf(n, 0) }

func known(n float64) Num {
	if math.IsNaN(n) {
		return Num{} // is not equal to itself, so it would never settle
	}
	return Num{Known: true, Value: n, Whole: isWhole(n)}
}

// maxParts bounds the parts of a Text; what is beyond is unknown text.
const maxParts = 16

// text returns the shared Text of the parts, neighbouring literals joined.
func (z *analysis) text(parts ...Part) *Text {
	var joined []Part
	for _, p := range parts {
		if n := len(joined); n > 0 {
			last := &joined[n-1]
			if p.Literal != "" && last.Literal != "" {
				last.Literal += p.Literal
				continue
			}
			if p == (Part{}) && *last == (Part{}) {
				continue
			}
		}
		joined = append(joined, p)
	}
	if len(joined) > maxParts {
		joined = append(joined[:maxParts-1:maxParts-1], Part{})
	}
	var key strings.Builder
	for _, p := range joined {
		z.partKey(&key, p)
	}
	if t, ok := z.texts[key.String()]; ok {
		return t
	}
	t := &Text{joined}
	z.texts[key.String()] = t
	return t
}

func (z *analysis) literal(s string) Value {
	t := z.text()
	if s != "" {
		t = z.text(Part{Literal: s})
	}
	_, numeric := lua.ParseNumber(s)
	return atom(Atom{Kind: String, Text: t, Numeric: numeric})
}

// parts returns the text of a string or a number as parts.
func (a Atom) parts() []Part {
	switch {
	case a.Kind == String && a.Text != nil:
		return a.Text.Parts
	case a.Kind == String:
		return []Part{{From: a.From, Number: a.Numeric}}
	case a.Kind == Number && a.Num.Known:
		return []Part{{Literal: formatNumber(a.Num.Value)}}
	case a.Kind == Number:
		return []Part{{From: a.From, Number: true}}
	}
	return []Part{{}}
}

// IsList reports whether the atom is an array that a command replied.
func (a Atom) IsList() bool { return a.Kind == TableKind && a.Table != nil && a.Table.List }
