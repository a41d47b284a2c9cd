package flow

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
)

// FuzzAnalyze holds the walk to its promise: it never panics, and it always ends, on any program.
func FuzzAnalyze(f *testing.F) {
	files, err := filepath.Glob("testdata/*.lua")
	require.NoError(f, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		for _, part := range strings.Split(string(text), "\n------\n") {
			f.Add(part)
		}
	}
	f.Add("local t = { 1, nil, x = { 2 } } t[#t + 1] = t table.insert(t, 1, t) table.remove(t) table.sort(t) return unpack(t, 2)")
	f.Add("local function f(n) if n > 0 then return f(n - 1) end return n end return f(5), f(tonumber(ARGV[1]))")
	f.Add("for i = 10, 1, -1 do for k, v in pairs(KEYS) do ARGV[i] = v if v then break end end end")
	f.Add("repeat local a, b = pcall(error, { err = 'X' }) until a or not b redis.setresp(3) return redis.call('HGETALL', 'k')")
	f.Add("local a = 1 local function g() a = a .. 'x' return a end while g() do a = a + 1 end return ('x'):rep(3):upper(), #'abc' % 2")
	f.Fuzz(func(t *testing.T, text string) {
		chunk, err := lua.Parse(text)
		if err != nil {
			return
		}
		first := Analyze(chunk, Options{})
		if first.Exhausted {
			return
		}
		again := Analyze(chunk, Options{})
		require.Equal(t, len(first.Calls), len(again.Calls))
		require.Equal(t, len(first.Returns), len(again.Returns))
		declared := Options{Keys: Input{Declared: true, Count: 1}, Args: Input{Declared: true, Count: 1, Rest: true}}
		Analyze(chunk, declared)
	})
}

// TestBounds walks programs that would take for ever, or too deep a stack, without the bounds.
func TestBounds(t *testing.T) {
	var doubling strings.Builder
	doubling.WriteString("local function f0() return redis.call('GET', KEYS[1]) end\n")
	for i := range 30 {
		fmt.Fprintf(&doubling, "local function f%d() f%d() return f%d() end\n", i+1, i, i)
	}
	doubling.WriteString("return f30()")
	for name, text := range map[string]string{
		"calls that double":  doubling.String(),
		"a sum of many":      "return 1" + strings.Repeat(" + 1", 200_000),
		"a chain of calls":   "return f" + strings.Repeat("()", 200_000),
		"a chain of ors":     "if a" + strings.Repeat(" or a", 200_000) + " then end",
		"loops within loops": "local x = ARGV[1] " + strings.Repeat("while f() do x = { x, y = x } ", 90) + strings.Repeat("end ", 90),
	} {
		chunk, err := lua.Parse(text)
		require.Nil(t, err, name)
		begin := time.Now()
		assert.True(t, Analyze(chunk, Options{}).Exhausted, name)
		t.Logf("%s: %v", name, time.Since(begin))
	}
	t.Run("recursion is walked once, with unknown arguments", func(t *testing.T) {
		chunk, err := lua.Parse("local function f(n) if n > 0 then redis.call('INCR', KEYS[n]) return f(n - 1) end return n end return f(9)")
		require.Nil(t, err)
		res := Analyze(chunk, Options{})
		require.False(t, res.Exhausted)
		assert.Len(t, res.Calls, 1)
		assert.Equal(t, Unknown, res.Returns[0].Values[0][0].Kind)
	})
}

// BenchmarkAnalyze shows that time grows with a script's length and no faster.
func BenchmarkAnalyze(b *testing.B) {
	unit := `local v = redis.call('HGET', KEYS[1], ARGV[1])
if v and tonumber(v) >= tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], v + 1)
end
`
	for _, n := range []int{1, 10, 100, 1000} {
		chunk, err := lua.Parse(strings.Repeat("do "+unit+" end\n", n))
		require.Nil(b, err)
		b.Run(fmt.Sprintf("lines=%d", 5*n), func(b *testing.B) {
			for b.Loop() {
				if Analyze(chunk, Options{}).Exhausted {
					b.Fatal("exhausted")
				}
			}
		})
	}
}

// TestWorkGrowsWithLength takes scripts that tell ever more apart, and holds the memory that walking four
// times the lines takes against that of the lines: time that grew faster would show there.
func TestWorkGrowsWithLength(t *testing.T) {
	taken := func(line string, n int) uint64 {
		var text strings.Builder
		text.WriteString("local t = {}\n")
		for i := range n {
			fmt.Fprintf(&text, line, i+1)
		}
		chunk, err := lua.Parse(text.String())
		require.Nil(t, err)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		require.False(t, Analyze(chunk, Options{}).Exhausted)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	for name, line := range map[string]string{
		"conditions on arguments":  "if ARGV[%d] == 'x' then redis.call('DEL', KEYS[1]) end\n",
		"conditions on list items": "if t[%d] then redis.call('DEL', KEYS[1]) end\n",
		"conditions on fields":     "if t.f%d then redis.call('DEL', KEYS[1]) end\n",
		"fields":                   "t.f%d = redis.call('GET', KEYS[1])\n",
		"list items":               "t[%d] = redis.call('GET', KEYS[1])\n",
	} {
		few, many := taken(line, 1000), taken(line, 4000)
		assert.Less(t, float64(many)/float64(few), 6.0, "%s: %d bytes and %d", name, few, many)
	}
}

// However many places call a function, what it is called with is a bounded value.
func TestCallsFromManyPlaces(t *testing.T) {
	var text strings.Builder
	text.WriteString("local function read(key) return redis.call('GET', key) end\n")
	for i := range 1000 {
		fmt.Fprintf(&text, "read('k%d')\n", i)
	}
	chunk, err := lua.Parse(text.String())
	require.Nil(t, err)
	result := Analyze(chunk, Options{})
	require.False(t, result.Exhausted)
	v := result.Value(result.Calls[0].Nodes[1])
	assert.LessOrEqual(t, len(v), maxMerged+1)
	assert.True(t, v.Any(func(a Atom) bool { return a.Kind == Unknown }), "what is left out is anything")
}

// A table with more fields than are told apart has them unknown, not absent.
func TestFieldsBeyondTheBoundAreUnknown(t *testing.T) {
	var text strings.Builder
	text.WriteString("local t = {}\n")
	for i := range maxFields + 1 {
		fmt.Fprintf(&text, "t.f%d = %d\n", i, i)
	}
	fmt.Fprintf(&text, "if t.other then return t.f0, t.f%d, t.other end", maxFields)
	chunk, err := lua.Parse(text.String())
	require.Nil(t, err)
	var got []string
	for _, v := range Analyze(chunk, Options{}).Returns[0].Values {
		got = append(got, show(v, nil))
	}
	assert.Equal(t, []string{"0", "unknown", "unknown"}, got)
}
