package check

// This file reports what the server's Lua compiler would refuse.

import (
	"regexp"
	"strings"
)

var syntax = &Check{
	Name: "syntax",
	Doc:  "what the server's Lua compiler refuses",
	Why: `
The servers run Lua 5.1. What later versions brought (goto, integer division, bitwise operators) and
what other languages have (!=, +=, continue) is a syntax error: SCRIPT LOAD and EVAL fail, at the first
call in production if nobody tried. The message is the compiler's own.`,
	Bad:     `if redis.call('EXISTS', KEYS[1]) != 1 then return false end`,
	Message: `'then' expected near '!'`,
	Good:    `if redis.call('EXISTS', KEYS[1]) ~= 1 then return false end`,
	Run:     runSyntax,
}

func runSyntax(p *Pass) {
	e := p.Syntax
	if e == nil {
		checkShebang(p)
		return
	}
	at := e.Range
	text := p.Program.Text[at.Start:at.End]
	if i := strings.IndexAny(text, "\r\n"); i > 0 {
		at.End = at.Start + i // a string or comment that never ends: its beginning is enough
	}
	message := e.Message
	if e.Near != "" {
		message += " near '" + oneLine(e.Near) + "'"
	}
	p.Report(at, syntaxHint(p.Program.Text, e.Start, e.Message), "%s", message)
}

// oneLine returns a token as a message can show it: line breaks as the spaces that the server makes of
// them, and no more than its beginning where it is long.
func oneLine(token string) string {
	const enough = 60
	shown := []rune(strings.NewReplacer("\r", " ", "\n", " ").Replace(token))
	if len(shown) > enough {
		shown = append(shown[:enough], '…')
	}
	return string(shown)
}

// hints tell by the text before and after the place where the compiler gives up what was meant.
var hints = []struct {
	before, after *regexp.Regexp
	hint          string
}{
	{nil, regexp.MustCompile(`^!=`), "not equal is written ~="},
	{nil, regexp.MustCompile(`^!`), "negation is written not"},
	{nil, regexp.MustCompile(`^([-+*/%]|\.\.)=`), "Lua has no assignment operators: write x = x + 1"},
	{nil, regexp.MustCompile(`^\+\+`), "Lua has no ++: write x = x + 1"},
	{regexp.MustCompile(`/\s*$`), regexp.MustCompile(`^/`), "Lua 5.1 has no //: write math.floor(a / b); a comment begins with --"},
	{nil, regexp.MustCompile(`^//`), "a comment begins with --"},
	{regexp.MustCompile(`<\s*$`), regexp.MustCompile(`^<`), "Lua 5.1 has no bitwise operators: write bit.lshift(a, b)"},
	{regexp.MustCompile(`>\s*$`), regexp.MustCompile(`^>`), "Lua 5.1 has no bitwise operators: write bit.rshift(a, b)"},
	{nil, regexp.MustCompile(`^&&`), "and is written and"},
	{nil, regexp.MustCompile(`^\|\|`), "or is written or"},
	{nil, regexp.MustCompile(`^&`), "Lua 5.1 has no bitwise operators: write bit.band(a, b)"},
	{nil, regexp.MustCompile(`^\|`), "Lua 5.1 has no bitwise operators: write bit.bor(a, b)"},
	{nil, regexp.MustCompile(`^~`), "Lua 5.1 has no bitwise operators: write bit.bxor(a, b) or bit.bnot(a)"},
	{regexp.MustCompile(`\bgoto\s+$`), nil, "Lua 5.1 has no goto: use a loop, or a function that returns early"},
	{nil, regexp.MustCompile(`^::`), "Lua 5.1 has no labels: use a loop, or a function that returns early"},
	{regexp.MustCompile(`\bcontinue\s*;?\s*$`), nil, "Lua has no continue: put the rest of the body under if"},
	{nil, regexp.MustCompile(`^\?`), "Lua has no ?: operator: write cond and a or b"},
	{regexp.MustCompile(`\blocal\s+\w+\s*$`), regexp.MustCompile(`^<`), "Lua 5.1 has no attributes such as <const>"},
}

func syntaxHint(text string, at int, message string) string {
	switch {
	case strings.HasPrefix(message, "ambiguous syntax"):
		return "end the statement before with ; or put the parenthesis on the line of the function"
	case strings.HasPrefix(message, "nesting of [["):
		return "only the newest servers take it: write --[==[ … ]==] or [==[ … ]==] around text that holds [["
	case strings.HasPrefix(message, "'end' expected") && strings.Contains(text[:at], "else if"):
		return "else if opens a second if, which needs an end of its own; elseif does not"
	}
	before, after := text[max(0, at-40):at], text[at:min(len(text), at+4)]
	for _, h := range hints {
		if (h.before == nil || h.before.MatchString(before)) && (h.after == nil || h.after.MatchString(after)) {
			return h.hint
		}
	}
	for _, m := range messages {
		if found := m.message.FindStringSubmatchIndex(message); found != nil {
			return string(m.message.ExpandString(nil, m.hint, message, found))
		}
	}
	return "write Lua 5.1; what stands before the place may be what is wrong"
}

// messages are hints for what the compiler says where the text tells no more.
var messages = []struct {
	message *regexp.Regexp
	hint    string
}{
	{regexp.MustCompile(`^'(.+)' expected \(to close '(.+)' at line (\d+)\)`), "write the $1 that closes the $2 of line $3"},
	{regexp.MustCompile(`^'=' expected`), "a statement is an assignment, x = 1, or a call, f(x)"},
	{regexp.MustCompile(`^'<eof>' expected`), "nothing may follow return or break but the end of its block"},
	{regexp.MustCompile(`^'<name>' expected`), "write a name: letters, digits and _, and no word of the language"},
	{regexp.MustCompile(`^'(.+)' expected`), "write $1 here"},
	{regexp.MustCompile(`^unexpected symbol`), "an expression, or a statement, cannot begin with this"},
	{regexp.MustCompile(`^unfinished (long )?string`), "close the string; one of several lines is written [[ … ]]"},
	{regexp.MustCompile(`^unfinished long comment`), "close the comment with ]], and as many = as it was opened with"},
	{regexp.MustCompile(`^malformed number`), "numbers are written 10, 2.5, 1e3 or 0x1F"},
	{regexp.MustCompile(`^escape sequence`), "\\ and three digits is a byte, of at most 255"},
	{regexp.MustCompile(`^no loop to break`), "break leaves for, while and repeat; return leaves a function"},
	{regexp.MustCompile(`^cannot use '\.\.\.'`), "declare the function with ... as its last parameter"},
	{regexp.MustCompile(`too complex|more than \d+ (local|upvalues|variables)|too many local|overflow`), "put values into a table, or move a part into a function of its own"},
	{regexp.MustCompile(`too many syntax levels`), "nest less: put inner parts into locals or functions"},
}
