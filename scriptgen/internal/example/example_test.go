package example_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/golden"
	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/example"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// load returns the contract of a script.
func load(t testing.TB, path string) *contract.Script {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return parse(t, filepath.ToSlash(path), string(text))
}

func parse(t testing.TB, name, text string) *contract.Script {
	t.Helper()
	var l diag.List
	file := source.NewFile(name, text)
	h := header.Parse(file, &l)
	require.NotNil(t, h)
	set := contract.Resolve([]contract.Input{{Header: h, Program: source.NewProgram(file, h.End)}}, &l)
	for _, d := range l.Sorted() {
		t.Errorf("%s: %s (%s)", d.Span.Begin(), d.Message, d.Hint)
	}
	return set.Scripts[0]
}

func embedded(t testing.TB) *example.Server {
	t.Helper()
	server, err := example.Embedded()
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	return server
}

// real starts a Redis server and returns it as one that was started for the run, and as one that
// others use.
func real(t *testing.T) (owned, shared *example.Server, client *redis.Client) {
	t.Helper()
	s := redistest.Start(t)
	open := func() *redis.Client { return redis.NewClient(&redis.Options{Addr: s.Addr()}) }
	owned = example.Owned("the server", open(), func() error { return nil })
	shared = example.Shared("the server", open())
	t.Cleanup(func() {
		assert.NoError(t, owned.Close())
		assert.NoError(t, shared.Close())
	})
	return owned, shared, s.Client(t)
}

// run runs the examples of a script and returns what is printed of them, and how they ended by name.
func run(t testing.TB, server *example.Server, s *contract.Script) (text string, status map[string]example.Status) {
	t.Helper()
	var out bytes.Buffer
	status = map[string]example.Status{}
	for _, e := range s.Examples {
		result, err := example.Run(context.Background(), server, s, e)
		require.NoError(t, err)
		example.Text{W: &out}.Result(result)
		status[e.Name] = result.Status
	}
	return out.String(), status
}

// What the examples under pass say is so: on miniredis, on a real server that is ours, and on one that is
// not, except where time has to pass.
func TestPass(t *testing.T) {
	paths, err := filepath.Glob("testdata/pass/*.lua")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run("miniredis/"+filepath.Base(path), func(t *testing.T) {
			text, status := run(t, embedded(t), load(t, path))
			assert.Empty(t, text)
			assert.NotEmpty(t, status)
		})
	}
	t.Run("real", func(t *testing.T) {
		owned, shared, client := real(t)
		for _, path := range paths {
			for kind, server := range map[string]*example.Server{"owned": owned, "shared": shared} {
				t.Run(kind+"/"+filepath.Base(path), func(t *testing.T) {
					require.NoError(t, client.FlushAll(context.Background()).Err())
					text, status := run(t, server, load(t, path))
					for name, s := range status {
						want := example.Passed
						if name == "time passes" {
							want = example.Skipped
							assert.Contains(t, text, "after 1.5s: nobody moves the clock of the server")
						}
						assert.Equal(t, want, s, "%s\n%s", name, text)
					}
				})
			}
		}
	})
}

var elapsed = regexp.MustCompile(`\(\d+\.\d\ds\)`)

// What the examples under fail say is not so, and each failure says what to look at.
func TestFail(t *testing.T) {
	paths, err := filepath.Glob("testdata/fail/*.lua")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, _ := run(t, embedded(t), load(t, path))
			golden.Equal(t, strings.TrimSuffix(path, ".lua")+".txt", []byte(elapsed.ReplaceAllString(text, "(0.00s)")))
		})
	}
}

// A real server tells the same story as miniredis, and knows what that does not.
func TestFailReal(t *testing.T) {
	owned, _, _ := real(t)
	text, _ := run(t, owned, load(t, "testdata/fail/wrong.lua"))
	golden.Equal(t, "testdata/fail/wrong.txt", []byte(elapsed.ReplaceAllString(text, "(0.00s)")))

	_, status := run(t, owned, load(t, "testdata/fail/beyond.lua"))
	assert.Equal(t, example.Passed, status["a library"])
}
