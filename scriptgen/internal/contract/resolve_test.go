package contract

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

func TestParams(t *testing.T) {
	s := one(t, `
keys:
  link: sf:{<namespace>:lk:<uid>}<service>
  links: sf:{<namespace>:lk:<uid>}
args:
  service: string
  pod: {type: int, doc: the pod}
  ttl: seconds?
returns: int?
`)
	var names []string
	for _, p := range s.Params {
		names = append(names, p.Field+" "+p.Type.Text)
	}
	assert.Equal(t, []string{"Namespace string", "UID string", "Service string", "Pod int", "TTL seconds?"}, names, "placeholders first")
	assert.Equal(t, "TopBoardParams", s.ParamsType)
	assert.Equal(t, "the pod", s.Params[3].Doc)

	require.Len(t, s.Keys, 2)
	assert.Equal(t, []*Param{s.Params[0], s.Params[1], s.Params[2]}, s.Keys[0].Params)
	assert.Equal(t, 2, s.Keys[1].Index)
	require.Len(t, s.Args, 3)
	assert.Same(t, s.Params[2], s.Args[0].Param, "an argument with a placeholder's name is the same parameter")
	assert.Equal(t, 3, s.Args[2].Index)
}

func TestOneParamAndNone(t *testing.T) {
	assert.Empty(t, one(t, "returns: none\nkeys:\n  link:\n").ParamsType)
	s := one(t, "returns: none\nkeys:\n  link:\n")
	assert.Equal(t, "link", s.Params[0].Local)
	assert.True(t, s.Keys[0].Pattern.Parts[0].Whole)
	assert.Empty(t, one(t, "returns: none").Params)
}

// A placeholder's type may be said in the placeholder, in another one, or by the argument.
func TestPlaceholderTypes(t *testing.T) {
	s := one(t, `
keys:
  a: x:<pod>:<kind>
  b: y:<pod:int64>:<kind>
  c: z:<ids...>
args:
  kind: enum(buy,sell)
  ids: '[]uint64'
returns: none
touches:
  t: t:<pod>:<other>:<ids>
`)
	a := s.Keys[0].Pattern.Placeholders()
	assert.Equal(t, Int64, a[0].Type.Kind)
	assert.Equal(t, "TopBoardKind", a[1].Type.GoName)
	assert.Equal(t, Int64, s.Params[0].Type.Kind)
	assert.Equal(t, List, s.Params[2].Type.Kind)
	assert.True(t, s.Keys[2].Variadic())
	assert.True(t, s.Args[1].Variadic())
	assert.Equal(t, Uint64, s.Keys[2].Func.Params[0].Type.Kind, "the constructor makes one key")
	touches := s.Touches[0].Pattern.Placeholders()
	assert.Equal(t, []Kind{Int64, String, Uint64}, []Kind{touches[0].Type.Kind, touches[1].Type.Kind, touches[2].Type.Kind})
	assert.Nil(t, s.Touches[0].Params)
	assert.Equal(t, 0, s.Touches[0].Index)
}

