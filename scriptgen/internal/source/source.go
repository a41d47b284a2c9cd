// Package source holds the texts scriptgen reads and says where in them something stands.
//
// A [File] is one text as it lies on disk. A [Program] is the text the server runs: one file, or a
// script with the files it includes spliced in after its header. Everything that is found in a
// script (a YAML node, a Lua token, a type) carries a [Span] of a File, so that a message can name
// file, line and column, and a printer can show the line.
package source

import (
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"
)

// File is one text. Create it with [NewFile].
type File struct {
	Name  string // as the user wrote it: the name that messages show
	Text  string
	lines []int // byte offset at which each line begins
}

// NewFile returns a file with the given name and text.
func NewFile(name, text string) *File {
	lines := []int{0}
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' {
			lines = append(lines, i+1)
		}
	}
	return &File{Name: name, Text: text, lines: lines}
}

// Lines returns the number of lines.
func (f *File) Lines() int { return len(f.lines) }

// Line returns line n (from 1) without its line ending, or "" if there is no such line.
func (f *File) Line(n int) string {
	if n < 1 || n > len(f.lines) {
		return ""
	}
	end := len(f.Text)
	if n < len(f.lines) {
		end = f.lines[n] - 1
	}
	return strings.TrimSuffix(f.Text[f.lines[n-1]:end], "\r")
}

// Offset returns the byte offset of a line and column (both from 1, the column in characters). A
// place outside the text is moved to the nearest one inside.
func (f *File) Offset(line, col int) int {
	if line < 1 {
		return 0
	}
	if line > len(f.lines) {
		return len(f.Text)
	}
	start := f.lines[line-1]
	text := f.Line(line)
	for i := range text {
		if col <= 1 {
			return start + i
		}
		col--
	}
	return start + len(text)
}

// Position is a place in a file as people count it.
type Position struct {
	File string
	Line int // from 1
	Col  int // from 1, in characters
}

func (p Position) String() string {
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

// Position returns the place of a byte offset. An offset outside the text is moved to its ends.
func (f *File) Position(offset int) Position {
	offset = min(max(offset, 0), len(f.Text))
	line := sort.SearchInts(f.lines, offset+1)
	start := f.lines[line-1]
	return Position{File: f.Name, Line: line, Col: utf8.RuneCountInString(f.Text[start:offset]) + 1}
}

// Span is a half-open range of bytes of one file. The zero Span stands nowhere.
type Span struct {
	File       *File
	Start, End int
}

// Span returns the range of f from start to end.
func (f *File) Span(start, end int) Span { return Span{File: f, Start: start, End: end} }

// IsValid reports whether the span stands in a file.
func (s Span) IsValid() bool { return s.File != nil }

// Begin returns the place of the first byte.
func (s Span) Begin() Position {
	if s.File == nil {
		return Position{}
	}
	return s.File.Position(s.Start)
}

// Finish returns the place just behind the last byte.
func (s Span) Finish() Position {
	if s.File == nil {
		return Position{}
	}
	return s.File.Position(s.End)
}

// Text returns the bytes of the span.
func (s Span) Text() string {
	if s.File == nil {
		return ""
	}
	return s.File.Text[s.Start:s.End]
}
