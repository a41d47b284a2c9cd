package check

import (
	"slices"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
)

var keyCollision = &Check{
	Name: "key-collision",
	Doc:  "two patterns, or two tuples of values, that can make the same key",
	Why: `
Two things that share one key overwrite each other. The placeholders of a pattern may contain what the
pattern before or behind them does not forbid, so the key of one thing can be the key of another one whose
name was chosen for it. The check proves for each pattern that a key tells its values, and for each
two patterns of the set that they have no key in common; the finding names a key that both make.
Patterns that differ in the names of placeholders only speak of the same keys, and so does one that writes out
a value of the other's enum: those are not reported. Whole keys given by the caller are not looked at.`,
	Bad: `--[[ yaml
doc: Follows a user.
keys:
  user: app:{<org>}:<user>
  followers: app:{<org>}:<user>:followers
returns: int
--]]
redis.call('HINCRBY', KEYS[1], 'follows', 1)
return redis.call('SADD', KEYS[2], 'me')`,
	Message: `app:{<org>}:<user>:followers and app:{<org>}:<user> can make the same key: app:{a}:a:followers`,
	Good: `--[[ yaml
doc: Follows a user.
keys:
  user: app:{<org>}:user:<user>
  followers: app:{<org>}:followers:<user>
returns: int
--]]
redis.call('HINCRBY', KEYS[1], 'follows', 1)
return redis.call('SADD', KEYS[2], 'me')`,
	RunSet: runKeyCollision,
}

// ownedKey is a declared key and the pass over its script.
type ownedKey struct {
	*contract.Key
	pass *Pass
}

func runKeyCollision(passes []*Pass) {
	var keys []ownedKey // one for each family
	seen := map[string]bool{}
	for _, k := range ownedKeys(passes) {
		if f := family(k.Pattern); f != "" && !seen[f] {
			seen[f] = true
			keys = append(keys, k)
		}
	}
	for i, k := range keys {
		if key, found := k.Pattern.Ambiguous(); found {
			k.pass.ReportAt(k.Pattern.Span, "put a character between the placeholders that no value may contain",
				"two different tuples of values make the key %s", key)
		}
		for _, other := range keys[:i] {
			key, found := collision(other.Pattern, k.Pattern)
			if !found {
				continue
			}
			d := k.pass.ReportAt(k.Pattern.Span, "give each a word of its own where the other has a placeholder, or before it",
				"%s and %s can make the same key: %s", k.Pattern.Text, other.Pattern.Text, key)
			d.Related = []diag.Related{{Span: other.Pattern.Span, Message: "the other pattern"}}
		}
	}
}

// ownedKeys returns all keys that the scripts of a set declare, and those they touch.
func ownedKeys(passes []*Pass) []ownedKey {
	var keys []ownedKey
	for _, p := range passes {
		if p.Contract == nil {
			continue
		}
		for _, k := range slices.Concat(p.Contract.Keys, p.Contract.Touches) {
			keys = append(keys, ownedKey{k, p})
		}
	}
	return keys
}

// maxVariants bounds the values of enums that are tried.
const maxVariants = 64

// collision returns a key that both patterns make, where they do not mean the same keys: patterns that
// differ in names only do, and so does one that writes out a value of the other's enum.
func collision(p, q *contract.Pattern) (key string, found bool) {
	ps, qs := variants(p), variants(q)
	if len(ps)*len(qs) > maxVariants {
		ps, qs = []*contract.Pattern{p}, []*contract.Pattern{q}
	}
	for _, a := range ps {
		for _, b := range qs {
			if family(a) == family(b) {
				continue
			}
			if key, found := contract.Collide(a, b); found {
				return key, true
			}
		}
	}
	return "", false
}

// variants returns the pattern with each of its enums replaced by each of its values.
func variants(p *contract.Pattern) []*contract.Pattern {
	all := []*contract.Pattern{{Text: p.Text}}
	for _, part := range p.Parts {
		choices := []contract.Part{part}
		if part.IsPlaceholder() && part.Type.Kind == contract.Enum {
			choices = nil
			for _, v := range part.Type.Values {
				choices = append(choices, contract.Part{Literal: v.Wire})
			}
		}
		var next []*contract.Pattern
		for _, before := range all {
			for _, c := range choices {
				next = append(next, withPart(before, c))
			}
		}
		all = next
		if len(all) > maxVariants {
			return []*contract.Pattern{p}
		}
	}
	return all
}

// withPart returns the pattern with one more part, neighbouring literals joined.
func withPart(p *contract.Pattern, part contract.Part) *contract.Pattern {
	parts := append([]contract.Part(nil), p.Parts...)
	if n := len(parts); n > 0 && !part.IsPlaceholder() && !parts[n-1].IsPlaceholder() {
		parts[n-1].Literal += part.Literal
	} else {
		parts = append(parts, part)
	}
	return &contract.Pattern{Text: p.Text, Parts: parts}
}
