package diag

// This file prints findings as the workflow commands of GitHub Actions.

import (
	"fmt"
	"io"
	"strings"
)

// In a workflow command the message ends at the line's end, and a property at a comma or colon.
var (
	githubMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	githubProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// printGitHub writes one workflow command for each finding. Advice becomes a notice: it does not
// stop anybody.
func printGitHub(w io.Writer, findings []Diagnostic, opts Options) error {
	var out strings.Builder
	for _, d := range findings {
		command := "error"
		if d.Severity == Advice {
			command = "notice"
		}
		fmt.Fprintf(&out, "::%s ", command)
		if d.Span.IsValid() {
			p := opts.hosted(d.Span)
			fmt.Fprintf(&out, "file=%s,line=%d,endLine=%d,", githubProperty.Replace(p.File), p.Line, p.EndLine)
			if p.Line == p.EndLine { // GitHub refuses columns on an annotation of several lines
				fmt.Fprintf(&out, "col=%d,endColumn=%d,", p.Col, p.EndCol)
			}
		}
		fmt.Fprintf(&out, "title=%s::%s\n", githubProperty.Replace(d.Check), githubMessage.Replace(paragraph(d, opts)))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// paragraph is everything a finding says, one statement on each line.
func paragraph(d Diagnostic, opts Options) string {
	lines := []string{d.Message}
	if d.Hint != "" {
		lines = append(lines, d.Hint)
	}
	for _, r := range d.Related {
		p := opts.hosted(r.Span)
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Col, r.Message))
	}
	return strings.Join(lines, "\n")
}
