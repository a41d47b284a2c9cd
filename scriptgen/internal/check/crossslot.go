package check

import (
	"errors"
	"slices"
	"strconv"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

var crossSlot = &Check{
	Name: "cross-slot",
	Doc:  "keys of one call that are not in one slot of a cluster",
	Why: `
A cluster refuses a call whose keys are in different slots (CROSSSLOT), and it does so only there: on a
single server the script works. The slot of a key is decided by its hash tag, what stands between the
first { and the first } after it, or by the whole key where there is none. The finding names two keys of one
call and their slots. Keys that a script makes itself (touches) have to be in the slot of the call too.
Where the caller gives whole keys nothing can be proved, and this is advice. A script that is not for
clusters says so in its first line (#!lua flags=no-cluster).`,
	Bad: `--[[ yaml
doc: Moves a credit from one account to another.
keys:
  source: account:<from>
  target: account:<to>
returns: int
--]]
redis.call('DECR', KEYS[1])
return redis.call('INCR', KEYS[2])`,
	Message: `source and target are not in one slot: account:from4 is in slot 11135, account:to2 in slot 13911`,
	Good: `--[[ yaml
doc: Moves a credit from one account of a bank to another.
keys:
  source: account:{<bank>}:<from>
  target: account:{<bank>}:<to>
returns: int
--]]
redis.call('DECR', KEYS[1])
return redis.call('INCR', KEYS[2])`,
	Run: runCrossSlot,
}

func runCrossSlot(p *Pass) {
	flags := shebangOf(p).flags
	if p.Contract == nil || flags["no-cluster"] {
		return
	}
	keys := p.Contract.Keys
	if !flags["allow-cross-slot-keys"] {
		keys = slices.Concat(keys, p.Contract.Touches)
	}
	for _, k := range keys {
		first := keys[0]
		if k == first && !k.Variadic() || contract.SameSlot(first.Pattern, k.Pattern) {
			continue
		}
		if d := reportSlots(p, first, k); d != nil && k != first {
			d.Related = []diag.Related{{Span: first.Span, Message: first.Name + " is declared here"}}
		}
	}
}

// reportSlots reports that a key may be in another slot than the first one, which may be the same
// variadic key. It returns nil where there is nothing to report.
func reportSlots(p *Pass, first, k *contract.Key) *diag.Diagnostic {
	what := first.Name + " and " + k.Name
	if k == first {
		what = "the keys " + k.Name
	}
	a, b, err := keysApart(first.Pattern, k.Pattern)
	switch {
	case err == nil:
		return p.ReportAt(k.Span, "put what the keys have in common between braces in each pattern, such as {<id>}: it alone then decides the slot",
			"%s are not in one slot: %s is in slot %d, %s in slot %d", what, a, redisenv.Slot(a), b, redisenv.Slot(b))
	case errors.Is(err, errWholeKey):
		d := p.ReportAt(k.Span, "give the keys patterns that have a common part between braces, such as account:{<bank>}:<id>",
			"nothing says that %s are in one slot: the caller gives whole keys", what)
		d.Severity = diag.Advice
		return d
	}
	return nil
}

var (
	errWholeKey = errors.New("the caller gives the whole key")
	errSameSlot = errors.New("all keys that were tried are in one slot")
)

// keysApart returns a key of each pattern, made from the same values, that are in different slots. Of a
// variadic placeholder the second key has another value.
func keysApart(p, q *contract.Pattern) (a, b string, err error) {
	for try := range 8 {
		if a, err = sampleKey(p, try, 0); err != nil {
			return "", "", err
		}
		if b, err = sampleKey(q, try, 1); err != nil {
			return "", "", err
		}
		if redisenv.Slot(a) != redisenv.Slot(b) {
			return a, b, nil
		}
	}
	return "", "", errSameSlot
}

// sampleKey makes a key. Equal names have equal values in each try; a variadic one has another value
// for each element.
func sampleKey(p *contract.Pattern, try, element int) (string, error) {
	if _, known := p.Tag(); !known {
		return "", errWholeKey
	}
	var values []string
	for _, part := range p.Placeholders() {
		n := len(part.Name) + try
		if part.Variadic {
			n += element
		}
		switch part.Type.Kind {
		case contract.String:
			values = append(values, part.Name+strconv.Itoa(n))
		case contract.Enum:
			values = append(values, part.Type.Values[n%len(part.Type.Values)].Wire)
		default:
			values = append(values, strconv.Itoa(n))
		}
	}
	return p.Key(values...)
}
