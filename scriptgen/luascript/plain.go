package luascript

// This file lets a program send the server's own commands beside its scripts, with the same promises.

import "context"

// ReadCommand returns a Script that stands for one of the server's own commands, which only reads:
//
//	var get = luascript.ReadCommand("get")
//
//	c := get.NewCall(1, 0)
//	c.Key(LinkKey(uid))
//	value, ok, err := luascript.Optional(luascript.Run(ctx, client, c), luascript.String)
//
// Its calls are sent, sent again and judged like those of a script; a [Batch] takes both. go-redis's
// client-side caching does not see them.
func ReadCommand(name string) *Script {
	return &Script{Name: name, File: name, ReadOnly: true, plain: newCommandName(name)}
}

// WriteCommand is [ReadCommand] for a command that may write. It is never sent twice.
func WriteCommand(name string) *Script {
	return &Script{Name: name, File: name, plain: newCommandName(name)}
}

// Failure returns the error of a call that was not sent by this package, in a pipeline of the caller's
// say, as Run would return it. err is not redis.Nil.
func (s *Script) Failure(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	c := s.NewCall(0, 0)
	c.cmd.word.sent.Store(true)
	c.cmd.SetErr(err)
	c.settleError(ctx, err)
	return c.result.err
}

// firstWords is how many words of a command come before the keys.
func (s *Script) firstWords() int {
	if s.plain != nil {
		return 1
	}
	return scriptWords
}
