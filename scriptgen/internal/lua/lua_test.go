package lua

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// show writes a tree in one line, every operator in brackets and every local with the line that
// declares it.
func show(text string, n Node) string {
	list := func(open string, close string, nodes []Expr) string {
		var items []string
		for _, e := range nodes {
			items = append(items, show(text, e))
		}
		return open + strings.Join(items, ", ") + close
	}
	switch n := n.(type) {
	case *Nil:
		return "nil"
	case *Bool:
		return fmt.Sprint(n.Value)
	case *Number:
		return fmt.Sprint(n.Value)
	case *String:
		return fmt.Sprintf("%q", n.Value)
	case *Vararg:
		return "..."
	case *Name:
		if n.Local == nil {
			return n.Name
		}
		return fmt.Sprintf("%s@%d", n.Name, 1+strings.Count(text[:n.Local.Start], "\n"))
	case *Index:
		return show(text, n.X) + "[" + show(text, n.Key) + "]"
	case *Call:
		fn := show(text, n.Fn)
		if n.Method != nil {
			fn += ":" + n.Method.Value
		}
		return fn + list("(", ")", n.Args)
	case *Function:
		return "function"
	case *Binary:
		return fmt.Sprintf("[%s %s %s]", show(text, n.X), n.Op, show(text, n.Y))
	case *Unary:
		return fmt.Sprintf("[%s %s]", n.Op, show(text, n.X))
	case *Paren:
		return "(" + show(text, n.X) + ")"
	case *Table:
		var items []string
		for _, f := range n.Fields {
			item := show(text, f.Value)
			if f.Key != nil {
				item = show(text, f.Key) + "=" + item
			}
			items = append(items, item)
		}
		return "{" + strings.Join(items, ", ") + "}"
	}
	return fmt.Sprintf("%T", n)
}

// lastValue parses text and shows the first value of its last statement, a return.
func lastValue(t *testing.T, text string) string {
	t.Helper()
	chunk, err := Parse(text)
	require.Nil(t, err)
	stmts := chunk.Main.Body.Stmts
	ret := stmts[len(stmts)-1].(*Return)
	return show(text, ret.Values[0])
}

func TestExpressions(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"1 + 2 * 3 - 4", "[[1 + [2 * 3]] - 4]"},
		{"2 ^ 3 ^ 4", "[2 ^ [3 ^ 4]]"},
		{"-2 ^ 2", "[- [2 ^ 2]]"},
		{"2 ^ -3", "[2 ^ [- 3]]"},
		{"a .. b .. c", "[a .. [b .. c]]"},
		{"a .. 1 + 2", "[a .. [1 + 2]]"},
		{"not a == b", "[[not a] == b]"},
		{"a or b and c", "[a or [b and c]]"},
		{"a < b and c ~= d", "[[a < b] and [c ~= d]]"},
		{"#t - 1", "[[# t] - 1]"},
		{"(a or b)[1].c", `([a or b])[1]["c"]`},
		{"f 'x' {1} (2)", `f("x")({1})(2)`},
		{"a.b:c(1, ...)", `a["b"]:c(1, ...)`},
		{"{1, x = 2; [3] = 4, f()}", `{1, "x"=2, 3=4, f()}`},
		{`'\65\n\\\'' .. [[` + "\r\n" + `a]]`, `["A\n\\'" .. "a"]`},
		{"0x10 + .5 + 5. + 1e2 + 1e999", "[[[[16 + 0.5] + 5] + 100] + +Inf]"},
	} {
		assert.Equal(t, test.want, lastValue(t, "return "+test.text), test.text)
	}
}

func TestNames(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"return KEYS", "KEYS"},
		{"local a = 1\nlocal a = a\nreturn a", "a@2"},
		{"local a = 1\nlocal a = a\ndo\nlocal a\nend\nreturn a", "a@2"},
		{"local a\nfor a = 1, 2 do\nend\nreturn a", "a@1"},
		{"local a\nrepeat\nlocal a\nuntil a\nreturn a", "a@1"},
		{"function f(arg)\nend\nreturn arg", "arg"},
	} {
		assert.Equal(t, test.want, lastValue(t, test.text), test.text)
	}
	t.Run("locals know how they are used", func(t *testing.T) {
		chunk, err := Parse("local a, b, c = 1\nfunction f(...) b = a return arg end\nreturn a, missing")
		require.Nil(t, err)
		names := chunk.Main.Body.Stmts[0].(*LocalStmt).Names
		assert.True(t, names[0].Captured)
		assert.False(t, names[0].Assigned)
		assert.True(t, names[1].Assigned)
		assert.False(t, names[2].Captured)
		fn := chunk.Main.Body.Stmts[1].(*FunctionStmt).Func
		assert.Equal(t, []*Local{names[1], names[0]}, fn.Upvalues)
		assert.Equal(t, "f", fn.Name)
		var globals []string
		for _, g := range chunk.Globals {
			globals = append(globals, g.Name)
		}
		assert.Equal(t, []string{"f", "missing"}, globals)
	})
	t.Run("repeat sees the locals of its body", func(t *testing.T) {
		chunk, err := Parse("repeat local x = 1 until x")
		require.Nil(t, err)
		assert.NotNil(t, chunk.Main.Body.Stmts[0].(*Repeat).Cond.(*Name).Local)
	})
}

