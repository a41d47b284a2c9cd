package header

// This file turns the header's text into YAML nodes and reports what is not YAML. The entry point is
// document; everything else serves its error messages, because yaml.v3 says only roughly where an
// error is, and in words for people who know its grammar.

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// document parses the YAML of file[start:end] and returns its root, or nil after an error. The
// lines above are replaced by empty ones, so that a node's line and column are the file's.
func (r *reader) document(start, end int) *yaml.Node {
	if !r.readable(start, end) {
		return nil
	}
	above := strings.Repeat("\n", r.file.Position(start).Line-1)
	text := above + protect(r.file.Text[start:end])
	dec := yaml.NewDecoder(strings.NewReader(text))
	var doc, second yaml.Node
	err := dec.Decode(&doc)
	if err == nil {
		if err = dec.Decode(&second); err == nil {
			r.errorf(r.spanOf(second.Content[0]), "remove the line --- and what follows it", "%s is one YAML document; this is a second one", r.what)
			return nil
		}
	}
	if errors.Is(err, io.EOF) {
		if len(doc.Content) == 0 {
			return &yaml.Node{Kind: yaml.MappingNode}
		}
		if n := nodeBelow(doc.Content[0], maxDepth); n != nil {
			at := r.file.Offset(n.Line, n.Column)
			r.errorf(r.file.Span(at, at+1), "use fewer brackets or a flatter structure", "%s is nested deeper than %d levels", r.what, maxDepth)
			return nil
		}
		return doc.Content[0]
	}
	r.syntaxError(text, err)
	return nil
}

// maxDepth bounds how deep a text may be nested: the places of n levels take time proportional to n³.
const maxDepth = 100

// nodeBelow returns a node that is more than so many levels below n, or nil.
func nodeBelow(n *yaml.Node, levels int) *yaml.Node {
	if levels < 0 {
		return n
	}
	for _, c := range n.Content {
		if found := nodeBelow(c, levels-1); found != nil {
			return found
		}
	}
	return nil
}

// readable reports bytes that YAML refuses, or that it takes for line breaks where nobody else does.
func (r *reader) readable(start, end int) bool {
	text := r.file.Text[start:end]
	for i, c := range text {
		span := r.file.Span(start+i, start+i+utf8.RuneLen(c))
		switch {
		case c == utf8.RuneError && !strings.HasPrefix(text[i:], "\ufffd"):
			r.errorf(r.file.Span(start+i, start+i+1), "save the file as UTF-8", "%s is not valid UTF-8 here", r.what)
			return false
		case c == '\t' || c == '\n' || c == '\r' && strings.HasPrefix(text[i+1:], "\n"):
		case c == '\u2028' || c == '\u2029' || c == '\ufeff' || unicode.IsControl(c) || strings.ContainsRune(standIns, c) || c == '\ufffe' || c == '\uffff':
			r.errorf(span, "remove it, or write it as an escape in double quotes", "%s contains the character U+%04X", r.what, c)
			return false
		}
	}
	return true
}

var lineOfError = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

// maxLines bounds the search for an error's line: it parses the text once for each line. Of a longer
// text yaml.v3's own line is good enough.
const maxLines = 1000

// syntaxError reports a text that is not YAML. The place is the first line that no correct beginning
// of the text can hold; yaml.v3's own line is often that of the surrounding block.
func (r *reader) syntaxError(text string, err error) {
	n := 0 // lines without the error
	if m := lineOfError.FindStringSubmatch(err.Error()); m != nil && m[1] != "" {
		n, _ = strconv.Atoi(m[1])
		n--
	}
	if lines := strings.SplitAfter(text, "\n"); len(lines) <= maxLines {
		for n = len(lines); n > 0 && !isYAML(strings.Join(lines[:n], "")); n-- {
		}
	}
	line := r.file.Line(n + 1)
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	begin := r.file.Offset(n+1, 1)
	span := r.file.Span(begin+indent, begin+len(strings.TrimRight(line, " \t")))
	problem := lineOfError.ReplaceAllString(restore.Replace(err.Error()), "")
	value := line[indent:]
	if m := entry.FindString(value); m != "" {
		value = value[len(m):]
	}
	valueSpan := span
	valueSpan.Start = span.End - len(strings.TrimRight(value, " \t"))

	if tab := strings.IndexByte(line[:indent], '\t'); tab >= 0 {
		r.errorf(r.file.Span(begin+tab, begin+tab+1), "indent with spaces", "a tab indents this line, which YAML does not allow")
		return
	}
	d := diag.Diagnostic{Check: r.check, Span: span, Message: fmt.Sprintf("%s is not YAML from here on: %s", r.what, problem)}
	switch {
	case value == "":
	case strings.ContainsAny(value[:1], "@`%*&!|>"):
		d.Span, d.Hint = valueSpan, "put the value in quotes"
	case strings.ContainsAny(value[:1], "\"'") && strings.Count(value, value[:1])%2 == 1:
		d.Span, d.Message, d.Hint = valueSpan, "this quote is never closed", "close it, and write a quote inside as \\\" or ''"
	case strings.ContainsAny(value[:1], "\"'"):
		d.Span, d.Hint = valueSpan, "put the whole value in one pair of quotes"
	case strings.ContainsAny(value[:1], "{[") && !strings.HasPrefix(problem, "mapping values"):
		d.Span, d.Hint = valueSpan, "close the bracket, or put the value in quotes if it is text"
	case strings.Contains(value, ": "):
		d.Span, d.Hint = valueSpan, "put a value that contains \": \" in quotes"
	default:
		d.Hint = "indent it like the lines it belongs to, and write name: value"
	}
	r.add(d)
}

