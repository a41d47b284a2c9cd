package flow

import (
	"fmt"
	"strings"
)

// formatNumber writes a number as Lua's tostring does (%.14g).
func formatNumber(n float64) string {
	s := fmt.Sprintf("%.14g", n)
	switch s {
	case "+Inf":
		return "inf"
	case "-Inf":
		return "-inf"
	}
	return s
}

// partKey writes what tells a part from others.
func (z *analysis) partKey(b *strings.Builder, p Part) {
	if p.Literal != "" {
		fmt.Fprintf(b, "l%d:%s", len(p.Literal), p.Literal)
		return
	}
	call := 0
	if p.From.Call != nil {
		call = p.From.Call.Start
	}
	fmt.Fprintf(b, "o%d,%d,%d,%d,%v,%v;", p.From.Kind, p.From.Index.Lo, p.From.Index.Step, call, p.From.Item, p.Number)
}