// TestSpans shows the text of the nodes and tokens that messages underline.
func TestSpans(t *testing.T) {
	text := "local rcall = redis.call -- c\nif rcall('GET', KEYS[1]) == nil then return a:b{} end;"
	chunk, err := Parse(text)
	require.Nil(t, err)
	var got []string
	at := func(r Range) string { return text[r.Start:r.End] }
	Walk(chunk.Main.Body, func(n Node) bool {
		got = append(got, strings.TrimPrefix(fmt.Sprintf("%T", n), "*lua.")+" "+at(n.Span()))
		switch n := n.(type) {
		case *Binary:
			got = append(got, "op "+at(n.OpRange))
		case *Call:
			got = append(got, "parens "+at(n.Parens))
		case *LocalStmt:
			got = append(got, "local "+at(n.Names[0].Range))
		case *If:
			got = append(got, "clause "+at(n.Clauses[0].Range))
		}
		return true
	})
	assert.Equal(t, []string{
		"Block " + text[:len(text)-1],
		"LocalStmt local rcall = redis.call", "local rcall", "Index redis.call", "Name redis", "String call",
		"If if rcall('GET', KEYS[1]) == nil then return a:b{} end", "clause if rcall('GET', KEYS[1]) == nil then return a:b{}",
		"Binary rcall('GET', KEYS[1]) == nil", "op ==",
		"Call rcall('GET', KEYS[1])", "parens ('GET', KEYS[1])", "Name rcall", "String 'GET'", "Index KEYS[1]", "Name KEYS", "Number 1",
		"Nil nil", "Block return a:b{}", "Return return a:b{}", "Call a:b{}", "parens {}", "Name a", "String b", "Table {}",
	}, got)
}

func TestSyntaxError(t *testing.T) {
	_, err := Parse("local x = 1\nx = = 2")
	require.NotNil(t, err)
	assert.Equal(t, Range{16, 17}, err.Range)
	assert.EqualError(t, err, "line 2: unexpected symbol near '='")

	_, err = Parse("for 1")
	assert.EqualError(t, err, "line 1: '<name>' expected near '1'")

	_, err = Parse("local " + strings.Repeat("a, ", 200) + "a")
	assert.EqualError(t, err, "line 1: main function has more than 200 local variables")
}

func TestShebang(t *testing.T) {
	chunk, err := Parse("#!lua flags=no-writes\nreturn 1")
	require.Nil(t, err)
	assert.Equal(t, Range{0, 21}, chunk.Shebang)
}

// checkTree asserts what must hold for every tree: nodes lie inside their parents, and a name's
// bytes spell it.
func checkTree(t *testing.T, text string, chunk *Chunk) {
	t.Helper()
	Walk(chunk.Main, func(n Node) bool {
		outer := n.Span()
		for _, child := range appendChildren(nil, n) {
			inner := child.Span()
			if inner.Start < outer.Start || inner.End > outer.End || inner.Start > inner.End {
				t.Fatalf("%T %v is not inside %T %v of %q", child, inner, n, outer, text)
			}
		}
		if name, ok := n.(*Name); ok && text[name.Start:name.End] != name.Name {
			t.Fatalf("name %s stands at %q", name.Name, text[name.Start:name.End])
		}
		return true
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range snippets() {
		if len(text) < 500 {
			f.Add(text)
		}
	}
	for seed := range 20 {
		g := &generator{rand: rand.New(rand.NewPCG(uint64(seed), 5))}
		f.Add(g.program())
	}
	f.Fuzz(func(t *testing.T, text string) {
		chunk, err := Parse(text)
		require.True(t, (chunk == nil) != (err == nil))
		if err != nil {
			require.True(t, 0 <= err.Start && err.Start <= err.End && err.End <= len(text), "%v", err.Range)
			return
		}
		checkTree(t, text, chunk)
	})
}

func TestGeneratedTrees(t *testing.T) {
	refused := 0
	for seed := range 200 {
		g := &generator{rand: rand.New(rand.NewPCG(uint64(seed), 5))}
		text := g.program()
		chunk, err := Parse(text)
		if err != nil { // a parenthesis that begins a line, mostly
			refused++
			continue
		}
		checkTree(t, text, chunk)
	}
	assert.Less(t, refused, 100)
}

// TestDeep parses and walks the deepest trees there are: chains that the compiler reads in a loop.
func TestDeep(t *testing.T) {
	const n = 300_000
	for _, text := range []string{
		"return 1" + strings.Repeat(" + 1", n),
		"return f" + strings.Repeat("()", n),
		"return a" + strings.Repeat(".b", n),
		strings.Repeat("x = 1 ", n),
		"if x then " + strings.Repeat("elseif x then ", n) + "end",
	} {
		chunk, err := Parse(text)
		require.Nil(t, err)
		count := 0
		Walk(chunk.Main, func(Node) bool { count++; return true })
		assert.Greater(t, count, n)
	}
}

// BenchmarkParse shows that time grows with a script's length and no faster.
func BenchmarkParse(b *testing.B) {
	unit := `local v = redis.call('HGET', KEYS[1], ARGV[1])
if v and tonumber(v) >= tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], v + 1) -- one more
end
`
	for _, n := range []int{1, 10, 100} {
		text := strings.Repeat("do "+unit+" end\n", n)
		b.Run(fmt.Sprintf("lines=%d", 5*n), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := Parse(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
