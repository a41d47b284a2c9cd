package check

// This file holds what the checks about keys share: which words of a call are keys, which declared keys
// each of them is, and when two patterns speak of the same keys.

import (
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

// keyUse is a word of a call that is certainly a key.
type keyUse struct {
	call  *flow.Call
	key   redisenv.Key
	value flow.Value
	node  lua.Expr
}

// keyUses returns the keys of the calls whose command is known.
func keyUses(p *Pass) []keyUse {
	var uses []keyUse
	for _, c := range p.Flow.Calls {
		if c.Command == nil {
			continue
		}
		keys, _ := c.Command.KeysOf(c.Known())
		for _, k := range keys {
			uses = append(uses, keyUse{c, k, c.Words[k.Index], c.Nodes[k.Index]})
		}
	}
	return uses
}

// certain returns an alternative of a key that is wrong, if one is wrong without doubt, or if all are.
func (u keyUse) certain(wrong func(flow.Atom) bool) (flow.Atom, bool) {
	var first flow.Atom
	found, all := false, true
	for _, a := range u.value {
		switch {
		case !a.IsString() && !a.IsNumber() && a.Kind != flow.Unknown: // refused before it is a key
		case !wrong(a):
			all = false
		case !a.Doubt:
			return a, true
		case !found:
			first, found = a, true
		}
	}
	return first, found && all
}

// calledFrom lists the calls of the script's own functions through which it gets to a command, the
// innermost first: the key was made, or chosen, in one of them.
func (u keyUse) calledFrom(p *Pass) []diag.Related {
	var calls []diag.Related
	for _, call := range slices.Backward(u.call.Via) {
		calls = append(calls, diag.Related{Span: p.Span(call.Span()), Message: "in this call"})
	}
	return calls
}

// declaredKeys returns the keys of the header that an element of KEYS may be.
func declaredKeys(s *contract.Script, i flow.Index) []*contract.Key {
	var keys []*contract.Key
	for _, k := range s.Keys {
		from := k.Index
		switch n, exact := i.Exact(); {
		case exact && (n == from || n > from && k.Variadic()):
		case !exact && (from >= i.Lo && (i.Step <= 1 || (from-i.Lo)%i.Step == 0) || k.Variadic()):
		default:
			continue
		}
		keys = append(keys, k)
	}
	return keys
}

// family returns a text that is the same for patterns that make the same keys from other names: in
// "acct:<from>" and "acct:<to>" only the name differs. It is empty for a whole-key placeholder, of which
// nothing is known.
func family(p *contract.Pattern) string {
	var b strings.Builder
	for _, part := range p.Parts {
		switch {
		case part.Whole:
			return ""
		case part.IsPlaceholder():
			b.WriteString("<" + part.Type.Text + ">")
		default:
			b.WriteString(strings.ReplaceAll(part.Literal, "<", "<<"))
		}
	}
	return b.String()
}
