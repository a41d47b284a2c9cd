package luascript

// This file runs calls: it sends them, sends again those that the server refused without running
// them, and says of each what became of it.

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"
)

// Run runs a call and returns its reply, which [Value], [Optional] or [None] read. With a client's
// AutoPipeline faces it waits for the reply, too.
func Run(ctx context.Context, client Client, c *Call) Reply {
	if c.begin(ctx, client) {
		c.prepare(ctx, false)
		c.settle(ctx, client.Process(ctx, &c.cmd))
		if c.result.again != never {
			resend(ctx, client, []*Call{c})
		}
	}
	return c.reply()
}

// errQueues refuses a redis.Pipeliner. It has the methods of a Client, but runs a call in its Exec only, long
// after the call's outcome was told.
var errQueues = errors.New("a redis.Pipeliner only queues: use a Batch of its client")

// result is what became of a call so far.
type result struct {
	value   any
	err     error
	again   again
	missing uint8 // how often the server did not know the script
}

// again says whether and how a call that has not run is to be sent again.
type again uint8

const (
	never     again = iota
	asBefore        // after a pause
	withText        // at once, as EVAL
	afterText       // at once: another call of the batch brings the text
)

// begin tells whether there is anything to send, and anybody who sends it.
func (c *Call) begin(ctx context.Context, client Client) bool {
	err := ctx.Err()
	if _, queues := client.(redis.Pipeliner); queues {
		err = errQueues
	}
	if c.result.err == nil && err != nil {
		c.result.err = &callError{c.script(), ErrUnavailable, []error{err}}
	}
	return c.result.err == nil
}

// settle notes what came of a sending. err is what the client returned; a deferred client returns
// before the answer is there, and the command's Err waits for it.
func (c *Call) settle(ctx context.Context, err error) {
	if err == nil {
		err = c.cmd.Err()
	}
	r := &c.result
	r.again = never
	value := c.cmd.Val()
	switch {
	case errors.Is(err, redis.Nil):
		r.value, r.err = nil, nil
	case err == nil && value != nil:
		r.value, r.err = value, nil
	case err == nil:
		c.settleTransport(ctx, errNoAnswer)
	default:
		c.settleError(ctx, err)
	}
}

// errNoAnswer is what go-redis does not say: where the server refuses what sets up a connection, it leaves
// the commands of a pipeline without an error. Exec returns it, but a Ring's Exec only that of one shard, and
// a full-duplex AutoPipeline none when it is closed. A reply of nil is no silence: it comes with redis.Nil,
// which a hook must not take away.
var errNoAnswer = errors.New("the client returned neither an answer nor an error")

func (c *Call) settleError(ctx context.Context, err error) {
	word := &c.cmd.word
	switch {
	case errors.Is(err, errHasRun) && word.ran():
		c.settleReply(word.heard)
	case word.copied.Load() && c.script().plain != nil:
		// It went to several servers, and the error is one of theirs.
		word.sent.Store(true)
		c.settleTransport(ctx, fmt.Errorf("one of several servers: %w", err))
	case c.cmd.Val() != nil, word.ran() && !errors.Is(err, word.heard):
		// A hook's error, or that of the ASKING which go-redis sends before a call.
		word.sent.Store(true)
		c.settleTransport(ctx, fmt.Errorf("answered, and then %q", err.Error()))
	case word.sent.Load() && (isServerReply(err) || neverSent(err)):
		// The error of an earlier attempt: the call has been sent since. See command.SetErr.
		c.settleTransport(ctx, fmt.Errorf("sent again after %q", err.Error()))
	case isServerReply(err):
		c.settleReply(err)
	default:
		c.settleTransport(ctx, err)
	}
}

func (c *Call) settleReply(err error) {
	r := &c.result
	verdict := c.script().judge(err, c.cmd.word.replied)
	if verdict == failed {
		r.err = c.script().serverError(err)
		return
	}
	r.err = &callError{c.script(), ErrUnavailable, []error{err}}
	switch verdict {
	case later:
		r.again = asBefore
	case missing:
		if r.missing++; r.missing <= 2 {
			r.again = withText
		}
	}
}

