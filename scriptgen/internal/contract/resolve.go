package contract

// This file makes the model of a script set. Resolve goes through the scripts one by one, and then
// settles what they share: names, key constructors, error sentinels.

import (
	"fmt"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

// Input is a script with a header.
type Input struct {
	Header  *header.Header
	Program *source.Program
}

// Resolve makes the model of the scripts. Every mistake is added to l, under the checks "header",
// "pattern" and "type"; the set holds every script, as far as it could be understood. What is in the
// set does not depend on the order of the inputs. Initialisms are words that Go names have in capitals,
// beyond the usual ones.
func Resolve(inputs []Input, l *diag.List, initialisms ...string) *Set {
	sorted := slices.SortedFunc(slices.Values(inputs), func(a, b Input) int {
		return strings.Compare(a.Header.File.Name, b.Header.File.Name)
	})
	names := newNamer(initialisms)
	set := &Set{}
	for _, in := range sorted {
		var own diag.List
		r := &scriptResolver{names: names, list: &own, header: in.Header, params: map[string]*Param{}}
		set.Scripts = append(set.Scripts, r.resolve(in))
		for _, d := range own.Sorted() {
			l.Add(d)
		}
	}
	share(set, names, l)
	return set
}

// scriptResolver is the state of resolving one script.
type scriptResolver struct {
	names  namer
	list   *diag.List
	header *header.Header
	script *Script
	params map[string]*Param // by the name in the header
}

func (r *scriptResolver) errorf(check string, span source.Span, hint, format string, args ...any) {
	r.list.Add(diag.Diagnostic{Check: check, Span: span, Message: fmt.Sprintf(format, args...), Hint: hint})
}

// clash reports two names that are the same in Go.
func (r *scriptResolver) clash(name, other header.Text, what, goName string) {
	r.list.Add(diag.Diagnostic{Check: "header", Span: name.Span, Hint: "rename one of the two",
		Message: fmt.Sprintf("the %s %q and %q are both %s in Go", what, other.Value, name.Value, goName),
		Related: []diag.Related{{Span: other.Span, Message: "the other one is here"}}})
}

// identifier reports a name from which no Go name can be made.
func (r *scriptResolver) identifier(name header.Text, what string) bool {
	if identifier.MatchString(name.Value) {
		return true
	}
	r.errorf("header", name.Span, "use letters, digits, _ and -, beginning with a letter", "%s cannot be called %q", what, name.Value)
	return false
}

func (r *scriptResolver) resolve(in Input) *Script {
	h := in.Header
	s := &Script{
		Header:   h,
		Program:  in.Program,
		Base:     strings.TrimSuffix(path.Base(filepath.ToSlash(h.File.Name)), ".lua"),
		Doc:      strings.TrimSpace(h.Doc.Value),
		ReadOnly: h.ReadOnly.Value,
		Ignore:   h.Ignore,
	}
	r.script = s
	r.name()
	args := r.args()
	r.keys(args)
	r.parameters()
	r.arguments(args)
	r.returns()
	r.errors()
	r.readOnly()
	r.examples()
	s.Broken = h.Broken || r.list.HasErrors()
	return s
}

// name decides what the script is called.
func (r *scriptResolver) name() {
	s := r.script
	given := r.header.Name
	switch {
	case given.Value != "":
		s.Name = given.Value
		if !token.IsIdentifier(s.Name) || !token.IsExported(s.Name) || strings.Contains(s.Name, "_") {
			hint := "use letters and digits, beginning with a capital"
			if better := r.names.exported(s.Name); token.IsIdentifier(better) && token.IsExported(better) {
				hint = "write " + better
			}
			r.errorf("header", given.Span, hint, "%q is not an exported Go name", s.Name)
			s.Name = "Script"
		}
	default:
		s.Name = r.names.exported(s.Base)
		if !token.IsIdentifier(s.Name) || !token.IsExported(s.Name) {
			r.errorf("header", nameSpan(r.header), "give it one with name:", "no Go name can be made from the file's name %q", s.Base)
			s.Name = "Script"
		}
	}
	s.Var = r.names.local(s.Name)
	if isReserved(s.Var) {
		s.Var += "Script"
	}
}

// nameSpan is where messages about a script's name stand: at name, or else where the header begins.
func nameSpan(h *header.Header) source.Span {
	for _, field := range []string{"name", "doc", "returns"} {
		if span, ok := h.Fields[field]; ok {
			return span
		}
	}
	return h.File.Span(h.Span.Start, h.Span.Start)
}

// args resolves the types of the arguments. Those that have none are left out.
func (r *scriptResolver) args() []*Arg {
	var args []*Arg
	for i, a := range r.header.Args {
		if !r.identifier(a.Name, "an argument") {
			continue
		}
		arg := &Arg{Name: a.Name.Value, Index: i + 1, Span: a.Name.Span}
		if a.Type.Fields != nil && !a.Type.List {
			r.errorf("type", a.Type.Span, "write a list of one mapping, [{field: type}], for a group; or use json", "an argument cannot be a record: ARGV is flat")
			continue
		}
		arg.Type = r.typeOf(a.Type, argument, r.script.Name+r.names.exported(arg.Name), r.script.Name+"Item")
		if arg.Type == nil {
			continue
		}
		if arg.Variadic() && i != len(r.header.Args)-1 {
			r.errorf("type", arg.Type.Span, "make it the last argument", "%s takes the rest of ARGV, so nothing can follow it", arg.Name)
		}
		args = append(args, arg)
	}
	return args
}

// returns resolves the reply's type.
func (r *scriptResolver) returns() {
	r.script.Returns = r.typeOf(r.header.Returns, result, r.script.Name+"Result", r.recordName())
	if r.script.Returns == nil {
		r.script.Returns = &Type{Kind: None, Text: "none", Span: r.header.Returns.Span}
	}
}

func (r *scriptResolver) recordName() string {
	if r.header.Returns.List {
		return r.script.Name + "Row"
	}
	return r.script.Name + "Result"
}

// clientCodes are errors that clients act on, so that a script's own reply with one of them would not
// arrive, or would have the script run again.
var clientCodes = []string{"ASK", "CLUSTERDOWN", "LOADING", "MASTERDOWN", "MOVED", "NOSCRIPT", "READONLY", "TRYAGAIN"}

// errors resolves the error codes.
func (r *scriptResolver) errors() {
	for _, e := range r.header.Errors {
		code := e.Code.Value
		switch {
		case !errorCode.MatchString(code):
			hint := "use capitals, digits and _, such as OUT_OF_STOCK"
			if upper := strings.ToUpper(strings.Join(words(code), "_")); errorCode.MatchString(upper) {
				hint = "write " + upper
			}
			r.errorf("header", e.Code.Span, hint, "%q is not an error code", code)
			continue
		case code == "ERR":
			r.errorf("header", e.Code.Span, "give the script's error a code of its own", "ERR is the code of every other error of the server")
			continue
		case slices.Contains(clientCodes, code):
			r.errorf("header", e.Code.Span, "give the script's error a code of its own", "%s is an error that clients act on, not a script's", code)
			continue
		}
		r.script.Errors = append(r.script.Errors, &Error{
			Code: code,
			Name: "Err" + r.names.exported(code),
			Doc:  strings.TrimSpace(e.Doc.Value),
			Span: e.Code.Span,
		})
	}
}

// readOnly holds readonly: against the shebang line. A script with one is a script that writes, and the
// server refuses to run it read-only, unless its flags say no-writes.
func (r *scriptResolver) readOnly() {
	flags, shebang := header.Shebang(r.header.File)
	if r.script.ReadOnly && shebang && !slices.Contains(flags, "no-writes") {
		r.errorf("header", r.header.ReadOnly.Span, "write #!lua flags=no-writes, or leave the line out",
			"readonly: true, but the script's #! line has no flag no-writes, so the server refuses to run it read-only")
	}
}

// errorCode is what the first word of an error reply looks like.
var errorCode = regexp.MustCompile(`^[A-Z][A-Z0-9_]*$`)

// nearest returns a hint with the name that was probably meant, or with all there are, or none where there
// is no name.
func nearest(name string, known []string, none string) string {
	if len(known) == 0 {
		return none
	}
	return spell.Hint(name, known, "there are "+strings.Join(known, ", "))
}
