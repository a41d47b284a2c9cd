// Package check holds what scriptgen vet proves about scripts: one file for each check, each check a
// documented value ([Check]), all of them in [All].
//
// [Run] reads the Lua of each script, has package flow find out what its expressions may be, gives
// each check a [Pass] over the script, and drops what the script's header says to ignore. A check
// that cannot be sure stays silent.
package check

import (
	"fmt"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

// Check is one check and its documentation.
type Check struct {
	Name     string        // "nil-compare"
	Doc      string        // what it catches: one line, no sentence, so no upper case and no full stop
	Severity diag.Severity // of its findings, unless one says otherwise

	// The page that --explain prints: why it is wrong and what happens; a script that has the
	// mistake; the message it gets; the same without the mistake.
	Why     string
	Bad     string
	Message string
	Good    string

	// Run looks at one script whose Lua can be read. It is nil where another package finds the
	// mistakes while it reads headers.
	Run func(*Pass)
	// RunSet looks at all scripts of a set at once. It may be nil.
	RunSet func([]*Pass)
}

// Page returns the check's page as Markdown.
func (c *Check) Page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n%s%s (%s).\n\n%s\n", c.Name, strings.ToUpper(c.Doc[:1]), c.Doc[1:], c.Severity, strings.TrimSpace(c.Why))
	fmt.Fprintf(&b, "\n```lua\n%s\n```\n\n", strings.TrimSpace(c.Bad))
	fmt.Fprintf(&b, "```\n%s\n```\n\n", c.Message)
	fmt.Fprintf(&b, "Instead:\n\n```lua\n%s\n```\n", strings.TrimSpace(c.Good))
	return b.String()
}

// Find returns the check of that name, or nil.
func Find(name string) *Check {
	for _, c := range All {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// Names returns the names of the checks, in the order of All.
func Names() []string {
	all := make([]string, len(All))
	for i, c := range All {
		all[i] = c.Name
	}
	return all
}

// FindHint says what to write instead of the name of a check that does not exist.
func FindHint(name string) string {
	return spell.Hint(name, Names(), "scriptgen vet --explain lists the checks")
}

// Script is a script to check.
type Script struct {
	Program  *source.Program
	Contract *contract.Script // nil for a script without a header
}

// Options say what scripts are checked for.
type Options struct {
	Server redisenv.Server // the lowest server to support
}

// Pass is one check's look at one script.
type Pass struct {
	Check   *Check
	Program *source.Program
	// Contract is what the header says; nil where there is no header, or one with errors.
	Contract *contract.Script
	Chunk    *lua.Chunk // nil where the Lua cannot be read
	Syntax   *lua.SyntaxError
	Flow     *flow.Result // empty where the script is beyond the analysis
	Server   redisenv.Server

	found []diag.Diagnostic
}

// Span returns the place in its file of a range of the program.
func (p *Pass) Span(r lua.Range) source.Span { return p.Program.Span(r.Start, r.End) }

// Text returns the text of a node on one line.
func (p *Pass) Text(n lua.Node) string {
	r := n.Span()
	return strings.Join(strings.Fields(p.Program.Text[r.Start:r.End]), " ")
}

// Report adds a finding at a node.
func (p *Pass) Report(at lua.Node, hint, format string, args ...any) *diag.Diagnostic {
	return p.ReportAt(p.Span(at.Span()), hint, format, args...)
}

// ReportAt adds a finding at a place in a file. What it returns may be completed.
func (p *Pass) ReportAt(at source.Span, hint, format string, args ...any) *diag.Diagnostic {
	p.found = append(p.found, diag.Diagnostic{
		Check: p.Check.Name, Severity: p.Check.Severity,
		Span: at, Message: fmt.Sprintf(format, args...), Hint: hint,
	})
	return &p.found[len(p.found)-1]
}
