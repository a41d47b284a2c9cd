package check

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkThousandScripts checks a thousand scripts, those of testdata again and again, each as a set
// of its own.
func BenchmarkThousandScripts(b *testing.B) {
	files, err := filepath.Glob("testdata/*/*.lua")
	require.NoError(b, err)
	var all []*Script
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(b, err)
		for _, part := range strings.Split(string(text), "\n------\n") {
			scripts, _ := read([]string{file}, map[string]string{file: part})
			all = append(all, scripts...)
		}
	}
	bytes := 0
	thousand := make([]*Script, 1000)
	for i := range thousand {
		thousand[i] = all[i%len(all)]
		bytes += len(thousand[i].Program.Text)
	}
	b.SetBytes(int64(bytes))
	for b.Loop() {
		Run(thousand, Options{})
	}
}

// BenchmarkLength shows that time grows with a script's length and no faster.
func BenchmarkLength(b *testing.B) {
	statements := `do
  local score = redis.call('ZSCORE', KEYS[1], ARGV[1])
  if score and tonumber(score) >= tonumber(ARGV[2]) then
    redis.call('ZADD', KEYS[1], tonumber(score) + 1, ARGV[1])
    redis.call('HSET', KEYS[2], ARGV[1], cjson.encode({ score = score, at = ARGV[3] }))
  end
end
`
	calls := func(n int) string {
		var text strings.Builder
		text.WriteString("local function read(key) return redis.call('GET', key) end\n")
		for i := range 7 * n {
			fmt.Fprintf(&text, "read(KEYS[%d])\n", i+1)
		}
		return text.String()
	}
	for _, n := range []int{10, 100, 1000} {
		for of, text := range map[string]string{"statements": strings.Repeat(statements, n), "calls": calls(n)} {
			scripts, _ := read([]string{"long.lua"}, map[string]string{"long.lua": text})
			b.Run(fmt.Sprintf("%s/lines=%d", of, 7*n), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					Run(scripts, Options{})
				}
			})
		}
	}
}
