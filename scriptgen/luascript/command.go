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
	word firstWord
}

// NoRetry keeps go-redis from sending a script again after a network error, when it may have run
// already. Redirections are still followed: the server has refused then. It holds for the first
// sending of read-only scripts, too, which Run sends again itself: AutoPipeline cuts a pipeline in two
// wherever commands that may be retried and commands that may not meet. From the second on go-redis
// may, since only its own retries make it leave a replica that is down for the master.
func (c *command) NoRetry() bool { return !c.word.mayRetry }

// Name is the command's first word, by which go-redis knows it.
func (c *command) Name() string { return c.word.String() }

// FullName is the name by which traces and metrics know the command: "evalsha StatefulSetLink".
func (c *command) FullName() string {
	if c.word.script.plain != nil {
		return c.Name()
	}
	return c.Name() + " " + c.word.script.Name
}

// SetErr also notes that nothing is in doubt: the server has answered, or nothing was sent. When
// go-redis then sends the command after all (it follows a redirection, or finds a connection in a later
// attempt), the command is marked as sent again, and err is out of date: a pipeline that loses its
// connection leaves the errors that its commands have. See settleError. AutoPipeline sets such an error
// once more, for a command that is alone in its pipeline; that says nothing new.
func (c *command) SetErr(err error) {
	if (isServerReply(err) || neverSent(err)) && !errors.Is(err, c.word.heard) && !c.word.ran() {
		c.word.replied = c.word.sent.Swap(false)
		c.word.heard = err
	}
	c.Cmd.SetErr(err)
}

// String shows the command with the script's name in the place of its SHA1 or text.
func (c *command) String() string {
	var b strings.Builder
	b.WriteString(c.FullName())
	for _, arg := range c.Args()[max(1, c.word.script.firstWords()-1):] { // the script's name is written already
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

// Clone keeps the script, so that a copy is not sent twice either, and the first word: a cluster client with
// routing policies sends copies to several servers in the place of the command, which has been sent then, too.
func (c *command) Clone() redis.Cmder {
	c.word.copied.Store(true)
	clone := &command{Cmd: *cloneCmd(&c.Cmd)}
	clone.word.script, clone.word.withText, clone.word.mayRetry = c.word.script, c.word.withText, c.word.mayRetry
	return clone
}

func cloneCmd(c *redis.Cmd) *redis.Cmd { return c.Clone().(*redis.Cmd) }

// firstWord is the command's first word. go-redis asks it for its bytes only when it writes the
// command to a connection, which is how we know that a command has been sent; until then nothing can
// have happened.
type firstWord struct {
	script   *Script
	sent     atomic.Bool
	copied   atomic.Bool // and the copies are sent
	withText bool
	mayRetry bool  // by go-redis, after a network error
	heard    error // the last reply or refusal, by which nothing was in doubt
	replied  bool  // it came after the command was sent
}

// ran tells whether what was heard of the command is a reply of the script itself, nil or an error. What
// a hook fails at afterwards is not the outcome then.
func (w *firstWord) ran() bool {
	return isServerReply(w.heard) && w.script.judge(w.heard, w.replied) == failed
}

// errHasRun keeps a command from being sent again.
var errHasRun = errors.New("the script has run")

// MarshalBinary implements encoding.BinaryMarshaler. It fails where the script has run: by a READONLY a
// cluster client moves on to the next server, whoever it is from.
func (w *firstWord) MarshalBinary() ([]byte, error) {
	if w.ran() {
		return nil, errHasRun
	}
	w.sent.Store(true)
	return w.script.command(w.withText).bytes, nil
}

// String is what hooks show that write a command's arguments.
func (w *firstWord) String() string { return w.script.command(w.withText).text }

// ScriptOf returns the script that a command runs, or nil. A redis.Hook calls it to put the script's
// name into metrics and traces; go-redis's own instrumentation shows it already, since the command's
// FullName is "evalsha StatefulSetLink". The command's String shows its arguments; its Args are
// pointers to them.
func ScriptOf(cmd redis.Cmder) *Script {
	if c, ok := cmd.(*command); ok {
		return c.word.script
	}
	return nil
}

// anew returns a copy of a call that has not run, for its next sending: a hook may still hold the command
// that was refused.
func (c *Call) anew() *Call {
	copied := &Call{keys: c.keys, args: slices.Clone(c.args), result: c.result}
	copied.cmd.word.script = c.script()
	copied.cmd.word.mayRetry = c.script().ReadOnly
	return copied
}

// prepare makes the call's command.
func (c *Call) prepare(ctx context.Context, withText bool) {
	c.cmd.word.withText = withText
	c.args[0] = &c.cmd.word
	script := c.script()
	if script.plain == nil {
		c.args[1], c.args[2] = &script.SHA1, c.keys
		if withText {
			c.args[1] = &script.Source
		}
	}
	c.cmd.Cmd = *redis.NewCmd(ctx, c.args...)
	if c.keys > 0 {
		c.cmd.SetFirstKeyPos(int8(script.firstWords()))
	}
}

// commandName is the name of a server's command, as text and as it is written to a connection.
type commandName struct {
	text  string
	bytes []byte
}

func newCommandName(text string) *commandName { return &commandName{text, []byte(text)} }

var (
	eval      = newCommandName("eval")
	evalRO    = newCommandName("eval_ro")
	evalsha   = newCommandName("evalsha")
	evalshaRO = newCommandName("evalsha_ro")
)

// command is the command that runs the script.
func (s *Script) command(withText bool) *commandName {
	switch {
	case s.plain != nil:
		return s.plain
	case withText && s.ReadOnly:
		return evalRO
	case withText:
		return eval
	case s.ReadOnly:
		return evalshaRO
	}
	return evalsha
}

// isServerReply tells whether an error is the server's answer.
func isServerReply(err error) bool {
	_, ok := errors.AsType[redis.Error](err)
	return ok
}
