package check

// This file holds the error codes a script returns against those its header declares. Errors without any are
// in raisederror.go.

import (
	"regexp"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

var errorCode = &Check{
	Name: "error-code",
	Doc:  "an error code that is not declared, or declared and never returned, or an error raised without a text",
	Why: `
Callers tell errors apart by the sentinels that are generated from errors; a code that is not declared
there reaches them as some error of the server. One that is declared and never returned is a case they
handle in vain. The code is the first word of the text given to redis.error_reply.

An error that is raised needs a text too. With error({}), or error of any other table without one in its
field err, the server follows a null pointer: where no pcall catches it, Redis before 8.2 and Valkey before
9.0 crash, but for their patch releases since October 2025. Later ones reply ERR unknown error, which is
advice. Write error(redis.error_reply('CODE text')), which replies CODE text: error('CODE text') replies
ERR, the script's line, and the text.`,
	Bad: `--[[ yaml
doc: Takes one item out of stock.
keys:
  stock: stock:<item>
returns: int
--]]
local left = redis.call('DECR', KEYS[1])
if left < 0 then
  redis.call('INCR', KEYS[1])
  return redis.error_reply('OUT_OF_STOCK nothing left')
end
return left`,
	Message: `error code OUT_OF_STOCK is not declared`,
	Good: `--[[ yaml
doc: Takes one item out of stock.
keys:
  stock: stock:<item>
returns: int
errors:
  OUT_OF_STOCK: there is nothing left
--]]
local left = redis.call('DECR', KEYS[1])
if left < 0 then
  redis.call('INCR', KEYS[1])
  return redis.error_reply('OUT_OF_STOCK nothing left')
end
return left`,
	Run: runErrorCode,
}

// codeWord is what is taken for a code: anything else is a message without one.
var codeWord = regexp.MustCompile(`^-?([A-Z][A-Z0-9_]*)(?:\s|$)`)

// generic codes are the server's own; a script may use them without declaring them.
var generic = map[string]bool{
	"ERR": true, "WRONGTYPE": true, "NOPERM": true, "OOM": true, "READONLY": true, "NOSCRIPT": true, "BUSYGROUP": true,
	"NOGROUP": true, "NOTFOUND": true, "BUSYKEY": true, "EXECABORT": true, "UNKILLABLE": true,
}

// codes is what a script returns.
type codes struct {
	at       map[string]lua.Node // the first place of each
	complete bool                // there are no others
}

func runErrorCode(p *Pass) {
	reportRaisedTables(p)
	if p.Contract == nil {
		return
	}
	found := returnedCodes(p)
	declaredCodes := map[string]bool{}
	var known []string
	for _, e := range p.Contract.Errors {
		declaredCodes[e.Code] = true
		known = append(known, e.Code)
		if found.complete && found.at[e.Code] == nil {
			p.ReportAt(e.Span, "return redis.error_reply('"+e.Code+" …') somewhere, or remove it", "error code %s is never returned", e.Code)
		}
	}
	for code, at := range found.at {
		if declaredCodes[code] || generic[code] {
			continue
		}
		hint := "declare it under errors"
		if near := spell.Nearest(code, known); near != "" {
			hint = "did you mean " + near + "?"
		}
		p.Report(at, hint, "error code %s is not declared", code)
	}
}

// returnedCodes collects the codes of redis.error_reply, of {err = …} that is returned or raised, and
// of errors passed on.
func returnedCodes(p *Pass) codes {
	c := codes{at: map[string]lua.Node{}, complete: len(p.Flow.Returns)+len(p.Flow.Errors) > 0 && !computesCode(p.Chunk)}
	for _, b := range p.Flow.Builtins {
		if b.Name == "redis.error_reply" && len(b.Args) > 0 && len(b.Node.Args) > 0 {
			c.addText(b.Args[0], b.Node.Args[0])
		}
	}
	for _, r := range p.Flow.Returns {
		if r.Stmt == nil || len(r.Values) == 0 {
			continue
		}
		for _, a := range r.Values[0] {
			c.addTable(a, r.Shape(a), r.Stmt)
		}
	}
	for _, r := range p.Flow.Errors {
		for _, a := range r.Value {
			c.addTable(a, r.Shape(a), r.Node)
		}
	}
	return c
}

// addTable adds the code of a table that ends the script.
func (c *codes) addTable(a flow.Atom, s *flow.Shape, at lua.Node) {
	switch {
	case a.Kind == flow.Unknown:
		c.complete = false
	case a.Kind != flow.TableKind:
	case s == nil || s.Open:
		c.complete = false
	default:
		if v, ok := s.Fields["err"]; ok {
			c.addText(v, at)
		}
	}
}

func (c *codes) addText(v flow.Value, at lua.Node) {
	for _, a := range v {
		if a.Kind == flow.Nil {
			continue
		}
		text := a.Text.Prefix()
		if whole, ok := a.Text.Literal(); ok {
			text = whole + " "
		}
		m := codeWord.FindStringSubmatch(text)
		switch {
		case !strings.Contains(text, " "):
			c.complete = false // the code is not known, or not to its end
		case m != nil && c.at[m[1]] == nil:
			c.at[m[1]] = at
		}
	}
}
