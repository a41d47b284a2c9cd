package emit

// This file prints how a script is called: the struct of its parameters, and the function that
// encodes them.

import (
	"github.com/dave/jennifer/jen"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
)

// paramsStruct prints the parameters of a script that has two or more.
//
//	// StatefulSetLinkParams are the parameters of [Scripts.StatefulSetLink].
//	type StatefulSetLinkParams struct {
//		UID string
//		// the pod to link the user to
//		Pod int
//	}
func paramsStruct(s *contract.Script) decl {
	var fields []jen.Code
	for _, p := range s.Params {
		fields = append(fields, field(p.Field, p.Type, p.Doc)...)
	}
	return decl{s.ParamsType + " are the parameters of [Scripts." + s.Name + "].", jen.
		Type().Id(s.ParamsType).Struct(fields...)}
}

// callFunc prints the function that makes the call from the parameters. With two or more it is a
// method of their struct.
//
//	func (p StatefulSetLinkParams) call() *luascript.Call {
//		c := statefulSetLink.NewCall(1, 1)
//		c.Key(LinkKey(p.UID))
//		c.Int(p.Pod)
//		return c
//	}
//
//	func statefulGetLinkCall(uid string) *luascript.Call { … }
func callFunc(s *contract.Script) decl {
	signature := jen.Func()
	if s.ParamsType != "" {
		signature.Params(jen.Id("p").Id(s.ParamsType)).Id("call").Params()
	} else {
		signature.Id(s.Var + "Call").Params(inputs(s)...)
	}
	return decl{"", signature.Op("*").Qual(luascript, "Call").Block(callBody(s)...)}
}

// callBody prints the statements that make the call.
func callBody(s *contract.Script) []jen.Code {
	newCall := jen.Id(s.Var).Dot("NewCall").Call(keyCount(s), argCount(s))
	if len(s.Keys)+len(s.Args) == 0 {
		return []jen.Code{jen.Return(newCall)}
	}
	body := []jen.Code{jen.Id("c").Op(":=").Add(newCall)}
	for _, k := range s.Keys {
		body = append(body, addKey(s, k))
	}
	for _, a := range s.Args {
		body = append(body, encode(a.Type, value(s, a.Param), a.Name)...)
	}
	return append(body, jen.Return(jen.Id("c")))
}

// inputs prints the parameters of a function that takes the script's: (p TopParams), (uid string), ().
func inputs(s *contract.Script) []jen.Code {
	if s.ParamsType != "" {
		return []jen.Code{jen.Id("p").Id(s.ParamsType)}
	}
	var params []jen.Code
	for _, p := range s.Params {
		params = append(params, jen.Id(p.Local).Add(goType(p.Type)))
	}
	return params
}

// value prints a parameter where the call is made: p.UID, or uid.
func value(s *contract.Script, p *contract.Param) *jen.Statement {
	if s.ParamsType != "" {
		return jen.Id("p").Dot(p.Field)
	}
	return jen.Id(p.Local)
}

// keyCount prints the number of keys: 2, or 1+len(p.IDs).
func keyCount(s *contract.Script) *jen.Statement {
	fixed, rest := 0, (*jen.Statement)(nil)
	for _, k := range s.Keys {
		if !k.Variadic() {
			fixed++
			continue
		}
		for i, part := range k.Pattern.Placeholders() {
			if part.Variadic {
				rest = jen.Len(value(s, k.Params[i]))
			}
		}
	}
	return sum(fixed, rest)
}

// argCount prints the number of arguments: 3, or 1+2*len(p.Scores).
func argCount(s *contract.Script) *jen.Statement {
	fixed, rest := 0, (*jen.Statement)(nil)
	for _, a := range s.Args {
		switch {
		case !a.Variadic():
			fixed++
		case a.Type.Kind == contract.Map:
			rest = times(2, jen.Len(value(s, a.Param)))
		case a.Type.Elem.Kind == contract.Record:
			rest = times(len(a.Type.Elem.Fields), jen.Len(value(s, a.Param)))
		default:
			rest = jen.Len(value(s, a.Param))
		}
	}
	return sum(fixed, rest)
}

