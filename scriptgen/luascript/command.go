package luascript

// This file is the command that goes through go-redis, with what go-redis, its hooks and we want to
// know of it: whose script it is, whether it may be sent twice, and whether it has been sent at all.

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/redis/go-redis/v9"
)

// command is a redis.Cmd that knows its script. It lies within its call, and go-redis's part within it.
type command struct {
	redis.Cmd
	script *Script
	word   firstWord
}

// NoRetry keeps go-redis from sending a script again after a network error, when it may have run
// already. Redirections are still followed: the server has refused then. It holds for read-only
// scripts, too, which Run sends again itself: AutoPipeline cuts a pipeline in two wherever commands
// that may be retried and commands that may not meet.
func (c *command) NoRetry() bool { return true }

// Name is the command's first word, by which go-redis knows it.
func (c *command) Name() string { return c.word.text }

// FullName is the name by which traces and metrics know the command: "evalsha StatefulSetLink".
func (c *command) FullName() string {
	if c.script.plain {
		return c.Name()
	}
	return c.Name() + " " + c.script.Name
}

// SetErr also notes that the server has answered: an earlier sending is no longer in doubt when
// go-redis follows a redirection.
func (c *command) SetErr(err error) {
	if isServerReply(err) {
		c.word.sent.Store(false)
	}
	c.Cmd.SetErr(err)
}

// String shows the command with the script's name in the place of its SHA1 or text.
func (c *command) String() string {
	var b strings.Builder
	b.WriteString(c.FullName())
	for _, arg := range c.Args()[max(1, c.script.firstWords()-1):] { // the script's name is written already
		b.WriteByte(' ')
		switch v := arg.(type) {
		case *string:
			b.WriteString(*v)
		case *int64:
			b.WriteString(strconv.FormatInt(*v, 10))
		case string:
			b.WriteString(v)
		case int:
			b.WriteString(strconv.Itoa(v))
		}
	}
	if err := c.Err(); err != nil {
		b.WriteString(": " + err.Error())
	}
	return b.String()
}

// Clone keeps the script, so that a copy is not sent twice either.
func (c *command) Clone() redis.Cmder {
	clone := &command{Cmd: *cloneCmd(&c.Cmd), script: c.script}
	clone.word.text = c.word.text
	clone.Args()[0] = &clone.word
	return clone
}

func cloneCmd(c *redis.Cmd) *redis.Cmd { return c.Clone().(*redis.Cmd) }

// firstWord is the command's first word. go-redis asks it for its bytes only when it writes the
// command to a connection, which is how we know that a command has been sent; until then nothing can
// have happened.
type firstWord struct {
	text  string
	sent  atomic.Bool
	bytes [12]byte // room for the longest, evalsha_ro
}

// MarshalBinary implements encoding.BinaryMarshaler.
func (w *firstWord) MarshalBinary() ([]byte, error) {
	w.sent.Store(true)
	return append(w.bytes[:0], w.text...), nil
}

// String is what hooks show that write a command's arguments.
func (w *firstWord) String() string { return w.text }

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
	if c.cmd.script != nil {
		// A hook may still hold the command that was refused.
		c.args = slices.Clone(c.args)
	}
	c.cmd.script = c.script
	c.cmd.word.text = c.script.command(withText)
	c.cmd.word.sent.Store(false)
	c.args[0] = &c.cmd.word
	if !c.script.plain {
		c.args[1], c.args[2] = &c.script.SHA1, c.keys
		if withText {
			c.args[1] = &c.script.Source
		}
	}
	c.cmd.Cmd = *redis.NewCmd(ctx, c.args...)
	if c.keys > 0 {
		c.cmd.SetFirstKeyPos(int8(c.script.firstWords()))
	}
}

// command is the word that runs the script.
func (s *Script) command(withText bool) string {
	switch {
	case s.plain:
		return s.Name
	case withText && s.ReadOnly:
		return "eval_ro"
	case withText:
		return "eval"
	case s.ReadOnly:
		return "evalsha_ro"
	}
	return "evalsha"
}

// isServerReply tells whether an error is the server's answer.
func isServerReply(err error) bool {
	if err == nil {
		return false
	}
	var reply redis.Error
	return errors.As(err, &reply)
}