// entry is what may stand before a value in its line.
var entry = regexp.MustCompile(`^(?:- +)*(?:[^\s:"'{\[]+:[ \t]+)?`)

// isYAML reports whether the text is one or more YAML documents.
func isYAML(text string) bool {
	dec := yaml.NewDecoder(bytes.NewReader([]byte(text)))
	for {
		var n yaml.Node
		if err := dec.Decode(&n); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

// refuseSharing reports anchors, aliases, merge keys and tags: everything is said where it stands.
func (r *reader) refuseSharing(n *yaml.Node) {
	const hint = "write the value out"
	switch {
	case n.Kind == yaml.AliasNode:
		r.errorf(r.spanOf(n), hint+", or put it in quotes if the * is meant", "%s has no aliases", r.what)
		return
	case n.Anchor != "":
		r.errorf(r.spanOf(n), hint+", or put it in quotes if the & is meant", "%s has no anchors", r.what)
	case n.Style&yaml.TaggedStyle != 0:
		r.errorf(r.spanOf(n), hint+", or put it in quotes if the ! is meant", "%s has no tags", r.what)
	case n.Tag == "!!merge":
		r.errorf(r.spanOf(n), hint, "%s has no merge keys", r.what)
	}
	for _, c := range n.Content {
		r.refuseSharing(c)
	}
}

// spanOf returns where a node stands. yaml.v3 knows where it begins; the end is found by holding the
// value against the text.
func (r *reader) spanOf(n *yaml.Node) source.Span {
	text := r.file.Text
	start := r.file.Offset(n.Line, n.Column)
	end := start
	switch n.Kind {
	case yaml.MappingNode, yaml.SequenceNode:
		for _, c := range n.Content {
			end = max(end, r.spanOf(c).End)
		}
		if n.Style&yaml.FlowStyle != 0 {
			end = flowEnd(text, max(end, start+1))
		}
	case yaml.ScalarNode:
		end = scalarEnd(text[start:], restore.Replace(n.Value), n.Style) + start
	default:
		end = start + len(n.Value)
	}
	return r.file.Span(start, min(end, len(text)))
}

// flowEnd returns the end of a flow collection whose last entry ends at offset.
func flowEnd(text string, offset int) int {
	if n := strings.IndexAny(text[offset:], "]}"); n >= 0 {
		return offset + n + 1
	}
	return offset
}

func scalarEnd(src, value string, style yaml.Style) int {
	if quote := style & (yaml.DoubleQuotedStyle | yaml.SingleQuotedStyle); quote != 0 && src != "" {
		return quotedEnd(src)
	}
	if style&yaml.TaggedStyle != 0 || strings.HasPrefix(src, "&") {
		return len(strings.TrimRight(firstLine(src), " \t\r"))
	}
	if offsets, ok := align(src, value); ok {
		return offsets[len(strings.TrimRight(value, "\n"))]
	}
	return len(strings.TrimRight(firstLine(src), " \t\r"))
}

// quotedEnd returns the end of the quoted scalar that src begins with.
func quotedEnd(src string) int {
	quote := src[0]
	for i := 1; i < len(src); i++ {
		switch {
		case src[i] == '\\' && quote == '"':
			i++
		case src[i] == quote && quote == '\'' && strings.HasPrefix(src[i+1:], "'"):
			i++
		case src[i] == quote:
			return i + 1
		}
	}
	return len(src)
}
