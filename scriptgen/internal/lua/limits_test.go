package lua

// This file holds what Parse counts for the limits of the compiler against the compiler: luac5.1 -l
// tells of each function how many registers, constants and locals it has.

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// usages returns what luac tells of the functions of a program that it accepts.
func usages(t *testing.T, text string) []string {
	t.Helper()
	cmd := exec.Command("luac5.1", "-l", "-p", "-")
	cmd.Stdin = strings.NewReader("\n" + text)
	out, err := cmd.Output()
	require.NoError(t, err)
	var all []string
	for _, m := range regexp.MustCompile(`(\d+) slots?, (\d+) upvalues?, (\d+) locals?, (\d+) constants?, (\d+) functions?`).FindAllStringSubmatch(string(out), -1) {
		all = append(all, m[0])
	}
	return all
}

// sameUsage compares what Parse counts with what luac does, function by function.
func sameUsage(t *testing.T, text string) {
	t.Helper()
	chunk, err := parse(text, luacLevels)
	if err != nil || strings.HasPrefix(text, "#!") {
		return
	}
	plain := regexp.MustCompile(`([a-z])s\b`)
	var got, want []string
	for _, f := range checkLimits(text, chunk.Main) {
		got = append(got, fmt.Sprintf("%d slot, %d upvalue, %d local, %d constant, %d function",
			f.registers, len(f.node.Upvalues), f.declared, len(f.constants), f.inner))
	}
	for _, line := range usages(t, text) {
		want = append(want, plain.ReplaceAllString(line, "$1"))
	}
	assert.Equal(t, want, got, "%.2000s", text)
}

func TestUsageAsLuac(t *testing.T) {
	requireLuac(t)
	n := 300
	if testing.Short() {
		n = 30
	}
	for seed := range n {
		g := &generator{rand: rand.New(rand.NewPCG(uint64(seed), 9))}
		sameUsage(t, g.program())
		g.out.Reset()
		g.wide(2, 12)
		sameUsage(t, g.out.String())
	}
	for _, text := range snippets() {
		sameUsage(t, text)
	}
	for _, dir := range []string{"../../../scripts", "../check/testdata", "../flow/testdata", os.Getenv("SCRIPTBIND_LUA_CORPUS")} {
		if dir == "" {
			continue
		}
		require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".lua" {
				return err
			}
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			sameUsage(t, string(text))
			return nil
		}))
	}
}

// TestLimitsAsLuac compares programs around the limit on registers.
func TestLimitsAsLuac(t *testing.T) {
	requireLuac(t)
	n := 300
	if testing.Short() {
		n = 30
	}
	refused := 0
	for seed := range n {
		g := &generator{rand: rand.New(rand.NewPCG(uint64(seed), 11))}
		locals := 100 + g.rand.IntN(98)
		g.put("local " + list(locals, ", ", func(i int) string { return fmt.Sprint("v", i) }))
		g.wide(3, 2*(250-locals)/3)
		text := g.out.String()
		_, err := Parse(text)
		if err != nil {
			refused++
			if strings.Contains(err.Message, "local variables") {
				continue // a second mistake, which Parse sees first
			}
		}
		sameAsLuac(t, text)
	}
	t.Logf("%d of %d refused", refused, n)
	assert.Greater(t, refused, n/5)
	assert.Less(t, refused, 4*n/5)
}

// limitPrograms are programs at the limits on a whole function and the message they get; those
// without one are accepted.
func limitPrograms() []struct{ text, want string } {
	number := func(i int) string { return fmt.Sprint(i) }
	return []struct{ text, want string }{
		{"f(" + list(248, ", ", number) + ")", ""},
		{"f(" + list(249, ", ", number) + ")", "line 1: function or expression too complex near '<eof>'"},
		{"f(" + list(250, ", ", number) + ")", "line 1: function or expression too complex near '249'"},
		{strings.Repeat("do local x end ", maxDeclared), ""},
		{strings.Repeat("do local x end ", maxDeclared+1), "line 1: too many local variables"},
		{"return {" + list(maxConstants, ", ", number) + "}", ""},
		{"return {" + list(maxConstants+1, ", ", number) + "}", "line 1: constant table overflow"},
	}
}

func TestLimits(t *testing.T) {
	for _, test := range limitPrograms() {
		_, err := Parse(test.text)
		if test.want == "" {
			assert.Nil(t, err, "%.80s", test.text)
		} else {
			assert.EqualError(t, err, test.want, "%.80s", test.text)
		}
	}
}

func list(n int, sep string, item func(i int) string) string {
	items := make([]string, n)
	for i := range items {
		items[i] = item(i)
	}
	return strings.Join(items, sep)
}
