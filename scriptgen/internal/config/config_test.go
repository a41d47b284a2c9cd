package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/config"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// parse returns the sets of a file and its findings, each as "line:col: message (hint)".
func parse(text string) (sets []config.Set, findings []string) {
	var l diag.List
	sets = config.Parse(source.NewFile("scriptgen.yaml", text), &l)
	for _, d := range l.Sorted() {
		begin := d.Span.Begin()
		line := fmt.Sprintf("%d:%d: %s", begin.Line, begin.Col, d.Message)
		if d.Hint != "" {
			line += " (" + d.Hint + ")"
		}
		findings = append(findings, line)
	}
	return sets, findings
}

// summary is what a set says, in one line.
func summary(s config.Set) string {
	words := []string{s.Scripts.Value, s.Out.Value, s.Package.Value, s.Server.Value}
	for _, w := range s.Initialisms {
		words = append(words, w.Value)
	}
	for _, i := range s.Ignore {
		words = append(words, i.Check.Value+"="+i.Reason.Value)
	}
	return strings.Join(words, " ")
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", []string{"scripts gen gen redis:7.0"}},
		{"only comments", "# none yet\n", []string{"scripts gen gen redis:7.0"}},
		{"one set", `
scripts: lua
out: internal/bindings
package: bindings
server: valkey:8.1
initialisms: [MMR, K8S]
ignore:
  unreachable: a debugging aid stays in
`, []string{"lua internal/bindings bindings valkey:8.1 MMR K8S unreachable=a debugging aid stays in"}},
		{"several sets", `
server: redis:7.4
initialisms: [MMR]
sets:
  - scripts: game/scripts
    out: game/gen
    initialisms: [XP]
  - scripts: chat/scripts
    out: chat/gen
    package: chat
    server: valkey:8.1
`, []string{"game/scripts game/gen gen redis:7.4 MMR XP", "chat/scripts chat/gen chat valkey:8.1 MMR"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			sets, findings := parse(test.text)
			assert.Empty(t, findings)
			var got []string
			for _, s := range sets {
				got = append(got, summary(s))
			}
			assert.Equal(t, test.want, got)
		})
	}
}

// What the file says keeps its place; a default has none.
func TestParsePlaces(t *testing.T) {
	sets, findings := parse("# ours\nout: bindings\n")
	require.Empty(t, findings)
	assert.Equal(t, "scriptgen.yaml:2:6", sets[0].Out.Span.Begin().String())
	assert.False(t, sets[0].Package.Span.IsValid())
}

func TestParseMistakes(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"unknown field", "scrpits: lua", `1:1: unknown field "scrpits" (did you mean scripts?)`},
		{"unlike any field", "frobnicate: 1", `1:1: unknown field "frobnicate" (the fields are sets, scripts, out, package, server, initialisms, ignore)`},
		{"unknown field in a set", "sets:\n  - {scripts: a, outt: b}", `2:18: unknown field "outt" (did you mean out?)`},
		{"duplicate", "out: a\nout: b", `2:1: "out" is there twice in a mapping (remove one of the two)`},
		{"not YAML", "out: [a", "1:6: the configuration is not YAML from here on: did not find expected ',' or ']' (close the bracket, or put the value in quotes if it is text)"},
		{"anchor", "out: &a b", "1:6: the configuration has no anchors (write the value out, or put it in quotes if the & is meant)"},
		{"a list", "- scripts", "1:1: the configuration is not a mapping (write name: value)"},
		{"number", "package: 5", "1:10: package is 5, not text (write one name or path)"},
		{"list of folders", "scripts: [a, b]", "1:10: scripts is [a, b], not text (write one name or path)"},
		{"empty", "package:", "1:1: package is empty (remove it, or give it a value)"},
		{"initialisms as text", "initialisms: MMR", "1:14: initialisms is not a list (write initialisms: [MMR, NPC])"},
		{"initialism in lower case", "initialisms: [mmr]", "1:15: mmr is not an initialism: two or more capital letters and digits (write it as it is to appear in Go names: MMR)"},
		{"ignore as list", "ignore: [unreachable]", "1:9: ignore is not a mapping of checks to reasons (write ignore: {unreachable: why})"},
		{"ignore without reason", "ignore: {unreachable: }", "1:10: unreachable is ignored without a reason (say why in a few words)"},
		{"sets as mapping", "sets: {scripts: a}", "1:1: sets is not a list of script sets (write a list: - scripts: game/scripts)"},
		{"set as text", "sets: [a]", "1:8: a set is not a mapping (write name: value)"},
		{"folder beside sets", "out: gen\nsets: [{scripts: a}]", "1:1: out beside sets belongs to no set (say it in each set)"},
		{"two sets, one folder", "sets: [{scripts: a, out: g}, {scripts: b, out: ./g}]", "1:48: the sets of a and b both write to g (give each set an out folder of its own)"},
		{"two sets, the default folder", "sets:\n  - scripts: a\n  - scripts: b", "3:5: the sets of a and b both write to gen (give each set an out folder of its own)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			sets, findings := parse(test.text)
			assert.Equal(t, []string{test.want}, findings)
			assert.NotEmpty(t, sets, "there is always a set")
		})
	}
}

// Every mistake is reported, not the first only.
func TestParseReportsAll(t *testing.T) {
	_, findings := parse("outt: a\npackage: 5\ninitialisms: x\n")
	assert.Len(t, findings, 3)
}

// Any text gives at least one set, and the same text the same findings.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "sets: [{scripts: a}]", "ignore: {a: b}", "initialisms: [MMR]", "out: [", "\xff", "- a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sets, first := parse(text)
		assert.NotEmpty(t, sets)
		_, second := parse(text)
		assert.Equal(t, first, second)
	})
}
