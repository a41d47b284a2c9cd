package lua

// This file makes Lua programs for the other tests: by hand (snippets) and at random (generator).

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// snippets returns programs around the grammar's corners.
func snippets() []string {
	list := []string{
		"", " ", "return", "return;", "return 1, 2;", "return 1 return 2", "return; x = 1",
		"x = 1; ; y = 2", ";", "goto = 1", "goto done", "::done::", "local goto = goto",
		"f()\n(g)()", "f\n()", "f{\n}", "f\n{}", "f\n'x'", "return f\n(1)", "t = { f\n(1) }", "t = { f, g\n(1) }",
		"a.b:c = 1", "a.b:c()", "a:b", "a.b:c'x'", "a:b{}.c[1]()", "(f())", "(f)()", "(a) = 1", "a.b, (c) = 1",
		"(a).b = 1", "('x'):rep(3)", "'x':rep(3)", "{}.x = 1", "f() = 1", "f().x = 1", "a, f() = 1",
		"break", "while 1 do break end", "while 1 do break; end", "while 1 do break x = 1 end",
		"while 1 do if x then break end end", "repeat break until x", "for i = 1, 2 do break end",
		"while 1 do local function f() break end end", "do break end", "repeat local x until x",
		"repeat return until x", "for i in p do end", "for i, j in p, q do end", "for i = 1 do end", "for i, j = 1, 2 do end",
		"for 1 = 1, 2 do end", "for i = 1, 2, 3, 4 do end", "for i of x do end", "for", "for i",
		"return ...", "function f() return ... end", "function f(...) return ..., arg end", "function f(a, ..., b) end",
		"function f(a,) end", "function f(a b) end", "function f(1) end", "function f(", "function a.b.c:d() end", "function a:b.c() end",
		"function a[1]() end", "local function f() end", "local function a.b() end", "local a.b = 1", "local a, b = 1",
		"local a, = 1", "local = 1", "local function", "x = function() end", "x = function f() end",
		"if x then", "if x then else", "if x then elseif y then else end", "if x then else else end", "if x then\n\nend end",
		"if x\nthen\ny = 1", "while x\n\ndo", "(x\n", "{x\n", "f(x\n", "x = {x\ny", "x = (x\n y", "f(x\n y", "repeat x = 1 end", "x = 1 end", "x = 1 until y", "else",
		"x = {1, 2; 3, a = 1, ['b'] = 2, [1] = 3, f(), ...}", "x = {,}", "x = {1,}", "x = {1,,}", "x = {;}", "x = {a = }", "x = {[1]}", "x = {[1] = 2", "x = {a b}",
		"x == 1", "x != 1", "x ~= 1", "x += 1", "x++", "x = y // 2", "x = y & 1", "x = ~y", "x = !y", "continue", "x = y ? 1 : 2",
		"x = 1 .. 2", "x = 1..2", "x = 1 ..2", "x = 1.. 2", "x = a.b.c", "x = a..b", "x = a...b", "x = a....b", "x = .5", "x = 5.", "x = .", "x = ..", "x = 0x10", "x = 0x", "x = 0xg", "x = 0X1F", "x = 0x1p4", "x = 0x1p", "x = 0x.8", "x = 0x1.8",
		"x = 1e5", "x = 1e", "x = 1e+", "x = 1e+5", "x = 1E-5", "x = 1e5.3", "x = 1e400", "x = 3x", "x = 3_0", "x = 0x_1", "x = 08", "x = 00x1", "x = 1..", "x = 1.2.3", "x = 0xe+1", "x = 0xep1", "x = 1e5e5", "x = 1and 2", "x = 1 and 2",
		"x = 1\x00", "x = 1\x00+", "x = 1\x00\x00abc", "x = 1\x00\x00 + 1", "x = a.\x00b", "x = a.\x00\x00", "\x00", "x = '\x00'", "--\x00\nx = 1", "x = [[\x00]]", "x\x00 = 1", "x = 1e\x002",
		`x = 'a\nb\\\'\"\a\b\f\r\t\v\065\0651\x'`, `x = '\256'`, `x = '\999'`, `x = '\25'`, `x = '\`, `x = 'a`, `x = "a'`, "x = 'a\nb'", "x = 'a\\\nb'", "x = 'a\\\r\nb' y", "x = 'a\rb'", `x = '\u{41}'`,
		"x = [[a]]", "x = [==[a]]]=]]==]", "x = [=[a", "x = [=a", "x = [==", "x = [[\na\n]] y", "x = [[a[[b]]", "x = [=[a[[b]]]=]", "x = [=[a[=[b]=]", "--[[ a [[ b ]]", "--[=[ [[ ]] ]=] x = 1",
		"--[[", "--[==[ ]] ]=] ", "--[ a ]]", "--[=a\nx = 1", "--", "-- a\rx", "--[[]]x = 1", "a[[x]]", "a[b[1]]", "a[ [[x]] ]", "a[[[x]]]",
		"x = 'é'", "é = 1", "x = \xff", "x = #a", "x = ##a", "x = - -a", "x = --a", "x = not not a", "x = -a^-b", "x = a^b^c", "x = a..b..c", "x = a < b < c", "x = a == b == c", "x = not a == b",
		"x = a or b and c", "x = # 'a'", "x = -'a'", "x = @", "x = $a", "x = `a`", "x = \\a", "#!lua flags=no-writes\nx =", "#!lua\nreturn 1", "#!lua", "#!", "#", "# x\nx = 1", "#!/usr/bin/lua\r\nx =", "\n#!lua", "\x1bLua",
		"x = function(a) local a; return function() return a end end", "local a <const> = 1", "return function() end()", "return (function() end)()", "local t = {} t.end = 1", "t.and()", "and", "x = nil.x", "x = nil()", "x = true.y",
		"\xef\xbb\xbfx = 1", "x\r\ny = ", "x = 1\n\r\n\ry = ", "x = 1\r\r\ny = ", "x = '\\\n\r' y y", "a b", "a 1", "a,b", "a,b c", "a = b c = d", "a = b, c = d", "a = f b = 2", "f 'x' 'y' {z} (1)", "f 'x'\n(1)", "x = f 'x'\n:y()", "-1", "1", "'x'", "nil", "...", "function", "x = function", "local x = = 1", "x = (1, 2)", "x = ()", "f(,)", "f(1,)", "f(1 2)", "x[", "x[]", "x[1", "x[1]", "x.1", "x:1()", "x:", "x.", "while", "while x", "while x do", "until", "repeat", "repeat until", "do", "do end end", "if", "if x", "if x then end", "if then end", "return return", "return if",
		"(", ")", "x = )", "x = (", "x = }", "}", "]", "x = ]",
	}
	many := func(n int, sep string, item func(i int) string) string {
		items := make([]string, n)
		for i := range items {
			items[i] = item(i)
		}
		return strings.Join(items, sep)
	}
	v := func(i int) string { return fmt.Sprintf("v%d", i) }
	for _, n := range []int{199, 200, 201} {
		list = append(list,
			"local "+many(n, ", ", v),
			"function f()\nlocal "+many(n, "\nlocal ", v)+"\nend",
			"function f("+many(n, ", ", v)+") end",
			"local "+many(n-4, ", ", v)+" for i = 1, 2 do end",
			"local "+many(n-5, ", ", v)+" for i, j in p do end",
			"function f("+many(n-1, ", ", v)+", ...) end",
			"function a:f("+many(n-1, ", ", v)+") end",
			many(n-2, ", ", v)+" = 1",
			"do "+many(n-3, ", ", v)+" = 1 end",
		)
	}
	for _, n := range []int{60, 61} {
		list = append(list,
			"local "+many(n, ", ", v)+"\nfunction f()\nreturn "+many(n, ", ", v)+" end",
			"local "+many(n, ", ", v)+"\nfunction f()\nreturn function() return "+many(n, ", ", v)+" end end")
	}
	for _, n := range []int{64, 65, 66, 96, 97, 98, 99, 100, 195, 196, 197, 198, 199, 200, 201, 5000} {
		r := func(s string) string { return strings.Repeat(s, n) }
		list = append(list,
			"x = "+r("(")+"1"+r(")"),
			"x = "+r("{")+r("}"),
			"x = "+r("-")[:0]+r("not ")+"1",
			"x = "+r("a^")+"1",
			r("do ")+r(" end"),
			r("while 1 do ")+r(" end"),
			r("function f() ")+r(" end"),
			"x = "+r("function() return ")+r(" end"),
			"x = "+r("f(")+"1"+r(")"),
			r("if x then ")+r("end "),
		)
	}
	return list
}

// generator makes random programs.
type generator struct {
	rand  *rand.Rand
	depth int
	out   strings.Builder
}

func (g *generator) program() string {
	g.out.Reset()
	g.block(8)
	return g.out.String()
}

func (g *generator) pick(items ...string) string { return items[g.rand.IntN(len(items))] }

func (g *generator) put(parts ...string) {
	for _, p := range parts {
		g.out.WriteString(p)
		g.out.WriteString(g.pick(" ", " ", " ", " ", "\n", "  ", "\t", " -- c\n", " --[[ c ]] ", "\r\n"))
	}
}

func (g *generator) name() string {
	return g.pick("a", "b", "c", "KEYS", "ARGV", "goto", "self", "arg")
}

func (g *generator) block(n int) {
	g.depth++
	for range g.rand.IntN(n) {
		g.stat()
		if g.rand.IntN(3) == 0 {
			g.put(";")
		}
	}
	if g.rand.IntN(6) == 0 {
		g.put("return")
		if g.rand.IntN(3) > 0 {
			g.exprs()
		}
	}
	g.depth--
}

func (g *generator) stat() {
	n := 12
	if g.depth > 5 {
		n = 4
	}
	switch g.rand.IntN(n) {
	case 0:
		g.put("local", g.name(), "=")
		g.exprs()
	case 1:
		g.put(g.name(), "=")
		g.exprs()
	case 2:
		g.put(g.name(), ".", g.name(), ",", g.name(), "=")
		g.exprs()
	case 3:
		g.call()
	case 4:
		g.put("do")
		g.block(4)
		g.put("end")
	case 5:
		g.put("while")
		g.expr()
		g.put("do")
		g.block(4)
		g.put("end")
	case 6:
		g.put("repeat")
		g.block(4)
		g.put("until")
		g.expr()
	case 7:
		g.put("if")
		g.expr()
		g.put("then")
		g.block(4)
		if g.rand.IntN(2) == 0 {
			g.put("elseif")
			g.expr()
			g.put("then")
			g.block(3)
		}
		if g.rand.IntN(2) == 0 {
			g.put("else")
			g.block(3)
		}
		g.put("end")
	case 8:
		g.put("for", g.name(), "=")
		g.expr()
		g.put(",")
		g.expr()
		g.put("do", g.pick("", "if x then break end"))
		g.block(4)
		g.put("end")
	case 9:
		g.put("for", g.name(), ",", g.name(), "in")
		g.exprs()
		g.put("do")
		g.block(4)
		g.put("end")
	case 10:
		g.put(g.pick("local function f", "function f", "function a.b", "function a.b:c"), "(", g.pick("", "a", "a, b", "...", "a, ..."), ")")
		g.block(5)
		g.put("end")
	case 11:
		g.put("local function g()")
		g.block(3)
		g.put("end")
	}
}

func (g *generator) exprs() {
	g.expr()
	for g.rand.IntN(3) == 0 {
		g.put(",")
		g.expr()
	}
}

func (g *generator) call() {
	g.out.WriteString(g.pick("f", "redis.call", "a.b:c", "(f)"))
	switch g.rand.IntN(4) {
	case 0:
		g.put("'x'")
	case 1:
		g.put("{ 1, a = 2 }")
	default:
		g.put("(")
		if g.rand.IntN(4) > 0 {
			g.exprs()
		}
		g.put(")")
	}
}

func (g *generator) expr() {
	g.depth++
	defer func() { g.depth-- }()
	n := 10
	if g.depth > 7 {
		n = 3
	}
	switch g.rand.IntN(n) {
	case 0:
		g.put(g.name())
	case 1:
		g.put(g.pick("1", "0x1F", ".5", "1e3", "3.", "'s'", `"\065\n"`, "[==[ ]] ]==]", "nil", "true", "false"))
	case 2:
		g.put(g.name(), "[", "1", "]")
	case 3, 4:
		g.expr()
		g.put(g.pick("+", "-", "*", "/", "%", "^", "..", "==", "~=", "<", ">", "<=", ">=", "and", "or"))
		g.expr()
	case 5:
		g.put(g.pick("-", "not", "#"))
		g.expr()
	case 6:
		g.put("(")
		g.expr()
		g.put(")")
	case 7:
		g.call()
	case 8:
		g.put("{")
		for range g.rand.IntN(4) {
			g.out.WriteString(g.pick("", "", "a = ", "['b'] = "))
			g.expr()
			g.put(g.pick(",", ";"))
		}
		g.put("}")
	case 9:
		g.put("function", "(", g.pick("", "a", "..."), ")")
		g.block(2)
		g.put("end")
	}
}

var soupTokens = []string{
	"and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
	"+", "-", "*", "/", "%", "^", "#", "==", "~=", "<=", ">=", "<", ">", "=", "(", ")", "{", "}", "[", "]", ";", ":", ",", ".", "..", "...",
	"x", "y", "KEYS", "1", "2.5", "'s'", "[[l]]", "\n", "--c\n", "f()", "x = 1", "\x00", "!", "0x",
}

func (g *generator) soup() string {
	var b strings.Builder
	for range 1 + g.rand.IntN(25) {
		b.WriteString(soupTokens[g.rand.IntN(len(soupTokens))])
		b.WriteString(g.pick(" ", " ", ""))
	}
	return b.String()
}

// damage deletes, doubles, changes or inserts a few bytes or tokens.
func (g *generator) damage(program string) string {
	for range 1 + g.rand.IntN(3) {
		if program == "" {
			return program
		}
		i := g.rand.IntN(len(program))
		switch g.rand.IntN(4) {
		case 0:
			program = program[:i] + program[i+1:]
		case 1:
			program = program[:i] + program[i:i+1] + program[i:]
		case 2:
			program = program[:i] + soupTokens[g.rand.IntN(len(soupTokens))] + program[i:]
		case 3:
			program = program[:i] + string(rune(g.rand.IntN(128))) + program[i+1:]
		}
	}
	return program
}

// wide makes statements that need many registers: long lists, deep nesting, chains.
func (g *generator) wide(statements, most int) {
	names := func(n int) string { return list(n, ", ", func(i int) string { return fmt.Sprint("w", i) }) }
	for range statements {
		n := 1 + g.rand.IntN(max(1, most))
		switch g.rand.IntN(10) {
		case 0:
			g.put("f(", g.many(n, ", "), ")")
		case 1:
			g.put("x =", g.many(n, " .. "))
		case 2:
			g.put("x = {", g.many(n, ", "), "}")
		case 3:
			n = min(n, 180)
			g.put("do local", names(n), "=", g.many(1+g.rand.IntN(2*n), ", "), "end")
		case 4:
			n = min(n, 60)
			targets := list(n, ", ", func(int) string {
				return g.pick("x", "t[1]", "t[v1]", "t.a", "v1", "v2", "v2[v1]", "f().x", "v1[x .. y]")
			})
			g.put(targets, "=", g.many(1+g.rand.IntN(2*n), ", "))
		case 5:
			g.put("for i, j in", g.many(n, ", "), "do")
			g.wide(1, most)
			g.put("end")
		case 6:
			g.put("for i =", g.atom(), ",", g.many(n, " .. "), "do")
			g.wide(1, most)
			g.put("end")
		case 7:
			g.put("x = function(...)")
			g.wide(1, most)
			g.put("end")
		case 8:
			open := g.pick("f(a, ", "{1, ", "{a = ", "a:b(", "(a or ", "(a and ", "1 + (", "f{", "t[", "#(", "not (", "- (", "x < (")
			closing := map[byte]string{'(': ")", '{': "}", '[': "]"}[open[strings.LastIndexAny(open, "({[")]]
			depth := min(n, 60)
			g.put("x = " + strings.Repeat(open, depth) + g.atom() + strings.Repeat(closing, depth))
		case 9:
			g.put("if", g.many(n, g.pick(" or ", " and ")), "then")
			g.wide(1, most)
			g.put("end repeat local w", g.pick("", "= ..."), "until", g.many(n, " == "))
		}
	}
}

// many makes n short expressions.
func (g *generator) many(n int, sep string) string {
	return list(n, sep, func(int) string { return g.atom() })
}

func (g *generator) atom() string {
	return g.pick("v1", "v2", "x", "y", "1", "2.5", "'s'", "nil", "true", "f()", "f(v1, 2)", "a.b", "v1[v2]", "v1:m(x)", "x + v1", "(x)", "(f())", "{}", "{1, f()}", "1 + 2", "-1", "-x",
		"x == y", "x < 1", "not x", "not v1", "#v1", "x and y", "v1 or v2", "x and v1 or 3", "v1 and v2", "not (x and v1)", "(x or y) + 1", "...", "function() return v1 end", "x .. v1", "(v1 .. x) .. 1", "(v1 and x == 1)")
}
