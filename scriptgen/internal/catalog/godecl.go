package catalog

// This file cuts declarations out of the generated package.

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/emit"
)

// declarations returns the package's types, each with its constants, and the methods of Scripts
// without their bodies, by name, as they are written.
func declarations(files []emit.File) (map[string]string, error) {
	decls := map[string]string{}
	for _, f := range files {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, f.Name, f.Text, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		text := func(from, to token.Pos) string {
			return strings.TrimSpace(string(f.Text[fset.Position(from).Offset:fset.Position(to).Offset]))
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if receiver(d) == "Scripts" {
					decls[d.Name.Name] = text(d.Pos(), d.Body.Pos())
				}
			case *ast.GenDecl:
				switch spec := d.Specs[0].(type) {
				case *ast.TypeSpec:
					decls[spec.Name.Name] = text(d.Pos(), d.End())
				case *ast.ValueSpec:
					if t, ok := spec.Type.(*ast.Ident); ok && d.Tok == token.CONST { // the values of an enum
						decls[t.Name] += "\n\n" + text(d.Pos(), d.End())
					}
				}
			}
		}
	}
	return decls, nil
}

// receiver returns the name of a method's receiver type.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	if star, ok := d.Recv.List[0].Type.(*ast.StarExpr); ok {
		if t, ok := star.X.(*ast.Ident); ok {
			return t.Name
		}
	}
	return ""
}

// typeNames returns the Go types that a script's method needs, in the order in which a reader meets
// them.
func typeNames(s *contract.Script) []string {
	var names []string
	if s.ParamsType != "" {
		names = append(names, s.ParamsType)
	}
	add := func(t *contract.Type) {
		for _, named := range t.NamedTypes() {
			if !slices.Contains(names, named.GoName) {
				names = append(names, named.GoName)
			}
		}
	}
	for _, p := range s.Params {
		add(p.Type)
	}
	add(s.Returns)
	return names
}
