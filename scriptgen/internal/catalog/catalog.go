// Package catalog writes what the headers of a script set say as a Markdown page: each script with
// its Go signature, keys, arguments, result, errors and examples, and then the key space, which no
// single script shows.
//
// The Go declarations are cut out of the generated package, so the page shows what callers have.
package catalog

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/emit"
)

// Access says what a script does with one of its keys.
type Access struct{ Reads, Writes bool }

// Options are what the page depends on beyond the scripts.
type Options struct {
	Package string // the name of the generated package
	Scripts string // the folder of the scripts, relative to the page's folder, with slashes

	Access map[*contract.Key]Access // what scripts do with their keys, as far as it is known
}

// Markdown returns the page for a set. Files are the set's generated package. The same arguments give
// the same bytes.
func Markdown(set *contract.Set, files []emit.File, opts Options) ([]byte, error) {
	decls, err := declarations(files)
	if err != nil {
		return nil, err
	}
	p := &page{decls: decls, opts: opts}
	p.printf("# Scripts of package %s\n\n", opts.Package)
	p.index(set)
	for _, s := range set.Scripts {
		p.script(s)
	}
	p.keySpace(set)
	return p.Bytes(), nil
}

type page struct {
	bytes.Buffer
	decls map[string]string
	opts  Options
}

func (p *page) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// index lists the scripts, each with the first sentence of its doc.
func (p *page) index(set *contract.Set) {
	p.table("script", "", "what it does")
	for _, s := range set.Scripts {
		p.row(fmt.Sprintf("[%s](#%s)", s.Name, strings.ToLower(s.Name)), mode(s), prose(firstSentence(s.Doc)))
	}
	p.printf("\nThe [key space](#key-space) shows which script uses which key.\n")
}

func mode(s *contract.Script) string {
	if s.ReadOnly {
		return "read-only"
	}
	return "writes"
}

// script writes the section of one script.
func (p *page) script(s *contract.Script) {
	p.printf("\n## %s\n\n", s.Name)
	p.printf("[%s.lua](%s/%s.lua), %s\n\n", s.Base, p.opts.Scripts, s.Base, mode(s))
	p.printf("%s\n\n", prose(strings.TrimSpace(s.Doc)))
	p.printf("```go\n%s\n```\n", p.signature(s))

	p.keys("Keys", s.Keys)
	if len(s.Args) > 0 {
		p.printf("\n**Arguments**\n\n")
		p.table("", "name", "type", "")
		for _, a := range s.Args {
			index := fmt.Sprintf("`ARGV[%d]`", a.Index)
			if a.Variadic() {
				index = fmt.Sprintf("`ARGV[%d]`…", a.Index)
			}
			p.row(index, code(a.Name), code(a.Type.Text), prose(oneLine(a.Param.Doc)))
		}
	}
	p.keys("Also touches", s.Touches)
	p.printf("\n**Returns** %s\n", code(s.Returns.Text))
	if len(s.Errors) > 0 {
		p.printf("\n**Errors**\n\n")
		p.table("code", "in Go", "")
		for _, e := range s.Errors {
			p.row(code(e.Code), code(e.Name), prose(oneLine(e.Doc)))
		}
	}
	if len(s.Examples) > 0 {
		p.printf("\n**Examples**\n\n```\n")
		for i, e := range s.Examples {
			if i > 0 {
				p.printf("\n")
			}
			p.printf("# %s\n%s", e.Name, transcript(s, e))
		}
		p.printf("```\n")
	}
}

// signature returns the method's declaration, and below it the types that it needs.
func (p *page) signature(s *contract.Script) string {
	decls := []string{p.decls[s.Name]}
	for _, name := range typeNames(s) {
		if d, ok := p.decls[name]; ok {
			decls = append(decls, d)
		}
	}
	return strings.Join(decls, "\n\n")
}

func (p *page) keys(title string, keys []*contract.Key) {
	if len(keys) == 0 {
		return
	}
	p.printf("\n**%s**\n\n", title)
	p.table("", "name", "pattern", "type", "slot", "")
	for _, k := range keys {
		index := ""
		if k.Index > 0 {
			index = fmt.Sprintf("`KEYS[%d]`", k.Index)
		}
		if k.Variadic() {
			index += "…"
		}
		p.row(index, code(k.Name), code(patternText(k)), k.Type, code(slot(k)), prose(oneLine(k.Doc)))
	}
}

// table begins a table with the given titles, row continues it.
func (p *page) table(titles ...string) {
	p.row(titles...)
	p.printf("|%s\n", strings.Repeat("---|", len(titles)))
}

func (p *page) row(cells ...string) {
	p.printf("|")
	for _, c := range cells {
		p.printf(" %s |", strings.ReplaceAll(c, "|", `\|`))
	}
	p.printf("\n")
}
