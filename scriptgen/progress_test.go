package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Nothing is said in the first second. Then the line follows the work, and is gone at the end.
func TestProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var terminal bytes.Buffer
		wrote := func() string {
			synctest.Wait()
			text := terminal.String()
			terminal.Reset()
			return text
		}
		p := startLine(&terminal)
		p.say("reading")
		time.Sleep(999 * time.Millisecond)
		assert.Empty(t, wrote())
		time.Sleep(time.Millisecond)
		assert.Equal(t, clearLine+"reading, 1s", wrote())
		p.say("checking %d scripts", 3)
		time.Sleep(100 * time.Millisecond)
		assert.Equal(t, clearLine+"checking 3 scripts, 1s", wrote())
		time.Sleep(500 * time.Millisecond)
		assert.Empty(t, wrote(), "nothing new")
		time.Sleep(time.Second)
		assert.Equal(t, clearLine+"checking 3 scripts, 2s", wrote())
		p.stop()
		assert.Equal(t, clearLine, wrote())
		time.Sleep(time.Minute)
		assert.Empty(t, wrote())
	})
}

// Work that is done within a second leaves no trace.
func TestProgressOfShortWork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var terminal bytes.Buffer
		p := startLine(&terminal)
		p.say("reading")
		time.Sleep(500 * time.Millisecond)
		p.stop()
		time.Sleep(time.Minute)
		assert.Empty(t, terminal.String())
	})
}

// What is printed takes the place of the line, which comes back below it.
func TestProgressMakesRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "terminal")
	terminal, err := os.Create(path)
	require.NoError(t, err)
	defer terminal.Close()
	p := startLine(terminal)
	defer p.stop()
	p.say("testing")
	p.begin = p.begin.Add(-2 * time.Second)
	p.show()
	io.WriteString(p.over(terminal), "ok\n")
	p.show()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, clearLine+"testing, 2s"+clearLine+"ok\n"+clearLine+"testing, 2s", string(text))
	assert.False(t, isTerminal(p.over(terminal)), "a file stays a file")
}

// Nobody is told anything when the output is no terminal.
func TestProgressUnwatched(t *testing.T) {
	var out bytes.Buffer
	p := startProgress(&out)
	assert.Nil(t, p)
	p.say("here")
	p.stop()
	assert.Same(t, &out, p.over(&out))
	assert.Empty(t, out.String())
}
