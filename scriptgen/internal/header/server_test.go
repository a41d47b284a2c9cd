package header

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// Commands in examples are split as redis-cli splits them. The server splits a line without RESP in
// the same way, so it can be asked.
func TestServer_SplitCommand(t *testing.T) {
	server := redistest.Start(t)
	ask := func(t require.TestingT, line string) (words []string, failed bool) {
		conn, err := net.Dial("tcp", server.Addr())
		require.NoError(t, err)
		defer conn.Close()
		_, err = fmt.Fprintf(conn, "EVAL \"return ARGV\" 0 %s\r\n", line)
		require.NoError(t, err)
		return readTexts(t, bufio.NewReader(conn))
	}
	// Valkey 9.1 splits in a way of its own: a word may go on behind its closing quote, and \' at the very
	// end of a line closes one. Other servers refuse both, and so do we.
	_, strict := ask(t, `"a"b`)
	rapid.Check(t, func(t *rapid.T) {
		line := rapid.StringMatching(`[ab"'\\xnrt4 ]{0,14}`).Draw(t, "line")
		want, failed := ask(t, line)
		words, _, problem := splitCommand(line)
		if !strict && problem != nil {
			return
		}
		assert.Equal(t, failed, problem != nil, "%q", line)
		if failed || problem != nil {
			return
		}
		got := []string{}
		for _, w := range words {
			got = append(got, w.value)
		}
		assert.Equal(t, want, got, "%q", line)
	})
}

// readTexts reads an array of bulk strings, or an error.
func readTexts(t require.TestingT, r *bufio.Reader) (texts []string, failed bool) {
	header := func() (kind byte, n int) {
		line, err := r.ReadString('\n')
		require.NoError(t, err)
		n, _ = strconv.Atoi(strings.TrimSpace(line[1:]))
		return line[0], n
	}
	kind, count := header()
	if kind == '-' {
		return nil, true
	}
	texts = []string{}
	for range count {
		_, length := header()
		text := make([]byte, length+2)
		_, err := io.ReadFull(r, text)
		require.NoError(t, err)
		texts = append(texts, string(text[:length]))
	}
	return texts, false
}

func TestServer_RefusesAByteOrderMark(t *testing.T) {
	client := redistest.Start(t).Client(t)
	_, err := client.Eval(context.Background(), "\ufeffreturn 1", nil).Result()
	assert.ErrorContains(t, err, "compiling script")
}
