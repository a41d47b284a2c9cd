package source

// This file puts the text together that the server runs, and tells from which file each part of it came.

import (
	"sort"
	"strings"
)

// Program is the text the server runs, and from which file each part of it came. Without includes
// it is one file, byte for byte.
type Program struct {
	Text  string
	File  *File // the script itself
	parts []part
}

// part says that Program.Text from at on is file.Text from offset on.
type part struct {
	at     int
	file   *File
	offset int
}

// NewProgram returns the text of script with the included files put in at byte offset at (a line's
// beginning: the one after the header). Each included file is put in whole, ended by a newline.
func NewProgram(script *File, at int, includes ...*File) *Program {
	if len(includes) == 0 {
		return &Program{Text: script.Text, File: script, parts: []part{{0, script, 0}}}
	}
	var text strings.Builder
	p := &Program{File: script}
	add := func(f *File, start, end int) {
		p.parts = append(p.parts, part{text.Len(), f, start})
		text.WriteString(f.Text[start:end])
		if end > start && f.Text[end-1] != '\n' && f != script {
			text.WriteByte('\n')
		}
	}
	add(script, 0, at)
	if at > 0 && script.Text[at-1] != '\n' {
		text.WriteByte('\n')
	}
	for _, f := range includes {
		add(f, 0, len(f.Text))
	}
	add(script, at, len(script.Text))
	p.Text = text.String()
	return p
}

// Span returns the span of the file that the program's bytes from start to end came from. A range
// that crosses into another file is cut at its own file's end.
func (p *Program) Span(start, end int) Span {
	i := p.partAt(start)
	q := p.parts[i]
	limit := len(p.Text)
	if i+1 < len(p.parts) {
		limit = p.parts[i+1].at
	}
	end = min(max(end, start), limit)
	file := q.file
	return Span{
		File:  file,
		Start: min(q.offset+start-q.at, len(file.Text)),
		End:   min(q.offset+end-q.at, len(file.Text)),
	}
}

func (p *Program) partAt(offset int) int {
	i := sort.Search(len(p.parts), func(i int) bool { return p.parts[i].at > offset }) - 1
	return max(i, 0)
}

// LineRange says that the program's lines from Line on are File's lines from FileLine on, until the
// next range begins.
type LineRange struct {
	Line     int
	File     *File
	FileLine int
}

// LineRanges returns the program's map from its own lines to the lines of its files, in order.
func (p *Program) LineRanges() []LineRange {
	var ranges []LineRange
	line, last := 1, 0
	for _, q := range p.parts {
		line += strings.Count(p.Text[last:q.at], "\n")
		last = q.at
		if n := len(ranges); n > 0 && ranges[n-1].Line == line {
			ranges = ranges[:n-1] // nothing came from there: an empty file, or no text before the includes
		}
		ranges = append(ranges, LineRange{Line: line, File: q.file, FileLine: q.file.Position(q.offset).Line})
	}
	return ranges
}
