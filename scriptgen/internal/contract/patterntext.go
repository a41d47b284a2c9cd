package contract

// This file reads key patterns and settles what their placeholders must not contain.
//
// The rule that makes a key readable: a value is not empty, and does not contain the byte that
// follows it in the pattern. Then a value ends where that byte stands first, and a key can have been made
// in one way only. And the rule that keeps the slot: no value opens or closes a hash tag. A server takes as
// tag what stands between the first { and the first } after it, so a value must not contain { as long
// as the pattern has not opened a tag, nor } inside an opened one.

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

// ParsePattern reads a key pattern. Mistakes are added to l under the check "pattern"; the pattern is
// never nil, but after a mistake it is not the one that was meant.
func ParsePattern(t header.Text, l *diag.List) *Pattern {
	p := scanPattern(t, l)
	p.settle(l)
	return p
}

// scanPattern reads the text. A placeholder without a type has none yet.
func scanPattern(t header.Text, l *diag.List) *Pattern {
	s := &patternScanner{text: t, list: l, pattern: &Pattern{Text: t.Value, Span: t.Span}}
	s.scan()
	return s.pattern
}

type patternScanner struct {
	text    header.Text
	list    *diag.List
	pattern *Pattern
	literal strings.Builder
	from    int // where the literal began
}

func (s *patternScanner) errorf(from, to int, hint, format string, args ...any) {
	s.list.Add(diag.Diagnostic{Check: "pattern", Span: s.text.At(from, to), Message: fmt.Sprintf(format, args...), Hint: hint})
}

func (s *patternScanner) scan() {
	text := s.text.Value
	for i := 0; i < len(text); {
		switch {
		case strings.HasPrefix(text[i:], "<<"):
			s.literal.WriteByte('<')
			i += 2
		case text[i] == '<':
			n := strings.IndexByte(text[i:], '>')
			if n < 0 {
				s.errorf(i, len(text), "close it with >, or write << for the character itself", "this < opens a placeholder that is never closed")
				return
			}
			s.flush(i)
			s.placeholder(i, i+n+1)
			i += n + 1
			s.from = i
		case text[i] < ' ' || text[i] == 0x7f:
			s.errorf(i, i+1, "remove it", "a key pattern cannot contain the control character %q", text[i])
			i++
		default:
			s.literal.WriteByte(text[i])
			i++
		}
	}
	s.flush(len(text))
	if text == "" {
		s.errorf(0, 0, "write a pattern such as user:<id>, or a key name alone for a whole key", "the pattern is empty")
	}
}

func (s *patternScanner) flush(end int) {
	if s.literal.Len() > 0 {
		s.pattern.Parts = append(s.pattern.Parts, Part{Literal: s.literal.String(), Span: s.text.At(s.from, end)})
		s.literal.Reset()
	}
}

// placeholder reads <name>, <name:type> or <name...>, which stands at text[from:to].
func (s *patternScanner) placeholder(from, to int) {
	inside := s.text.Value[from+1 : to-1]
	part := Part{Span: s.text.At(from, to)}
	nameEnd := len(inside)
	if typeAt := strings.IndexByte(inside, ':'); typeAt >= 0 {
		nameEnd = typeAt
		start := from + 1 + typeAt + 1
		text := inside[typeAt+1:]
		if rest, variadic := strings.CutSuffix(text, "..."); variadic {
			part.Variadic, text = true, rest
		}
		part.Type = s.placeholderType(start, start+len(text))
	}
	part.Name = inside[:nameEnd]
	if name, variadic := strings.CutSuffix(part.Name, "..."); variadic {
		part.Variadic, part.Name = true, name
	}
	switch {
	case part.Name == "":
		s.errorf(from, to, "write <name>, or << for the character itself", "this placeholder has no name")
		part.Name = "?"
	case !identifier.MatchString(part.Name):
		s.errorf(from, to, "use letters, digits, _ and -, beginning with a letter; << is the character itself", "%q is not a name", part.Name)
	}
	if n := len(s.pattern.Parts); n > 0 && s.pattern.Parts[n-1].IsPlaceholder() {
		s.errorf(from, to, "put a character between them that neither can contain, such as :", "nothing separates <%s> from the placeholder before it, so a key could be read in two ways", part.Name)
	}
	for _, p := range s.pattern.Parts {
		if p.Variadic && part.Variadic {
			s.errorf(from, to, "make one of them a plain placeholder", "a pattern has one variadic placeholder, and this is the second")
		}
		if p.Name == part.Name && p.Variadic != part.Variadic {
			s.errorf(from, to, "give one of them another name", "<%s> is variadic in one place and not in the other", part.Name)
		}
	}
	s.pattern.Parts = append(s.pattern.Parts, part)
}

