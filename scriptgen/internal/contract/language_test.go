package contract

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

func TestOverlap(t *testing.T) {
	for _, test := range []struct {
		p, q string
		want bool
	}{
		{"q:{<queue>}:t:<id>", "q:{<a>}:t:<b>", true},
		{"q:{<queue>}:t:<id>", "q:{mail}:t:7", true},
		{"q:{<queue>}:t:<id>", "q:{mail}:x:7", false},
		{"q:{<queue>}:t:<id:int>", "q:{mail}:t:x", false},
		{"a:<x>:<x>", "a:1:2", true}, // a placeholder that stands twice is taken as two
		{"<x>", "anything", true},
	} {
		var l diag.List
		parse := func(text string) *Pattern { return ParsePattern(header.Text{Value: text}, &l) }
		assert.Equal(t, test.want, Overlap(parse(test.p), parse(test.q)), "%s and %s", test.p, test.q)
		assert.Empty(t, l.Sorted())
	}
}
