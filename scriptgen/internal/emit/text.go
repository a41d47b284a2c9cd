package emit

// This file turns text into Go source: doc comments, and string constants that equal a script byte
// for byte.

import (
	"go/build/constraint"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"
)

// width is the length at which a line of a comment is wrapped.
const width = 100

// comment returns text as a comment of // lines. The author's line breaks stay, except in a
// paragraph with a line that is too long, which is set anew. Items of a list are indented, which is
// what makes them a list for go doc. Indented lines (code) are never set.
func comment(text string) *jen.Statement {
	return jen.Comment(strings.Join(docLines(text), "\n"))
}

// docLines are the lines of a comment.
func docLines(text string) []string {
	var out, paragraph []string
	indent := ""
	flush := func() {
		for i, line := range set(paragraph, width-len("// ")-len(indent)) {
			if i == 0 {
				line = strings.TrimPrefix(indent, "  ") + line
			} else {
				line = indent + line
			}
			out = append(out, line)
		}
		paragraph, indent = nil, ""
	}
	for line := range strings.SplitSeq(strings.TrimSpace(printable(text)), "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		switch {
		case line == "" || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"):
			flush()
			out = append(out, line)
		case listItem.MatchString(line):
			flush()
			paragraph, indent = []string{line}, "    "
		default:
			paragraph = append(paragraph, line)
		}
	}
	flush()
	for i, line := range out {
		out[i] = strings.TrimRight("// "+line, " ")
		if constraint.IsPlusBuild(out[i]) { // gofmt would make it one of the file
			out[i] = strings.Replace(out[i], "+build", `"+build"`, 1)
		}
	}
	return out
}

// printable drops what a Go comment cannot hold.
func printable(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(text, "\ufffd"))
	return strings.Map(func(r rune) rune {
		if r == '\ufeff' || r != '\n' && r != '\t' && unicode.Is(unicode.Cc, r) {
			return -1
		}
		return r
	}, text)
}

// listItem matches the first line of a list's item as go doc knows it.
var listItem = regexp.MustCompile(`^([-*+•]|\d+[.)])\s`)

// set breaks a paragraph's lines anew if one of them is longer than room.
func set(paragraph []string, room int) []string {
	fits := func(line string) bool { return utf8.RuneCountInString(line) <= room }
	if !slices.ContainsFunc(paragraph, func(line string) bool { return !fits(line) }) {
		return paragraph
	}
	var lines []string
	var line string
	for _, word := range strings.Fields(strings.Join(paragraph, " ")) {
		switch longer := line + " " + word; {
		case line == "":
			line = word
		case fits(longer):
			line = longer
		default:
			lines, line = append(lines, line), word
		}
	}
	return append(lines, line)
}

// sentence begins a script's doc with the name it documents, as Go doc comments do: "Links a user."
// becomes "SetLink links a user.". A doc that does not begin with a verb in the third person gets a
// line before it.
func sentence(name, file, doc string) string {
	doc = strings.TrimSpace(doc)
	if strings.HasPrefix(doc, name+" ") {
		return doc
	}
	if verb.MatchString(doc) && !notVerb.MatchString(doc) {
		return name + " " + strings.ToLower(doc[:1]) + doc[1:]
	}
	return name + " runs " + file + ".\n\n" + doc
}

var (
	verb    = regexp.MustCompile(`^[A-Z][a-z]+s\s`)
	notVerb = regexp.MustCompile(`^(This|Its|His|Always|Perhaps|Thus|Whereas|Unless|Us|[A-Za-z]+(ss|us))\s`)
)

// text returns a constant string expression that equals s byte for byte: raw strings, and quoted
// the lines that a raw string cannot hold.
func text(s string) *jen.Statement {
	if s == "" {
		return jen.Lit("")
	}
	var parts []jen.Code
	var raw strings.Builder
	flush := func() {
		if raw.Len() > 0 {
			parts = append(parts, jen.Op("`"+raw.String()+"`"))
			raw.Reset()
		}
	}
	for line := range strings.Lines(s) {
		if rawLine(line) {
			raw.WriteString(line)
			continue
		}
		flush()
		parts = append(parts, jen.Op(strconv.Quote(line)))
	}
	flush()
	expr := jen.Add(parts[0])
	for _, part := range parts[1:] {
		expr.Op("+").Line().Add(part)
	}
	return expr
}

// rawLine reports whether a raw string can hold the line, and shows it as it is: no backquote, no
// carriage return (dropped by Go), no invalid UTF-8, and nothing invisible.
func rawLine(line string) bool {
	if !utf8.ValidString(line) {
		return false
	}
	return !strings.ContainsFunc(line, func(r rune) bool {
		return r == '`' || r != '\n' && r != '\t' && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r))
	})
}

// oneLine joins the lines of a doc and drops its full stop, for use within a sentence.
func oneLine(doc string) string {
	return strings.TrimSuffix(strings.Join(strings.Fields(doc), " "), ".")
}