// placeholderType reads a type. One that cannot be a placeholder's counts as none.
func (s *patternScanner) placeholderType(from, to int) *Type {
	text := s.text.Value[from:to]
	span := s.text.At(from, to)
	t := ParseType(header.Text{Value: text, Span: span}, s.list)
	if t != nil && !inKey(t) {
		s.errorf(from, to, "use string, int, int64, uint64 or enum(…)", "a placeholder cannot be %s", t.Text)
		return nil
	}
	return t
}

// inKey reports whether a type can be a placeholder's.
func inKey(t *Type) bool {
	switch t.Kind {
	case String, Int, Int64, Uint64, Enum:
		return !t.Optional
	}
	return false
}

func isInteger(t *Type) bool { return t.Kind == Int || t.Kind == Int64 || t.Kind == Uint64 }

// settle decides what each placeholder must not contain. One that has no type by now is a string.
func (p *Pattern) settle(l *diag.List) {
	tag := tagBefore
	for i := range p.Parts {
		part := &p.Parts[i]
		if !part.IsPlaceholder() {
			tag = tag.after(part.Literal)
			continue
		}
		if part.Type == nil {
			part.Type = &Type{Kind: String, Text: "string", Span: part.Span}
		}
		next := ""
		if i+1 < len(p.Parts) {
			next = p.Parts[i+1].Literal
		}
		if next != "" && next[0] >= utf8.RuneSelf {
			l.Add(diag.Diagnostic{Check: "pattern", Span: part.Span, Hint: "put an ASCII character between them, such as :",
				Message: fmt.Sprintf("the character behind <%s> is more than one byte long, so it cannot mark the end of a value", part.Name)})
		}
		switch {
		case isInteger(part.Type):
			if next != "" && next[0] >= '0' && next[0] <= '9' {
				l.Add(diag.Diagnostic{Check: "pattern", Span: part.Span, Hint: "put another character between them, such as :",
					Message: fmt.Sprintf("the digit %c follows the number <%s>, so a key could be read in two ways", next[0], part.Name)})
			}
			continue
		case len(p.Parts) == 1 && part.Type.Kind == String:
			part.Whole = true
			continue
		}
		part.Forbidden = forbidden(next, tag)
		for _, v := range part.Type.Values {
			if n := part.stop(v.Wire); n < len(v.Wire) {
				l.Add(diag.Diagnostic{Check: "pattern", Span: part.Span, Hint: "use another value, or another character behind the placeholder",
					Message: fmt.Sprintf("the value %q of <%s> contains %q, which would break the key", v.Wire, part.Name, v.Wire[n:n+1])})
			}
		}
	}
}

// forbidden returns the bytes a value must not contain between the text before it and next.
func forbidden(next string, tag tagState) string {
	var b strings.Builder
	if next != "" {
		b.WriteByte(next[0])
	}
	if tag == tagBefore && !strings.HasPrefix(next, "{") {
		b.WriteByte('{')
	}
	if tag == tagInside && !strings.HasPrefix(next, "}") {
		b.WriteByte('}')
	}
	return b.String()
}

// tagState is where in a key a place is: before its hash tag, inside, or after it.
type tagState int

const (
	tagBefore tagState = iota
	tagInside
	tagAfter
)

// after returns the state behind a literal.
func (s tagState) after(literal string) tagState {
	for _, c := range []byte(literal) {
		switch {
		case s == tagBefore && c == '{':
			s = tagInside
		case s == tagInside && c == '}':
			s = tagAfter
		}
	}
	return s
}
