package emit

// This file prints errors.go.

import (
	"github.com/dave/jennifer/jen"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
)

func errorsPage(set *contract.Set, opts Options) page {
	return page{
		name:   "errors.go",
		pkg:    opts.Package,
		source: "the scripts in " + opts.Scripts,
		decls:  []decl{sentinels(set.Errors)},
	}
}

// sentinels prints the errors that scripts return.
//
//	// The errors that scripts return, for errors.Is.
//	var (
//		// ErrOutOfStock is the error OUT_OF_STOCK: there is less than was asked for.
//		ErrOutOfStock = errors.New("OUT_OF_STOCK: there is less than was asked for")
//	)
func sentinels(errors []*contract.Error) decl {
	var specs []jen.Code
	for i, e := range errors {
		if i > 0 {
			specs = append(specs, jen.Line())
		}
		message := e.Code
		if e.Doc != "" {
			message += ": " + oneLine(e.Doc)
		}
		specs = append(specs,
			comment(e.Name+" is the error "+message+"."),
			jen.Id(e.Name).Op("=").Qual("errors", "New").Call(jen.Lit(message)))
	}
	return decl{"The errors that scripts return, for errors.Is.", jen.
		Var().Defs(specs...)}
}
