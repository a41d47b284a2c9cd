package header

// This file finds the comment that holds the header, and where the text to run goes on behind it.
// The entry point is findComment.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

// comment is the long comment of a header, as offsets into the file.
type comment struct {
	start     int // of "--[["
	titleEnd  int // end of the first line's text: "--[[ yaml"
	bodyStart int // the line after it
	bodyEnd   int // the closing bracket, or the "--" before it
	end       int // the line after the closing bracket
}

var (
	opening     = regexp.MustCompile(`^--\[(=*)\[`)
	strayHeader = regexp.MustCompile(`(?m)^[ \t]*(--\[=*\[)[ \t]*yaml[ \t]*\r?$`)
	gapHeader   = regexp.MustCompile(`^--[ \t]+\[=*\[[ \t]*ya?ml[ \t]*\r?(\n|$)`)
	fieldLine   = regexp.MustCompile(`^[ \t]*([a-z]+):(\s|$)`)
)

// findComment returns the comment of the file's header. It reports what is wrong with its place and
// its first line, and returns nil where there is nothing to read.
//
// A header that is misspelt, or that stands too far down, would be an ordinary comment to Lua: the
// script would pass for one without a header. So whatever was clearly meant as a header is reported
// and then read as one.
func (r *reader) findComment() *comment {
	text := r.file.Text
	start := 0
	if strings.HasPrefix(text, "\ufeff") {
		start = len("\ufeff")
	}
	bom := start > 0
	if strings.HasPrefix(text[start:], "#!") {
		start = nextLine(text, start)
	}
	start += len(text[start:]) - len(strings.TrimLeft(text[start:], " \t\r\n"))

	c := &comment{start: start}
	if !r.isHeader(c) {
		if m := gapHeader.FindString(text[start:]); m != "" {
			r.errorf(r.file.Span(start, start+len(strings.TrimRight(m, "\r\n"))), `write "--[[ yaml", without a space before the bracket`,
				"this is a comment of one line, not a header")
			return nil
		}
		m := strayHeader.FindStringSubmatchIndex(text[start:])
		if m == nil {
			return nil
		}
		c.start = start + m[2]
		r.noteFirstLine(c)
		r.errorf(r.file.Span(c.start, c.titleEnd), "move it to the top of the file; only a #! line may stand above it",
			"the header is not the first thing in the file")
	}
	if bom {
		r.errorf(r.file.Span(0, len("\ufeff")), "save it as UTF-8 without a byte order mark", "the file begins with a byte order mark, which Lua does not accept")
	}

	closing := "]" + opening.FindStringSubmatch(text[c.start:])[1] + "]"
	if strings.Contains(text[c.start:c.titleEnd], closing) {
		return nil // the comment ends in its first line, which is reported by now
	}
	n := strings.Index(text[c.bodyStart:], closing)
	if n < 0 {
		r.errorf(r.file.Span(c.start, c.titleEnd), "end the header with a line --"+closing, "the header's comment is never closed")
		c.bodyEnd, c.end = len(text), len(text)
		return nil
	}
	c.bodyEnd = c.bodyStart + n
	closed := c.bodyEnd + len(closing)
	c.end = nextLine(text, closed)
	if rest := strings.TrimSpace(text[closed:c.end]); rest != "" && !strings.HasPrefix(rest, "--") {
		r.codeBehind = r.file.Span(closed, closed+len(strings.TrimRight(firstLine(text[closed:]), " \t\r")))
	}
	body := text[c.bodyStart:c.bodyEnd]
	if strings.Trim(body[strings.LastIndexByte(body, '\n')+1:], " \t-") != "" {
		r.bracket = r.file.Span(c.bodyEnd, closed)
	}
	if strings.HasSuffix(body, "--") {
		c.bodyEnd -= len("--")
	}
	return c
}

// isHeader reports whether the comment at c.start is, or was meant as, a header, and notes where its
// first line ends and its body begins.
func (r *reader) isHeader(c *comment) bool {
	text := r.file.Text
	bracket := opening.FindString(text[c.start:])
	if bracket == "" {
		return false
	}
	r.noteFirstLine(c)
	title := strings.TrimSpace(text[c.start+len(bracket) : c.titleEnd])
	span := r.file.Span(c.titleEnd-len(title), c.titleEnd)
	if title == "yaml" {
		return true
	}
	if title == "" {
		span = r.file.Span(c.start, c.titleEnd)
		if next := firstLine(text[c.bodyStart:]); strings.TrimSpace(next) == "yaml" {
			r.errorf(span, fmt.Sprintf("write %q on one line", bracket+" yaml"), `the word yaml does not stand on the line of the bracket`)
			c.bodyStart = nextLine(text, c.bodyStart)
			return true
		}
	}
	word, rest, _ := strings.Cut(title, " ")
	misspelt := len(word) >= 3 && len(word) <= 6 && spell.Nearest(strings.TrimSuffix(word, ":"), []string{"yaml"}) != ""
	switch {
	case misspelt && rest == "":
		r.errorf(span, fmt.Sprintf("write %q", bracket+" yaml"), "the first line of the header is %q, not \"yaml\"", title)
		return true
	case word == "yaml" || looksLikeFields(text[c.bodyStart:]):
		r.partial = true
		r.errorf(span, fmt.Sprintf("write %q, and the fields from the next line on", bracket+" yaml"), "this comment reads like a header, but its first line is not the word yaml")
		return true
	}
	return false
}

// noteFirstLine notes where the first line of the comment at c.start ends, and where its body begins.
func (r *reader) noteFirstLine(c *comment) {
	c.titleEnd = c.start + len(strings.TrimRight(firstLine(r.file.Text[c.start:]), " \t\r"))
	c.bodyStart = nextLine(r.file.Text, c.start)
}

// looksLikeFields reports whether a comment's text begins with a field of a header and has another.
func looksLikeFields(body string) bool {
	seen := 0
	for line := range strings.Lines(body) {
		if strings.Contains(line, "]]") {
			break
		}
		m := fieldLine.FindStringSubmatch(line)
		if m != nil && slices.Contains(fieldNames, m[1]) {
			seen++
		} else if seen == 0 && strings.TrimSpace(line) != "" {
			return false
		}
	}
	return seen >= 2
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// nextLine returns the offset at which the line after the one that holds offset begins.
func nextLine(text string, offset int) int {
	if n := strings.IndexByte(text[offset:], '\n'); n >= 0 {
		return offset + n + 1
	}
	return len(text)
}

// Shebang returns the flags of the file's "#!lua flags=…" line, and whether there is such a line.
func Shebang(f *source.File) (flags []string, ok bool) {
	if !strings.HasPrefix(f.Text, "#!") {
		return nil, false
	}
	for word := range strings.FieldsSeq(firstLine(f.Text)) {
		if list, found := strings.CutPrefix(word, "flags="); found {
			flags = strings.Split(list, ",")
		}
	}
	return flags, true
}
