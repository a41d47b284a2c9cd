package check

import (
	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

var keyType = &Check{
	Name: "key-type",
	Doc:  "a command on a key of another type than the one that is declared for it",
	Why: `
The server refuses a command on a key of another type (WRONGTYPE), in the middle of the script. Where a
header gives a key a type, each command on that key is held against it, in all scripts of the set that
have a key of the same pattern. SET on a key that is declared as a hash is reported as well: the
server would replace the hash. Two scripts that declare one pattern with two types are reported too.`,
	Bad: `--[[ yaml
doc: Reads a user's name.
keys:
  user: {pattern: "user:<id>", type: hash}
readonly: true
returns: string?
--]]
return redis.call('GET', KEYS[1])`,
	Message: `GET takes a string, and the key user is a hash`,
	Good: `--[[ yaml
doc: Reads a user's name.
keys:
  user: {pattern: "user:<id>", type: hash}
readonly: true
returns: string?
--]]
return redis.call('HGET', KEYS[1], 'name')`,
	RunSet: runKeyType,
}

func runKeyType(passes []*Pass) {
	types := map[string]*contract.Key{} // by family, the first key with a type
	for _, k := range ownedKeys(passes) {
		f := family(k.Pattern)
		if f == "" || k.Type == "" {
			continue
		}
		first := types[f]
		if first == nil {
			types[f] = k.Key
			continue
		}
		if first.Type != k.Type {
			d := k.pass.ReportAt(k.Span, "a key has one type: correct one of the two, or give them different patterns",
				"the keys %s are declared as a %s here and as a %s elsewhere", k.Pattern.Text, k.Type, first.Type)
			d.Related = []diag.Related{{Span: first.Span, Message: first.Name + " is a " + first.Type + " here"}}
		}
	}
	for _, p := range passes {
		if p.Contract != nil {
			checkTypes(p, types)
		}
	}
}

// checkTypes holds the commands of one script against the types of its keys.
func checkTypes(p *Pass, types map[string]*contract.Key) {
	for _, u := range keyUses(p) {
		if u.key.Types == 0 || u.key.Types&redisenv.TypeOther != 0 {
			continue
		}
		a, found := u.certain(func(a flow.Atom) bool { return wrongType(p.Contract, a, u.key.Types, types) != nil })
		if !found {
			continue
		}
		k := wrongType(p.Contract, a, u.key.Types, types)
		d := p.Report(u.node, "use a command for that type, or correct the type in the header",
			"%s takes a %s, and the key %s is a %s", u.call.Name, u.key.Types, k.Name, k.Type)
		d.Related = []diag.Related{{Span: k.Span, Message: k.Name + " is declared as a " + k.Type + " here"}}
		d.Related = append(d.Related, u.calledFrom(p)...)
	}
}

// wrongType returns a declared key that a value may be, if none that it may be has one of the types.
func wrongType(s *contract.Script, a flow.Atom, want redisenv.Types, types map[string]*contract.Key) *contract.Key {
	var wrong *contract.Key
	for _, k := range mayBeKeys(s, a) {
		if k.Type == "" {
			k = types[family(k.Pattern)]
		}
		if k == nil || redisenv.TypesOf(k.Type)&want != 0 {
			return nil
		}
		wrong = k
	}
	return wrong
}

// mayBeKeys returns the declared keys that a value may be; none where that is not known.
func mayBeKeys(s *contract.Script, a flow.Atom) []*contract.Key {
	if a.From.Kind == flow.FromKey {
		return declaredKeys(s, a.From.Index)
	}
	if ownKey(a) == "" {
		return nil
	}
	var keys []*contract.Key
	for _, t := range s.Touches {
		if mayBe(s, a, t.Pattern) {
			keys = append(keys, t)
		}
	}
	return keys
}
