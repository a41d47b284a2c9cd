// This file is the command that goes through go-redis, with what go-redis, its hooks and we want to
// know of it: whose script it is, whether it may be sent twice, and whether it has been sent at all.

package luascript

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// command is a redis.Cmd that knows its script.
type command struct {
	*redis.Cmd
	script *Script
	number numKeys
}

// NoRetry keeps go-redis from sending a script again after a network error, when it may have run
// already. Redirections are still followed: the server has refused then. It holds for read-only
// scripts, too, which Run sends again itself: AutoPipeline cuts a pipeline in two wherever commands
// that may be retried and commands that may not meet.
func (c *command) NoRetry() bool { return true }

// FullName is the name by which traces and metrics know the command: "evalsha StatefulSetLink".
func (c *command) FullName() string { return c.Name() + " " + c.script.Name }

// SetErr also notes that the server has answered: an earlier sending is no longer in doubt when
// go-redis follows a redirection.
func (c *command) SetErr(err error) {
	if isServerReply(err) {
		c.number.sent.Store(false)
	}
	c.Cmd.SetErr(err)
}

// String shows the command with the script's name in the place of its SHA1 or text.
func (c *command) String() string {
	var b strings.Builder
	b.WriteString(c.FullName())
	for _, arg := range c.Args()[firstWords-1:] {
		b.WriteByte(' ')
		switch v := arg.(type) {
		case *string:
			b.WriteString(*v)
		case *int64:
			b.WriteString(strconv.FormatInt(*v, 10))
		case string:
			b.WriteString(v)
		case *numKeys:
			b.WriteString(v.String())
		}
	}
	if err := c.Err(); err != nil {
		b.WriteString(": " + err.Error())
	}
	return b.String()
}

// Clone keeps the script, so that a copy is not sent twice either.
func (c *command) Clone() redis.Cmder {
	clone := &command{Cmd: c.Cmd.Clone().(*redis.Cmd), script: c.script}
	clone.number.n = c.number.n
	clone.Args()[firstWords-1] = &clone.number
	return clone
}

// numKeys is the command's third word, the number of keys. go-redis asks it for its bytes only when
// it writes the command to a connection, which is how we know that a command has been sent; until
// then nothing can have happened.
type numKeys struct {
	n      int
	sent   atomic.Bool
	digits [20]byte
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (k *numKeys) MarshalBinary() ([]byte, error) {
	k.sent.Store(true)
	return strconv.AppendInt(k.digits[:0], int64(k.n), 10), nil
}

// String is what go-redis reads to see whether there are keys.
func (k *numKeys) String() string { return strconv.Itoa(k.n) }

// ScriptOf returns the script that a command runs, or nil. A redis.Hook calls it to put the script's
// name into metrics and traces; go-redis's own instrumentation shows it already, since the command's
// FullName is "evalsha StatefulSetLink". The command's String shows its arguments; its Args are
// pointers to them.
func ScriptOf(cmd redis.Cmder) *Script {
	if c, ok := cmd.(*command); ok {
		return c.script
	}
	return nil
}

// prepare makes the call's command for its next sending.
func (c *Call) prepare(ctx context.Context, withText bool) {
	if c.cmd.Cmd != nil {
		// A hook may still hold the command that was refused.
		c.args = slices.Clone(c.args)
	}
	c.args[0], c.args[1] = "evalsha", &c.script.SHA1
	switch {
	case withText && c.script.ReadOnly:
		c.args[0], c.args[1] = "eval_ro", &c.script.Source
	case withText:
		c.args[0], c.args[1] = "eval", &c.script.Source
	case c.script.ReadOnly:
		c.args[0] = "evalsha_ro"
	}
	c.cmd.number.n = c.keys
	c.cmd.number.sent.Store(false)
	c.args[2] = &c.cmd.number
	c.cmd.script = c.script
	c.cmd.Cmd = redis.NewCmd(ctx, c.args...)
	if c.keys > 0 {
		c.cmd.SetFirstKeyPos(firstWords)
	}
}

// isServerReply tells whether an error is the server's answer.
func isServerReply(err error) bool {
	if err == nil {
		return false
	}
	var reply redis.Error
	return errors.As(err, &reply)
}
