package source

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestPosition(t *testing.T) {
	f := NewFile("scripts/x.lua", "ab\r\nçd\n\nlast")
	for _, test := range []struct {
		offset int
		want   string
	}{
		{-1, "scripts/x.lua:1:1"},
		{0, "scripts/x.lua:1:1"},
		{2, "scripts/x.lua:1:3"},
		{4, "scripts/x.lua:2:1"},
		{6, "scripts/x.lua:2:2"}, // a column is a character
		{8, "scripts/x.lua:3:1"},
		{9, "scripts/x.lua:4:1"},
		{13, "scripts/x.lua:4:5"},
		{99, "scripts/x.lua:4:5"},
	} {
		assert.Equal(t, test.want, f.Position(test.offset).String(), "offset %d", test.offset)
	}
}

func TestOffset(t *testing.T) {
	f := NewFile("x.lua", "ab\r\nçd\n\nlast")
	for _, test := range []struct{ line, col, want int }{
		{0, 5, 0},
		{1, 0, 0},
		{1, 2, 1},
		{1, 9, 2}, // before the line's ending
		{2, 2, 6},
		{2, 9, 7},
		{3, 1, 8},
		{4, 5, 13},
		{5, 1, 13},
	} {
		assert.Equal(t, test.want, f.Offset(test.line, test.col), "%d:%d", test.line, test.col)
	}
}

func TestLines(t *testing.T) {
	f := NewFile("x.lua", "ab\r\nçd\n\nlast")
	assert.Equal(t, 4, f.Lines())
	for n, want := range []string{"", "ab", "çd", "", "last", ""} {
		assert.Equal(t, want, f.Line(n))
	}
	assert.Equal(t, 1, NewFile("x.lua", "").Lines())
	assert.Equal(t, 2, NewFile("x.lua", "a\n").Lines(), "behind the last line ending there is an empty line")
}

func TestSpan(t *testing.T) {
	f := NewFile("x.lua", "one\ntwo\n")
	s := f.Span(4, 7)
	assert.True(t, s.IsValid())
	assert.Equal(t, "two", s.Text())
	assert.Equal(t, "x.lua:2:1", s.Begin().String())
	assert.Equal(t, "x.lua:2:4", s.Finish().String())

	assert.False(t, Span{}.IsValid())
	assert.Equal(t, Position{}, Span{}.Begin())
	assert.Equal(t, Position{}, Span{}.Finish())
	assert.Empty(t, Span{}.Text())
}

// Line and column lead back to the byte, wherever a character begins.
func TestProperty_OffsetInvertsPosition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[aé世\n]{0,30}`).Draw(t, "text")
		f := NewFile("x.lua", text)
		for i := range text {
			if utf8.RuneStart(text[i]) {
				p := f.Position(i)
				assert.Equal(t, i, f.Offset(p.Line, p.Col))
			}
		}
	})
}
