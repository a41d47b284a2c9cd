package emit

import (
	"bytes"
	"go/ast"
	"go/build/constraint"
	"go/format"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/dave/jennifer/jen"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// render prints one declaration as the file it would be.
func render(t testing.TB, code ...jen.Code) string {
	t.Helper()
	f := jen.NewFile("p")
	f.Add(code...)
	var out bytes.Buffer
	require.NoError(t, f.Render(&out))
	return out.String()
}

func TestText(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", `""`},
		{"one line", "return 1\n", "`return 1\n`"},
		{"no newline at the end", "return 1", "`return 1`"},
		{"a backquote", "a\n-- `b`\nc\n", "`a\n` +\n\t\"-- `b`\\n\" +\n\t`c\n`"},
		{"carriage returns", "a\r\nb\r\n", `"a\r\n" +` + "\n\t" + `"b\r\n"`},
		{"not UTF-8", "\xff\n", `"\xff\n"`},
		{"NUL", "a\x00b", `"a\x00b"`},
		{"byte order mark", "\ufeffreturn 1\n", `"\ufeffreturn 1\n"`},
		{"zero width space", "a\u200bb\n", `"a\u200bb\n"`},
		{"letters beyond ASCII", "-- äöü 漢字 😀\n", "`-- äöü 漢字 😀\n`"},
		{"tabs", "\treturn\n", "`\treturn\n`"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := render(t, jen.Const().Id("s").Op("=").Add(text(test.text)))
			assert.Equal(t, "package p\n\nconst s = "+test.want+"\n", got)
		})
	}
}

// The constant that is generated for a text is that text, and the file is as gofmt wants it.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "return 1\n", "`\r\n\x00\xff", "a\n\n\r`\n\ufeff", "\\`\"'\n${x}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		src := render(t, jen.Const().Id("s").Op("=").Add(text(s)))
		formatted, err := format.Source([]byte(src))
		require.NoError(t, err)
		require.Equal(t, string(formatted), src)
		require.Equal(t, s, constant(t, src))
	})
}

// constant evaluates the only constant of a file, a sum of string literals.
func constant(t testing.TB, src string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", src, 0)
	require.NoError(t, err)
	var value strings.Builder
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok {
			s, err := strconv.Unquote(lit.Value)
			require.NoError(t, err)
			value.WriteString(s)
		}
		return true
	})
	return value.String()
}

func TestComment(t *testing.T) {
	repeat := func(s string, n int) string { return strings.TrimSpace(strings.Repeat(s, n)) }
	long := repeat("word ", 30)
	tests := []struct{ name, text, want string }{
		{"one line", "Returns.", "// Returns."},
		{"lines stay", "Returns\nthe pod.\n", "// Returns\n// the pod."},
		{"paragraphs", "One.\n\nTwo.", "// One.\n//\n// Two."},
		{"a long line is wrapped", long, "// " + repeat("word ", 19) + "\n// " + repeat("word ", 11)},
		{"list items are indented", "These:\n\n- one\n- two " + long, "// These:\n//\n//   - one\n//   - two " + repeat("word ", 17) + "\n//     " + repeat("word ", 13)},
		{"code stays", "Like\n\n    " + long + "\n", "// Like\n//\n//\t" + long},
		{"a word without end", strings.Repeat("x", 200), "// " + strings.Repeat("x", 200)},
		{"line ends of two bytes", "One.\r\nTwo.\r\n", "// One.\n// Two."},
		{"no end of the comment", "a */ b", "// a */ b"},
		{"no byte order mark", "\ufeffOne.", "// One."},
		{"no build constraint", "One.\n+build ignore\n\n  +build ignore", "// One.\n// \"+build\" ignore\n//\n//\t\"+build\" ignore"},
		{"no control characters", "O\x00ne\x1b.", "// One."},
		{"not UTF-8", "One\xff.", "// One\ufffd."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file, err := page{pkg: "p", decls: []decl{{test.text, jen.Type().Id("T").Int()}}}.render()
			require.NoError(t, err)
			_, got, _ := strings.Cut(string(file.Text), "package p\n\n")
			assert.Equal(t, test.want+"\ntype T int\n", got)
		})
	}
}

// Whatever a doc says, and whatever a folder is called, the file is Go and says that it is generated. (That
// gofmt has nothing to change is held for the golden cases: for some docs gofmt itself takes two turns.)
func FuzzComment(f *testing.F) {
	for _, s := range []string{"Returns.", "- a\n- b", "    code", "go:build ignore", "+build ignore", "*/", "a\u2028b", "\x00\xff", "# Heading\n\ntext"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		file, err := page{pkg: "p", source: s, decls: []decl{{s, jen.Type().Id("T").Int()}}}.render()
		require.NoError(t, err)
		syntax, err := parser.ParseFile(token.NewFileSet(), "", file.Text, parser.ParseComments)
		require.NoError(t, err)
		require.True(t, ast.IsGenerated(syntax))
		require.Len(t, syntax.Decls, 1)
		for line := range strings.Lines(string(file.Text)) {
			require.False(t, constraint.IsGoBuild(line) || constraint.IsPlusBuild(line), "the file is always built")
		}
	})
}

func TestSentence(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"a verb", "Links a user.\n", "SetLink links a user."},
		{"the name", "SetLink links a user.", "SetLink links a user."},
		{"a noun", "The link of a user.", "SetLink runs setLink.lua.\n\nThe link of a user."},
		{"the imperative", "Link a user.", "SetLink runs setLink.lua.\n\nLink a user."},
		{"no verb that ends in s", "This links a user.", "SetLink runs setLink.lua.\n\nThis links a user."},
		{"an abbreviation", "TTLs are kept.", "SetLink runs setLink.lua.\n\nTTLs are kept."},
		{"no capital", "links a user", "SetLink runs setLink.lua.\n\nlinks a user"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, sentence("SetLink", "setLink.lua", test.doc))
		})
	}
}

func TestFileName(t *testing.T) {
	tests := []struct{ base, want string }{
		{"setLink", "setLink.lua.go"},
		{"set_link", "set_link.lua.go"},
		{"linux", "linux.lua.go"}, // no condition without something before it
		{"get_linux", "get_linux_.lua.go"},
		{"get_windows_amd64", "get_windows_amd64_.lua.go"},
		{"get_js", "get_js_.lua.go"},
		{"get_linux_test", "get_linux_test_.lua.go"},
		{"get_test", "get_test.lua.go"}, // a test only as _test.go
		{"_hidden", "lua_hidden.lua.go"},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, fileName(test.base), test.base)
	}
}

func TestPackageName(t *testing.T) {
	tests := []struct{ path, want string }{
		{"github.com/acme/game", "game"},
		{"github.com/acme/game/v2", "game"},
		{"github.com/acme/go-game", "game"},
		{"gopkg.in/yaml.v3", "yaml"},
		{"github.com/acme/my-types", "mytypes"},
		{"example.com/2048", "pkg2048"},
		{"example.com/漢字", "pkg"},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, packageName(test.path), test.path)
	}
}
