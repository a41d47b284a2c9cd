package contract

// This file resolves types: it puts records together, gives the types that are named in Go their names,
// and says which type may stand where.

import (
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

// use is where a type stands.
type use int

const (
	argument use = iota
	result
)

// typeOf resolves a type. stem begins the Go names of enums within, record is the name of the record
// if it is one.
func (r *scriptResolver) typeOf(e header.TypeExpr, u use, stem, record string) *Type {
	if e.Fields == nil {
		if e.IsZero() {
			return nil // reported where the header was read
		}
		t := ParseType(e.Text, r.list)
		if t == nil || !r.allowed(t, u, true) {
			return nil
		}
		r.nameEnums(t, stem)
		return t
	}
	t := &Type{Kind: Record, GoName: record, Span: e.Span}
	r.fields(t, e.Fields, u)
	t.Text = recordText(t)
	if e.List {
		t = &Type{Kind: List, Elem: t, Text: "[" + t.Text + "]", Span: e.Span}
	}
	return t
}

// fields resolves the fields of a record.
func (r *scriptResolver) fields(t *Type, fields []header.Arg, u use) {
	if len(fields) == 0 {
		r.errorf("type", t.Span, "write {field: type, …}", "a record without fields holds nothing")
	}
	first := map[string]header.Text{}
	for _, f := range fields {
		if !r.identifier(f.Name, "a field") {
			continue
		}
		goName := r.names.exported(f.Name.Value)
		if other, taken := first[goName]; taken {
			r.clash(f.Name, other, "fields", goName)
			continue
		}
		first[goName] = f.Name
		inner := t.GoName + goName
		if u == argument && f.Type.Fields != nil {
			r.errorf("type", f.Type.Span, "write its fields side by side, or send it as json", "a group of arguments cannot hold a record: ARGV is flat")
			continue
		}
		typ := r.typeOf(f.Type, u, inner, inner)
		if typ == nil {
			continue
		}
		if typ.Kind == None {
			r.errorf("type", typ.Span, "remove the field, or write any", "none is the type of a whole reply")
			continue
		}
		if u == argument && (typ.Kind == List || typ.Kind == Map) {
			r.errorf("type", typ.Span, "send it as json or msgpack", "a group of arguments cannot hold a %s: ARGV is flat", typ.Text)
			continue
		}
		t.Fields = append(t.Fields, &Field{Name: f.Name.Value, Go: goName, Type: typ, Doc: strings.TrimSpace(f.Doc.Value)})
	}
}

func recordText(t *Type) string {
	fields := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		fields[i] = f.Name + ": " + f.Type.Text
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

// nameEnums gives the enums within a type their Go names.
func (r *scriptResolver) nameEnums(t *Type, stem string) {
	switch t.Kind {
	case List:
		r.nameEnums(t.Elem, stem)
	case Map:
		r.nameEnums(t.Key, stem+"Key")
		r.nameEnums(t.Elem, stem)
	case Enum:
		t.GoName = stem
		for i := range t.Values {
			t.Values[i].Go = stem + r.names.exported(t.Values[i].Wire)
		}
	}
}

// allowed reports what cannot stand where it does. outer says that t is not inside another type.
func (r *scriptResolver) allowed(t *Type, u use, outer bool) bool {
	refuse := func(hint, format string, args ...any) bool {
		r.errorf("type", t.Span, hint, format, args...)
		return false
	}
	switch {
	case t.Kind == None && u == argument:
		return refuse("remove the argument", "an argument cannot be none")
	case t.Kind == None && (!outer || t.Optional):
		return refuse("write returns: none, and nothing more", "none is the type of a whole reply")
	case t.Kind == Any && u == argument:
		return refuse("say how it is encoded: string, json or msgpack", "an argument cannot be any")
	case t.Kind == Any && t.Optional:
		return refuse("write any", "any already holds nil")
	case (t.Kind == JSON || t.Kind == MsgPack) && t.GoType == "" && t.Optional && u == argument:
		return refuse("write "+strings.TrimSuffix(t.Text, "?"), "%s already holds nil", strings.TrimSuffix(t.Text, "?"))
	case t.Kind == List && u == argument:
		return r.flat(t.Elem, t) && r.allowed(t.Elem, u, false)
	case t.Kind == Map && u == argument:
		return r.mapKey(t.Key) && r.flat(t.Elem, t) && r.allowed(t.Elem, u, false)
	case t.Kind == List:
		return r.allowed(t.Elem, u, false)
	case t.Kind == Map:
		return r.mapKey(t.Key) && r.allowed(t.Elem, u, false)
	}
	return true
}

// flat reports an argument that is a list of lists or the like.
func (r *scriptResolver) flat(elem, t *Type) bool {
	if elem.Kind == List || elem.Kind == Map {
		r.errorf("type", t.Span, "send it as json or msgpack", "the argument %s does not fit: ARGV is flat", t.Text)
		return false
	}
	return true
}

func (r *scriptResolver) mapKey(t *Type) bool {
	switch t.Kind {
	case String, Int, Int64, Uint64, Enum:
		if !t.Optional {
			return true
		}
	}
	r.errorf("type", t.Span, "use string, int, int64, uint64 or enum(…)", "the keys of a map cannot be %s", t.Text)
	return false
}

// NamedTypes returns the records and enums within t, outer ones first.
func (t *Type) NamedTypes() []*Type {
	if t == nil {
		return nil
	}
	var found []*Type
	if t.GoName != "" {
		found = append(found, t)
	}
	found = append(found, t.Key.NamedTypes()...)
	found = append(found, t.Elem.NamedTypes()...)
	for _, f := range t.Fields {
		found = append(found, f.Type.NamedTypes()...)
	}
	return found
}

// same reports whether two types mean the same, wherever they stand.
func (t *Type) same(u *Type) bool {
	return t.Kind == u.Kind && t.Optional == u.Optional && slices.EqualFunc(t.Values, u.Values, func(a, b EnumValue) bool { return a.Wire == b.Wire })
}
