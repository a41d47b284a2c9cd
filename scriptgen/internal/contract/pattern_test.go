package contract

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// parsePattern reads a pattern as if it were a file of its own.
func parsePattern(text string) (*Pattern, []diag.Diagnostic) {
	var l diag.List
	p := ParsePattern(header.Text{Value: text, Span: source.NewFile("p", text).Span(0, len(text))}, &l)
	return p, l.Sorted()
}

func pattern(t testing.TB, text string) *Pattern {
	t.Helper()
	p, found := parsePattern(text)
	require.Empty(t, found, text)
	return p
}

func TestForbidden(t *testing.T) {
	for _, test := range []struct{ pattern, want string }{
		{"x:<a>", "a{"},
		{"x:<a>:<b>", "a:{ b{"},
		{"sf:{<ns>:lk:<uid>}<service>", "ns:} uid} service"},
		{"<a>:{<b>}:<c>", "a:{ b} c"},
		{"<a>{<b>}", "a{ b}"},
		{"{x}<a>:<b>", "a: b"},
		{"{x<a>:<b>", "a:} b}"}, // never closed: the whole key decides, unless a value closes it
		{"{}<a>", "a"},          // an empty tag is none, and no later one counts
		{"x}<a>", "a{"},
		{"{<n:int>}:<k:enum(buy,sell)>", "n k"},
		{"<n:int>:<m:uint64>", "n m"},
		{"<whole>", "whole"},
		{"<all...>", "all"},
		{"<<<a>>", "a>{"},
		{"a[<x>],<y>", "x]{ y{"},
	} {
		var got []string
		for _, part := range pattern(t, test.pattern).Placeholders() {
			got = append(got, part.Name+part.Forbidden)
		}
		assert.Equal(t, test.want, strings.Join(got, " "), test.pattern)
	}
}

func TestWhole(t *testing.T) {
	for text, want := range map[string]bool{"<key>": true, "<keys...>": true, "<n:int>": false, "x<key>": false, "<k:enum(a)>": false} {
		assert.Equal(t, want, pattern(t, text).Parts[len(pattern(t, text).Parts)-1].Whole, text)
	}
}

func TestKeyAndMatch(t *testing.T) {
	for _, test := range []struct {
		pattern string
		values  []string
		key     string
	}{
		{"sf:{<ns>:lk:<uid>}<service>", []string{"n", "u1", "chat}:x"}, "sf:{n:lk:u1}chat}:x"},
		{"sf:{<ns>:lk:<uid>}", []string{"n{", "u:1"}, "sf:{n{:lk:u:1}"},
		{"p:<n:int>-<m:uint64>", []string{"-5", "18446744073709551615"}, "p:-5-18446744073709551615"},
		{"<a>:<b>:<a>", []string{"x", "y"}, "x:y:x"},
		{"<kind:enum(buy,sell)>:<id...>", []string{"sell", "7"}, "sell:7"},
		{"<whole>", []string{"{any} text: at all"}, "{any} text: at all"},
		{"<<<a>>", []string{"x"}, "<x>"},
		{"constant", nil, "constant"},
	} {
		p := pattern(t, test.pattern)
		key, err := p.Key(test.values...)
		require.NoError(t, err)
		assert.Equal(t, test.key, key)
		values, ok := p.Match(key)
		assert.True(t, ok, key)
		assert.Equal(t, len(test.values), len(values))
		assert.True(t, slices.Equal(test.values, values), "%s: %q", test.pattern, values)
	}
}

func TestKeyRefuses(t *testing.T) {
	for _, test := range []struct {
		pattern string
		values  []string
		want    string
	}{
		{"x:<a>", []string{""}, "a is empty"},
		{"x:<a>:<b>", []string{"1:2", "3"}, `a is "1:2", which contains ":" and would break the key`},
		{"x:<a>", []string{"{"}, `a is "{", which contains "{" and would break the key`},
		{"{<a>}x", []string{"1}x"}, `a is "1}x", which contains "}" and would break the key`},
		{"x:<n:int>", []string{"05"}, `n is "05", which is not int`},
		{"x:<n:int>", []string{"9223372036854775808"}, `n is "9223372036854775808", which is not int`},
		{"x:<n:uint64>", []string{"-1"}, `n is "-1", which is not uint64`},
		{"x:<k:enum(a,b)>", []string{"c"}, `k is "c", which is not enum(a,b)`},
		{"x:<a>", nil, "0 values for the 1 placeholders of x:<a>"},
	} {
		_, err := pattern(t, test.pattern).Key(test.values...)
		assert.EqualError(t, err, test.want)
	}
}

func TestMatchRefuses(t *testing.T) {
	for _, test := range []struct{ pattern, key string }{
		{"x:<a>", "x:"},
		{"x:<a>", "y:1"},
		{"x:<a>:y", "x:1:z"},
		{"x:<n:int>", "x:-"},
		{"x:<n:int>", "x:01"},
		{"<a>:<a>", "x:y"},
		{"{<a>}", "{x}y"},
		{"constant", "constants"},
	} {
		_, ok := pattern(t, test.pattern).Match(test.key)
		assert.False(t, ok, "%s must not make %s", test.pattern, test.key)
	}
}

