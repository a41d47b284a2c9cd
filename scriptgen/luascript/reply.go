package luascript

// This file is what came of a call, and how a generated method reads it.

import "errors"

// Reply is what came of a call: the script's reply, or an error.
type Reply struct {
	script *Script
	value  any
	err    error
}

func (c *Call) reply() Reply { return Reply{c.script(), c.result.value, c.result.err} }

// Value decodes a reply.
func Value[T any](r Reply, decode Decoder[T]) (T, error) {
	var zero T
	if r.err != nil {
		return zero, r.err
	}
	v, err := decode(r.value)
	if err != nil {
		return zero, r.misfit(err)
	}
	return v, nil
}

// Optional decodes a reply that may be nil; ok is false then.
func Optional[T any](r Reply, decode Decoder[T]) (value T, ok bool, err error) {
	if r.err != nil || r.value == nil {
		return value, false, r.err
	}
	value, err = Value(r, decode)
	return value, err == nil, err
}

// None returns the error of a call whose reply says nothing.
func None(r Reply) error { return r.err }

// misfit puts the script's name into a decoder's error.
func (r Reply) misfit(err error) error {
	e, ok := errors.AsType[*ReplyError](err)
	if !ok {
		e = &ReplyError{Want: "a value its decoder accepts", Got: describe(r.value), cause: err}
	}
	named := *e
	named.Script = r.script.Name
	return &named
}
