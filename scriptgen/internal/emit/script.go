package emit

// This file prints <script>.lua.go.

import (
	"crypto/sha1"
	"encoding/hex"
	"go/build"
	"io"
	"path"
	"path/filepath"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// scriptPage prints the file of a script. Types are the named types to be declared in it.
func scriptPage(s *contract.Script, types []*contract.Type, opts Options) page {
	p := page{
		name:   fileName(s.Base),
		pkg:    opts.Package,
		source: file(s),
		decls:  []decl{luaConst(s), scriptVar(s, opts)},
	}
	if s.ParamsType != "" {
		p.decls = append(p.decls, paramsStruct(s))
	}
	for _, t := range types {
		p.decls = append(p.decls, namedType(t, s)...)
	}
	p.decls = append(p.decls, callFunc(s), method(s), batchMethod(s))
	if hasReplyVar(s) {
		p.decls = append(p.decls, replyVar(s))
	}
	for _, t := range within(s.Returns) {
		if t.Kind == contract.Record {
			p.decls = append(p.decls, recordDecoder(t))
		}
	}
	return p
}

// file is the base name of a script's file.
func file(s *contract.Script) string { return s.Base + ".lua" }

// fileName returns the name of a script's Go file: <base>.lua.go. Go reads a name like x_linux.lua.go
// as a condition, and leaves _x.lua.go out altogether; such a name gets an underscore, or "lua", so
// that it means nothing.
func fileName(base string) string {
	nowhere := build.Context{
		Compiler: "gc", // neither GOOS nor GOARCH: every condition fails
		OpenFile: func(string) (io.ReadCloser, error) {
			return io.NopCloser(strings.NewReader("package p\n")), nil
		},
	}
	if strings.HasPrefix(base, "_") || strings.HasPrefix(base, ".") {
		base = "lua" + base
	}
	name := base + ".lua.go"
	if match, err := nowhere.MatchFile("", name); err == nil && !match {
		name = base + "_.lua.go"
	}
	return name
}

// luaConst prints the text of the script.
//
//	// statefulGetLinkLua is the text of statefulGetLink.lua.
//	const statefulGetLinkLua = `--[[ yaml
//	…
//	`
func luaConst(s *contract.Script) decl {
	doc := s.Var + "Lua is the text of " + file(s)
	if included := includes(s.Program); len(included) > 0 {
		doc += " with " + strings.Join(included, ", ") + " included"
	}
	return decl{doc + ".", jen.
		Const().Id(s.Var + "Lua").Op("=").Add(text(s.Program.Text))}
}

// includes are the base names of the files that a program includes.
func includes(p *source.Program) []string {
	var names []string
	for _, r := range p.LineRanges() {
		if r.File != p.File {
			names = append(names, filepath.Base(r.File.Name))
		}
	}
	return names
}

// scriptVar prints the script as the runtime sees it.
//
//	var statefulGetLink = &luascript.Script{
//		Name:   "StatefulGetLink",
//		File:   "scripts/statefulGetLink.lua",
//		Source: statefulGetLinkLua,
//		SHA1:   "…",
//	}
func scriptVar(s *contract.Script, opts Options) decl {
	sum := sha1.Sum([]byte(s.Program.Text))
	fields := []jen.Code{
		jen.Id("Name").Op(":").Lit(s.Name),
		jen.Id("File").Op(":").Lit(runtimeName(s, s.Program.File, opts)),
		jen.Id("Source").Op(":").Id(s.Var + "Lua"),
		jen.Id("SHA1").Op(":").Lit(hex.EncodeToString(sum[:])),
	}
	if s.ReadOnly {
		fields = append(fields, jen.Id("ReadOnly").Op(":").True())
	}
	if len(includes(s.Program)) > 0 {
		fields = append(fields, jen.Id("Lines").Op(":").Add(lineRanges(s, opts)))
	}
	if len(s.Errors) > 0 {
		fields = append(fields, jen.Id("Errors").Op(":").Add(errorMap(s)))
	}
	return decl{"", jen.
		Var().Id(s.Var).Op("=").Op("&").Qual(luascript, "Script").Values(lines(fields)...)}
}

// runtimeName is how messages of the runtime name a file: by its path from the scripts' folder, which
// does not depend on the directory that scriptgen ran in.
func runtimeName(s *contract.Script, f *source.File, opts Options) string {
	rel, err := filepath.Rel(filepath.Dir(s.Program.File.Name), f.Name)
	if err != nil {
		rel = filepath.Base(f.Name)
	}
	return path.Join(opts.Scripts, filepath.ToSlash(rel))
}

// lineRanges prints from which file each part of the script's text came.
//
//	[]luascript.LineRange{
//		{Line: 1, File: "scripts/set.lua", FileLine: 1},
//		{Line: 9, File: "scripts/lib/link.lua", FileLine: 1},
//	}
func lineRanges(s *contract.Script, opts Options) *jen.Statement {
	var ranges []jen.Code
	for _, r := range s.Program.LineRanges() {
		ranges = append(ranges, jen.Values(
			jen.Id("Line").Op(":").Lit(r.Line),
			jen.Id("File").Op(":").Lit(runtimeName(s, r.File, opts)),
			jen.Id("FileLine").Op(":").Lit(r.FileLine),
		))
	}
	return jen.Index().Qual(luascript, "LineRange").Values(lines(ranges)...)
}

// errorMap prints the sentinels of the codes that the script declares.
//
//	map[string]error{
//		"OUT_OF_STOCK": ErrOutOfStock,
//	}
func errorMap(s *contract.Script) *jen.Statement {
	var entries []jen.Code
	for _, e := range s.Errors {
		entries = append(entries, jen.Lit(e.Code).Op(":").Id(e.Name))
	}
	return jen.Map(jen.String()).Error().Values(lines(entries)...)
}

// lines puts each element of a composite literal on a line of its own.
func lines(elems []jen.Code) []jen.Code {
	out := make([]jen.Code, 0, len(elems)+1)
	for _, e := range elems {
		out = append(out, jen.Line().Add(e))
	}
	return append(out, jen.Line())
}
