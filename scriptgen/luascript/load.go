package luascript

// This file loads scripts into the servers' caches ahead of the first call.

import (
	"cmp"
	"context"
	"fmt"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// Load loads scripts on every server that may run them as a master: the server, every master of a
// cluster, every shard of a ring. Calls work without it, at the price of one more round trip for the
// first call of a script on a server. A replica that serves read-only scripts gets each with its first
// call, and so does a ring's shard that is down now.
//
// The error is a [*ServerError] when the server cannot compile a script, and an [ErrUnavailable]
// when a server was not reached.
func Load(ctx context.Context, client Client, scripts ...*Script) error {
	switch c := client.(type) {
	case interface {
		ForEachMaster(context.Context, loader) error
	}:
		return loadEach(ctx, c.ForEachMaster, scripts)
	case interface {
		ForEachShard(context.Context, loader) error
	}:
		return loadEach(ctx, c.ForEachShard, scripts)
	}
	// An AutoPipeliner hands ScriptLoad to its client, which knows its servers.
	for _, s := range scripts {
		sha, err := client.ScriptLoad(ctx, s.Source).Result()
		if err != nil {
			sha = "" // of another master than the one that failed
		}
		if err := s.loaded(sha, err); err != nil {
			return err
		}
	}
	return nil
}

// loader loads scripts on one server.
type loader = func(context.Context, *redis.Client) error

// loadEach loads scripts on every server that each goes to.
func loadEach(ctx context.Context, each func(context.Context, loader) error, scripts []*Script) error {
	var reached atomic.Bool
	err := each(ctx, func(ctx context.Context, c *redis.Client) error {
		reached.Store(true)
		return loadAll(ctx, c, scripts)
	})
	if err != nil && !reached.Load() { // the client does not even know its servers
		return fmt.Errorf("load scripts: %w: %w", ErrUnavailable, err)
	}
	return err
}

// loadAll loads scripts on one server in one round trip.
func loadAll(ctx context.Context, c *redis.Client, scripts []*Script) error {
	pipe := c.Pipeline()
	cmds := make([]*redis.StringCmd, len(scripts))
	for i, s := range scripts {
		cmds[i] = pipe.ScriptLoad(ctx, s.Source)
	}
	_, err := pipe.Exec(ctx) // that of the first script that is not loaded
	for i, s := range scripts {
		if err := s.loaded(cmds[i].Val(), err); err != nil {
			return err
		}
	}
	return nil
}

// loaded tells by the server's answer whether it has the script under its SHA1.
func (s *Script) loaded(sha string, err error) error {
	switch {
	case sha == s.SHA1:
		return nil
	case sha != "":
		return fmt.Errorf("%s: the text's SHA1 is %s, not %s: the script was changed after it was generated", s.File, sha, s.SHA1)
	case isServerReply(err) && s.judge(err, false) == failed:
		return s.serverError(err)
	default:
		return &callError{s, ErrUnavailable, []error{cmp.Or(err, errNoAnswer)}}
	}
}
