package luascript

// This file holds the errors a caller can meet.

import (
	"errors"
	"fmt"
	"strings"
)

// ErrUnavailable says that nothing happened: the server was not reached, or it refused to run the
// script (it is loading, the cluster is down, it is out of memory, …). A read-only script whose
// answer was lost has this error too.
var ErrUnavailable = errors.New("server unavailable, nothing happened")

// ErrOutcomeUnknown says that the call of a script that writes was sent and its answer never came:
// it may have happened, and it has not been sent again.
var ErrOutcomeUnknown = errors.New("outcome unknown, the answer never came")

// KeyError says that a value cannot be part of a key.
type KeyError struct {
	Script string // "" outside a call
	Param  string
	Value  string
	Reason string // "is empty", "must not contain ':'"
}

// Error implements error.
func (e *KeyError) Error() string { return refusal("key", e.Script, e.Param, e.Value, e.Reason) }

// ArgError says that a value cannot be sent as an argument.
type ArgError struct {
	Script string
	Param  string
	Value  string
	Reason string // "is not a whole number of seconds"
}

// Error implements error.
func (e *ArgError) Error() string { return refusal("argument", e.Script, e.Param, e.Value, e.Reason) }

func refusal(what, script, param, value, reason string) string {
	const limit = 100
	if len(value) > limit {
		value = value[:limit] + "…"
	}
	if script != "" {
		script += ": "
	}
	return fmt.Sprintf("%s%s %s: %q %s", script, what, param, value, reason)
}

// ReplyError says that a script replied with something else than its header promises.
type ReplyError struct {
	Script string // "" outside a call
	Path   string // the part of the reply: "", "pod", "[2].uid"
	Want   string // "int"
	Got    string // `string "x"`
	cause  error
}

// Error implements error.
func (e *ReplyError) Error() string {
	var b strings.Builder
	if e.Script != "" {
		b.WriteString(e.Script + ": ")
	}
	b.WriteString("reply")
	if e.Path != "" {
		b.WriteString(" " + e.Path)
	}
	fmt.Fprintf(&b, ": want %s, got %s", e.Want, e.Got)
	if e.cause != nil {
		fmt.Fprintf(&b, ": %v", e.cause)
	}
	return b.String()
}

// Unwrap returns the decoder's own error, if there is one.
func (e *ReplyError) Unwrap() error { return e.cause }

// callError says what became of a call that got no reply from its script.
type callError struct {
	script *Script
	kind   error // ErrUnavailable or ErrOutcomeUnknown
	causes []error
}

// Error implements error.
func (e *callError) Error() string {
	parts := []string{e.script.Name, e.kind.Error()}
	for _, c := range e.causes {
		parts = append(parts, c.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap makes the kind and the causes visible to errors.Is and errors.As.
func (e *callError) Unwrap() []error { return append([]error{e.kind}, e.causes...) }
