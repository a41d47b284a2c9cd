package flow

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// show writes a value as the expectations in testdata do.
func show(v Value, shape func(Atom) *Shape) string {
	if len(v) == 0 {
		return "never"
	}
	var items []string
	for _, a := range v {
		s := showAtom(a, shape)
		if a.Doubt {
			s += "?"
		}
		items = append(items, s)
	}
	return strings.Join(items, " | ")
}

func showIndex(i Index) string {
	switch n, ok := i.Exact(); {
	case ok:
		return fmt.Sprint(n)
	case i.Step > 0:
		return fmt.Sprintf("%d+%d…", i.Lo, i.Step)
	}
	return "any"
}

func showOrigin(o Origin) string {
	switch o.Kind {
	case FromKey:
		return "KEYS[" + showIndex(o.Index) + "]"
	case FromArg:
		return "ARGV[" + showIndex(o.Index) + "]"
	case FromReply:
		name := "a call"
		if s, ok := o.Call.Args[0].(*lua.String); ok {
			name = s.Value
		}
		if o.Item {
			return "item of " + name
		}
		return name
	}
	return ""
}

func showAtom(a Atom, shape func(Atom) *Shape) string {
	from := showOrigin(a.From)
	in := func(s string) string {
		if from != "" {
			return s + " of " + from
		}
		return s
	}
	switch a.Kind {
	case Unknown:
		return "unknown"
	case Nil:
		return "nil"
	case Bool:
		return in(fmt.Sprint(a.Bool))
	case Number:
		switch n := a.Num; {
		case n.Known:
			return fmt.Sprint(n.Value)
		case n.Step > 0:
			return fmt.Sprintf("%d,%d,…", n.Lo, n.Lo+n.Step)
		case n.Whole:
			return in("whole")
		}
		return in("number")
	case String:
		if a.Text == nil {
			return in("string")
		}
		var parts []string
		for _, p := range a.Text.Parts {
			switch {
			case p.Literal != "":
				parts = append(parts, fmt.Sprintf("%q", p.Literal))
			case p.From.Kind != Elsewhere:
				parts = append(parts, showOrigin(p.From))
			case p.Number:
				parts = append(parts, "digits")
			default:
				parts = append(parts, "text")
			}
		}
		if len(parts) == 0 {
			return `""`
		}
		return strings.Join(parts, "..")
	case TableKind:
		return "table"
	}
	if a.Func.Builtin != "" {
		return a.Func.Builtin
	}
	return "function"
}

// expectation is a comment "--- type: V" at the end of a line: the value of the last expression of
// the statement that begins on the line, or of each of several, separated by ";".
var expectation = regexp.MustCompile(`--- type: (.*)$`)

func TestValues(t *testing.T) {
	files, err := filepath.Glob("testdata/*.lua")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for i, part := range strings.Split(string(text), "\n------\n") {
			t.Run(fmt.Sprintf("%s/%d", filepath.Base(file), i+1), func(t *testing.T) { checkValues(t, part) })
		}
	}
}

func checkValues(t *testing.T, text string) {
	chunk, syntax := lua.Parse(text)
	require.Nil(t, syntax)
	var opts Options
	for _, m := range regexp.MustCompile(`--- (keys|args): (\d+)(\+?)`).FindAllStringSubmatch(text, -1) {
		in := Input{Declared: true, Rest: m[3] != ""}
		fmt.Sscan(m[2], &in.Count)
		if m[1] == "keys" {
			opts.Keys = in
		} else {
			opts.Args = in
		}
	}
	res := Analyze(chunk, opts)
	require.False(t, res.Exhausted)
	lines := strings.Split(text, "\n")
	seen := 0
	lua.Walk(chunk.Main.Body, func(n lua.Node) bool {
		s, ok := n.(lua.Stmt)
		if !ok {
			return true
		}
		line := strings.Count(text[:n.Span().Start], "\n")
		m := expectation.FindStringSubmatch(lines[line])
		if m == nil {
			return true
		}
		seen++
		assert.Equal(t, m[1], valueOf(res, s), "line %d: %s", line+1, lines[line])
		return true
	})
	want := 0
	for _, line := range lines {
		if expectation.MatchString(line) {
			want++
		}
	}
	assert.Equal(t, want, seen, "each expectation stands on the line of a statement")
}

func valueOf(res *Result, s lua.Stmt) string {
	var exprs []lua.Expr
	switch s := s.(type) {
	case *lua.LocalStmt:
		exprs = s.Values
	case *lua.Assign:
		exprs = s.Values
	case *lua.CallStmt:
		exprs = s.Call.Args
	case *lua.Return:
		for _, r := range res.Returns {
			if r.Stmt == s {
				var items []string
				for _, v := range r.Values {
					items = append(items, show(v, r.Shape))
				}
				return strings.Join(items, "; ")
			}
		}
		return "never"
	}
	var items []string
	for _, e := range exprs {
		items = append(items, show(res.Value(e), nil))
	}
	return strings.Join(items, "; ")
}

// What is raised is known for each call of error, and whether a pcall may catch it: the same call can be
// reached within one and without one.
func TestRaises(t *testing.T) {
	for text, want := range map[string]string{
		"error('x')":        `"x"`,
		"pcall(error, 'x')": `"x" caught`,
		"xpcall(function() error({}) end, tostring)":                    "table caught",
		"local function f(e) error(e) end f('x')":                       `"x"`,
		"local function f(e) error(e) end pcall(f, 'x') f('y')":         `"y", "x" caught`,
		"local function f(e) error(e) end return f":                     "unknown? | nil? caught",
		"coroutine.resume(coroutine.create(function() error('x') end))": `"x" caught`,
		"local function f() error('x') end f() error('y')":              `"x"`,
	} {
		chunk, err := lua.Parse(text)
		require.Nil(t, err, text)
		var got []string
		for _, r := range Analyze(chunk, Options{}).Errors {
			s := show(r.Value, r.Shape)
			if r.Caught {
				s += " caught"
			}
			got = append(got, s)
		}
		assert.Equal(t, want, strings.Join(got, ", "), text)
	}
}
