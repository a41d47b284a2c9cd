package luascript_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// Every kind of client keeps the same promises.
func TestClients(t *testing.T) {
	for name, open := range clients() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := open(t)
			for name, test := range promises {
				t.Run(name, func(t *testing.T) {
					c.flush(t)
					test(t, c)
				})
			}
		})
	}
}

var promises = map[string]func(*testing.T, client){
	"a call runs, also when the server does not know the script": func(t *testing.T, c client) {
		ctx := context.Background()
		c.stock(t, "apple", 10)
		for i := range 3 {
			left, err := luascript.Value(luascript.Run(ctx, c, callTake("apple", 2)), luascript.Int)
			require.NoError(t, err)
			require.Equal(t, 8-2*i, left)
		}
		c.ran(t, "apple", 3)
	},
	"nil is no value": func(t *testing.T, c client) {
		_, ok, err := luascript.Optional(luascript.Run(context.Background(), c, callPeek("none")), luascript.String)
		require.NoError(t, err)
		require.False(t, ok)
		_, err = luascript.Value(luascript.Run(context.Background(), c, callPeek("none")), luascript.String)
		require.EqualError(t, err, "Peek: reply: want string, got nil")
	},
	"a read-only script reads": func(t *testing.T, c client) {
		ctx := context.Background()
		require.NoError(t, c.direct.Set(ctx, "greeting", "hello", 0).Err())
		got, err := luascript.Value(luascript.Run(ctx, c, callPeek("greeting")), luascript.String)
		require.NoError(t, err)
		require.Equal(t, "hello", got)
	},
	"a script without keys runs": func(t *testing.T, c client) {
		for range 4 {
			got, err := luascript.Value(luascript.Run(context.Background(), c, callEcho("a", "", "c")), luascript.List(luascript.String))
			require.NoError(t, err)
			require.Equal(t, []string{"a", "", "c"}, got)
		}
	},
	"a declared error is its sentinel": func(t *testing.T, c client) {
		c.stock(t, "pear", 1)
		_, err := luascript.Value(luascript.Run(context.Background(), c, callTake("pear", 2)), luascript.Int)
		require.ErrorIs(t, err, errOutOfStock)
		require.EqualError(t, err, "scripts/Take.lua: OUT_OF_STOCK only 1 left")
	},
	"an error tells file and line": func(t *testing.T, c client) {
		err := luascript.None(luascript.Run(context.Background(), c, callBreaks("k")))
		var failed *luascript.ServerError
		require.ErrorAs(t, err, &failed)
		require.Equal(t, "WRONGTYPE", failed.Code)
		require.Equal(t, "Operation against a key holding the wrong kind of value", failed.Message)
		require.Equal(t, 3, failed.Line)
		require.Equal(t, "text", c.direct.Get(context.Background(), "k").Val(), "what was written stays")
	},
	"nothing is sent when the context has ended": func(t *testing.T, c client) {
		c.stock(t, "fig", 1)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		err := luascript.None(luascript.Run(ctx, c, callTake("fig", 1)))
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, luascript.ErrUnavailable)
		b := luascript.NewBatch(c)
		f := luascript.QueueValue(b, callTake("fig", 1), luascript.Int)
		require.ErrorIs(t, b.Exec(ctx), context.Canceled)
		_, err = f.Result()
		require.ErrorIs(t, err, luascript.ErrUnavailable)
		c.ran(t, "fig", 0)
	},
	"a batch keeps every call's own result, and runs each once": func(t *testing.T, c client) {
		const items = 40
		b := luascript.NewBatch(c)
		var taken []*luascript.Future[int]
		var peeked []*luascript.OptionalFuture[int]
		for i := range items {
			item := fmt.Sprint("item", i)
			c.stock(t, item, i)
			taken = append(taken, luascript.QueueValue(b, callTake(item, 1), luascript.Int))
			peeked = append(peeked, luascript.QueueOptional(b, callPeek("{"+item+"}none"), luascript.Int))
		}
		nothing := luascript.QueueNone(b, callEcho("x"))
		require.Equal(t, 2*items+1, b.Len())
		_, err := taken[3].Result()
		require.ErrorContains(t, err, "not been executed")

		require.ErrorIs(t, b.Exec(context.Background()), errOutOfStock, "the first of the errors: nothing left of item0")
		require.Zero(t, b.Len())
		require.NoError(t, nothing.Result())
		for i := range items {
			left, err := taken[i].Result()
			if i == 0 {
				require.ErrorIs(t, err, errOutOfStock)
			} else {
				require.NoError(t, err)
				require.Equal(t, i-1, left)
			}
			_, ok, err := peeked[i].Result()
			require.NoError(t, err)
			require.False(t, ok)
			c.ran(t, fmt.Sprint("item", i), 1)
		}
	},
	"an empty batch does nothing, nor does one that was executed": func(t *testing.T, c client) {
		ctx := context.Background()
		b := luascript.NewBatch(c)
		require.NoError(t, b.Exec(ctx))
		c.stock(t, "date", 2)
		f := luascript.QueueValue(b, callTake("date", 1), luascript.Int)
		require.NoError(t, b.Exec(ctx))
		require.NoError(t, b.Exec(ctx))
		left, err := f.Result()
		require.NoError(t, err)
		require.Equal(t, 1, left)
		c.ran(t, "date", 1)
	},
	"a bad call in a batch does not stop the others": func(t *testing.T, c client) {
		c.stock(t, "kiwi", 5)
		b := luascript.NewBatch(c)
		bad := echo.NewCall(0, 1)
		bad.Seconds("ttl", 1)
		refused := luascript.QueueNone(b, bad)
		good := luascript.QueueValue(b, callTake("kiwi", 1), luascript.Int)
		misfit := luascript.QueueValue(b, callEcho("x"), luascript.Int)
		var wrong *luascript.ArgError
		require.ErrorAs(t, b.Exec(context.Background()), &wrong)
		require.ErrorAs(t, refused.Result(), &wrong)
		left, err := good.Result()
		require.NoError(t, err)
		require.Equal(t, 4, left)
		_, err = misfit.Result()
		require.EqualError(t, err, "Echo: reply: want int, got array of 1")
	},
	"Load puts every script on every server": func(t *testing.T, c client) {
		ctx := context.Background()
		require.NoError(t, luascript.Load(ctx, c.Client, take, peek, echo))
		c.servers(func(s *redis.Client) {
			require.Equal(t, []bool{true, true, true}, s.ScriptExists(ctx, take.SHA1, peek.SHA1, echo.SHA1).Val())
		})
	},
	"Load tells of text that is not Lua, and of text that was changed": func(t *testing.T, c client) {
		broken := script("Broken", "local a = 1\nreturn = a\n")
		err := luascript.Load(context.Background(), c.Client, take, broken)
		var failed *luascript.ServerError
		require.ErrorAs(t, err, &failed)
		require.Equal(t, 2, failed.Line)
		require.ErrorContains(t, err, "scripts/Broken.lua:2: ERR Error compiling script")

		changed := *echo
		changed.Source += " "
		require.ErrorContains(t, luascript.Load(context.Background(), c.Client, &changed), "the script was changed")
	},
	"plain commands run beside scripts": plainCommandsRunBesideScripts,
	"calls and batches survive SCRIPT FLUSH, and none runs twice": func(t *testing.T, c client) {
		if isMini(t) {
			t.Skip("is about real servers")
		}
		items := stocked(t, c, 6)
		n, stop := hammer(c, items)
		for range 100 {
			c.flush(t)
		}
		stop()
		n.holds(t, c.runs(t, items))
		require.Zero(t, n.nothing.Load()+n.unknown.Load(), "all have values")
	},
}

func isMini(t *testing.T) bool {
	return len(t.Name()) > 22 && t.Name()[:22] == "TestClients/miniredis/"
}

// stock sets how many pieces there are, and the count of runs to none.
func (c client) stock(t *testing.T, item string, n int) {
	t.Helper()
	ctx := context.Background()
	require.NoError(t, c.direct.Set(ctx, "{"+item+"}stock", n, 0).Err())
	require.NoError(t, c.direct.Set(ctx, "{"+item+"}runs", 0, 0).Err())
}

// ran holds how often take has run for an item.
func (c client) ran(t *testing.T, item string, want int) {
	t.Helper()
	runs, err := c.direct.Get(context.Background(), "{"+item+"}runs").Int()
	require.NoError(t, err)
	require.Equal(t, want, runs, "runs of Take for %s", item)
}
