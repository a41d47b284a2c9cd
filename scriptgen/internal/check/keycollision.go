package check

import (
	"fmt"
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
		var d *diag.Diagnostic // one finding for a pattern, however many others it meets
		for _, other := range keys[:i] {
			key, found := collision(other.Pattern, k.Pattern)
			switch {
			case !found:
			case d == nil:
				d = k.pass.ReportAt(k.Pattern.Span, "give each a word of its own, or say which values a placeholder has: <state:enum(open,closed)>",
					"%s and %s can make the same key: %s", k.Pattern.Text, other.Pattern.Text, key)
				d.Related = append(d.Related, diag.Related{Span: other.Pattern.Span, Message: "the other pattern"})
			default:
				d.Related = append(d.Related, diag.Related{Span: other.Pattern.Span, Message: fmt.Sprintf("%s can make the same key as well: %s", other.Pattern.Text, key)})
			}
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
	if plainlyApart(p, q) {
		return "", false
	}
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

// plainlyApart reports whether two patterns tell their keys apart at first sight, as most do: by the
// text they end with, or by text that stands in the same place of both. Two placeholders are in the
// same place, and so is what follows them, if the same byte ends both.
func plainlyApart(p, q *contract.Pattern) bool {
	a, b := p.Parts[len(p.Parts)-1].Literal, q.Parts[len(q.Parts)-1].Literal
	if n := min(len(a), len(b)); a[len(a)-n:] != b[len(b)-n:] {
		return true
	}
	for i := range min(len(p.Parts), len(q.Parts)) {
		a, b := p.Parts[i], q.Parts[i]
		switch {
		case a.IsPlaceholder() && b.IsPlaceholder():
			if end := endOf(p, i); end == 0 || end != endOf(q, i) {
				return false
			}
		case a.IsPlaceholder() || b.IsPlaceholder():
			return false
		case a.Literal != b.Literal:
			n := min(len(a.Literal), len(b.Literal))
			return a.Literal[:n] != b.Literal[:n]
		}
	}
	return false
}

// endOf returns the byte that ends the placeholder at part i, 0 where nothing does.
func endOf(p *contract.Pattern, i int) byte {
	if i+1 == len(p.Parts) || p.Parts[i+1].Literal == "" {
		return 0
	}
	return p.Parts[i+1].Literal[0]
}

// variants returns the pattern with each of its enums replaced by each of its values.
func variants(p *contract.Pattern) []*contract.Pattern {
	all := []*contract.Pattern{p}
	for _, part := range p.Placeholders() {
		if part.Type.Kind != contract.Enum {
			continue
		}
		var next []*contract.Pattern
		for _, before := range all {
			for _, v := range part.Type.Values {
				next = append(next, withValue(before, part.Name, v.Wire))
			}
		}
		all = next
		if len(all) > maxVariants {
			return []*contract.Pattern{p}
		}
	}
	return all
}

// withValue returns the pattern with a value in place of a placeholder, neighbouring literals joined.
func withValue(p *contract.Pattern, name, value string) *contract.Pattern {
	out := &contract.Pattern{Text: p.Text}
	for _, part := range p.Parts {
		if part.Name == name {
			part = contract.Part{Literal: value}
		}
		if n := len(out.Parts); n > 0 && !part.IsPlaceholder() && !out.Parts[n-1].IsPlaceholder() {
			out.Parts[n-1].Literal += part.Literal
		} else {
			out.Parts = append(out.Parts, part)
		}
	}
	return out
}