func (c *Call) settleTransport(ctx context.Context, err error) {
	causes := []error{err}
	if ended := contextError(ctx); ended != nil && !errors.Is(err, ended) {
		causes = append(causes, ended)
	}
	sent := c.cmd.word.sent.Load()
	kind := ErrOutcomeUnknown
	if c.script().ReadOnly || !sent {
		kind = ErrUnavailable
	}
	c.result.err = &callError{c.script(), kind, causes}
	if kind == ErrUnavailable && (sent || isDialError(err)) && contextError(ctx) == nil {
		c.result.again = asBefore
	}
}

// neverSent tells of errors by which the client itself says that it has sent nothing, even if it has
// looked at the command's bytes before (AutoPipeline measures them).
func neverSent(err error) bool {
	return errors.Is(err, redis.ErrClosed) || errors.Is(err, redis.ErrPoolTimeout) ||
		errors.Is(err, redis.ErrPoolExhausted) || errors.Is(err, redis.ErrAutoPipelineQueueFull) || isDialError(err)
}

func isDialError(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// contextError is ctx.Err(), and does not wait for the context's timer where its deadline has passed:
// the connection's deadline is the same moment, and either may be noticed first.
func contextError(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		return context.DeadlineExceeded
	}
	return nil
}

// A refused call is sent again after pauses that double from the first to the last: five times within a
// quarter of a second, long enough for a slot to finish moving.
const (
	firstPause = 8 * time.Millisecond
	lastPause  = 128 * time.Millisecond
)

// resend sends the calls that did not run until they have, or until it is time to give up.
func resend(ctx context.Context, client Client, calls []*Call) {
	pause := firstPause
	for pending := unsettled(calls); len(pending) > 0; pending = unsettled(pending) {
		if slices.ContainsFunc(pending, func(c *Call) bool { return c.result.again == asBefore }) {
			if pause > lastPause {
				return
			}
			refresh(ctx, client)
			if !sleep(ctx, pause) {
				giveUp(pending, ctx.Err())
				return
			}
			pause *= 2
		}
		carryText(pending)
		copies := make([]*Call, len(pending))
		for i, c := range pending {
			copies[i] = c.anew()
			copies[i].prepare(ctx, c.result.again == withText)
		}
		send(ctx, client, copies)
		for i, c := range pending {
			c.result = copies[i].result
		}
	}
}

// giveUp adds the reason for not sending the calls again.
func giveUp(calls []*Call, ended error) {
	for _, c := range calls {
		if refusal, ok := errors.AsType[*callError](c.result.err); ok {
			refusal.causes = append(refusal.causes, ended)
		}
	}
}

// unsettled returns the calls to send again.
func unsettled(calls []*Call) (pending []*Call) {
	for _, c := range calls {
		if c.result.again != never {
			pending = append(pending, c)
		}
	}
	return pending
}

// carryText decides which calls bring their script's text. Those of a server come in order, so the
// first of each script is enough; where a cluster's other servers still miss it, every call that
// they refuse a second time brings it.
func carryText(calls []*Call) {
	carried := map[*Script]bool{}
	for _, c := range calls {
		if c.result.again == withText && c.result.missing == 1 {
			if carried[c.script()] {
				c.result.again = afterText
			}
			carried[c.script()] = true
		}
	}
}

// send sends prepared calls and settles each.
func send(ctx context.Context, client Client, calls []*Call) {
	if len(calls) == 1 {
		c := calls[0]
		c.settle(ctx, client.Process(ctx, &c.cmd))
		return
	}
	commands := make([]redis.Cmder, len(calls))
	for i, c := range calls {
		commands[i] = &c.cmd
	}
	pipe := client.Pipeline()
	_ = pipe.BatchProcess(ctx, commands...) // queues, and cannot fail
	_, err := pipe.Exec(ctx)
	if err != nil && slices.ContainsFunc(calls, func(c *Call) bool { return c.cmd.Err() != nil }) {
		err = nil // it is one of theirs, and the others are fine
	}
	for _, c := range calls {
		c.settle(ctx, err)
	}
}

// refresh makes a cluster client look for the slots' masters soon rather than within ten seconds.
func refresh(ctx context.Context, client Client) {
	if c, ok := client.(interface{ ReloadState(context.Context) }); ok {
		c.ReloadState(ctx)
	}
}

// sleep pauses, and returns false when the context ends before.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
