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

// A promise of every client, beside those in conformance_test.go.
func plainCommandsRunBesideScripts(t *testing.T, c client) {
	ctx := context.Background()
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

// A plain write is never sent twice, and a plain read is: part of TestClientsThatLoseAnswers.
func (f faulty) plainLikewise(t *testing.T) {
	ctx := context.Background()
	require.NoError(t, luascript.None(luascript.Run(ctx, f, callIncr("n"))), "there is a connection")
	f.loseAnswer("\r\nincr\r\n")
	err := luascript.None(luascript.Run(ctx, f, callIncr("n")))
	require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
	require.Equal(t, "2", f.direct.Get(ctx, "n").Val())

	lost := f.loseAnswer("\r\nget\r\n") // and not that of a sentinel, asked for its master
	n, err := luascript.Value(luascript.Run(ctx, f, callGet("n")), luascript.Int)
	require.NoError(t, err)
	require.Equal(t, 2, n)
	require.True(t, lost())
}

// Failure judges what another way of sending came to, and has to assume that the call was sent.
func TestFailure(t *testing.T) {
	ctx := context.Background()
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	loading := replyError("LOADING Redis is loading the dataset in memory")
	wrong := replyError("WRONGTYPE Operation against a key")
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
		{redis.ErrPoolExhausted, set, luascript.ErrUnavailable, luascript.ErrOutcomeUnknown},
		{redis.ErrAutoPipelineQueueFull, set, luascript.ErrUnavailable, luascript.ErrOutcomeUnknown},
		{redis.ErrClosed, set, luascript.ErrUnavailable, luascript.ErrOutcomeUnknown},
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
