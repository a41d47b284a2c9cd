package lua

// This file holds the parser against the reference compiler, luac5.1: both must accept the same
// texts, and refuse the others with the same line and words. SCRIPTBIND_REQUIRE_LUAC=1 makes a
// missing luac5.1 a failure; SCRIPTBIND_LUA_CORPUS names a folder of Lua files to compare besides.

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// luacLevels is what luac leaves of the nesting levels: it runs the compiler from inside a call.
const luacLevels = maxLevels - 1

// luac returns luac's message for text, "line N: …", or "" if it accepts it.
func luac(t *testing.T, text string) string {
	t.Helper()
	if strings.HasPrefix(text, "#!") { // the server skips such a line, luac any that begins with #
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			text = text[i:]
		} else {
			text = ""
		}
	} else {
		text = "\n" + text // so that luac sees neither # nor its own binary format at the beginning
	}
	cmd := exec.Command("luac5.1", "-p", "-")
	cmd.Stdin = strings.NewReader(text)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if cmd.Run() == nil {
		return ""
	}
	message := strings.TrimSuffix(stderr.String(), "\n")
	_, message, _ = strings.Cut(message, "stdin:")
	return "line " + message
}

func parseLikeLuac(text string) string {
	shift := 1
	if strings.HasPrefix(text, "#!") {
		shift = 0
	}
	_, err := parse(text, luacLevels)
	if err == nil {
		return ""
	}
	moved := *err
	moved.Line += shift
	// luac prints to a terminal, not as the message stands in memory; the line in "to close … at
	// line N" is moved like the message's own.
	if head, tail, ok := strings.Cut(moved.Message, "at line "); ok {
		var n int
		if _, e := fmt.Sscanf(tail, "%d", &n); e == nil {
			moved.Message = fmt.Sprintf("%sat line %d%s", head, n+shift, strings.TrimLeft(tail, "0123456789"))
		}
	}
	return moved.Error()
}

func requireLuac(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("luac5.1"); err != nil {
		if os.Getenv("SCRIPTBIND_REQUIRE_LUAC") == "1" {
			t.Fatal("luac5.1 is required by SCRIPTBIND_REQUIRE_LUAC=1 and not in PATH")
		}
		t.Skip("luac5.1 is not in PATH")
	}
}

func sameAsLuac(t *testing.T, text string) {
	t.Helper()
	want, got := luac(t, text), parseLikeLuac(text)
	assert.Equal(t, want, got, "%.300q", text)
}

func TestSnippetsAsLuac(t *testing.T) {
	requireLuac(t)
	for _, text := range snippets() {
		sameAsLuac(t, text)
	}
}

func TestCorpusAsLuac(t *testing.T) {
	requireLuac(t)
	for _, dir := range []string{"../../../scripts", "../check/testdata", "../flow/testdata", os.Getenv("SCRIPTBIND_LUA_CORPUS")} {
		if dir == "" {
			continue
		}
		n := 0
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".lua" {
				return err
			}
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			sameAsLuac(t, string(text))
			n++
			return nil
		})
		require.NoError(t, err)
		t.Logf("%s: %d files", dir, n)
	}
}

// TestGeneratedAsLuac compares programs made from the grammar, the same with bytes and tokens
// damaged, and soups of tokens.
func TestGeneratedAsLuac(t *testing.T) {
	requireLuac(t)
	n := 200
	if testing.Short() {
		n = 30
	}
	for seed := range n {
		g := &generator{rand: rand.New(rand.NewPCG(uint64(seed), 5))}
		program := g.program()
		sameAsLuac(t, program)
		sameAsLuac(t, g.damage(program))
		sameAsLuac(t, g.soup())
	}
}
