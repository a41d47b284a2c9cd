package contract

// This file settles what the scripts of a set share: their names in the generated package, the
// constructors of their keys, and the sentinels of their errors.

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
)

// methods are the methods that generated types have besides the scripts.
var methods = []string{"Batch", "Exec", "Len", "Load"}

const rename = "give one of the scripts another name with name:"

func share(set *Set, names namer, l *diag.List) {
	types := newScope(l)
	scripts := map[string]*Script{}
	for _, s := range set.Scripts {
		file := s.Base + ".lua"
		span := nameSpan(s.Header)
		if slices.Contains(methods, s.Name) {
			l.Add(diag.Diagnostic{Check: "header", Span: span, Hint: "give it another name with name:",
				Message: fmt.Sprintf("the generated types have a method %s of their own", s.Name)})
		}
		if other := scripts[s.Name]; other != nil {
			l.Add(diag.Diagnostic{Check: "header", Span: span, Hint: rename,
				Message: fmt.Sprintf("%s and %s.lua are both %s in Go", file, other.Base, s.Name),
				Related: []diag.Related{{Span: nameSpan(other.Header), Message: "the other one is here"}}})
			continue
		}
		scripts[s.Name] = s
		for _, name := range s.PackageNames() {
			types.declare(name, file, span, rename)
		}
		if s.ParamsType != "" {
			types.declare(s.ParamsType, "the parameters of "+file, span, rename)
		}
		s.declareTypes(types, file)
	}
	shareKeys(set, names, types)
	shareErrors(set, types)
}

// declareTypes takes the names of the script's records and enums, and of the enums' values.
func (s *Script) declareTypes(types *scope, file string) {
	declared := map[*Type]bool{}
	for _, t := range s.NamedTypes() {
		if declared[t] {
			continue
		}
		declared[t] = true
		types.declare(t.GoName, "a type of "+file, t.Span, "rename a field or argument, or "+rename)
		for _, v := range t.Values {
			types.declare(v.Go, fmt.Sprintf("the value %q of %s", v.Wire, t.GoName), t.Span, "rename the value, or "+rename)
		}
		if t.Kind == Record {
			types.declare("decode"+t.GoName, "a type of "+file, t.Span, rename)
		}
	}
}

// NamedTypes returns the records and enums of the script's parameters and reply.
func (s *Script) NamedTypes() []*Type {
	var found []*Type
	for _, p := range s.Params {
		found = append(found, p.Type.NamedTypes()...)
	}
	return append(found, s.Returns.NamedTypes()...)
}

// shareKeys makes the constructors. Keys of one name and one pattern share one; where a name stands for
// several patterns, each script has its own, named after it.
func shareKeys(set *Set, names namer, types *scope) {
	type use struct {
		script *Script
		key    *Key
	}
	uses := map[string][]use{}
	for _, s := range set.Scripts {
		for _, k := range slices.Concat(s.Keys, s.Touches) {
			name := names.exported(k.Name)
			uses[name] = append(uses[name], use{s, k})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(uses)) {
		all := uses[name]
		shared := !slices.ContainsFunc(all, func(u use) bool { return u.key.identity() != all[0].key.identity() })
		for i, u := range all {
			if shared && i > 0 {
				u.key.Func = all[0].key.Func
				u.key.Func.add(u.key)
				continue
			}
			u.key.Func = &KeyFunc{Name: withKey(name), Pattern: u.key.Pattern}
			if !shared {
				u.key.Func.Name = withKey(u.script.Name + name)
			}
			u.key.Func.Params = names.keyParams(u.script, u.key)
			u.key.Func.add(u.key)
			set.Keys = append(set.Keys, u.key.Func)
			types.declare(u.key.Func.Name, "the key "+u.key.Name+" of "+u.script.Base+".lua", u.key.Span, "rename the key")
		}
	}
	slices.SortFunc(set.Keys, func(a, b *KeyFunc) int { return cmp.Compare(a.Name, b.Name) })
}

func (f *KeyFunc) add(k *Key) {
	f.Keys = append(f.Keys, k)
	if f.Doc == "" {
		f.Doc = k.Doc
	}
}

// identity tells constructors apart: the pattern and the Go types of its placeholders.
func (k *Key) identity() string {
	var b strings.Builder
	b.WriteString(k.Pattern.Text)
	for _, part := range k.Pattern.Parts {
		if part.IsPlaceholder() {
			fmt.Fprintf(&b, "\x00%d %s", part.Type.Kind, part.Type.GoName)
		}
	}
	return b.String()
}

// withKey adds Key to a name that does not end in it.
func withKey(name string) string { return strings.TrimSuffix(name, "Key") + "Key" }

// shareErrors makes one sentinel for each code.
func shareErrors(set *Set, types *scope) {
	byCode := map[string]*Error{}
	for _, s := range set.Scripts {
		for i, e := range s.Errors {
			if other := byCode[e.Code]; other != nil {
				s.Errors[i] = other
				continue
			}
			byCode[e.Code] = e
			set.Errors = append(set.Errors, e)
			types.declare(e.Name, "the error "+e.Code, e.Span, "rename one of the codes")
		}
	}
	slices.SortFunc(set.Errors, func(a, b *Error) int { return cmp.Compare(a.Name, b.Name) })
}
