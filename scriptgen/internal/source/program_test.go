package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

const head = "--[[ yaml\n--]]\n"

func TestProgramOfOneFile(t *testing.T) {
	f := NewFile("x.lua", head+"return 1")
	p := NewProgram(f, len(head))
	assert.Equal(t, f.Text, p.Text, "byte for byte")
	assert.Equal(t, f.Span(3, 7), p.Span(3, 7))
	assert.Equal(t, []LineRange{{Line: 1, File: f, FileLine: 1}}, p.LineRanges())
}

func TestProgramWithIncludes(t *testing.T) {
	f := NewFile("x.lua", head+"return 1\n")
	a := NewFile("lib/a.lua", "local a\nlocal b") // without a newline at its end
	b := NewFile("lib/b.lua", "local c\n")
	p := NewProgram(f, len(head), a, b)
	assert.Equal(t, head+"local a\nlocal b\nlocal c\nreturn 1\n", p.Text)
	assert.Equal(t, []LineRange{
		{Line: 1, File: f, FileLine: 1},
		{Line: 3, File: a, FileLine: 1},
		{Line: 5, File: b, FileLine: 1},
		{Line: 6, File: f, FileLine: 3},
	}, p.LineRanges())

	at := func(word string) Span { i := strings.Index(p.Text, word); return p.Span(i, i+len(word)) }
	for word, want := range map[string]string{"yaml": "x.lua:1:6", "local b": "lib/a.lua:2:1", "local c": "lib/b.lua:1:1", "return": "x.lua:3:1"} {
		assert.Equal(t, want, at(word).Begin().String())
		assert.Equal(t, word, at(word).Text())
	}

	crossing := p.Span(strings.Index(p.Text, "local b"), len(p.Text))
	assert.Equal(t, "local b", crossing.Text(), "a span ends with its file")
	newline := strings.Index(p.Text, "local c") - 1
	assert.Equal(t, a.Span(15, 15), p.Span(newline, newline+1), "the newline that was added stands at the file's end")
	end := p.Span(len(p.Text), len(p.Text))
	assert.Equal(t, f.Span(len(f.Text), len(f.Text)), end)
	backwards := p.Span(5, 2)
	assert.Equal(t, f.Span(5, 5), backwards)
}

func TestProgramParts_Empty(t *testing.T) {
	f := NewFile("x.lua", "return 1")
	empty, a := NewFile("lib/empty.lua", ""), NewFile("lib/a.lua", "local a\n")
	p := NewProgram(f, 0, empty, a)
	assert.Equal(t, "local a\nreturn 1", p.Text)
	assert.Equal(t, []LineRange{{Line: 1, File: a, FileLine: 1}, {Line: 2, File: f, FileLine: 1}}, p.LineRanges(), "what is empty has no lines")
	assert.Equal(t, a.Span(0, 5), p.Span(0, 5))
}

func TestProgramHeaderEndsTheFile(t *testing.T) {
	f := NewFile("x.lua", "--[[ yaml\n--]]") // no line behind it
	p := NewProgram(f, len(f.Text), NewFile("lib/a.lua", "return 1\n"))
	assert.Equal(t, "--[[ yaml\n--]]\nreturn 1\n", p.Text)
	assert.Equal(t, "lib/a.lua:1:1", p.Span(15, 16).Begin().String())
}

// Every line of a program is the line of the file that LineRanges and Span both name.
func TestProperty_LineRangesAgreeWithSpans(t *testing.T) {
	text := rapid.StringMatching(`([ab]{0,2}\n){0,3}[ab]{0,2}`)
	rapid.Check(t, func(t *rapid.T) {
		f := NewFile("x.lua", head+text.Draw(t, "script"))
		a, b := NewFile("a.lua", text.Draw(t, "a")), NewFile("b.lua", text.Draw(t, "b"))
		p := NewProgram(f, len(head), a, b)
		offset := 0
		for n, line := range strings.Split(p.Text, "\n") {
			if line == "" {
				offset++
				continue
			}
			begin := p.Span(offset, offset+1).Begin()
			var in LineRange
			for _, r := range p.LineRanges() {
				if r.Line <= n+1 {
					in = r
				}
			}
			assert.Equal(t, in.File.Name, begin.File)
			assert.Equal(t, in.FileLine+n+1-in.Line, begin.Line)
			assert.Equal(t, line, in.File.Line(begin.Line))
			offset += len(line) + 1
		}
	})
}