// sum prints fixed+rest; no rest is nil.
func sum(fixed int, rest *jen.Statement) *jen.Statement {
	switch {
	case rest == nil:
		return jen.Lit(fixed)
	case fixed == 0:
		return rest
	default:
		return jen.Lit(fixed).Op("+").Add(rest)
	}
}

// times prints n*x without a needless one.
func times(n int, x *jen.Statement) *jen.Statement {
	if n == 1 {
		return x
	}
	return jen.Lit(n).Op("*").Add(x)
}

// addKey prints the statement that adds a key to the call.
//
//	c.Key(LinkKey(p.UID))
//
//	for _, id := range p.IDs {
//		c.Key(TaskKey(p.Queue, id))
//	}
func addKey(s *contract.Script, k *contract.Key) *jen.Statement {
	var args []jen.Code
	var loop *jen.Statement
	for i, part := range k.Pattern.Placeholders() {
		v := value(s, k.Params[i])
		if part.Variadic {
			loop = jen.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(v))
			v = jen.Id("v")
		}
		args = append(args, v)
	}
	add := jen.Id("c").Dot("Key").Call(jen.Id(k.Func.Name).Call(args...))
	if loop == nil {
		return add
	}
	return loop.Block(add)
}

// encode prints the statements that add v to the call's arguments. Name is how an error names it.
//
//	c.Int(p.Pod)
//
//	if p.Limit != nil {
//		c.Int(*p.Limit)
//	} else {
//		c.Nil()
//	}
//
//	for _, v := range p.Items {
//		c.String(v.Member)
//		c.Float("items.score", v.Score)
//	}
func encode(t *contract.Type, v *jen.Statement, name string) []jen.Code {
	if t.Optional {
		return []jen.Code{
			jen.If(v.Clone().Op("!=").Nil()).
				Block(encode(plain(t), jen.Op("*").Add(v), name)...).
				Else().Block(jen.Id("c").Dot("Nil").Call()),
		}
	}
	add := func(method string, args ...jen.Code) []jen.Code {
		return []jen.Code{jen.Id("c").Dot(method).Call(args...)}
	}
	named := func(method string) []jen.Code { return add(method, jen.Lit(name), v) }
	switch t.Kind {
	case contract.Enum:
		return add("Enum", append([]jen.Code{jen.Lit(name), jen.String().Call(v)}, wireValues(t)...)...)
	case contract.JSON:
		return named("JSON")
	case contract.MsgPack:
		return named("MsgPack")
	case contract.List:
		return []jen.Code{
			jen.For(jen.List(jen.Id("_"), jen.Id("v")).Op(":=").Range().Add(v)).
				Block(encode(t.Elem, jen.Id("v"), name)...),
		}
	case contract.Map:
		return []jen.Code{
			jen.For(jen.List(jen.Id("k"), jen.Id("v")).Op(":=").Range().Add(v)).
				Block(append(encode(t.Key, jen.Id("k"), name), encode(t.Elem, jen.Id("v"), name)...)...),
		}
	case contract.Record:
		var fields []jen.Code
		for _, f := range t.Fields {
			fields = append(fields, encode(f.Type, v.Clone().Dot(f.Go), name+"."+f.Name)...)
		}
		return fields
	case contract.Float, contract.Seconds, contract.Milliseconds: // of which some values are refused
		return named(scalars[t.Kind])
	default:
		return add(scalars[t.Kind], v)
	}
}

// wireValues prints the values of an enum as they go over the wire.
func wireValues(t *contract.Type) []jen.Code {
	values := make([]jen.Code, len(t.Values))
	for i, v := range t.Values {
		values[i] = jen.Lit(v.Wire)
	}
	return values
}
