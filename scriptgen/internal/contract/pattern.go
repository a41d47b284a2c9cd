package contract

// This file declares key patterns.

import "github.com/scriptbind/scriptbind/scriptgen/internal/source"

// Pattern is a key pattern: literal text and placeholders in turn.
type Pattern struct {
	Text  string
	Parts []Part
	Span  source.Span
}

// Part is a piece of a pattern: literal text, or (when Name is set) a placeholder.
type Part struct {
	Literal string

	Name      string
	Type      *Type // String when the placeholder gives none
	Variadic  bool
	Whole     bool   // the whole key is this placeholder (a key with no pattern): any text will do
	Forbidden string // the bytes a value must not contain, so that the key can be read back
	Span      source.Span
}

// IsPlaceholder reports whether the part is a placeholder.
func (p Part) IsPlaceholder() bool { return p.Name != "" }

// Variadic reports whether the pattern makes one key for each element of its variadic placeholder.
func (p *Pattern) Variadic() bool {
	for _, part := range p.Parts {
		if part.Variadic {
			return true
		}
	}
	return false
}
