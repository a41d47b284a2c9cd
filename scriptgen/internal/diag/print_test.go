package diag_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/internal/golden"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

const linkLua = `--[[ yaml
doc: Links a user.
keys:
  link: l:{<uid>}
--]]
local link = KEYS[1]
local pod = redis.call('GET', link)
if pod == nil then
	return redis.call('GET', KEYS[2]) -- 100% wrong
end
while true do
  redis.call('PING')
end
`

// mark returns the span of the first occurrence of text in f.
func mark(t testing.TB, f *source.File, text string) source.Span {
	t.Helper()
	start := strings.Index(f.Text, text)
	require.GreaterOrEqual(t, start, 0, "no %q in %s", text, f.Name)
	return f.Span(start, start+len(text))
}

// findings is one of each: with and without hint, related place, place; one line and several; both
// severities; every character that a format has to escape.
func findings(t testing.TB) []diag.Diagnostic {
	f := source.NewFile("scripts/a b,c:100%.lua", linkLua)
	return []diag.Diagnostic{{
		Check:   "nil-compare",
		Span:    mark(t, f, "pod == nil"),
		Message: "GET replies false for a missing key, never nil",
		Hint:    "write `if not pod then`",
		Related: []diag.Related{{Span: mark(t, f, "pod"), Message: "pod is the reply of GET"}},
	}, {
		Check:   "key-range",
		Span:    mark(t, f, "KEYS[2]"),
		Message: "KEYS[2] is beyond the header's 1 key: 100% <wrong>, \x1b[31mreally",
	}, {
		Check:    "unreachable",
		Severity: diag.Advice,
		Span:     mark(t, f, "while true do\n  redis.call('PING')\nend"),
		Message:  "this loop never ends",
	}, {
		Check:   "header",
		Message: "scripts: no such folder",
		Hint:    "name the folder with --scripts",
	}}
}

var rules = []diag.Rule{
	{ID: "nil-compare", Summary: "Comparing a reply with nil.", Help: "# nil-compare\n\nA missing value is `false`."},
	{ID: "key-range", Summary: "KEYS beyond the header."},
	{ID: "header"},
}

func TestPrint(t *testing.T) {
	for _, test := range []struct {
		name   string
		format diag.Format
		opts   diag.Options
	}{
		{"findings.txt", diag.Text, diag.Options{}},
		{"findings.color.txt", diag.Text, diag.Options{Color: true}},
		{"findings.json", diag.JSON, diag.Options{}},
		{"findings.github", diag.GitHub, diag.Options{}},
		{"findings.sarif", diag.SARIF, diag.Options{Version: "1.2.3", Rules: rules}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, diag.Print(&out, test.format, findings(t), test.opts))
			golden.Equal(t, filepath.Join("testdata", test.name), out.Bytes())
		})
	}
}

func TestPrintNothing(t *testing.T) {
	for format, want := range map[diag.Format]string{diag.Text: "", diag.JSON: "[]\n", diag.GitHub: ""} {
		var out bytes.Buffer
		require.NoError(t, diag.Print(&out, format, nil, diag.Options{}))
		assert.Equal(t, want, out.String(), format)
	}
}

