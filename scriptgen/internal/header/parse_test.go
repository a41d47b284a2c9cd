package header

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// parse returns the header of a script that has no mistakes.
func parse(t *testing.T, text string) *Header {
	t.Helper()
	var l diag.List
	h := Parse(source.NewFile("x.lua", text), &l)
	require.Empty(t, l.Sorted())
	require.NotNil(t, h)
	assert.False(t, h.Broken)
	return h
}

// everything has each field of the reference once.
const everything = `#!lua flags=no-writes,allow-stale
--[==[ yaml
doc: |
  Tops a board.

  Twice.
name: TopBoard
keys:
  board: b:{<game>}
  shards: {pattern: b:{<game>}:<shard:int>, type: zset, doc: one of many}
  rest:
args:
  count: int?
  kinds:
    type: []enum(buy,sell)
    doc: which to count
returns:
  - uid: string
    score: {type: float, doc: the best one}
    tags: {type: string, name: string}
touches:
  task: q:{<game>}:t:<id>
errors:
  MISSING: there is no such board
readonly: true
include: [lib/a.lua, ./lib/b.lua]
examples:
  - doc: two players
    given:
      - ZADD "b:{g}" 1 'it\'s' "a\x01\n"
      - {after: 1m}
    call: {game: g, count: 2, kinds: [buy, "sell"], rest: null, on: true, half: -0.5e3, hex: 0x10}
    returns: [{uid: a, score: 1}]
    then:
      - EXISTS b:{g} => 1
      - HGETALL b:{g} => {a: 1, "b": [null, x y]}
      - 'GET "=>" => "a: b"'
      - DEL b:{g}
  - fails: MISSING
ignore:
  precision: scores are small
]==]
return {}
`

func TestParseEverything(t *testing.T) {
	h := parse(t, everything)
	assert.Equal(t, "return {}\n", everything[h.End:])
	assert.Equal(t, "Tops a board.\n\nTwice.\n", h.Doc.Value)
	assert.Equal(t, "TopBoard", h.Name.Value)
	assert.True(t, h.ReadOnly.Value)
	assert.Len(t, h.Fields, 11)

	require.Len(t, h.Keys, 3)
	assert.Equal(t, "b:{<game>}", h.Keys[0].Pattern.Value)
	assert.Equal(t, "b:{<game>}:<shard:int>", h.Keys[1].Pattern.Value)
	assert.Equal(t, "zset", h.Keys[1].Type.Value)
	assert.Equal(t, "one of many", h.Keys[1].Doc.Value)
	assert.Empty(t, h.Keys[2].Pattern.Value)
	assert.Equal(t, h.Keys[2].Name.Span, h.Keys[2].Pattern.Span)

	require.Len(t, h.Args, 2)
	assert.Equal(t, "int?", h.Args[0].Type.Text.Value)
	assert.Equal(t, "[]enum(buy,sell)", h.Args[1].Type.Text.Value)
	assert.Equal(t, "which to count", h.Args[1].Doc.Value)

	assert.True(t, h.Returns.List)
	require.Len(t, h.Returns.Fields, 3)
	assert.Equal(t, "float", h.Returns.Fields[1].Type.Text.Value)
	assert.Equal(t, "the best one", h.Returns.Fields[1].Doc.Value)
	assert.Len(t, h.Returns.Fields[2].Type.Fields, 2, "{type, name} is a record: the long form has only type and doc")

	assert.Equal(t, "q:{<game>}:t:<id>", h.Touches[0].Pattern.Value)
	assert.Equal(t, "there is no such board", h.Errors[0].Doc.Value)
	assert.Equal(t, "lib/b.lua", h.Include[1].Value)
	assert.Equal(t, "scores are small", h.Ignore[0].Reason.Value)
}

