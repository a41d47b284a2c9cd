package luascript

// This file runs many calls in one round trip, each with a typed future for its result.

import (
	"context"
	"errors"
)

// Batch collects calls and runs them in one pipeline, on a cluster one for each server. It is not a
// transaction: other clients' commands may run in between, and each call succeeds or fails alone.
//
// Calls on one key run in the order they were queued in, with an exception: a call that is refused and
// sent again runs after those that were not. That is so where a server does not have a script's text
// (load the scripts first), and for some of the refusals that pass: TRYAGAIN, for the calls with several
// keys of a slot that is being moved, CLUSTERDOWN, LOADING, READONLY. A Batch is not for use by several
// goroutines at once.
type Batch struct {
	client  Client
	futures []future
}

// future is the typed end of a queued call.
type future interface {
	queued() *Call
	resolve() error // with what came of the call
}

var errNotExecuted = errors.New("luascript: the batch has not been executed")

// NewBatch returns an empty batch.
func NewBatch(client Client) *Batch { return &Batch{client: client} }

// Len is the number of queued calls.
func (b *Batch) Len() int { return len(b.futures) }

// Exec runs the queued calls and empties the batch. It returns the first error among the calls, in
// their order; a nil reply is not an error. Every future keeps its own result.
func (b *Batch) Exec(ctx context.Context) error {
	futures := b.futures
	b.futures = nil
	ready := make([]*Call, 0, len(futures))
	for _, f := range futures {
		if c := f.queued(); c.begin(ctx, b.client) {
			c.prepare(ctx, false)
			ready = append(ready, c)
		}
	}
	if len(ready) > 0 {
		send(ctx, b.client, ready)
		resend(ctx, b.client, ready)
	}
	var first error
	for _, f := range futures {
		if err := f.resolve(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// pending is what futures have in common: the call, until it has run, and then its error.
type pending struct {
	call *Call
	err  error
}

// enqueue puts a call and its future at the batch's end.
func (p *pending) enqueue(b *Batch, c *Call, f future) {
	p.call, p.err = c, errNotExecuted
	b.futures = append(b.futures, f)
}

func (p *pending) queued() *Call { return p.call }

// reply takes what came of the call, and lets the call go.
func (p *pending) reply() Reply {
	r := p.call.reply()
	p.call = nil
	return r
}

// Future is the result of a queued call.
type Future[T any] struct {
	pending
	decode Decoder[T]
	value  T
}

// QueueValue queues a call whose reply d decodes.
func QueueValue[T any](b *Batch, c *Call, d Decoder[T]) *Future[T] {
	f := &Future[T]{decode: d}
	f.enqueue(b, c, f)
	return f
}

func (f *Future[T]) resolve() error {
	f.value, f.err = Value(f.reply(), f.decode)
	return f.err
}

// Result returns what the call returned. Before the batch's Exec it is an error.
func (f *Future[T]) Result() (T, error) { return f.value, f.err }

// OptionalFuture is the result of a queued call that may have none.
type OptionalFuture[T any] struct {
	pending
	decode Decoder[T]
	value  T
	ok     bool
}

// QueueOptional queues a call whose reply is nil or decoded by d.
func QueueOptional[T any](b *Batch, c *Call, d Decoder[T]) *OptionalFuture[T] {
	f := &OptionalFuture[T]{decode: d}
	f.enqueue(b, c, f)
	return f
}

func (f *OptionalFuture[T]) resolve() error {
	f.value, f.ok, f.err = Optional(f.reply(), f.decode)
	return f.err
}

// Result returns what the call returned; ok is false for a nil reply. Before the batch's Exec it is
// an error.
func (f *OptionalFuture[T]) Result() (value T, ok bool, err error) { return f.value, f.ok, f.err }

// NoneFuture is the outcome of a queued call whose reply says nothing.
type NoneFuture struct{ pending }

// QueueNone queues a call whose reply says nothing.
func QueueNone(b *Batch, c *Call) *NoneFuture {
	f := new(NoneFuture)
	f.enqueue(b, c, f)
	return f
}

func (f *NoneFuture) resolve() error {
	f.err = None(f.reply())
	return f.err
}

// Result returns the call's error. Before the batch's Exec it is an error, too.
func (f *NoneFuture) Result() error { return f.err }
