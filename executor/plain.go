package executor

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// This file sends the few commands that need no script.
var (
	getCommand  = luascript.ReadCommand("get")
	setCommand  = luascript.WriteCommand("set")
	hsetCommand = luascript.WriteCommand("hset")
)

// get reads a string, and reports whether there is one.
//
// Without AutoPipeline it is go-redis's own GET, which client-side caching serves. AutoPipeline cuts a
// pipeline in two wherever commands that go-redis may send again and commands that it may not meet, so
// there a GET is of the same kind as the scripts: with both in equal parts that takes half the time.
func (e *StatefulExecutorImpl) get(ctx context.Context, key string) (value string, ok bool, err error) {
	if e.commands != luascript.Client(e.client) {
		c := getCommand.NewCall(1, 0)
		c.Key(key, nil)
		return luascript.Optional(luascript.Run(ctx, e.commands, c), luascript.String)
	}
	if err := ctx.Err(); err != nil {
		return "", false, getCommand.Failure(ctx, err)
	}
	value, err = e.client.Get(ctx, key).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	return value, err == nil, getCommand.Failure(ctx, err)
}
