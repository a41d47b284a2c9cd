package emittest

import (
	"crypto/sha1"
	"encoding/hex"
	"os"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	errorcodes "github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/errors/want"
	fields "github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/fields/want"
	include "github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/include/want"
	minimal "github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/minimal/want"
	names "github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/names/want"
	text "github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/text/want"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// The text that the server gets is the file, byte for byte: it knows the script by the SHA1 of the
// file, whatever bytes are in it.
func TestText_ByteForByte(t *testing.T) {
	var sums []string
	for _, name := range []string{"backquotes", "brackets", "bytes", "crlf", "imperative", "shebang"} {
		file, err := os.ReadFile("../testdata/text/scripts/" + name + ".lua")
		require.NoError(t, err)
		sum := sha1.Sum(file)
		sums = append(sums, hex.EncodeToString(sum[:]))
	}
	onServer(t, func(t *testing.T, client *redis.Client) {
		scripts, ctx := text.New(client), t.Context()
		require.NoError(t, scripts.Load(ctx))
		known, err := client.ScriptExists(ctx, sums...).Result()
		require.NoError(t, err)
		assert.NotContains(t, known, false)

		raw, err := scripts.Bytes(ctx)
		require.NoError(t, err)
		assert.Equal(t, []byte("\xff\xfe\x01`\x00"), raw)
		quoted, err := scripts.Backquotes(ctx)
		require.NoError(t, err)
		assert.Equal(t, "`x`", quoted)
		status, err := scripts.StatusOf(ctx)
		require.NoError(t, err)
		assert.Equal(t, 7, status)
	})
}

// An error in an included function names the included file and its line.
func TestInclude(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts := include.New(client)
		sum, err := scripts.Sum(t.Context(), include.SumParams{A: 1, B: 2})
		require.NoError(t, err)
		assert.Equal(t, 3, sum)

		_, err = scripts.Sum(t.Context(), include.SumParams{A: -1})
		var failed *luascript.ServerError
		require.ErrorAs(t, err, &failed)
		assert.Equal(t, "scripts/lib/checks.lua", failed.File)
		assert.Equal(t, 3, failed.Line)
	})
}

func TestErrors(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts, ctx := errorcodes.New(client), t.Context()
		_, err := scripts.Take(ctx, errorcodes.TakeParams{Item: "nails", Amount: 1})
		require.ErrorIs(t, err, errorcodes.ErrMissing)

		require.NoError(t, client.Set(ctx, "stock:{nails}", 5, 0).Err())
		left, err := scripts.Take(ctx, errorcodes.TakeParams{Item: "nails", Amount: 3})
		require.NoError(t, err)
		assert.Equal(t, 2, left)

		_, err = scripts.Take(ctx, errorcodes.TakeParams{Item: "nails", Amount: 3})
		require.ErrorIs(t, err, errorcodes.ErrOutOfStock)
		require.NotErrorIs(t, err, errorcodes.ErrMissing)

		require.NoError(t, scripts.Drop(ctx, "nails"))
		require.ErrorIs(t, scripts.Drop(ctx, "nails"), errorcodes.ErrMissing, "the sentinel is shared by the scripts")
	})
}

// Parameters may have any name, those of the generated code's own variables included.
func TestNames(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts, ctx := names.New(client), t.Context()
		for name, call := range map[string]func() (string, bool, error){
			"ctx":   func() (string, bool, error) { return scripts.OneCtx(ctx, "x") },
			"err":   func() (string, bool, error) { return scripts.OneErr(ctx, "x") },
			"value": func() (string, bool, error) { return scripts.OneValue(ctx, "x") },
			"ok":    func() (string, bool, error) { return scripts.OneOk(ctx, "x") },
			"type":  func() (string, bool, error) { return scripts.OneType(ctx, "x") },
		} {
			got, ok, err := call()
			require.NoError(t, err, name)
			assert.True(t, ok, name)
			assert.Equal(t, "one:x", got, name)
		}
		texts, err := scripts.OneArgs(ctx, []string{"a", "b"})
		require.NoError(t, err)
		assert.Equal(t, []string{"a", "b"}, texts)
		pairs, err := scripts.OneMap(ctx, map[string]int{"a": 1})
		require.NoError(t, err)
		assert.Equal(t, []string{"a", "1"}, pairs)
		length, err := scripts.Length(ctx)
		require.NoError(t, err)
		assert.Equal(t, 1, length)
	})
}

func TestFields(t *testing.T) {
	onServer(t, func(t *testing.T, client *redis.Client) {
		scripts, ctx := fields.New(client), t.Context()
		var api fields.API = scripts
		require.NoError(t, client.Del(ctx, "q:{mail}", "q:{mail}:t:1").Err())
		_, err := api.ReadTask(ctx, fields.ReadTaskParams{Queue: "mail"})
		require.ErrorIs(t, err, fields.ErrEmpty)

		require.NoError(t, client.RPush(ctx, "q:{mail}", 1, 2).Err())
		require.NoError(t, client.Set(ctx, "q:{mail}:t:1", "hello", 0).Err())
		rows, err := api.ReadTask(ctx, fields.ReadTaskParams{Queue: "mail"})
		require.NoError(t, err)
		assert.Equal(t, []fields.ReadTaskRow{{ID: "1", Body: p("hello")}, {ID: "2"}}, rows)

		task, err := fields.TaskKey("mail", "1")
		require.NoError(t, err)
		assert.Equal(t, "q:{mail}:t:1", task)
	})
}

// A set without keys and error codes has neither keys.go nor errors.go.
func TestMinimal(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		pong, err := minimal.New(client).Ping(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "PONG", pong)
	})
	files, err := os.ReadDir("../testdata/minimal/want")
	require.NoError(t, err)
	assert.Len(t, files, 2)
}
