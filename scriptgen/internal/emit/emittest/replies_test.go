package emittest

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/arguments/game"
	replies "github.com/scriptbind/scriptbind/scriptgen/internal/emit/testdata/replies/want"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

func TestReplies_Record(t *testing.T) {
	want := replies.ScalarsResult{
		Text: "text", Raw: []byte("\x00raw"), Count: 42, Large: -9007199254740993, Huge: 18446744073709551615,
		Ratio: 0.25, Flag: true, Lifetime: 90 * time.Second, Pause: 1500 * time.Millisecond,
		Since: time.Unix(1700000000, 0).UTC(), Until: time.UnixMilli(1700000000123).UTC(),
		Kind: replies.ScalarsResultKindLimit, Profile: map[string]any{"name": "ann"},
		Whatever: []any{int64(1), "two"},
	}
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts := replies.New(client)

		scalars, err := scripts.Scalars(t.Context())
		require.NoError(t, err)
		assert.Equal(t, want, scalars)

		record, err := scripts.Record(t.Context())
		require.NoError(t, err)
		assert.Equal(t, replies.RecordResult{Ok: true, Names: []string{"a", "b"}}, record)

		rows, err := scripts.Rows(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []replies.RowsRow{{UID: "u1", Score: 1.5, State: p(replies.RowsRowStateUp)}, {UID: "u2", Score: 2}}, rows)

		nested, err := scripts.Nested(t.Context())
		require.NoError(t, err)
		assert.Equal(t, replies.NestedResult{
			Rows:   []replies.NestedResultRows{{UID: "u1"}, {UID: "u2"}},
			Counts: map[string]int{"a": 1},
		}, nested)
	})
}

func TestReplies_OneValue(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts, ctx := replies.New(client), t.Context()
		check := func(want any) func(got any, err error) {
			return func(got any, err error) {
				t.Helper()
				require.NoError(t, err)
				assert.Equal(t, want, got)
			}
		}
		text, err := scripts.String(ctx, "a")
		check("a")(text, err)
		raw, err := scripts.Bytes(ctx, "\x00\xff")
		check([]byte("\x00\xff"))(raw, err)
		count, err := scripts.Int(ctx, "-7")
		check(-7)(count, err)
		large, err := scripts.Int64(ctx, "9223372036854775807")
		check(int64(9223372036854775807))(large, err)
		huge, err := scripts.Uint64(ctx, "18446744073709551615")
		check(uint64(18446744073709551615))(huge, err)
		ratio, err := scripts.Float(ctx, "1e21")
		check(1e21)(ratio, err)
		flag, err := scripts.Bool(ctx, "0")
		check(false)(flag, err)
		lifetime, err := scripts.Seconds(ctx, "60")
		check(time.Minute)(lifetime, err)
		pause, err := scripts.Milliseconds(ctx, "60")
		check(60*time.Millisecond)(pause, err)
		since, err := scripts.Unix(ctx, "1700000000")
		check(time.Unix(1700000000, 0).UTC())(since, err)
		until, err := scripts.Unixmilli(ctx, "1700000000123")
		check(time.UnixMilli(1700000000123).UTC())(until, err)
		state, err := scripts.Enum(ctx, "off")
		check(replies.EnumResultOff)(state, err)
		document, err := scripts.JSON(ctx, `[1,{"a":null}]`)
		check([]any{float64(1), map[string]any{"a": nil}})(document, err)
		whatever, err := scripts.Any(ctx, "x")
		check("x")(whatever, err)
		list, err := scripts.List(ctx)
		check([]int{1, 2, 3})(list, err)
		sparse, err := scripts.Sparse(ctx)
		check([]*string{p("a"), nil, p("c")})(sparse, err)
		dictionary, err := scripts.Dictionary(ctx)
		check(map[string]int{"a": 1, "b": 2})(dictionary, err)
		byNumber, err := scripts.ByNumber(ctx)
		check(map[int]*float64{1: p(0.5), 2: nil})(byNumber, err)
		require.NoError(t, scripts.None(ctx))
	})
}

func TestReplies_Optional(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts := replies.New(client)

		value, ok, err := scripts.Maybe(t.Context(), "5")
		require.NoError(t, err)
		assert.True(t, ok)
		assert.Equal(t, 5, value)

		_, ok, err = scripts.Maybe(t.Context(), "")
		require.NoError(t, err)
		assert.False(t, ok)

		_, ok, err = scripts.EnumMaybe(t.Context())
		require.NoError(t, err)
		assert.False(t, ok)

		player, ok, err := scripts.Player(t.Context(), `{"name":"ann","level":7}`)
		require.NoError(t, err)
		assert.True(t, ok)
		assert.Equal(t, game.Player{Name: "ann", Level: 7}, player)

		packed, err := msgpack.Marshal(player)
		require.NoError(t, err)
		unpacked, err := scripts.Packed(t.Context(), packed)
		require.NoError(t, err)
		assert.Equal(t, player, unpacked)
	})
}

// A reply that does not fit is an error that names the script, never a zero value without one.
func TestReplies_Misfit(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		scripts, ctx := replies.New(client), t.Context()
		calls := map[string]func() error{
			"Int":          func() error { _, err := scripts.Int(ctx, "five"); return err },
			"Int64":        func() error { _, err := scripts.Int64(ctx, "9223372036854775808"); return err },
			"Uint64":       func() error { _, err := scripts.Uint64(ctx, "-1"); return err },
			"Float":        func() error { _, err := scripts.Float(ctx, ""); return err },
			"Bool":         func() error { _, err := scripts.Bool(ctx, "yes"); return err },
			"Seconds":      func() error { _, err := scripts.Seconds(ctx, "1.5"); return err },
			"Milliseconds": func() error { _, err := scripts.Milliseconds(ctx, "x"); return err },
			"Unix":         func() error { _, err := scripts.Unix(ctx, "today"); return err },
			"Unixmilli":    func() error { _, err := scripts.Unixmilli(ctx, "today"); return err },
			"Enum":         func() error { _, err := scripts.Enum(ctx, "maybe"); return err },
			"JSON":         func() error { _, err := scripts.JSON(ctx, "{"); return err },
			"Packed":       func() error { _, err := scripts.Packed(ctx, []byte{0xc1}); return err },
			"Player":       func() error { _, _, err := scripts.Player(ctx, "[]"); return err },
			"Maybe":        func() error { _, _, err := scripts.Maybe(ctx, "x"); return err },
		}
		for name, call := range calls {
			var misfit *luascript.ReplyError
			if assert.ErrorAs(t, call(), &misfit, name) {
				assert.Equal(t, name, misfit.Script)
			}
		}
	})
}

// Every kind of method has a twin that queues.
func TestBatch(t *testing.T) {
	onServers(t, func(t *testing.T, client *redis.Client) {
		b := replies.New(client).Batch()
		rows, maybe, nothing, none, wrong := b.Rows(), b.Maybe("5"), b.Maybe(""), b.None(), b.Int("five")
		require.Equal(t, 5, b.Len())

		var misfit *luascript.ReplyError
		require.ErrorAs(t, b.Exec(t.Context()), &misfit, "the first error among the results")

		got, err := rows.Result()
		require.NoError(t, err)
		assert.Len(t, got, 2)
		value, ok, err := maybe.Result()
		require.NoError(t, err)
		assert.True(t, ok)
		assert.Equal(t, 5, value)
		_, ok, err = nothing.Result()
		require.NoError(t, err)
		assert.False(t, ok)
		require.NoError(t, none.Result())
		_, err = wrong.Result()
		require.ErrorAs(t, err, &misfit)
	})
}
