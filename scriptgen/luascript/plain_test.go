package luascript_test

import (
	"context"
	"errors"
	"net"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

var (
	get = luascript.ReadCommand("get")
	set = luascript.WriteCommand("set")
	// incr shows by its value how often it ran.
	incr = luascript.WriteCommand("incr")
)

func callGet(key string) *luascript.Call {
	c := get.NewCall(1, 0)
	c.Key(key, nil)
	return c
}

func callSet(key, value string) *luascript.Call {
	c := set.NewCall(1, 1)
	c.Key(key, nil)
	c.String(value)
	return c
}

func callIncr(key string) *luascript.Call {
	c := incr.NewCall(1, 0)
	c.Key(key, nil)
	return c
}

func TestPlainCommandsOnEveryClient(t *testing.T) {
	for name, open := range clients() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			c := open(t)
			_, ok, err := luascript.Optional(luascript.Run(ctx, c, callGet("a")), luascript.String)
			require.NoError(t, err)
			require.False(t, ok)

			b := luascript.NewBatch(c)
			for _, key := range []string{"a", "b", "c", "d"} {
				luascript.QueueNone(b, callSet(key, "of "+key))
			}
			peeked := luascript.QueueValue(b, callPeek("a"), luascript.String)
			require.NoError(t, b.Exec(ctx))
			value, err := peeked.Result()
			require.NoError(t, err)
			require.Equal(t, "of a", value, "scripts and plain commands go together")

			value, err = luascript.Value(luascript.Run(ctx, c, callGet("c")), luascript.String)
			require.NoError(t, err)
			require.Equal(t, "of c", value)

			var server *luascript.ServerError
			require.ErrorAs(t, luascript.None(luascript.Run(ctx, c, callIncr("a"))), &server)
			require.Equal(t, "incr: ERR value is not an integer or out of range", server.Error())
		})
	}
}

func TestPlainCommandsGoAsTheyAre(t *testing.T) {
	require.Equal(t, []string{"set", "k", "v"}, words(t, callSet("k", "v")))
	var r recorded
	luascript.Run(context.Background(), &r, callSet("k", "v"))
	cmd := r.sent[0]
	require.Equal(t, "set", cmd.Name())
	require.Equal(t, "set", cmd.FullName())
	require.Equal(t, "set k v", cmd.String())
	require.Same(t, set, luascript.ScriptOf(cmd))
	require.Equal(t, "set", cmd.Clone().Name())
}

func TestAPlainWriteIsNeverSentTwiceAndAPlainReadIs(t *testing.T) {
	for name, open := range behindProxies() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			f := open(t)
			require.NoError(t, luascript.None(luascript.Run(ctx, f, callIncr("a"))), "there is a connection")
			f.loseAnswer("\r\nincr\r\n")
			err := luascript.None(luascript.Run(ctx, f, callIncr("a")))
			require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
			require.Equal(t, "2", f.direct.Get(ctx, "a").Val())

			f.loseAnswer("\r\nget\r\n") // and not that of a sentinel, asked for its master
			n, err := luascript.Value(luascript.Run(ctx, f, callGet("a")), luascript.Int)
			require.NoError(t, err)
			require.Equal(t, 2, n)
			require.Equal(t, 2, f.lost())
		})
	}
}

// Failure judges what another way of sending came to, and has to assume that the call was sent.
func TestFailure(t *testing.T) {
	ctx := context.Background()
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	loading := serverReply("LOADING Redis is loading the dataset in memory")
	wrong := serverReply("WRONGTYPE Operation against a key")
	lost := errors.New("EOF")
	dial := &net.OpError{Op: "dial", Err: errors.New("refused")}

	require.NoError(t, get.Failure(ctx, nil))
	for _, c := range []struct {
		err   error
		of    *luascript.Script
		is    error
		isNot error
	}{
		{lost, get, luascript.ErrUnavailable, luascript.ErrOutcomeUnknown},
		{lost, set, luascript.ErrOutcomeUnknown, luascript.ErrUnavailable},
		{dial, set, luascript.ErrUnavailable, luascript.ErrOutcomeUnknown},
		{redis.ErrPoolTimeout, set, luascript.ErrUnavailable, luascript.ErrOutcomeUnknown},
		{loading, set, luascript.ErrUnavailable, luascript.ErrOutcomeUnknown},
		{wrong, set, wrong, luascript.ErrUnavailable},
	} {
		err := c.of.Failure(ctx, c.err)
		require.ErrorIs(t, err, c.is)
		require.NotErrorIs(t, err, c.isNot)
		require.ErrorIs(t, err, c.err, "the cause stays reachable")
	}
	require.ErrorIs(t, get.Failure(cancelled, lost), context.Canceled)
	var server *luascript.ServerError
	require.ErrorAs(t, get.Failure(ctx, wrong), &server)
	require.Equal(t, "WRONGTYPE", server.Code)
}

// serverReply is an error reply, as go-redis gives it.
type serverReply string

func (e serverReply) Error() string { return string(e) }
func (serverReply) RedisError()     {}