func TestParseExamples(t *testing.T) {
	h := parse(t, everything)
	require.Len(t, h.Examples, 2)
	x := h.Examples[0]
	assert.Equal(t, "two players", x.Doc.Value)

	require.Len(t, x.Given, 2)
	assert.Equal(t, []string{"ZADD", "b:{g}", "1", "it's", "a\x01\n"}, wordsOf(x.Given[0]))
	assert.Equal(t, time.Minute, x.Given[1].After)

	kinds := map[string]Kind{}
	for _, f := range x.Call.Fields {
		kinds[f.Name.Value] = f.Value.Kind
	}
	assert.Equal(t, map[string]Kind{"game": String, "count": Number, "kinds": List, "rest": Null, "on": Boolean, "half": Number, "hex": String}, kinds)

	require.NotNil(t, x.Returns)
	assert.Equal(t, "[{uid: a, score: 1}]", x.Returns.String())

	require.Len(t, x.Then, 4)
	assert.Equal(t, "1", x.Then[0].Reply.Scalar)
	assert.Equal(t, `{a: 1, b: [null, "x y"]}`, x.Then[1].Reply.String())
	assert.Equal(t, []string{"GET", "=>"}, wordsOf(x.Then[2]), "a quoted => is a word")
	assert.Equal(t, "a: b", x.Then[2].Reply.Scalar)
	assert.Nil(t, x.Then[3].Reply)

	assert.Equal(t, "MISSING", h.Examples[1].Fails.Value)
	assert.Nil(t, h.Examples[1].Returns)
}

func wordsOf(s Step) []string {
	var words []string
	for _, w := range s.Command {
		words = append(words, w.Value)
	}
	return words
}

// Where the text has no escapes, a span holds exactly what it stands for.
func TestSpans(t *testing.T) {
	h := parse(t, everything)
	assert.Equal(t, "x.lua:9:10", h.Keys[0].Pattern.Span.Begin().String())
	assert.Equal(t, "b:{<game>}", h.Keys[0].Pattern.Span.Text())
	assert.Equal(t, "<game>", h.Keys[0].Pattern.At(3, 9).Text())
	assert.Equal(t, "[]enum(buy,sell)", h.Args[1].Type.Span.Text())
	then := h.Examples[0].Then
	assert.Equal(t, "HGETALL b:{g} => {a: 1, \"b\": [null, x y]}", then[1].Span.Text())
	assert.Equal(t, "b:{g}", then[1].Command[1].Span.Text())
	assert.Equal(t, `{a: 1, "b": [null, x y]}`, then[1].Reply.Span.Text())
	assert.Equal(t, "x y", then[1].Reply.Fields[1].Value.Items[1].Span.Text())
	assert.Equal(t, `"a: b"`, then[2].Reply.Span.Text())
	assert.Equal(t, "Twice.", h.Doc.At(15, 21).Text(), "line by line through a block's indentation")
	assert.Equal(t, `'it\'s'`, h.Examples[0].Given[0].Command[3].Span.Text())
}

func TestTextAt(t *testing.T) {
	for _, test := range []struct{ name, yaml, word string }{
		{"plain", "doc: one two three", "two"},
		{"quoted", "doc: 'one two three'", "two"},
		{"folded plain", "doc: one\n  two\n  three", "two"},
		{"folded block", "doc: >\n  one\n  two\n\n  three", "two"},
		{"literal block, indented", "doc: |-\n  one\n    two\n  three", "two"},
		{"wide characters", "doc: één twø three", "twø"},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := parse(t, "--[[ yaml\n"+test.yaml+"\nreturns: none\n--]]\n")
			at := indexOf(t, h.Doc.Value, test.word)
			assert.Equal(t, test.word, h.Doc.At(at, at+len(test.word)).Text())
		})
	}
	h := parse(t, "--[[ yaml\ndoc: \"one\\ttwo\"\nreturns: none\n--]]\n")
	assert.Equal(t, `"one\ttwo"`, h.Doc.At(4, 7).Text(), "with escapes it is the whole text")
	assert.False(t, Text{Value: "x"}.At(0, 1).IsValid())
}

func indexOf(t *testing.T, text, word string) int {
	t.Helper()
	for i := range text {
		if len(text) >= i+len(word) && text[i:i+len(word)] == word {
			return i
		}
	}
	t.Fatalf("%q is not in %q", word, text)
	return 0
}

