package emit

// This file prints how a reply is read: the decoder of a type, the functions that decode records, and
// the methods that run and queue a script.

import (
	"github.com/dave/jennifer/jen"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
)

// method prints the method that runs the script.
//
//	func (s *Scripts) StatefulGetLink(ctx context.Context, uid string) (value int, ok bool, err error) {
//		return luascript.Optional(luascript.Run(ctx, s.client, statefulGetLinkCall(uid)), luascript.Int)
//	}
func method(s *contract.Script) decl {
	read := jen.Qual(luascript, readers[replyForm(s)]).CallFunc(func(g *jen.Group) {
		g.Qual(luascript, "Run").Call(jen.Id("ctx"), jen.Id("s").Dot("client"), call(s))
		if replyForm(s) != noReply {
			g.Add(replyDecoder(s))
		}
	})
	return decl{methodDoc(s), jen.
		Func().Params(jen.Id("s").Op("*").Id("Scripts")).Id(s.Name).
		Params(contextAnd(inputs(s))...).Add(results(s)).
		Block(jen.Return(read))}
}

// batchMethod prints the method that queues the script.
//
//	// StatefulGetLink queues [Scripts.StatefulGetLink].
//	func (b *Batch) StatefulGetLink(uid string) *luascript.OptionalFuture[int] {
//		return luascript.QueueOptional(b.batch, statefulGetLinkCall(uid), luascript.Int)
//	}
func batchMethod(s *contract.Script) decl {
	queue := jen.Qual(luascript, queuers[replyForm(s)]).CallFunc(func(g *jen.Group) {
		g.Id("b").Dot("batch")
		g.Add(call(s))
		if replyForm(s) != noReply {
			g.Add(replyDecoder(s))
		}
	})
	return decl{s.Name + " queues [Scripts." + s.Name + "].", jen.
		Func().Params(jen.Id("b").Op("*").Id("Batch")).Id(s.Name).
		Params(inputs(s)...).Op("*").Add(future(s)).
		Block(jen.Return(queue))}
}

// form is how many values a method returns.
type form int

const (
	noReply       form = iota // error
	valueReply                // (T, error)
	optionalReply             // (T, bool, error)
)

var (
	readers = [...]string{noReply: "None", valueReply: "Value", optionalReply: "Optional"}
	queuers = [...]string{noReply: "QueueNone", valueReply: "QueueValue", optionalReply: "QueueOptional"}
	futures = [...]string{noReply: "NoneFuture", valueReply: "Future", optionalReply: "OptionalFuture"}
)

func replyForm(s *contract.Script) form {
	switch {
	case s.Returns.Kind == contract.None:
		return noReply
	case s.Returns.Optional:
		return optionalReply
	default:
		return valueReply
	}
}

// methodDoc is the script's doc, and what the signature does not say.
func methodDoc(s *contract.Script) string {
	doc := sentence(s.Name, file(s), s.Doc)
	if s.ParamsType == "" && len(s.Params) == 1 && s.Params[0].Doc != "" {
		doc += "\n\nThe parameter " + s.Params[0].Local + ": " + s.Params[0].Doc
	}
	if replyForm(s) == optionalReply {
		_, ok := resultNames(s)
		doc += "\n\n" + ok + " is false where the script returns nil or false."
	}
	if len(s.Errors) > 0 {
		doc += "\n\nErrors of the script:"
		for _, e := range s.Errors {
			doc += "\n  - [" + e.Name + "]"
			if e.Doc != "" {
				doc += ": " + oneLine(e.Doc)
			}
		}
	}
	return doc
}

func contextAnd(params []jen.Code) []jen.Code {
	return append([]jen.Code{jen.Id("ctx").Qual("context", "Context")}, params...)
}

// results prints the results of a method: error, (int, error), (value int, ok bool, err error).
func results(s *contract.Script) *jen.Statement {
	switch replyForm(s) {
	case noReply:
		return jen.Error()
	case optionalReply:
		value, ok := resultNames(s)
		return jen.Params(jen.Id(value).Add(plainType(s.Returns)), jen.Id(ok).Bool(), jen.Err().Error())
	default:
		return jen.Params(goType(s.Returns), jen.Error())
	}
}

// resultNames returns what the results of a method that may find nothing are called, out of the way of
// a parameter.
func resultNames(s *contract.Script) (value, ok string) {
	value, ok = "value", "ok"
	if s.ParamsType == "" && len(s.Params) == 1 {
		switch s.Params[0].Local {
		case value:
			value = "result"
		case ok:
			ok = "found"
		}
	}
	return value, ok
}

