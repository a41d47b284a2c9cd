package diag

// This file holds the formats in which findings are printed, and what they share.

import (
	"io"
	"path/filepath"

	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// Format is a form in which findings are printed.
type Format string

// The formats.
const (
	Text   Format = "text"   // for people: the source line and carets below it
	JSON   Format = "json"   // an array of objects
	GitHub Format = "github" // workflow commands, which GitHub shows beside the changed lines
	SARIF  Format = "sarif"  // SARIF 2.1.0, for code scanning services
)

// Options are what some formats need beyond the findings. The zero Options are fine.
type Options struct {
	Color   bool   // Text: color with ANSI escapes
	Version string // SARIF: scriptgen's version
	Rules   []Rule // SARIF: the checks that ran

	// InRepository returns what the code host calls a file, which is its path from the root of the
	// repository, in GitHub and SARIF. Without it, files keep their names.
	InRepository func(name string) string
}

// hosted returns the place of a span as the code host names it, with slashes on every system.
func (o Options) hosted(s source.Span) place {
	p := placeOf(s)
	if o.InRepository != nil {
		p.File = o.InRepository(p.File)
	}
	p.File = filepath.ToSlash(p.File)
	return p
}

// Rule describes a check to a reader who has only its name.
type Rule struct {
	ID      string // the check's name
	Summary string // one line
	Help    string // the check's page, in Markdown
}

// Print writes the findings in a format, in the order given. Columns are in characters (Unicode code
// points), from 1, in every format; an end is the place just behind the last character.
func Print(w io.Writer, format Format, findings []Diagnostic, opts Options) error {
	switch format {
	case JSON:
		return printJSON(w, findings)
	case GitHub:
		return printGitHub(w, findings, opts)
	case SARIF:
		return printSARIF(w, findings, opts)
	}
	return printText(w, findings, opts.Color)
}

// place is where a span begins and ends, as the formats for machines spell it. The place of an
// invalid span is zero.
type place struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Col     int    `json:"col"`
	EndLine int    `json:"endLine"`
	EndCol  int    `json:"endCol"`
}

func placeOf(s source.Span) place {
	begin, end := s.Begin(), s.Finish()
	return place{begin.File, begin.Line, begin.Col, end.Line, end.Col}
}
