package diag

// This file prints findings for people:
//
//	scripts/link.lua:14:6: error: GET replies false for a missing key, never nil [nil-compare]
//	   14 | if pod == nil then
//	      |    ^^^^^^^^^^
//	      hint: write `if not pod then`
//	scripts/link.lua:12:7: note: pod is the reply of GET
//	   12 | local pod = redis.call('GET', KEYS[1])
//	      |       ^^^
//
// The carets stand below what is meant whatever the terminal's tab stops are: tabs become spaces, a
// wide character gets two carets, a combining one none.

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

const (
	tabStop  = 4
	maxLine  = 160 // characters of source shown; of a longer line, a window around the span
	leadIn   = 60  // characters shown before the span in such a window
	ellipsis = "…"
)

// ANSI escapes.
const (
	reset = "\x1b[0m"
	bold  = "\x1b[1m"
	red   = "\x1b[1;31m"
	cyan  = "\x1b[1;36m"
	green = "\x1b[1;32m"
	faint = "\x1b[2m"
)

type textPrinter struct {
	strings.Builder
	color bool
}

func printText(w io.Writer, findings []Diagnostic, color bool) error {
	p := textPrinter{color: color}
	for _, d := range findings {
		severity := p.paint(red, "error")
		if d.Severity == Advice {
			severity = p.paint(cyan, "advice")
		}
		p.statement(d.Span, severity, p.paint(bold, printable(d.Message))+p.paint(faint, " ["+d.Check+"]"), green)
		if d.Hint != "" {
			fmt.Fprintf(&p, "      %s %s\n", p.paint(green, "hint:"), printable(d.Hint))
		}
		for _, r := range d.Related {
			p.statement(r.Span, "note", printable(r.Message), faint)
		}
	}
	_, err := io.WriteString(w, p.String())
	return err
}

// statement prints what is said of a place, and the place.
func (p *textPrinter) statement(span source.Span, kind, message, caretColor string) {
	if !span.IsValid() {
		fmt.Fprintf(p, "%s: %s\n", kind, message)
		return
	}
	begin := span.Begin()
	fmt.Fprintf(p, "%s %s: %s\n", p.paint(bold, begin.String()+":"), kind, message)
	code, carets := excerpt(span)
	gutter := fmt.Sprintf("%5d |", begin.Line)
	fmt.Fprintf(p, "%s\n", strings.TrimRight(p.paint(faint, gutter)+" "+code, " "))
	fmt.Fprintf(p, "%s %s\n", p.paint(faint, strings.Repeat(" ", len(gutter)-1)+"|"), p.indentPaint(caretColor, carets))
}

func (p *textPrinter) paint(color, text string) string {
	if !p.color {
		return text
	}
	return color + text + reset
}

// indentPaint colors a text but not the spaces before it.
func (p *textPrinter) indentPaint(color, text string) string {
	trimmed := strings.TrimLeft(text, " ")
	return text[:len(text)-len(trimmed)] + p.paint(color, trimmed)
}

// excerpt returns the line on which a span begins, ready to be shown, and the carets for the line
// below it. Of a span of several lines the carets say where it ends.
func excerpt(span source.Span) (code, carets string) {
	begin, end := span.Begin(), span.Finish()
	line := span.File.Line(begin.Line)
	start := span.File.Offset(begin.Line, 1)
	from := min(span.Start-start, len(line))
	to := min(span.End-start, len(line))
	line, from, to = window(line, from, to)

	var shown strings.Builder
	column := 0 // on the terminal
	caretFrom, caretTo := -1, -1
	for i, r := range line {
		if i >= from && caretFrom < 0 {
			caretFrom = column
		}
		if i >= to && caretTo < 0 {
			caretTo = column
		}
		cell, cells := display(r, column)
		shown.WriteString(cell)
		column += cells
	}
	if caretFrom < 0 {
		caretFrom = column
	}
	if caretTo < 0 {
		caretTo = column
	}
	carets = strings.Repeat(" ", caretFrom) + strings.Repeat("^", max(caretTo-caretFrom, 1))
	if end.Line > begin.Line {
		carets += fmt.Sprintf(" to line %d", end.Line)
	}
	return shown.String(), carets
}

// window cuts a line that is too long to show down to the part around bytes from to to.
func window(line string, from, to int) (string, int, int) {
	if utf8.RuneCountInString(line) <= maxLine {
		return line, from, to
	}
	head := from
	for n := 0; n < leadIn && head > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(line[:head])
		head -= size
	}
	tail := head
	for n := 0; n < maxLine && tail < len(line); n++ {
		_, size := utf8.DecodeRuneInString(line[tail:])
		tail += size
	}
	before, after := "", ""
	if head > 0 {
		before = ellipsis
	}
	if tail < len(line) {
		after = ellipsis
	}
	shift := len(before) - head
	return before + line[head:tail] + after, from + shift, min(to, tail) + shift
}

// display returns how a character is shown at a column of the terminal, and how many columns it takes.
func display(r rune, column int) (string, int) {
	switch {
	case r == '\t':
		n := tabStop - column%tabStop
		return strings.Repeat(" ", n), n
	case unicode.In(r, unicode.Mn, unicode.Me):
		return string(r), 0
	case !unicode.IsPrint(r):
		return string(unicode.ReplacementChar), 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return string(r), 2
	}
	return string(r), 1
}

// printable keeps text that quotes a script from steering the terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, text)
}