func TestTypes(t *testing.T) {
	s := one(t, `
args:
  s: string
  b: bytes
  i: int64
  u: uint64?
  f: float
  o: bool
  d: milliseconds
  at: unix
  um: unixmilli
  j: json
  p: json(github.com/acme/game.Profile)?
  m: msgpack(net/url.URL)
  kind: enum(market, in-progress)
  items: [{member: string, score: {type: float?, doc: how good}, side: enum(a,b)}]
returns:
  - uid: string
    kind: enum(x,y)
    list: []int?
    byKind: map[enum(k,l)]enum(m,n)
    inner: {a: int, rows: [{b: any}]}
    at: unixmilli?
`)
	kinds := []Kind{String, Bytes, Int64, Uint64, Float, Bool, Milliseconds, Unix, UnixMilli, JSON, JSON, MsgPack, Enum, List}
	for i, k := range kinds {
		assert.Equal(t, k, s.Args[i].Type.Kind, s.Args[i].Name)
	}
	assert.True(t, s.Args[3].Type.Optional)
	profile := s.Args[10].Type
	assert.Equal(t, []any{"github.com/acme/game", "Profile", true}, []any{profile.Import, profile.GoType, profile.Optional})
	assert.Equal(t, []EnumValue{{"market", "TopBoardKindMarket"}, {"in-progress", "TopBoardKindInProgress"}}, s.Args[12].Type.Values)

	items := s.Args[13].Type
	assert.Equal(t, "TopBoardItem", items.Elem.GoName)
	assert.Equal(t, "[{member: string, score: float?, side: enum(a,b)}]", items.Text)
	assert.Equal(t, "how good", items.Elem.Fields[1].Doc)
	assert.Equal(t, "TopBoardItemSide", items.Elem.Fields[2].Type.GoName)

	row := s.Returns.Elem
	assert.Equal(t, "TopBoardRow", row.GoName)
	assert.Equal(t, "UID", row.Fields[0].Go)
	assert.True(t, row.Fields[2].Type.Elem.Optional)
	assert.Equal(t, "TopBoardRowByKindKey", row.Fields[3].Type.Key.GoName)
	assert.Equal(t, "TopBoardRowByKind", row.Fields[3].Type.Elem.GoName)
	assert.Equal(t, "TopBoardRowInner", row.Fields[4].Type.GoName)
	assert.Equal(t, "TopBoardRowInnerRows", row.Fields[4].Type.Fields[1].Type.Elem.GoName)

	var named []string
	for _, typ := range s.NamedTypes() {
		named = append(named, typ.GoName)
	}
	assert.Equal(t, []string{
		"TopBoardKind", "TopBoardItem", "TopBoardItemSide", "TopBoardRow", "TopBoardRowKind",
		"TopBoardRowByKindKey", "TopBoardRowByKind", "TopBoardRowInner", "TopBoardRowInnerRows",
	}, named)
}

func TestReturns(t *testing.T) {
	assert.Equal(t, None, one(t, "returns: none").Returns.Kind)
	assert.Equal(t, Any, one(t, "returns: any").Returns.Kind)
	assert.Equal(t, "TopBoardResult", one(t, "returns: {ok: bool}").Returns.GoName)
	assert.Equal(t, "TopBoardResult", one(t, "returns: enum(a,b)?").Returns.GoName)
	assert.True(t, one(t, "returns: json?").Returns.Optional)
	nested := one(t, "returns: map[string]map[int][]bytes").Returns
	assert.Equal(t, Bytes, nested.Elem.Elem.Elem.Kind)
}

func TestKeyFuncs(t *testing.T) {
	head := "--[[ yaml\ndoc: x\nreturns: none\n"
	set, found := resolve(map[string]string{
		"a.lua": head + "keys:\n  link: 'l:<id>'\n  board: {pattern: 'b:<x>', doc: a board}\n--]]",
		"b.lua": head + "keys:\n  link: 'l:<id>'\n  board: 'b:<x>:<y>'\n  kind: 'k:<k:enum(a,b)>'\n--]]",
		"c.lua": head + "touches:\n  link: 'l:<id>'\n  board: 'b:<x>'\nargs: {board_key: int}\nkeys:\n  kind: 'k:<k:enum(a,b)>'\n  key:\n--]]",
		"d.lua": head + "touches:\n  tag: 'l:<id:enum(x,y)>'\n--]]",
	})
	require.Empty(t, found)
	users := map[string]int{}
	for _, k := range set.Keys {
		users[k.Name] = len(k.Keys)
	}
	assert.Equal(t, map[string]int{
		"LinkKey":   3,                                 // one name, one pattern
		"ABoardKey": 1, "BBoardKey": 1, "CBoardKey": 1, // one name, two patterns
		"BKindKey": 1, "CKindKey": 1, // one pattern, and an enum type for each script
		"Key": 1, "TagKey": 1,
	}, users)
	for _, s := range set.Scripts {
		for _, k := range append(s.Keys, s.Touches...) {
			assert.Contains(t, k.Func.Keys, k)
		}
	}
	assert.Equal(t, "a board", set.Scripts[0].Keys[1].Func.Doc)
	assert.Equal(t, String, set.Scripts[3].Touches[0].Func.Params[0].Type.Kind, "an enum of no parameter has no Go type")
}

