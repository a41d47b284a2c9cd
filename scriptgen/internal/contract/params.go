package contract

// This file resolves keys and parameters. A placeholder's type can be said in three places: in the
// placeholder, in another placeholder of the same name, and in the argument of the same name. So
// the patterns are read first, then the types are agreed on, and then the patterns are settled.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

// keys resolves keys and touches, and agrees on the types of their placeholders.
func (r *scriptResolver) keys(args []*Arg) {
	s := r.script
	first := map[string]header.Text{}
	scan := func(keys []header.Key, numbered bool) (found []*Key) {
		for i, k := range keys {
			if !r.identifier(k.Name, "a key") {
				continue
			}
			if other, taken := first[k.Name.Value]; taken {
				r.list.Add(diag.Diagnostic{Check: "header", Span: k.Name.Span, Message: fmt.Sprintf("%q is the name of two keys", k.Name.Value), Hint: "rename one of the two",
					Related: []diag.Related{{Span: other.Span, Message: "the other one is here"}}})
				continue
			}
			first[k.Name.Value] = k.Name
			key := &Key{Name: k.Name.Value, Type: k.Type.Value, Doc: strings.TrimSpace(k.Doc.Value), Span: k.Name.Span}
			if numbered {
				key.Index = i + 1
			}
			key.Pattern = r.pattern(k)
			found = append(found, key)
		}
		return found
	}
	s.Keys = scan(r.header.Keys, true)
	s.Touches = scan(r.header.Touches, false)

	types := r.agree(args)
	for _, k := range slices.Concat(s.Keys, s.Touches) {
		for i := range k.Pattern.Parts {
			part := &k.Pattern.Parts[i]
			if t := types[part.Name]; t != nil {
				part.Type = t
			}
		}
		k.Pattern.settle(r.list)
	}
	r.variadicKeys()
}

// pattern reads the pattern of a key; without one the whole key is the caller's.
func (r *scriptResolver) pattern(k header.Key) *Pattern {
	if k.Pattern.Value != "" {
		return scanPattern(k.Pattern, r.list)
	}
	name := k.Name.Value
	return &Pattern{Text: "<" + name + ">", Span: k.Name.Span, Parts: []Part{{Name: name, Span: k.Name.Span}}}
}

// agree returns the type of each placeholder that has one, and reports where two places disagree.
func (r *scriptResolver) agree(args []*Arg) map[string]*Type {
	types := map[string]*Type{}
	first := map[string]Part{} // of each name
	for _, k := range slices.Concat(r.script.Keys, r.script.Touches) {
		for _, part := range k.Pattern.Parts {
			if !part.IsPlaceholder() {
				continue
			}
			if other, seen := first[part.Name]; !seen {
				first[part.Name] = part
			} else if other.Variadic != part.Variadic && k.Index > 0 {
				r.list.Add(diag.Diagnostic{Check: "pattern", Span: part.Span, Hint: "give one of them another name",
					Message: fmt.Sprintf("<%s> is one value in one key and many in another", part.Name),
					Related: []diag.Related{{Span: other.Span, Message: "the other one is here"}}})
			}
			switch t := types[part.Name]; {
			case part.Type == nil:
			case t == nil:
				types[part.Name] = r.namedEnum(part)
			case !t.same(part.Type):
				r.disagree(part.Name, part.Type, t)
			}
		}
	}
	for _, a := range args {
		part, isPlaceholder := first[a.Name]
		if !isPlaceholder {
			continue
		}
		t := a.Type
		if part.Variadic && t.Kind == List {
			t = t.Elem
		} else if part.Variadic || a.Variadic() {
			r.list.Add(diag.Diagnostic{Check: "type", Span: a.Type.Span, Hint: "make both one value or both many: <id...> goes with []string",
				Message: fmt.Sprintf("the argument %s is %s, and the placeholder of that name is not", a.Name, a.Type.Text),
				Related: []diag.Related{{Span: part.Span, Message: "the placeholder is here"}}})
			continue
		}
		if !inKey(t) {
			r.errorf("type", t.Span, "use string, int, int64, uint64 or enum(…), or give the argument another name",
				"the argument %s is a placeholder too, so it cannot be %s", a.Name, t.Text)
			continue
		}
		if other := types[a.Name]; other != nil && !other.same(t) {
			r.disagree(a.Name, t, other)
			continue
		}
		types[a.Name] = t
	}
	return types
}

// namedEnum gives the enum of a placeholder its Go names.
func (r *scriptResolver) namedEnum(part Part) *Type {
	r.nameEnums(part.Type, r.script.Name+r.names.exported(part.Name))
	return part.Type
}