// Types, hash tags and commands need no quotes, in block style and in flow style.
func TestNotationsNeedNoQuotes(t *testing.T) {
	for _, test := range []struct{ yaml, want string }{
		{"returns: []int", "[]int"},
		{"returns: [][]int?", "[][]int?"},
		{"returns: map[string][]int", "map[string][]int"},
		{"returns: {a: map[string]int}", "map[string]int"},
		{"returns: {a: enum(buy, sell)}", "enum(buy, sell)"},
		{"returns: [{a: []enum(x,y)}]", "[]enum(x,y)"},
		{`returns: "[]int"`, "[]int"},
	} {
		h := parse(t, "--[[ yaml\ndoc: x\n"+test.yaml+"\n--]]\n")
		got := h.Returns.Text.Value
		if len(h.Returns.Fields) > 0 {
			got = h.Returns.Fields[0].Type.Text.Value
		}
		assert.Equal(t, test.want, got, test.yaml)
	}
	for _, test := range []struct{ yaml, want string }{
		{"k: {<uid>}", "{<uid>}"},
		{"k: {<uid>}:links", "{<uid>}:links"},
		{"k: {chat}:room:<id>", "{chat}:room:<id>"},
		{"k: {user:<id>}", "{user:<id>}"},
		{"k: {pattern: a:{<uid>}, type: hash}", "a:{<uid>}"},
		{"k: {pattern: '{<uid>}', type: hash}", "{<uid>}"},
		{"k: a[<x>],<y>", "a[<x>],<y>"},
	} {
		h := parse(t, "--[[ yaml\ndoc: x\nreturns: none\nkeys:\n  "+test.yaml+"\n--]]\n")
		assert.Equal(t, test.want, h.Keys[0].Pattern.Value, test.yaml)
	}
	for _, test := range []struct{ yaml, want string }{
		{"[SET a:{u1} 5]", "SET a:{u1} 5"},
		{"[SET a:{u1}, PING]", "SET a:{u1}"},
		{"[SET {u1}:a 5]", "SET {u1}:a 5"},
		{"[GET a{u1}]", "GET a{u1}"},
		{"\n    - HSET a:{u1} b:c {d:e}", "HSET a:{u1} b:c {d:e}"},
	} {
		h := parse(t, "--[[ yaml\ndoc: x\nreturns: none\nexamples:\n- given: "+test.yaml+"\n--]]\n")
		assert.Equal(t, test.want, h.Examples[0].Given[0].CommandLine(), test.yaml)
	}
}

// A # behind a space begins a comment, in data too. Where there is no space behind it, data was meant.
func TestCommentsInExamples(t *testing.T) {
	for _, test := range []struct{ example, advice string }{
		{"given: [SET a b] # two letters", ""},
		{"given:\n    - SET a b # two letters", ""},
		{"given:\n    - SET a b  ## two letters", ""},
		{"given:\n    - SET a b#c", ""},
		{"given:\n    - 'SET a #b' #quoted", ""},
		{"given: #these\n    - SET a b", ""},
		{"#given: []\n  call: {}", ""},
		{"given:\n    - SET a #b", "#b"},
		{"given:\n    - SET a: #b #c", "#b #c"},
		{"given:\n    - SET a #", "#"},
		{"given:\n    - SET a b\t#{tag}\n    - PING", "#{tag}"},
		{"then:\n    - GET a => b #1", "#1"},
		{"call:\n    text: hello #go", "#go"},
		{"call:\n    text: #go\n    n: 1", "#go"},
		{"returns: [a,\n    b #c\n    ]", "#c"},
		{"doc: solves\n    issue #5", "#5"},
	} {
		var l diag.List
		Parse(source.NewFile("x.lua", "--[[ yaml\ndoc: x #1\nreturns: none #nothing\nexamples:\n- "+test.example+"\n--]]\n"), &l)
		var advice []string
		for _, d := range l.Sorted() {
			assert.Equal(t, diag.Advice, d.Severity, "%s: %s", test.example, d.Message)
			advice = append(advice, d.Span.Text())
		}
		assert.Equal(t, test.advice, strings.Join(advice, "; "), test.example)
	}
}

func TestNoHeader(t *testing.T) {
	for _, text := range []string{
		"", "\n", "#!lua\n", "return 1\n", "-- yaml\nreturn 1", "--[[ a comment ]]\nreturn 1",
		"--[[\n  Adds a job.\n    KEYS[1] the queue\n]]\nreturn 1", "--[[ input: none\nreturns: a job\n]]", "\ufeffreturn 1",
	} {
		var l diag.List
		assert.Nil(t, Parse(source.NewFile("x.lua", text), &l), text)
		assert.Empty(t, l.Sorted(), text)
	}
}

