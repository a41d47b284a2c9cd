package emit

// This file prints scripts.go: what the scripts of a set have in common.

import (
	"github.com/dave/jennifer/jen"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
)

func scriptsPage(set *contract.Set, opts Options) page {
	return page{
		name:   "scripts.go",
		pkg:    opts.Package,
		source: "the scripts in " + opts.Scripts,
		decls: []decl{
			scriptsType(), newFunc(), loadMethod(set), apiType(set), apiHeld(),
			batchType(), batchFunc(), execMethod(), lenMethod(),
		},
	}
}

// scriptsType prints the type whose methods are the scripts.
//
//	type Scripts struct {
//		client luascript.Client
//	}
func scriptsType() decl {
	return decl{"Scripts runs the scripts of this package. It is safe for concurrent use.", jen.
		Type().Id("Scripts").Struct(jen.Id("client").Qual(luascript, "Client"))}
}

// newFunc prints the constructor.
//
//	func New(client luascript.Client) *Scripts {
//		return &Scripts{client: client}
//	}
func newFunc() decl {
	return decl{"New returns the scripts, to be run by client: any client of go-redis.", jen.
		Func().Id("New").Params(jen.Id("client").Qual(luascript, "Client")).Op("*").Id("Scripts").
		Block(jen.Return(jen.Op("&").Id("Scripts").Values(jen.Id("client").Op(":").Id("client"))))}
}

// loadMethod prints the method that loads every script.
//
//	func (s *Scripts) Load(ctx context.Context) error {
//		return luascript.Load(ctx, s.client,
//			statefulGetLink,
//			statefulSetLink,
//		)
//	}
func loadMethod(set *contract.Set) decl {
	args := []jen.Code{jen.Id("ctx"), jen.Id("s").Dot("client")}
	for _, s := range set.Scripts {
		args = append(args, jen.Line().Id(s.Var))
	}
	args = append(args, jen.Line())
	return decl{`Load puts the scripts into the cache of every master, so that no first call has to send its text.
It is not needed: a script that a server does not have is loaded when it is called.`, jen.
		Func().Params(jen.Id("s").Op("*").Id("Scripts")).Id("Load").
		Params(contextAnd(nil)...).Error().
		Block(jen.Return(jen.Qual(luascript, "Load").Call(args...)))}
}

// apiType prints the interface with every script's method.
//
//	type API interface {
//		StatefulGetLink(ctx context.Context, uid string) (value int, ok bool, err error)
//	}
func apiType(set *contract.Set) decl {
	var methods []jen.Code
	for _, s := range set.Scripts {
		methods = append(methods, jen.Id(s.Name).Params(contextAnd(inputs(s))...).Add(results(s)))
	}
	return decl{"API has the method of each script, so that a test can put a fake in the place of [Scripts].", jen.
		Type().Id("API").Interface(methods...)}
}

// apiHeld prints the proof that Scripts is an API.
//
//	var _ API = (*Scripts)(nil)
func apiHeld() decl {
	return decl{"", jen.
		Var().Id("_").Id("API").Op("=").Parens(jen.Op("*").Id("Scripts")).Call(jen.Nil())}
}

// batchType prints the type that queues scripts.
//
//	type Batch struct {
//		batch *luascript.Batch
//	}
func batchType() decl {
	return decl{`Batch queues scripts and runs them in one pipeline. Each of its methods returns a future, whose
result is there after [Batch.Exec]. It is not safe for concurrent use.`, jen.
		Type().Id("Batch").Struct(jen.Id("batch").Op("*").Qual(luascript, "Batch"))}
}

// batchFunc prints the method that makes a batch.
//
//	func (s *Scripts) Batch() *Batch {
//		return &Batch{batch: luascript.NewBatch(s.client)}
//	}
func batchFunc() decl {
	return decl{"Batch returns an empty batch.", jen.
		Func().Params(jen.Id("s").Op("*").Id("Scripts")).Id("Batch").Params().Op("*").Id("Batch").
		Block(jen.Return(jen.Op("&").Id("Batch").Values(
			jen.Id("batch").Op(":").Qual(luascript, "NewBatch").Call(jen.Id("s").Dot("client")))))}
}

// execMethod prints the method that runs a batch.
//
//	func (b *Batch) Exec(ctx context.Context) error {
//		return b.batch.Exec(ctx)
//	}
func execMethod() decl {
	return decl{"Exec runs what was queued and returns the first error among the results, in their order.", jen.
		Func().Params(jen.Id("b").Op("*").Id("Batch")).Id("Exec").Params(contextAnd(nil)...).Error().
		Block(jen.Return(jen.Id("b").Dot("batch").Dot("Exec").Call(jen.Id("ctx"))))}
}

// lenMethod prints the method that counts a batch.
//
//	func (b *Batch) Len() int {
//		return b.batch.Len()
//	}
func lenMethod() decl {
	return decl{"Len returns the number of scripts queued.", jen.
		Func().Params(jen.Id("b").Op("*").Id("Batch")).Id("Len").Params().Int().
		Block(jen.Return(jen.Id("b").Dot("batch").Dot("Len").Call()))}
}
