package luascript

// This file runs many calls in one round trip, each with a typed future for its result.

import (
	"context"
	"errors"
)

// Batch collects calls and runs them in one pipeline, on a cluster one for each server. It is not a
// transaction: other clients' commands may run in between, and each call succeeds or fails alone.
//
// Calls on one key run in the order they were queued in, with one exception: where a server does not
// have a script's text, the calls of that script run after the others. Loading the scripts first
// avoids that. A Batch is not for use by several goroutines at once.
type Batch struct {
	client  Client
	calls   []*Call
	futures []future
}

// future is the typed end of a queued call.
type future interface{ resolve(Reply) error }

var errNotExecuted = errors.New("luascript: the batch has not been executed")

// NewBatch returns an empty batch.
func NewBatch(client Client) *Batch { return &Batch{client: client} }

// Len is the number of queued calls.
func (b *Batch) Len() int { return len(b.calls) }

func (b *Batch) queue(c *Call, f future) {
	b.calls = append(b.calls, c)
	b.futures = append(b.futures, f)
}

// Exec runs the queued calls and empties the batch. It returns the first error among the calls, in
// their order; a nil reply is not an error. Every future keeps its own result.
func (b *Batch) Exec(ctx context.Context) error {
	calls, futures := b.calls, b.futures
	b.calls, b.futures = nil, nil
	ready := make([]*Call, 0, len(calls))
	for _, c := range calls {
		if c.begin(ctx) {
			c.prepare(ctx, false)
			ready = append(ready, c)
		}
	}
	if len(ready) > 0 {
		send(ctx, b.client, ready)
		resend(ctx, b.client, ready)
	}
	var first error
	for i, c := range calls {
		if err := futures[i].resolve(c.reply()); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Future is the result of a queued call.
type Future[T any] struct {
	decode Decoder[T]
	value  T
	err    error
}

// QueueValue queues a call whose reply d decodes.
func QueueValue[T any](b *Batch, c *Call, d Decoder[T]) *Future[T] {
	f := &Future[T]{decode: d, err: errNotExecuted}
	b.queue(c, f)
	return f
}

func (f *Future[T]) resolve(r Reply) error {
	f.value, f.err = Value(r, f.decode)
	return f.err
}

// Result returns what the call returned. Before the batch's Exec it is an error.
func (f *Future[T]) Result() (T, error) { return f.value, f.err }

// OptionalFuture is the result of a queued call that may have none.
type OptionalFuture[T any] struct {
	decode Decoder[T]
	value  T
	ok     bool
	err    error
}

// QueueOptional queues a call whose reply is nil or decoded by d.
func QueueOptional[T any](b *Batch, c *Call, d Decoder[T]) *OptionalFuture[T] {
	f := &OptionalFuture[T]{decode: d, err: errNotExecuted}
	b.queue(c, f)
	return f
}

func (f *OptionalFuture[T]) resolve(r Reply) error {
	f.value, f.ok, f.err = Optional(r, f.decode)
	return f.err
}

// Result returns what the call returned; ok is false for a nil reply. Before the batch's Exec it is
// an error.
func (f *OptionalFuture[T]) Result() (value T, ok bool, err error) { return f.value, f.ok, f.err }

// NoneFuture is the outcome of a queued call whose reply says nothing.
type NoneFuture struct{ err error }

// QueueNone queues a call whose reply says nothing.
func QueueNone(b *Batch, c *Call) *NoneFuture {
	f := &NoneFuture{err: errNotExecuted}
	b.queue(c, f)
	return f
}

func (f *NoneFuture) resolve(r Reply) error {
	f.err = None(r)
	return f.err
}

// Result returns the call's error. Before the batch's Exec it is an error, too.
func (f *NoneFuture) Result() error { return f.err }
