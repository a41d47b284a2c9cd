package example

// This file prints results: as text in the manner of go test, and as JSON and JUnit for machines.

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

// ID returns the name of an example as -run matches it: StatefulSetLink/replaces_a_persistent_link.
func ID(script, name string) string {
	return script + "/" + strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return '_'
		case !unicode.IsPrint(r):
			return unicode.ReplacementChar
		}
		return r
	}, name)
}

// Filter tells which examples to run. The zero Filter matches all.
type Filter struct{ script, name *regexp.Regexp }

// NewFilter reads a pattern as go test's -run does: up to the first slash it matches the script's
// name, and what is behind it the example's.
func NewFilter(pattern string) (f Filter, err error) {
	script, name, _ := strings.Cut(pattern, "/")
	if f.script, err = regexp.Compile(script); err != nil {
		return f, err
	}
	f.name, err = regexp.Compile(name)
	return f, err
}

// Match reports whether an example is to be run.
func (f Filter) Match(script, name string) bool {
	_, id, _ := strings.Cut(ID(script, name), "/")
	return (f.script == nil || f.script.MatchString(script)) && (f.name == nil || f.name.MatchString(id))
}

// Summary counts results.
type Summary struct {
	Set                     string // the folder of the scripts
	Passed, Failed, Skipped int
	Seconds                 float64
}

// Count adds a result.
func (s *Summary) Count(r Result) {
	switch r.Status {
	case Passed:
		s.Passed++
	case Failed:
		s.Failed++
	case Skipped:
		s.Skipped++
	}
	s.Seconds += r.Elapsed.Seconds()
}

// Total returns the number of examples.
func (s *Summary) Total() int { return s.Passed + s.Failed + s.Skipped }

// Text prints in the manner of go test: failures and what was skipped, everything when Verbose.
type Text struct {
	W       io.Writer
	Verbose bool
	Color   bool
}

// Result prints one result.
func (t Text) Result(r Result) {
	id := ID(r.Script, r.Name)
	if t.Verbose {
		fmt.Fprintf(t.W, "=== RUN   %s\n", id)
	}
	if r.Status == Passed && !t.Verbose {
		return
	}
	label := map[Status]string{Passed: "PASS", Failed: t.paint("FAIL"), Skipped: "SKIP"}[r.Status]
	fmt.Fprintf(t.W, "--- %s: %s (%.2fs)\n", label, id, r.Elapsed.Seconds())
	if r.Reason != "" {
		fmt.Fprintf(t.W, "    %s: %s\n", r.Span.Begin(), r.Reason)
	}
	for _, f := range r.Failures {
		fmt.Fprintf(t.W, "    %s: %s\n", f.Span.Begin(), f.Step)
		for line := range strings.Lines(f.details()) {
			fmt.Fprintf(t.W, "        %s\n", strings.TrimRight(line, "\n"))
		}
	}
}

// Empty prints that a script has no examples.
func (t Text) Empty(file string) { fmt.Fprintf(t.W, "?   \t%s\t[no examples]\n", file) }

// Summary prints the last line.
func (t Text) Summary(s Summary) {
	parts := []string{fmt.Sprintf("%d examples", s.Total())}
	if s.Total() == 1 {
		parts = []string{"1 example"}
	}
	if s.Failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", s.Failed))
	}
	if s.Skipped > 0 {
		parts = append(parts, fmt.Sprintf("%d skipped", s.Skipped))
	}
	label := "ok  "
	if s.Failed > 0 {
		label = t.paint("FAIL")
	}
	fmt.Fprintf(t.W, "%s\t%s\t%.3fs\t%s\n", label, s.Set, s.Seconds, strings.Join(parts, ", "))
}

func (t Text) paint(text string) string {
	if !t.Color {
		return text
	}
	return "\x1b[1;31m" + text + "\x1b[0m"
}

// details says what went wrong in a step.
func (f Failure) details() string {
	var lines []string
	switch {
	case f.Message != "":
		lines = append(lines, f.Message)
	case f.diff != "":
		lines = append(lines, "(-want +got)", f.diff)
	default:
		lines = append(lines, "want: "+f.Want, "got:  "+f.Got)
	}
	if f.Hint != "" {
		lines = append(lines, "hint: "+f.Hint)
	}
	return strings.Join(lines, "\n")
}