func TestSameSlot(t *testing.T) {
	for _, test := range []struct {
		p, q string
		want bool
	}{
		{"sf:{<ns>:lk:<uid>}<service>", "sf:{<ns>:lk:<uid>}", true},
		{"a:{<x>}:b:{<y>}", "{<x>}", true}, // the first tag counts
		{"{chat}:a", "{chat}:b:<id>", true},
		{"{<x>:a}", "{<x>:b}", false},
		{"{<x>}", "{<y>}", false},
		{"x:<a>", "x:<a>", true}, // no tag: the whole key decides, and here it is the same key
		{"x:<a>", "y:<a>", false},
		{"{}<a>", "{}<b>", false}, // an empty tag is none
		{"{}<a>", "{}<a>", true},
		{"{<a>", "{<a>", true}, // never closed
		{"{<a>", "{<a>}", false},
		{"<whole>", "<whole>", false}, // who knows
		{"{<q>}:<id...>", "{<q>}", true},
		{"{<id...>}", "{<id...>}", false},
		{"{n}", "n", true}, // the tag of one is the other
	} {
		assert.Equal(t, test.want, SameSlot(pattern(t, test.p), pattern(t, test.q)), "%s and %s", test.p, test.q)
	}
}

func TestCollide(t *testing.T) {
	for _, test := range []struct {
		p, q string
		want bool
	}{
		{"sf:{<ns>:lk:<uid>}<service>", "sf:{<ns>:lk:<uid>}", false},
		{"sf:{<ns>:state:<service>}", "sf:{<ns>:lk:<uid>}", false},
		{"sf:{<ns>:state:<service>}", "sf:{<ns>:workload:<service>}", false},
		{"q:<id>", "q:<name>:<id>", true},
		{"q:<id:int>", "q:<name>:<id>", false},
		{"q:<id>", "q:<id:int>", true},
		{"q:<id:int>", "q:<id:uint64>", true},
		{"q:-<id:uint64>", "q:<id:int>", true},
		{"q:-0", "q:<id:int>", false}, // there is no -0
		{"q:007", "q:<id:int>", false},
		{"q:<k:enum(a,b)>", "q:<k:enum(c,d)>", false},
		{"q:<k:enum(ab,b)>", "q:a<x>", true},
		{"q:lock", "q:<id>", true},
		{"q:{lock}", "q:<id>", false}, // a value of id has no {
		{"<whole>", "x:{<a>}", true},
		{"<a>:<a>", "x:y", false}, // the same placeholder has the same value
		{"<a>:<a>", "x:x", true},
	} {
		p, q := pattern(t, test.p), pattern(t, test.q)
		key, found := Collide(p, q)
		assert.Equal(t, test.want, found, "%s and %s: %q", test.p, test.q, key)
		if found {
			assert.True(t, p.makes(key) && q.makes(key), "%s and %s: %q is no witness", test.p, test.q, key)
		}
		_, back := Collide(q, p)
		assert.Equal(t, found, back, "%s and %s: it depends on the order", test.p, test.q)
	}
}

// Patterns that ParsePattern refuses because they are ambiguous are so: the search finds the key.
func TestAmbiguous(t *testing.T) {
	free := &Type{Kind: String}
	number := &Type{Kind: Int}
	for _, test := range []struct {
		name  string
		parts []Part
		want  bool
	}{
		{"a value may contain what follows it", []Part{{Name: "a", Type: free}, {Literal: ":"}, {Name: "b", Type: free}}, true},
		{"nothing between two values", []Part{{Name: "a", Type: free}, {Name: "b", Type: free}}, true},
		{"a digit behind a number, and then anything", []Part{{Name: "a", Type: number}, {Literal: "5"}, {Name: "b", Type: free}}, true},
		{"numbers apart", []Part{{Name: "a", Type: number}, {Literal: "-"}, {Name: "b", Type: number}}, false},
		{"the rule kept", []Part{{Name: "a", Type: free, Forbidden: ":"}, {Literal: ":"}, {Name: "b", Type: free}}, false},
	} {
		key, found := (&Pattern{Parts: test.parts}).Ambiguous()
		assert.Equal(t, test.want, found, "%s: %q", test.name, key)
	}
}

// anyPattern draws a pattern that ParsePattern accepts.
func anyPattern() *rapid.Generator[*Pattern] {
	literal := rapid.StringMatching(`[a-z0-9:{}<-]{1,4}`)
	return rapid.Custom(func(t *rapid.T) *Pattern {
		var text strings.Builder
		for i := range rapid.IntRange(1, 4).Draw(t, "parts") {
			if rapid.Bool().Draw(t, "literal") {
				text.WriteString(strings.ReplaceAll(literal.Draw(t, "text"), "<", "<<"))
			}
			kind := rapid.SampledFrom([]string{"", "", ":int", ":uint64", ":enum(a,b1)"}).Draw(t, "type")
			fmt.Fprintf(&text, "<p%d%s>", i, kind)
		}
		p, found := parsePattern(text.String())
		if len(found) > 0 {
			t.Skip()
		}
		return p
	})
}

