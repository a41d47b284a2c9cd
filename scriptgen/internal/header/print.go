package header

// This file prints what an example says in the header's own notation, for messages and
// documentation.

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// String returns the value as flow YAML on one line.
func (v Value) String() string {
	switch v.Kind {
	case Null:
		return "null"
	case String:
		return quoteScalar(v.Scalar)
	case List:
		items := make([]string, len(v.Items))
		for i, item := range v.Items {
			items[i] = item.String()
		}
		return "[" + strings.Join(items, ", ") + "]"
	case Map:
		return "{" + v.Entries() + "}"
	}
	return v.Scalar
}

// Entries returns the fields of a Map value without the braces.
func (v Value) Entries() string {
	fields := make([]string, len(v.Fields))
	for i, f := range v.Fields {
		fields[i] = quoteScalar(f.Name.Value) + ": " + f.Value.String()
	}
	return strings.Join(fields, ", ")
}

// plainScalar matches strings that YAML reads back as the same string without quotes; the words that
// it reads as something else are in notString.
var (
	plainScalar = regexp.MustCompile(`^[\pL_][\pL\d_./-]*$`)
	notString   = regexp.MustCompile(`(?i)^(true|false|null)$`)
)

func quoteScalar(s string) string {
	if plainScalar.MatchString(s) && !notString.MatchString(s) {
		return s
	}
	return strconv.Quote(s)
}

// CommandLine returns the step's command with the quoting of redis-cli, or the time it lets pass.
func (s Step) CommandLine() string {
	if s.Command == nil {
		return fmt.Sprintf("after %s", s.After)
	}
	words := make([]string, len(s.Command))
	for i, w := range s.Command {
		words[i] = quoteWord(w.Value)
	}
	return strings.Join(words, " ")
}

func quoteWord(w string) string {
	if w == "" || strings.ContainsFunc(w, func(r rune) bool { return r <= ' ' || r == '"' || r == '\'' || r == 0x7f || r == '\uFFFD' }) {
		return strconv.Quote(w)
	}
	return w
}