// The carets stand below the marked text, whatever the line holds.
func TestTextCarets(t *testing.T) {
	for name, test := range map[string]struct{ text, mark, code, carets string }{
		"word":            {"local x = y", "x", "local x = y", "      ^"},
		"whole line":      {"return 1", "return 1", "return 1", "^^^^^^^^"},
		"tab before":      {"\tx = 1", "x", "    x = 1", "    ^"},
		"tab after text":  {"ab\tx = 1", "x", "ab  x = 1", "    ^"},
		"tab inside":      {"x\t= 1", "x\t=", "x   = 1", "^^^^^"},
		"wide before":     {"'日本' == x", "x", "'日本' == x", "          ^"},
		"wide inside":     {"x == '日本'", "'日本'", "x == '日本'", "     ^^^^^^"},
		"accent, one":     {"'é' == x", "x", "'é' == x", "       ^"},
		"accent, two":     {"'e\u0301' == x", "x", "'e\u0301' == x", "       ^"},
		"broken text":     {"'\xff\xfe' == x", "x", "'��' == x", "        ^"},
		"escape":          {"'\x1b[31m' == x", "x", "'�[31m' == x", "           ^"},
		"several lines":   {"if x\nthen y\nend", "x\nthen y\nend", "if x", "   ^ to line 3"},
		"line ending":     {"x =\r\n1", "=\r\n1", "x =", "  ^ to line 2"},
		"nothing, inside": {"x = 1", "", "x = 1", "^"},
	} {
		t.Run(name, func(t *testing.T) {
			code, carets := textExcerpt(t, mark(t, source.NewFile("x.lua", test.text), test.mark))
			assert.Equal(t, test.code, code)
			assert.Equal(t, test.carets, carets)
		})
	}

	t.Run("end of the text", func(t *testing.T) {
		f := source.NewFile("x.lua", "return\n")
		code, carets := textExcerpt(t, f.Span(len(f.Text), len(f.Text)))
		assert.Equal(t, "", code)
		assert.Equal(t, "^", carets)
	})
	t.Run("long line", func(t *testing.T) {
		f := source.NewFile("x.lua", strings.Repeat("a", 5000)+"HERE"+strings.Repeat("b", 5000))
		code, carets := textExcerpt(t, mark(t, f, "HERE"))
		assert.Equal(t, "…"+strings.Repeat("a", 60)+"HERE"+strings.Repeat("b", 96)+"…", code)
		assert.Equal(t, strings.Repeat(" ", 61)+"^^^^", carets)
	})
	t.Run("long span", func(t *testing.T) {
		f := source.NewFile("x.lua", strings.Repeat("x", 5000))
		code, carets := textExcerpt(t, f.Span(0, 5000))
		assert.Equal(t, strings.Repeat("x", 160)+"…", code)
		assert.Equal(t, strings.Repeat("^", 160), carets)
	})
}

// textExcerpt prints a finding and returns its source line and its carets, without the gutters.
func textExcerpt(t testing.TB, span source.Span) (code, carets string) {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, diag.Print(&out, diag.Text, []diag.Diagnostic{{Span: span}}, diag.Options{}))
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	require.Len(t, lines, 3)
	_, code, _ = strings.Cut(lines[1], "|")
	_, carets, _ = strings.Cut(lines[2], "| ")
	return strings.TrimPrefix(code, " "), carets
}

// Any bytes under any span are printed: three lines of text without a control character, JSON that
// reads back to the span's place, one workflow command.
func TestPrintAnything(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := string(rapid.SliceOfN(rapid.Byte(), 0, 400).Draw(rt, "text"))
		start := rapid.IntRange(0, len(text)).Draw(rt, "start")
		end := rapid.IntRange(start, len(text)).Draw(rt, "end")
		f := source.NewFile("x.lua", text)
		list := []diag.Diagnostic{{Check: "c", Span: f.Span(start, end), Message: text, Hint: text}}

		var out bytes.Buffer
		require.NoError(rt, diag.Print(&out, diag.Text, list, diag.Options{}))
		lines := 3
		if text != "" {
			lines = 4
		}
		assert.Equal(rt, lines, strings.Count(out.String(), "\n"))
		assert.NotContains(rt, out.String(), "\x1b")
		assert.Contains(rt, out.String(), "^")

		out.Reset()
		require.NoError(rt, diag.Print(&out, diag.JSON, list, diag.Options{}))
		var objects []struct{ Line, Col, EndLine, EndCol int }
		require.NoError(rt, json.Unmarshal(out.Bytes(), &objects))
		begin, finish := list[0].Span.Begin(), list[0].Span.Finish()
		assert.Equal(rt, []int{begin.Line, begin.Col, finish.Line, finish.Col},
			[]int{objects[0].Line, objects[0].Col, objects[0].EndLine, objects[0].EndCol})

		out.Reset()
		require.NoError(rt, diag.Print(&out, diag.GitHub, list, diag.Options{}))
		assert.Equal(rt, 1, strings.Count(out.String(), "\n"))
		assert.NotContains(rt, out.String(), "\r")
	})
}

// Code hosts look for files from the root of the repository; people, and programs that they run, from
// where they are.
func TestPrintInRepository(t *testing.T) {
	opts := diag.Options{InRepository: func(name string) string { return "services/game/" + name }}
	for format, want := range map[diag.Format]string{
		diag.Text: "scripts/", diag.JSON: "scripts/", diag.GitHub: "services/game/scripts/", diag.SARIF: "services/game/scripts/",
	} {
		var out bytes.Buffer
		require.NoError(t, diag.Print(&out, format, findings(t), opts))
		names := regexp.MustCompile(`[a-z/]*scripts/`).FindAllString(out.String(), -1)
		require.NotEmpty(t, names, format)
		for _, name := range names {
			assert.Equal(t, want, name, format)
		}
	}
}
