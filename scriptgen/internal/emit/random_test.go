package emit_test

// Any header that is valid gives a package that is Go, and as gofmt wants it.

import (
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/emit"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

func TestPackage_AnyHeader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var findings diag.List
		var inputs []contract.Input
		for i := range rapid.IntRange(1, 3).Draw(t, "scripts") {
			file := source.NewFile(fmt.Sprintf("scripts/script%d.lua", i), anyScript(t))
			h := header.Parse(file, &findings)
			inputs = append(inputs, contract.Input{Header: h, Program: source.NewProgram(file, h.End)})
		}
		set := contract.Resolve(inputs, &findings)
		if findings.HasErrors() {
			t.Skip("not a valid set") // names that clash
		}
		files, err := emit.Package(set, emit.Options{Package: "gen", Scripts: "scripts"})
		require.NoError(t, err)
		for _, f := range files {
			_, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Text, 0)
			require.NoError(t, err)
			formatted, err := format.Source(f.Text)
			require.NoError(t, err)
			require.Equal(t, string(formatted), string(f.Text))
		}
	})
}

var (
	scalarTypes = []string{"string", "bytes", "int", "int64", "uint64", "float", "bool", "seconds", "milliseconds", "unix", "unixmilli", "enum(a,b-c)"}
	looseTypes  = []string{"json", "msgpack", "json(time.Time)", "msgpack(github.com/acme/game.Player)"}
	replyTypes  = slices.Concat(scalarTypes, looseTypes, []string{"none", "any"})
)

// anyScript draws a script with a header that is valid but for clashes of names.
func anyScript(t *rapid.T) string {
	name := rapid.StringMatching(`[a-z][a-zA-Z0-9]{0,6}(_[a-z]{1,3})?`)
	names := rapid.SliceOfNDistinct(name, 8, 8, strings.ToLower).Draw(t, "names")
	optional := rapid.SampledFrom([]string{"", "?"})
	scalar := rapid.Custom(func(t *rapid.T) string {
		return rapid.SampledFrom(scalarTypes).Draw(t, "type") + optional.Draw(t, "optional")
	})
	var b strings.Builder
	fmt.Fprintf(&b, "--[[ yaml\ndoc: %q\n", rapid.StringMatching(`[A-Z][a-z]{1,8}s? [a-z .]{0,150}`).Draw(t, "doc"))
	if rapid.Bool().Draw(t, "keys") {
		fmt.Fprintf(&b, "keys:\n  %s: \"%s:{<%s>}:<%s%s>\"\n", names[0], names[1], names[2], names[3],
			rapid.SampledFrom([]string{"", ":int", "...", ":uint64..."}).Draw(t, "placeholder"))
	}
	args := names[4 : 4+rapid.IntRange(0, 4).Draw(t, "args")]
	for i, arg := range args {
		kind := scalar.Draw(t, "arg")
		if i == len(args)-1 {
			kind = rapid.SampledFrom([]string{kind, "[]" + kind, "map[string]" + kind, "json(time.Time)", "[{a: " + kind + ", b: int}]"}).Draw(t, "last")
		}
		if i == 0 {
			b.WriteString("args:\n")
		}
		fmt.Fprintf(&b, "  %s: %s\n", arg, kind)
	}
	reply := rapid.SampledFrom(replyTypes).Draw(t, "returns")
	item := scalar.Draw(t, "item")
	reply = rapid.SampledFrom([]string{reply, item, "[]" + item, "map[int]" + item, "{a: " + item + ", b: []int}", "[{a: " + item + "}]"}).Draw(t, "reply")
	fmt.Fprintf(&b, "returns: %s\n--]]\n%s", reply, rapid.String().Draw(t, "lua"))
	return b.String()
}
