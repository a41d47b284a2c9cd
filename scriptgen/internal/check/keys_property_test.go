package check

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

// patterns draws key patterns that can be read without a mistake, from few different pieces, so that two
// of them are often alike.
var patterns = rapid.Custom(func(t *rapid.T) *contract.Pattern {
	pieces := []string{"a", "b", ":", "-", "{", "}", "<x>", "<y>", "<n:int>", "<e:enum(a,b)>"}
	for {
		var l diag.List
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 7).Draw(t, "pieces"), "")
		p := contract.ParsePattern(header.Text{Value: text}, &l)
		if !l.HasErrors() {
			return p
		}
	}
})

// What is apart at first sight has no key in common, and a collision is a key of both.
func TestCollisionIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := patterns.Draw(t, "p"), patterns.Draw(t, "q")
		witness, collide := contract.Collide(p, q)
		if collide && plainlyApart(p, q) {
			t.Fatalf("%s and %s are not apart: %q", p.Text, q.Text, witness)
		}
		key, found := collision(p, q)
		_, inP := p.Match(key)
		_, inQ := q.Match(key)
		if found && (!inP || !inQ) {
			t.Fatalf("%q is not a key of both %s and %s", key, p.Text, q.Text)
		}
	})
}

// Keys that are named as a proof are in different slots; where the patterns are in one slot there are no
// such keys.
func TestSlotsAreProved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := patterns.Draw(t, "p"), patterns.Draw(t, "q")
		a, b, err := keysApart(p, q)
		if err != nil {
			return
		}
		if contract.SameSlot(p, q) {
			t.Fatalf("%s and %s are in one slot, but %s and %s are not", p.Text, q.Text, a, b)
		}
		if redisenv.Slot(a) == redisenv.Slot(b) {
			t.Fatalf("%s and %s are in one slot", a, b)
		}
	})
}

// placeholders counts the placeholders, one that stands twice twice.
func placeholders(p *contract.Pattern) int {
	n := 0
	for _, part := range p.Parts {
		if part.IsPlaceholder() {
			n++
		}
	}
	return n
}

// A text of which everything is known may be a key of a pattern exactly if the pattern makes it; where one
// placeholder stands twice it may be said to although the two values differ.
func TestKnownTextMayBeWhatThePatternMakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := patterns.Draw(t, "pattern")
		var values []string
		for range p.Placeholders() {
			values = append(values, rapid.SampledFrom([]string{"a", "b", "1", "-1", "x:y"}).Draw(t, "value"))
		}
		key, err := p.Key(values...)
		if err != nil {
			return
		}
		var l diag.List
		text := contract.ParsePattern(header.Text{Value: strings.ReplaceAll(key, "<", "<<")}, &l)
		if !contract.Overlap(text, p) {
			t.Fatalf("%s makes %q", p.Text, key)
		}
		other := contract.ParsePattern(header.Text{Value: key + "~"}, &l)
		_, made := p.Match(key + "~")
		if contract.Overlap(other, p) != made && len(p.Placeholders()) == placeholders(p) {
			t.Fatalf("%s and %q: made %v", p.Text, key+"~", made)
		}
	})
}
