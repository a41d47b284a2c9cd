package check

import (
	"fmt"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

var undeclaredKey = &Check{
	Name: "undeclared-key",
	Doc:  "a key that is neither an element of KEYS nor made as touches says",
	Why: `
A cluster sends a script to the node that has the keys it is given. A key that the script makes itself,
from an argument or from what it read, may live on another node, and then the script fails there; access
control lists and tools that move keys do not see it either. A script that has to make keys, for members
of a list it reads, say, declares how under touches: then it is checked that they stay in the slot of
the call. In a script without a header this is advice.`,
	Bad: `--[[ yaml
doc: Removes a task and its place in the queue.
keys:
  pending: queue:{<queue>}:pending
args:
  id: string
returns: int
--]]
redis.call('LREM', KEYS[1], 1, ARGV[1])
return redis.call('DEL', KEYS[1] .. ':task:' .. ARGV[1])`,
	Message: `DEL uses a text the script makes as a key, and it is not in KEYS`,
	Good: `--[[ yaml
doc: Removes a task and its place in the queue.
keys:
  pending: queue:{<queue>}:pending
args:
  id: string
touches:
  task: queue:{<queue>}:pending:task:<id>
returns: int
--]]
redis.call('LREM', KEYS[1], 1, ARGV[1])
return redis.call('DEL', KEYS[1] .. ':task:' .. ARGV[1])`,
	Run: runUndeclaredKey,
}

func runUndeclaredKey(p *Pass) {
	if p.Contract == nil {
		adviseKeys(p, madeKeys(p))
		return
	}
	for _, m := range madeKeys(p) {
		d := p.Report(m.node, "give the key as an element of KEYS, or declare under touches how it is made",
			"%s uses %s as a key, and it is not in KEYS", m.call.Name, m.what)
		d.Related = m.calledFrom(p)
	}
}

// adviseKeys says of a script without a header that it makes keys: once, where it makes the first.
func adviseKeys(p *Pass, made []madeKey) {
	if len(made) == 0 || header.Parse(p.Program.File, &diag.List{}) != nil {
		return // a header with errors may declare them
	}
	others := ""
	if n := len(made) - 1; n > 0 {
		others = fmt.Sprintf("; nor are %d other keys that this script makes", n)
		if n == 1 {
			others = "; nor is another key that this script makes"
		}
	}
	first := made[0]
	d := p.Report(first.node, "give each key as an element of KEYS, so that a cluster finds the node that has it",
		"%s uses %s as a key, and it is not in KEYS%s", first.call.Name, first.what, others)
	d.Severity, d.Related = diag.Advice, first.calledFrom(p)
}

// madeKey is the first use of a key that the script makes itself.
type madeKey struct {
	keyUse
	what string // "a fixed text"
}

// madeKeys returns the keys that are certainly no elements of KEYS and do not fit touches. Keys that read
// the same, or are made in the same way, count once.
func madeKeys(p *Pass) []madeKey {
	var made []madeKey
	seen := map[any]bool{}
	for _, u := range keyUses(p) {
		a, found := u.certain(func(a flow.Atom) bool { return ownKey(a) != "" && !touched(p.Contract, a) })
		text, how := p.Text(u.node), [2]any{a.Text, a.From}
		if !found || seen[text] || seen[how] {
			continue
		}
		seen[text], seen[how] = true, true
		made = append(made, madeKey{u, ownKey(a)})
	}
	return made
}

// ownKey says what a key is that is certainly no element of KEYS, and returns "" for one that may be.
func ownKey(a flow.Atom) string {
	from := a.From
	if a.IsString() && a.Text != nil && len(a.Text.Parts) == 1 && from == (flow.Origin{}) {
		from = a.Text.Parts[0].From // as in KEYS[1] .. ''
	}
	switch from.Kind {
	case flow.FromKey:
		return ""
	case flow.FromArg:
		return "an argument"
	case flow.FromReply:
		if a.IsString() || a.IsNumber() {
			return "what a command replied"
		}
		return ""
	}
	switch {
	case a.IsNumber():
		return "a number"
	case !a.IsString() || a.Text == nil:
		return ""
	}
	if _, ok := a.Text.Literal(); ok {
		return "a fixed text"
	}
	for _, part := range a.Text.Parts {
		if part.Literal != "" || part.From.Kind != flow.Elsewhere {
			return "a text the script makes"
		}
	}
	return "" // nothing is known of it
}

// touched reports whether a key that the script makes may be one that touches describes.
func touched(s *contract.Script, a flow.Atom) bool {
	if s == nil {
		return false
	}
	for _, t := range s.Touches {
		if mayBe(s, a, t.Pattern) {
			return true
		}
	}
	return false
}