func (r *scriptResolver) disagree(name string, t, other *Type) {
	r.list.Add(diag.Diagnostic{Check: "type", Span: t.Span, Hint: "write the same type, or none in the placeholder",
		Message: fmt.Sprintf("%s is %s here and %s elsewhere", name, t.Text, other.Text),
		Related: []diag.Related{{Span: other.Span, Message: "it is " + other.Text + " here"}}})
}

// variadicKeys reports variadic keys where there can be none.
func (r *scriptResolver) variadicKeys() {
	for _, k := range r.script.Keys {
		if k.Variadic() && k.Index != len(r.header.Keys) {
			r.errorf("pattern", k.Span, "make it the last key", "%s stands for the rest of KEYS, so no key can follow it", k.Name)
		}
	}
	for _, k := range r.script.Touches {
		if k.Variadic() {
			r.errorf("pattern", k.Pattern.Span, "write <id> instead of <id...>", "a pattern under touches stands for any number of keys as it is")
		}
	}
}

// parameters makes the parameters from the placeholders.
func (r *scriptResolver) parameters() {
	for _, k := range r.script.Keys {
		for _, part := range k.Pattern.Placeholders() {
			t := part.Type
			if part.Variadic {
				t = &Type{Kind: List, Elem: t, Text: "[]" + t.Text, Span: t.Span}
			}
			k.Params = append(k.Params, r.param(header.Text{Value: part.Name, Span: part.Span}, t))
		}
	}
}

// arguments makes the parameters from the arguments, and decides how parameters are passed.
func (r *scriptResolver) arguments(args []*Arg) {
	s := r.script
	for _, a := range args {
		declared := r.header.Args[a.Index-1]
		a.Param = r.param(declared.Name, a.Type)
		a.Param.Doc = strings.TrimSpace(declared.Doc.Value)
		if a.Param.Type.Kind == List {
			a.Type = a.Param.Type
		}
	}
	s.Args = args
	if len(s.Params) > 1 {
		s.ParamsType = s.Name + "Params"
	}
	r.distinct(s.Params)
	for _, k := range s.Touches {
		r.distinct(r.names.keyParams(s, k))
	}
}

// distinct reports parameters whose names are one in Go.
func (r *scriptResolver) distinct(params []*Param) {
	first := map[string]*Param{}
	for _, p := range params {
		if other := first[p.Field]; other != nil {
			r.clash(header.Text{Value: p.Name, Span: p.Span}, header.Text{Value: other.Name, Span: other.Span}, "parameters", p.Field)
		}
		first[p.Field] = p
	}
}

// param returns the parameter of that name, which it makes when there is none yet.
func (r *scriptResolver) param(name header.Text, t *Type) *Param {
	if p := r.params[name.Value]; p != nil {
		return p
	}
	p := &Param{Name: name.Value, Field: r.names.exported(name.Value), Local: r.names.param(r.script, name.Value, r.script.Params), Type: t, Span: name.Span}
	r.params[name.Value] = p
	r.script.Params = append(r.script.Params, p)
	return p
}

// param returns the unexported Go name of a parameter of the script that is none of the others'. One that
// means something else inside the generated functions gets Value behind it.
func (n namer) param(s *Script, name string, others []*Param) string {
	local := n.local(name)
	for isReserved(local) || slices.Contains(s.PackageNames(), local) ||
		slices.ContainsFunc(others, func(p *Param) bool { return p.Local == local && p.Field != n.exported(name) }) {
		local += "Value"
	}
	return local
}

// keyParams returns the parameters of a key's constructor. It makes one key, so a variadic placeholder is
// one value. An enum that is no parameter of the script has no Go type and is a string.
func (n namer) keyParams(s *Script, k *Key) []*Param {
	var params []*Param
	for _, part := range k.Pattern.Placeholders() {
		t := part.Type
		if t.Kind == Enum && !slices.Contains(s.NamedTypes(), t) {
			t = &Type{Kind: String, Text: "string", Span: t.Span}
		}
		params = append(params, &Param{Name: part.Name, Field: n.exported(part.Name), Local: n.param(s, part.Name, params), Type: t, Span: part.Span})
	}
	return params
}

// PackageNames returns the unexported names that the generated file of the script declares, those of its
// types' decoders apart.
func (s *Script) PackageNames() []string {
	return []string{s.Var, s.Var + "Lua", s.Var + "Call", s.Var + "Reply"}
}
