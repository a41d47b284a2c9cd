package diag_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// A list gives its findings by file and place, and each once.
func TestListSorted(t *testing.T) {
	a, b := source.NewFile("a.lua", "x = y"), source.NewFile("b.lua", "x = y")
	var list diag.List
	list.Add(diag.Diagnostic{Check: "global", Span: b.Span(4, 5), Message: "y is unknown"})
	list.Add(diag.Diagnostic{Check: "global", Span: a.Span(4, 5), Message: "y is unknown"})
	list.Add(diag.Diagnostic{Check: "global", Span: a.Span(0, 1), Message: "x is assigned"})
	list.Add(diag.Diagnostic{Check: "global", Span: a.Span(4, 5), Message: "y is unknown"})
	list.Add(diag.Diagnostic{Check: "syntax", Message: "no file"})

	var got []string
	for _, d := range list.Sorted() {
		got = append(got, d.Span.Begin().String()+" "+d.Message)
	}
	assert.Equal(t, []string{
		":0:0 no file",
		"a.lua:1:1 x is assigned",
		"a.lua:1:5 y is unknown",
		"b.lua:1:5 y is unknown",
	}, got)
}

// Advice alone stops nothing.
func TestListHasErrors(t *testing.T) {
	var list diag.List
	assert.False(t, list.HasErrors())
	list.Add(diag.Diagnostic{Severity: diag.Advice})
	assert.False(t, list.HasErrors())
	list.Add(diag.Diagnostic{})
	assert.True(t, list.HasErrors())
}
