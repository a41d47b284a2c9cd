package check

// This file looks for errors inside of a returned table. The server sends them as elements, which no type
// but any takes. With some codes it is worse: go-redis takes such an element for the whole reply, and what
// is left of the reply for the replies to the next commands of the pipeline, other callers' among them.

import (
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
)

// misreadCodes are the codes that go-redis has types for.
var misreadCodes = []string{
	"LOADING", "READONLY", "MOVED", "ASK", "CLUSTERDOWN", "TRYAGAIN", "MASTERDOWN", "NOREPLICAS", "NOAUTH",
	"WRONGPASS", "NOPERM", "EXECABORT", "OOM",
}

// reportErrorInside reports an error that is returned within a table, as far as it is certain.
func reportErrorInside(p *Pass, r *flow.Return, returns *contract.Type) {
	const hint = "return the error alone, or its text: an element can be e.err, not e"
	for _, code := range errorsInside(r, r.Values[0], 0) {
		switch {
		case slices.Contains(misreadCodes, code):
			p.Report(r.Stmt.Values[0], hint, "returns a table with the error %s in it, from which on go-redis takes each reply for another command's", code)
			return
		case !takesAnything(returns):
			p.Report(r.Stmt.Values[0], hint, "returns a table with an error in it, which only the type any takes")
			return
		}
	}
}

// errorsInside returns the codes of the errors in a returned table, "" for one that is not known.
func errorsInside(r *flow.Return, v flow.Value, depth int) []string {
	var codes []string
	for _, a := range v {
		s := r.Shape(a)
		if s == nil || s.Open || a.Doubt || depth > maxNesting {
			continue
		}
		if err, ok := s.Fields["err"]; ok {
			if depth > 0 && err.All(flow.Atom.IsString) {
				codes = append(codes, codeOf(err))
			}
			continue // the server sends nothing else of it
		}
		for _, item := range s.Items {
			codes = append(codes, errorsInside(r, item, depth+1)...)
		}
		codes = append(codes, errorsInside(r, s.More, depth+1)...)
	}
	return codes
}

// codeOf returns the code of an error's text, "" where it is not known.
func codeOf(text flow.Value) string {
	if len(text) != 1 {
		return ""
	}
	prefix := text[0].Text.Prefix()
	m := codeWord.FindStringSubmatch(prefix)
	if m == nil || !strings.Contains(prefix, " ") { // the server puts ERR before a single word
		return ""
	}
	return m[1]
}

// takesAnything reports whether a type has a part that any element fits.
func takesAnything(t *contract.Type) bool {
	if t == nil {
		return false
	}
	return t.Kind == contract.Any || t.Kind == contract.None || takesAnything(t.Key) || takesAnything(t.Elem) ||
		slices.ContainsFunc(t.Fields, func(f *contract.Field) bool { return takesAnything(f.Type) })
}
