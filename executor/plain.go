package executor

// This file sends the few commands that need no script.

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

var (
	getCommand  = luascript.ReadCommand("get")
	setCommand  = luascript.WriteCommand("set")
	hsetCommand = luascript.WriteCommand("hset")
)

// get reads a string, and reports whether there is one.
//
// On a single server it is go-redis's own GET, which client-side caching serves. A cluster has no such
// cache, and AutoPipeline cuts a pipeline in two wherever commands that go-redis may send again and
// commands that it may not meet; so there a GET is of the same kind as the scripts.
func (e *StatefulExecutorImpl) get(ctx context.Context, key string) (value string, ok bool, err error) {
	if e.reader == nil {
		c := getCommand.NewCall(1, 0)
		c.Key(key, nil)
		return luascript.Optional(luascript.Run(ctx, e.commands, c), luascript.String)
	}
	if err := ctx.Err(); err != nil {
		return "", false, e.readFailure(ctx, err)
	}
	value, err = e.reader.Get(ctx, key).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	return value, err == nil, e.readFailure(ctx, err)
}

// newReader returns the client for go-redis's own GETs, or nil. Client-side caching works past AutoPipeline,
// and is worth more.
func newReader(client redis.UniversalClient, commands luascript.Client) *redis.Client {
	single, ok := client.(*redis.Client)
	if !ok {
		return nil
	}
	o := single.Options()
	if caching := o.ClientSideCacheConfig != nil || o.ClientSideCache != nil; !caching && commands != luascript.Client(single) {
		return nil
	}
	return single
}

// readFailure is the error of a read that went past luascript. Like luascript it makes a cluster client
// look for a new master where one does not answer.
func (e *StatefulExecutorImpl) readFailure(ctx context.Context, err error) error {
	err = getCommand.Failure(ctx, err)
	if cluster, ok := e.client.(reloader); ok && errors.Is(err, ErrUnavailable) {
		cluster.ReloadState(ctx)
	}
	return err
}

// reloader is a cluster client, which by itself looks for new masters once a minute.
type reloader interface{ ReloadState(ctx context.Context) }
