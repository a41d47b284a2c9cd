package check

import (
	"context"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// An error in a table makes go-redis give one command the reply to another, with the codes we say and with
// no other. The control is the error alone. A connection that has been misread has replies left, of which
// go-redis warns.
func TestGoRedisMisreadsErrorsWithinTables(t *testing.T) {
	redis.SetLogger(logging.NewBlacklistLogger([]string{"Conn has unread data"}))
	t.Cleanup(logging.Enable)
	client := redistest.Start(t).Client(t)
	ctx := context.Background()
	require.NoError(t, client.Set(ctx, "secret", "of somebody else", 0).Err())
	// next runs a script in a pipeline, and tells what the next command but one of the pipeline, which
	// asks for a key that is not there, has for its reply.
	next := func(script string) (string, error) {
		pipe := client.Pipeline()
		pipe.Eval(ctx, script, nil)
		pipe.Get(ctx, "secret")
		missing := pipe.Get(ctx, "missing")
		_, _ = pipe.Exec(ctx)
		return missing.Result()
	}
	for _, code := range misreadCodes {
		got, err := next("return {redis.error_reply('" + code + " x'), 'the rest'}")
		assert.NoError(t, err, code)
		assert.Equal(t, "of somebody else", got, code)
		_, err = next("return redis.error_reply('" + code + " x')")
		assert.ErrorIs(t, err, redis.Nil, code)
	}
	for _, code := range []string{"ERR", "MINE", "WRONGTYPE", "NOSCRIPT", "BUSY", "MISCONF", "CROSSSLOT", "NOGROUP"} {
		_, err := next("return {redis.error_reply('" + code + " x'), 'the rest'}")
		assert.ErrorIs(t, err, redis.Nil, code)
	}
}
