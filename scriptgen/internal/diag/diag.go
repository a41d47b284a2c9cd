// Package diag holds what scriptgen has to say about a text, and prints it: for people with the
// source line and a caret, and for machines as JSON, GitHub annotations and SARIF.
package diag

import (
	"cmp"
	"slices"

	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// Severity tells whether a finding stops the work.
type Severity int

const (
	Error  Severity = iota // wrong: generate refuses, vet exits 1
	Advice                 // worth a look: alone it exits 0
)

func (s Severity) String() string {
	if s == Advice {
		return "advice"
	}
	return "error"
}

// Diagnostic is one finding.
type Diagnostic struct {
	Check    string // the name of the check that found it: "key-range"
	Severity Severity
	Span     source.Span
	Message  string    // what is wrong, in one line, without a full stop
	Hint     string    // what to write instead, in one line; may be empty
	Related  []Related // other places that explain this one
}

// Related is a place that explains a finding: "KEYS[1] is declared here".
type Related struct {
	Span    source.Span
	Message string
}

// List collects findings. The zero List is ready for use.
type List struct {
	items []Diagnostic
}

// Add appends a finding.
func (l *List) Add(d Diagnostic) { l.items = append(l.items, d) }

// HasErrors reports whether a finding of severity Error was added.
func (l *List) HasErrors() bool {
	return slices.ContainsFunc(l.items, func(d Diagnostic) bool { return d.Severity == Error })
}

// Sorted returns the findings by file, place and check, each once.
func (l *List) Sorted() []Diagnostic {
	sorted := slices.Clone(l.items)
	slices.SortStableFunc(sorted, compare)
	return slices.CompactFunc(sorted, func(a, b Diagnostic) bool {
		return compare(a, b) == 0
	})
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(fileName(a), fileName(b)),
		cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Span.End, b.Span.End),
		cmp.Compare(a.Check, b.Check),
		cmp.Compare(a.Message, b.Message),
	)
}

func fileName(d Diagnostic) string {
	if d.Span.File == nil {
		return ""
	}
	return d.Span.File.Name
}