// future prints the type of a queued result: luascript.OptionalFuture[int].
func future(s *contract.Script) *jen.Statement {
	name := jen.Qual(luascript, futures[replyForm(s)])
	if replyForm(s) == noReply {
		return name
	}
	return name.Index(plainType(s.Returns))
}

// call prints the call made from a method's parameters: p.call(), statefulGetLinkCall(uid).
func call(s *contract.Script) *jen.Statement {
	if s.ParamsType != "" {
		return jen.Id("p").Dot("call").Call()
	}
	var args []jen.Code
	for _, p := range s.Params {
		args = append(args, jen.Id(p.Local))
	}
	return jen.Id(s.Var + "Call").Call(args...)
}

// replyDecoder prints the decoder of a script's reply: what decoder prints, or the variable that
// holds it when it takes more than a name to write.
func replyDecoder(s *contract.Script) *jen.Statement {
	if hasReplyVar(s) {
		return jen.Id(s.Var + "Reply")
	}
	return decoder(plain(s.Returns))
}

func hasReplyVar(s *contract.Script) bool {
	k := s.Returns.Kind
	return k == contract.List || k == contract.Map || k == contract.Enum
}

// replyVar prints the variable that holds a composed decoder.
//
//	// statefulGetServiceReply reads the reply of statefulGetService.lua.
//	var statefulGetServiceReply = luascript.Map(luascript.Int, luascript.String)
func replyVar(s *contract.Script) decl {
	return decl{s.Var + "Reply reads the reply of " + file(s) + ".", jen.
		Var().Id(s.Var + "Reply").Op("=").Add(decoder(plain(s.Returns)))}
}

// decoder prints the decoder of a type: luascript.Int, luascript.List(decodeTopRow).
func decoder(t *contract.Type) *jen.Statement {
	if t.Optional {
		return jen.Qual(luascript, "Nullable").Call(decoder(plain(t)))
	}
	switch t.Kind {
	case contract.JSON:
		return jen.Qual(luascript, "JSON").Index(goType(t))
	case contract.MsgPack:
		return jen.Qual(luascript, "MsgPack").Index(goType(t))
	case contract.Enum:
		var values []jen.Code
		for _, v := range t.Values {
			values = append(values, jen.Id(v.Go))
		}
		return jen.Qual(luascript, "Enum").Call(values...)
	case contract.List:
		return jen.Qual(luascript, "List").Call(decoder(t.Elem))
	case contract.Map:
		return jen.Qual(luascript, "Map").Call(decoder(t.Key), decoder(t.Elem))
	case contract.Record:
		return jen.Id("decode" + t.GoName)
	default:
		return jen.Qual(luascript, scalars[t.Kind])
	}
}

// recordDecoder prints the function that decodes a record.
//
//	// decodeTopRow is the decoder of [TopRow].
//	func decodeTopRow(v any) (r TopRow, err error) {
//		f, err := luascript.Fields(v, 2)
//		if err != nil {
//			return r, err
//		}
//		if r.UID, err = luascript.Field("uid", f[0], luascript.String); err != nil {
//			return r, err
//		}
//		r.Score, err = luascript.Field("score", f[1], luascript.Float)
//		return r, err
//	}
func recordDecoder(t *contract.Type) decl {
	failed := jen.Err().Op("!=").Nil()
	giveUp := jen.Return(jen.Id("r"), jen.Err())
	body := []jen.Code{
		jen.List(jen.Id("f"), jen.Err()).Op(":=").Qual(luascript, "Fields").
			Call(jen.Id("v"), jen.Lit(len(t.Fields))),
		jen.If(failed.Clone()).Block(giveUp.Clone()),
	}
	for i, f := range t.Fields {
		read := jen.List(jen.Id("r").Dot(f.Go), jen.Err()).Op("=").Qual(luascript, "Field").
			Call(jen.Lit(f.Name), jen.Id("f").Index(jen.Lit(i)), decoder(f.Type))
		if i == len(t.Fields)-1 {
			body = append(body, read, giveUp.Clone())
		} else {
			body = append(body, jen.If(read, failed.Clone()).Block(giveUp.Clone()))
		}
	}
	return decl{"decode" + t.GoName + " is the decoder of [" + t.GoName + "].", jen.
		Func().Id("decode"+t.GoName).Params(jen.Id("v").Any()).
		Params(jen.Id("r").Id(t.GoName), jen.Err().Error()).Block(body...)}
}
