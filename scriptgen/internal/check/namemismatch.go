package check

// This file reports locals that bear the name of another key or argument.

import (
	"strconv"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

var nameMismatch = &Check{
	Name: "name-mismatch",
	Doc:  "a local that is named like one key or argument and holds another",
	Why: `
Where the header calls KEYS[1] link and KEYS[2] links, "local links = KEYS[1]" has them swapped, or the
header's order was changed and the script was not. Every line that follows reads right and does wrong.`,
	Bad: `--[[ yaml
doc: Links a user.
keys:
  link: lk:{<uid>}:<service>
  links: lk:{<uid>}
returns: none
--]]
local links = KEYS[1]
redis.call('SET', KEYS[2], 1)
redis.call('HSET', links, 'chat', 1)`,
	Message: `local links holds KEYS[1], which is link; links is KEYS[2]`,
	Good: `--[[ yaml
doc: Links a user.
keys:
  link: lk:{<uid>}:<service>
  links: lk:{<uid>}
returns: none
--]]
local link, links = KEYS[1], KEYS[2]
redis.call('SET', link, 1)
redis.call('HSET', links, 'chat', 1)`,
	Run: runNameMismatch,
}

// input is a key or an argument of the header.
type input struct {
	of    flow.OriginKind
	index int
	name  string
	span  source.Span
}

func (i input) String() string { return tableName(i.of) + "[" + strconv.Itoa(i.index) + "]" }

func runNameMismatch(p *Pass) {
	if p.Contract == nil {
		return
	}
	var inputs []input
	for _, k := range p.Contract.Keys {
		inputs = append(inputs, input{flow.FromKey, k.Index, k.Name, k.Span})
	}
	for _, a := range p.Contract.Args {
		inputs = append(inputs, input{flow.FromArg, a.Index, a.Name, a.Span})
	}
	lua.Walk(p.Chunk.Main, func(n lua.Node) bool {
		s, ok := n.(*lua.LocalStmt)
		if !ok {
			return true
		}
		for i, l := range s.Names {
			if i >= len(s.Values) || i == len(s.Values)-1 && len(s.Names) > len(s.Values) {
				break
			}
			if of, index, ok := inputOf(p.Flow.Value(s.Values[i])); ok {
				reportMismatch(p, l, of, index, inputs)
			}
		}
		return true
	})
}

// inputOf returns the one element of KEYS or ARGV that a value is, or the number in it.
func inputOf(v flow.Value) (of flow.OriginKind, index int, ok bool) {
	for _, a := range v {
		if a.IsNil() {
			continue
		}
		i, exact := a.From.Index.Exact()
		if a.Kind == flow.Unknown || !exact || ok && (a.From.Kind != of || i != index) {
			return 0, 0, false
		}
		of, index, ok = a.From.Kind, i, true
	}
	return of, index, ok && (of == flow.FromKey || of == flow.FromArg)
}

func reportMismatch(p *Pass, l *lua.Local, of flow.OriginKind, index int, inputs []input) {
	var holds, named *input
	for i := range inputs {
		in := &inputs[i]
		if in.of == of && in.index == index {
			holds = in
		}
		if sameName(in.name, l.Name) && (named == nil || in.of == of) {
			named = in
		}
	}
	if holds == nil || named == nil || holds == named || sameName(holds.name, l.Name) {
		return
	}
	f := p.Report(l.Range, "write local "+l.Name+" = "+named.String()+", or name it "+holds.name,
		"local %s holds %s, which is %s; %s is %s", l.Name, holds, holds.name, named.name, named)
	f.Related = []diag.Related{{Span: holds.span, Message: holds.String() + " is declared here"}}
}

// sameName reports whether a local's name says that it is the key or argument of that name:
// linkKey and link_key are link.
func sameName(declared, local string) bool {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "_", "") }
	d, l := plain(declared), plain(local)
	return d == l || d+"key" == l || d == l+"key"
}
