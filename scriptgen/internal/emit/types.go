package emit

// This file prints Go types: how a contract's type is written where it is used, and the named types
// (enums, records) that a script declares.

import (
	"slices"

	"github.com/dave/jennifer/jen"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
)

// goType prints a type where it is used: int, *string, []TopRow, map[string]int. An optional type
// is a pointer.
func goType(t *contract.Type) *jen.Statement {
	if t.Optional {
		return jen.Op("*").Add(plainType(t))
	}
	return plainType(t)
}

// plainType is goType without the pointer of an optional type.
func plainType(t *contract.Type) *jen.Statement {
	switch t.Kind {
	case contract.String:
		return jen.String()
	case contract.Bytes:
		return jen.Index().Byte()
	case contract.Int:
		return jen.Int()
	case contract.Int64:
		return jen.Int64()
	case contract.Uint64:
		return jen.Uint64()
	case contract.Float:
		return jen.Float64()
	case contract.Bool:
		return jen.Bool()
	case contract.Seconds, contract.Milliseconds:
		return jen.Qual("time", "Duration")
	case contract.Unix, contract.UnixMilli:
		return jen.Qual("time", "Time")
	case contract.Enum, contract.Record:
		return jen.Id(t.GoName)
	case contract.List:
		return jen.Index().Add(goType(t.Elem))
	case contract.Map:
		return jen.Map(goType(t.Key)).Add(goType(t.Elem))
	case contract.JSON, contract.MsgPack:
		if t.GoType != "" {
			return jen.Qual(t.Import, t.GoType)
		}
	}
	return jen.Any()
}

// plain returns the type without its question mark.
func plain(t *contract.Type) *contract.Type {
	if !t.Optional {
		return t
	}
	p := *t
	p.Optional = false
	return &p
}

// scalars is what the runtime calls the types that need nothing more: the decoder of each, and the
// method of a Call that encodes it.
var scalars = map[contract.Kind]string{
	contract.String:       "String",
	contract.Bytes:        "Bytes",
	contract.Int:          "Int",
	contract.Int64:        "Int64",
	contract.Uint64:       "Uint64",
	contract.Float:        "Float",
	contract.Bool:         "Bool",
	contract.Seconds:      "Seconds",
	contract.Milliseconds: "Milliseconds",
	contract.Unix:         "Unix",
	contract.UnixMilli:    "UnixMilli",
	contract.Any:          "Any",
}

// namedTypes finds the named types each script has to declare. A type that several scripts share is
// declared with the first of them.
type namedTypes struct{ seen map[string]bool }

func newNamedTypes() *namedTypes { return &namedTypes{seen: map[string]bool{}} }

// of returns the named types that are to be declared in the file of s, in order of appearance.
func (n *namedTypes) of(s *contract.Script) []*contract.Type {
	var found []*contract.Type
	for _, t := range s.NamedTypes() {
		if !n.seen[t.GoName] {
			n.seen[t.GoName] = true
			found = append(found, t)
		}
	}
	return found
}

// namedType prints the declarations of an enum or a record.
func namedType(t *contract.Type, s *contract.Script) []decl {
	if t.Kind == contract.Enum {
		return []decl{enumType(t, s), enumValues(t)}
	}
	return []decl{recordType(t, s)}
}

// enumType prints an enum.
//
//	// OrderKind is one of the values that order.lua knows.
//	type OrderKind string
func enumType(t *contract.Type, s *contract.Script) decl {
	return decl{t.GoName + " is one of the values that " + file(s) + " knows.", jen.
		Type().Id(t.GoName).String()}
}

// enumValues prints the values of an enum.
//
//	// The values of [OrderKind].
//	const (
//		OrderKindMarket OrderKind = "market"
//		OrderKindLimit  OrderKind = "limit"
//	)
func enumValues(t *contract.Type) decl {
	var values []jen.Code
	for _, v := range t.Values {
		values = append(values, jen.Id(v.Go).Id(t.GoName).Op("=").Lit(v.Wire))
	}
	return decl{"The values of [" + t.GoName + "].", jen.
		Const().Defs(values...)}
}

// recordType prints a record.
//
//	// TopRow is an element of what [Scripts.Top] returns.
//	type TopRow struct {
//		// the user's id
//		UID   string
//		Score float64
//	}
func recordType(t *contract.Type, s *contract.Script) decl {
	var fields []jen.Code
	for _, f := range t.Fields {
		fields = append(fields, field(f.Go, f.Type, f.Doc)...)
	}
	return decl{t.GoName + " is " + role(t, s) + ".", jen.
		Type().Id(t.GoName).Struct(fields...)}
}

// role tells what a record of the script is there for.
func role(t *contract.Type, s *contract.Script) string {
	method := "[Scripts." + s.Name + "]"
	switch {
	case t == s.Returns:
		return "what " + method + " returns"
	case t == s.Returns.Elem:
		return "an element of what " + method + " returns"
	case slices.Contains(within(s.Returns), t):
		return "a part of what " + method + " returns"
	default:
		return "an element of what " + method + " takes"
	}
}

// field prints a field of a struct below its doc comment.
func field(name string, t *contract.Type, doc string) []jen.Code {
	decl := jen.Id(name).Add(goType(t))
	if doc == "" {
		return []jen.Code{decl}
	}
	return []jen.Code{comment(doc), decl}
}
