package header

// This file says where in the file a part of a scalar stands: a placeholder inside a pattern, a word
// inside a command. A scalar's value is its source text less quotes, indentation and line folds.

import (
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// At returns where the bytes of t.Value from start to end stand. Where the text has escapes, so that
// value and source run apart, it is the whole of t.
func (t Text) At(start, end int) source.Span {
	if !t.Span.IsValid() {
		return t.Span
	}
	offsets, ok := align(t.Span.Text(), t.Value)
	if !ok || start < 0 || start > end || end > len(t.Value) {
		return t.Span
	}
	from, to := offsets[start], offsets[end]
	if end > start { // up to the last byte: what lies between two lines belongs to neither
		to = offsets[end-1] + 1
	}
	return t.Span.File.Span(t.Span.Start+from, t.Span.Start+to)
}

// align returns for each byte of value, and for its end, the offset in src at which it stands. It
// walks both at once; in src there may be more white space, where lines are indented or folded.
func align(src, value string) (offsets []int, ok bool) {
	const space = " \t\r\n"
	j := 0
	switch {
	case src == "":
		return make([]int, len(value)+1), value == ""
	case src[0] == '"' || src[0] == '\'':
		j = 1
	case value != "" && (src[0] == '|' || src[0] == '>') && src[0] != value[0]:
		j = nextLine(src, 0)
	}
	offsets = make([]int, len(value)+1)
	for i := range len(value) {
		if value[i] == ' ' || value[i] == '\n' {
			offsets[i] = j
			switch {
			case j < len(src) && src[j] == value[i]:
				j++
			default:
				j += len(src[j:]) - len(strings.TrimLeft(src[j:], space))
			}
			continue
		}
		if j < len(src) && src[j] != value[i] {
			j += len(src[j:]) - len(strings.TrimLeft(src[j:], space))
		}
		if j >= len(src) || src[j] != value[i] {
			return nil, false
		}
		offsets[i] = j
		j++
	}
	offsets[len(value)] = j
	return offsets, true
}