func TestPlace(t *testing.T) {
	for _, text := range []string{
		"--[[ yaml\ndoc: x\nreturns: none\n--]]\nreturn 1",
		"--[[yaml\ndoc: x\nreturns: none\n]]\nreturn 1",
		"\n\n  --[=[ yaml  \ndoc: x\nreturns: none ]=]\nreturn 1",
		"#!lua flags=no-writes\n--[[ yaml\n  doc: x\n  returns: none\n--]] -- done\nreturn 1",
		"#!lua\r\n--[[ yaml\r\ndoc: x\r\nreturns: none\r\n--]]\r\nreturn 1",
	} {
		h := parse(t, text)
		assert.Equal(t, "x", h.Doc.Value, text)
		assert.Equal(t, "none", h.Returns.Text.Value, text)
		assert.Equal(t, "return 1", text[h.End:], text)
	}
}

func TestShebang(t *testing.T) {
	for _, test := range []struct {
		text  string
		flags []string
		ok    bool
	}{
		{"return 1", nil, false},
		{" #!lua", nil, false},
		{"#!lua\nreturn 1", nil, true},
		{"#!lua flags=no-writes,allow-stale\r\nreturn 1", []string{"no-writes", "allow-stale"}, true},
		{"#!lua name=x flags=allow-oom", []string{"allow-oom"}, true},
	} {
		flags, ok := Shebang(source.NewFile("x.lua", test.text))
		assert.Equal(t, test.ok, ok, test.text)
		assert.Equal(t, test.flags, flags, test.text)
	}
}

func TestParseYAML(t *testing.T) {
	var l diag.List
	v := ParseYAML(source.NewFile("c.yaml", "a: 1\nb: [x, {c: true}]\n"), "config", "the configuration", &l)
	assert.Empty(t, l.Sorted())
	assert.Equal(t, "{a: 1, b: [x, {c: true}]}", v.String())

	v = ParseYAML(source.NewFile("c.yaml", "a: 1\na: 2\nb: 'x\n"), "config", "the configuration", &l)
	assert.Equal(t, Invalid, v.Kind)
	require.Len(t, l.Sorted(), 1)
	assert.Equal(t, "config", l.Sorted()[0].Check)
	assert.Equal(t, "c.yaml:3:4", l.Sorted()[0].Span.Begin().String())
}

func TestSplitCommand(t *testing.T) {
	for _, test := range []struct {
		line  string
		words []string
		reply string
	}{
		{"GET a", []string{"GET", "a"}, ""},
		{"  GET\ta ", []string{"GET", "a"}, ""},
		{`SET a "b c" 'd "e"'`, []string{"SET", "a", "b c", `d "e"`}, ""},
		{`SET a "\x41\n\r\t\b\a\"\\\q\xzz" 'it\'s \n'`, []string{"SET", "a", "A\n\r\t\b\a\"\\qxzz", `it's \n`}, ""},
		{`SET a ""`, []string{"SET", "a", ""}, ""},
		{`SET a b"c d"`, []string{"SET", "a", "bc d"}, ""},
		{"GET a => 5", []string{"GET", "a"}, "5"},
		{"GET a=>b =>  x => y", []string{"GET", "a=>b"}, "x => y"},
	} {
		words, at, err := splitCommand(test.line)
		require.Nil(t, err, test.line)
		var got []string
		for _, w := range words {
			got = append(got, w.value)
		}
		assert.Equal(t, test.words, got, test.line)
		if test.reply == "" {
			assert.Equal(t, -1, at, test.line)
		} else {
			assert.Equal(t, test.reply, test.line[at:], test.line)
		}
	}
}

// A text of brackets took minutes to find the places of.
func TestParse_Depth(t *testing.T) {
	nested := func(levels int) string {
		return "--[[ yaml\ndoc: Nests.\nreturns: " + strings.Repeat("{a: ", levels) + "int" + strings.Repeat("}", levels) + "\n--]]\n"
	}
	var l diag.List
	Parse(source.NewFile("a.lua", nested(maxDepth-1)), &l)
	require.Empty(t, l.Sorted())
	Parse(source.NewFile("a.lua", nested(3000)), &l)
	require.Len(t, l.Sorted(), 1)
	require.Equal(t, "the header is nested deeper than 100 levels", l.Sorted()[0].Message)
	require.Equal(t, 3, l.Sorted()[0].Span.File.Position(l.Sorted()[0].Span.Start).Line)
}