func TestErrorsAreShared(t *testing.T) {
	head := "--[[ yaml\ndoc: x\nreturns: none\nerrors:\n"
	set, found := resolve(map[string]string{
		"a.lua": head + "  OUT_OF_STOCK: there is less\n  MISSING: no such thing\n--]]",
		"b.lua": head + "  OUT_OF_STOCK: said otherwise\n--]]",
	})
	require.Empty(t, found)
	require.Len(t, set.Errors, 2)
	assert.Equal(t, "ErrMissing", set.Errors[0].Name)
	assert.Equal(t, "ErrOutOfStock", set.Errors[1].Name)
	assert.Equal(t, "there is less", set.Errors[1].Doc)
	assert.Same(t, set.Errors[1], set.Scripts[1].Errors[0])
}

func TestExamples(t *testing.T) {
	s := one(t, `
keys:
  link: l:<uid>:<ids...>
args:
  ttl: seconds
  at: unixmilli?
  raw: bytes
  on: bool
  scores: map[int]float
returns: any
errors:
  MISSING: gone
examples:
  - doc: |
      the first
      of all
    call: {uid: 5, ids: [a, 7], ttl: 1m30s, at: 2030-01-02T15:04:05.25Z, raw: x, on: true, scores: {1: 0.5, -2: 7}}
    returns: {whatever: [1, null]}
  - doc: the first
    call: {uid: u, ids: [], ttl: -1, raw: "", on: false, scores: {}}
    fails: MISSING
  - call: {uid: u, ids: [], ttl: 60, at: 1700000000000, raw: 1.5, on: false, scores: {}}
    fails: WRONGTYPE
`)
	var names []string
	for _, e := range s.Examples {
		names = append(names, e.Name)
	}
	assert.Equal(t, []string{"the first", "the first (2)", "example 3"}, names)
}

func TestReadOnly(t *testing.T) {
	const yaml = "--[[ yaml\ndoc: x\nreturns: none\nreadonly: true\n--]]\n"
	for _, shebang := range []string{"", "#!lua flags=no-writes\n", "#!lua flags=allow-stale,no-writes\n"} {
		set, found := resolve(map[string]string{"a.lua": shebang + yaml})
		assert.Empty(t, found, shebang)
		assert.True(t, set.Scripts[0].ReadOnly)
	}
}

func TestInitialisms(t *testing.T) {
	var l diag.List
	f := source.NewFile("getMmr.lua", "--[[ yaml\ndoc: x\nreturns: none\n--]]\n")
	set := Resolve([]Input{{header.Parse(f, &l), source.NewProgram(f, 0)}}, &l, "MMR")
	assert.Equal(t, "GetMMR", set.Scripts[0].Name)
}

// The same files give the same set, in whatever order they come, and a broken one spoils no other.
func TestResolveIsDeterministic(t *testing.T) {
	texts := map[string]string{
		"a.lua": "--[[ yaml\ndoc: x\nreturns: none\nkeys:\n  link: 'l:<id>'\n--]]",
		"b.lua": "--[[ yaml\ndoc: x\nreturns: whatever\nkeys:\n  link: 'l:<id'\n--]]",
		"c.lua": "--[[ yaml\ndoc: x\nreturns: none\nkeys:\n  link: 'm:<id>'\n--]]",
	}
	var l, again diag.List
	var inputs, reversed []Input
	for _, name := range []string{"a.lua", "b.lua", "c.lua"} {
		f := source.NewFile(name, texts[name])
		in := Input{header.Parse(f, &l), source.NewProgram(f, 0)}
		inputs = append(inputs, in)
		reversed = append([]Input{in}, reversed...)
	}
	set, other := Resolve(inputs, &l), Resolve(reversed, &again)
	assert.True(t, reflect.DeepEqual(set, other))
	assert.Equal(t, l.Sorted(), again.Sorted())
	assert.Equal(t, []bool{false, true, false}, []bool{set.Scripts[0].Broken, set.Scripts[1].Broken, set.Scripts[2].Broken})
	assert.Equal(t, None, set.Scripts[1].Returns.Kind, "what was not understood is there all the same")
}