// anyValue draws a value that the placeholder takes.
func anyValue(t *rapid.T, part Part) string {
	switch part.Type.Kind {
	case Int:
		return fmt.Sprint(rapid.Int().Draw(t, part.Name))
	case Uint64:
		return fmt.Sprint(rapid.Uint64().Draw(t, part.Name))
	case Enum:
		return rapid.SampledFrom(part.Type.Values).Draw(t, part.Name).Wire
	}
	return rapid.StringMatching(`[a-z0-9:{}<-]{1,5}`).Filter(func(s string) bool { return part.check(s) == nil }).Draw(t, part.Name)
}

func anyKey(t *rapid.T, p *Pattern) (key string, values []string) {
	for _, part := range p.Placeholders() {
		values = append(values, anyValue(t, part))
	}
	key, err := p.Key(values...)
	require.NoError(t, err)
	return key, values
}

// Match is the inverse of Key, so no two tuples of values share a key; and the automaton says so too.
func TestProperty_KeysAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPattern().Draw(t, "pattern")
		key, values := anyKey(t, p)
		read, ok := p.Match(key)
		assert.True(t, ok, "%s: %q", p.Text, key)
		assert.Equal(t, values, read, "%s: %q", p.Text, key)
		witness, ambiguous := p.Ambiguous()
		assert.False(t, ambiguous, "%s: %q", p.Text, witness)
	})
}

// Patterns that are said to be apart never make the same key, and where two are said to collide the
// key is one of both.
func TestProperty_CollisionsAreReal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := anyPattern().Draw(t, "p"), anyPattern().Draw(t, "q")
		witness, collide := Collide(p, q)
		if collide {
			assert.True(t, p.makes(witness) && q.makes(witness), "%s and %s: %q", p.Text, q.Text, witness)
			return
		}
		key, _ := anyKey(t, p)
		assert.False(t, q.makes(key), "%s and %s are said to be apart and both make %q", p.Text, q.Text, key)
	})
}

// Keys of patterns that are said to share a slot have the same hash tag, as the server finds it.
func TestProperty_SameSlotIsSameTag(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, q := anyPattern().Draw(t, "p"), anyPattern().Draw(t, "q")
		if rapid.Bool().Draw(t, "same pattern, more behind") {
			var found []diag.Diagnostic
			if q, found = parsePattern(p.Text + ":x"); len(found) > 0 {
				t.Skip()
			}
		}
		if !SameSlot(p, q) {
			return
		}
		values := map[string]string{}
		for _, part := range slices.Concat(p.Placeholders(), q.Placeholders()) {
			if values[part.Name] == "" || part.check(values[part.Name]) != nil {
				values[part.Name] = anyValue(t, part)
			}
		}
		a, errA := p.Key(valuesOf(p, values)...)
		b, errB := q.Key(valuesOf(q, values)...)
		if errA == nil && errB == nil {
			assert.Equal(t, hashTag(a), hashTag(b), "%s and %s: %q, %q", p.Text, q.Text, a, b)
		}
	})
}

func valuesOf(p *Pattern, byName map[string]string) []string {
	var values []string
	for _, part := range p.Placeholders() {
		values = append(values, byName[part.Name])
	}
	return values
}

// hashTag is what a server hashes of a key, after the cluster specification.
func hashTag(key string) string {
	if _, rest, found := strings.Cut(key, "{"); found {
		if tag, _, found := strings.Cut(rest, "}"); found && tag != "" {
			return tag
		}
	}
	return key
}

// Whatever the text: reading does not panic, says the same twice, and places its messages inside; and what is
// accepted is unambiguous and reads its own witness back.
func FuzzPattern(f *testing.F) {
	for _, text := range []string{"", "x", "<a>", "sf:{<ns>:lk:<uid>}<service>", "<n:int>5", "<a><b>", "<<<a>>", "<e:enum(a,b)>:", "<ids...>", "<a", "<>", "x:<a:json(x.Y)>", "{}<a>", "é<é>é"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, found := parsePattern(text)
		_, again := parsePattern(text)
		require.Len(t, again, len(found))
		for i, d := range found {
			assert.Equal(t, d.Message, again[i].Message)
			assert.True(t, 0 <= d.Span.Start && d.Span.Start <= d.Span.End && d.Span.End <= len(text))
		}
		if len(found) > 0 {
			return
		}
		key, ambiguous := p.Ambiguous()
		assert.False(t, ambiguous, "%q", key)
		key, ok := Collide(p, p)
		if !ok {
			assert.Less(t, len(p.Placeholders()), countPlaceholders(p), "only a repeated placeholder hides a pattern from itself")
			return
		}
		values, ok := p.Match(key)
		require.True(t, ok)
		made, err := p.Key(values...)
		require.NoError(t, err)
		assert.Equal(t, key, made)
	})
}

func countPlaceholders(p *Pattern) int {
	n := 0
	for _, part := range p.Parts {
		if part.IsPlaceholder() {
			n++
		}
	}
	return n
}
