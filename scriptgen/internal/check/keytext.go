package check

// This file tells whether a key that a script makes may be one that a pattern makes. What is known of its
// text is turned into a pattern of its own, with a placeholder for each piece that is not known;
// then package contract decides whether the two have a key in common.

import (
	"strconv"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
)

// maxFree bounds the pieces of a text that may be empty: each doubles the patterns to try.
const maxFree = 6

// mayBe reports whether a text may be a key of the pattern.
func mayBe(s *contract.Script, a flow.Atom, p *contract.Pattern) bool {
	pieces := []flow.Part{{From: a.From, Number: a.IsNumber()}}
	if text, known := (flow.Value{a}).Literal(); known {
		pieces[0].Literal = text
	} else if a.Text != nil {
		pieces = a.Text.Parts
	}
	var free []int
	for i, piece := range pieces {
		if piece.Literal == "" && piece.From.Kind != flow.FromKey && !piece.Number {
			free = append(free, i)
		}
	}
	if len(free) > maxFree {
		return true
	}
	for empty := range 1 << len(free) {
		made := &contract.Pattern{}
		left := free
		for i, piece := range pieces {
			if len(left) > 0 && left[0] == i {
				isEmpty := empty&(1<<(len(left)-1)) != 0
				left = left[1:]
				if isEmpty {
					continue
				}
			}
			made.Parts = append(made.Parts, patternParts(s, piece, i)...)
		}
		if contract.Overlap(made, p) {
			return true
		}
	}
	return false
}

// patternParts returns a piece of a text as parts of a pattern.
func patternParts(s *contract.Script, piece flow.Part, i int) []contract.Part {
	if piece.Literal != "" {
		return []contract.Part{{Literal: piece.Literal}}
	}
	if piece.From.Kind == flow.FromKey {
		if keys := declaredKeys(s, piece.From.Index); len(keys) == 1 {
			return keys[0].Pattern.Parts
		}
	}
	return []contract.Part{{Name: strconv.Itoa(i), Type: &contract.Type{Kind: contract.String}}}
}