// tooLong is the length from which on two values are shown as a diff, an element a line.
const tooLong = 60

// diffOf returns a diff of two values, or "" when they are easily compared as they are.
func diffOf(want, got header.Value) string {
	if want.Kind != got.Kind || (want.Kind != header.List && want.Kind != header.Map) || max(len(want.String()), len(got.String())) < tooLong {
		return ""
	}
	text := string(diff.Diff("want", []byte(elements(want)), "got", []byte(elements(got))))
	_, hunks, _ := strings.Cut(text, "+++ got\n")
	var out strings.Builder
	for line := range strings.Lines(hunks) {
		if !strings.HasPrefix(line, "@@") {
			out.WriteString(line)
		}
	}
	return strings.TrimRight(out.String(), "\n")
}

func elements(v header.Value) string {
	var out strings.Builder
	for _, item := range v.Items {
		fmt.Fprintf(&out, "- %s\n", item)
	}
	for _, f := range v.Fields {
		fmt.Fprintf(&out, "%s: %s\n", f.Name.Value, f.Value)
	}
	return out.String()
}

// PrintJSON writes the results as an array of objects.
func PrintJSON(w io.Writer, results []Result) error {
	type failure struct {
		File    string `json:"file"`
		Line    int    `json:"line"`
		Col     int    `json:"col"`
		Step    string `json:"step"`
		Message string `json:"message"`
		Want    string `json:"want"`
		Got     string `json:"got"`
		Hint    string `json:"hint"`
	}
	type object struct {
		Script   string    `json:"script"`
		Example  string    `json:"example"`
		File     string    `json:"file"`
		Line     int       `json:"line"`
		Status   Status    `json:"status"`
		Reason   string    `json:"reason"`
		Seconds  float64   `json:"seconds"`
		Failures []failure `json:"failures"`
	}
	objects := make([]object, len(results))
	for i, r := range results {
		at := r.Span.Begin()
		o := object{r.Script, r.Name, at.File, at.Line, r.Status, r.Reason, r.Elapsed.Seconds(), []failure{}}
		for _, f := range r.Failures {
			at := f.Span.Begin()
			o.Failures = append(o.Failures, failure{at.File, at.Line, at.Col, f.Step, f.Message, f.Want, f.Got, f.Hint})
		}
		objects[i] = o
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(objects)
}

// PrintJUnit writes the results as the XML that build servers read: one suite for each summary, in
// order, with the results it counts.
func PrintJUnit(w io.Writer, summaries []Summary, results []Result) error {
	type message struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
	type testcase struct {
		Class   string    `xml:"classname,attr"`
		Name    string    `xml:"name,attr"`
		File    string    `xml:"file,attr"`
		Line    int       `xml:"line,attr"`
		Time    string    `xml:"time,attr"`
		Failure []message `xml:"failure"`
		Skipped *message  `xml:"skipped"`
	}
	type testsuite struct {
		Name     string     `xml:"name,attr"`
		Tests    int        `xml:"tests,attr"`
		Failures int        `xml:"failures,attr"`
		Skipped  int        `xml:"skipped,attr"`
		Time     string     `xml:"time,attr"`
		Cases    []testcase `xml:"testcase"`
	}
	type testsuites struct {
		XMLName xml.Name    `xml:"testsuites"`
		Suites  []testsuite `xml:"testsuite"`
	}
	seconds := func(s float64) string { return fmt.Sprintf("%.3f", s) }
	var all testsuites
	for _, s := range summaries {
		suite := testsuite{Name: s.Set, Tests: s.Total(), Failures: s.Failed, Skipped: s.Skipped, Time: seconds(s.Seconds)}
		for _, r := range results[:s.Total()] {
			at := r.Span.Begin()
			c := testcase{Class: r.Script, Name: r.Name, File: at.File, Line: at.Line, Time: seconds(r.Elapsed.Seconds())}
			for _, f := range r.Failures {
				c.Failure = append(c.Failure, message{f.Step, fmt.Sprintf("%s: %s", f.Span.Begin(), f.details())})
			}
			if r.Status == Skipped {
				c.Skipped = &message{Message: r.Reason}
			}
			suite.Cases = append(suite.Cases, c)
		}
		results = results[s.Total():]
		all.Suites = append(all.Suites, suite)
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}
