// Package example runs the examples of headers as tests: the commands of given, the call, what it
// returns or how it fails, and the commands of then with their replies.
//
// The call is made by the same runtime as that of generated code, argument by argument, so an example
// shows what a Go program would see. Where it runs is a [Server].
package example

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// Status is how an example ended.
type Status string

const (
	Passed  Status = "pass"
	Failed  Status = "fail"
	Skipped Status = "skip" // the server cannot do what the example asks for
)

// Result is what became of one example.
type Result struct {
	Script   string // Go name: "StatefulSetLink"
	Name     string // of the example, distinct within the script
	Span     source.Span
	Status   Status
	Reason   string // why it was skipped
	Failures []Failure
	Elapsed  time.Duration
}

// Failure is a step of an example that went otherwise than it says.
type Failure struct {
	Span      source.Span
	Step      string // the command or the call
	Message   string // what went wrong; empty where Want and Got say it
	Want, Got string // flow YAML, as in the header
	Hint      string
	diff      string // of long values
}

// Run runs an example of a script on a server that holds nothing of an earlier one, and leaves
// nothing behind. The error tells that the server could not be used at all; what is wrong with the
// example is in the result.
func Run(ctx context.Context, server *Server, s *contract.Script, e *contract.Example) (Result, error) {
	begin := time.Now()
	r := run{server: server, script: s, example: e}
	err := r.all(ctx)
	result := Result{
		Script: s.Name, Name: e.Name, Span: e.Span,
		Status: Passed, Reason: r.skip, Failures: r.failures, Elapsed: time.Since(begin),
	}
	switch {
	case r.skip != "":
		result.Status = Skipped
	case len(r.failures) > 0:
		result.Status = Failed
	}
	return result, err
}

// run is one example while it runs.
type run struct {
	server   *Server
	script   *contract.Script
	example  *contract.Example
	failures []Failure
	skip     string // why the server cannot run it
}

func (r *run) fail(f Failure) { r.failures = append(r.failures, f) }

// all goes through the steps. A command that cannot be run ends the example: what follows would fail
// because of it.
func (r *run) all(ctx context.Context) (err error) {
	keys, call, err := r.prepare(ctx)
	if err != nil || call == nil || r.skip != "" {
		return err
	}
	taken, err := r.server.begin(ctx, keys)
	if err != nil {
		return err
	}
	if taken != "" {
		r.fail(Failure{Span: r.example.Span, Step: "before the example", Message: fmt.Sprintf("the key %s exists on %s already", taken, r.server.Name),
			Hint: "examples run only in keys that they create: delete it if nobody needs it, or let the example use other names"})
		return nil
	}
	defer func() { err = errors.Join(err, r.server.end(context.WithoutCancel(ctx), keys)) }()
	for _, step := range r.example.Given {
		if ok, err := r.step(ctx, step); err != nil || !ok {
			return err
		}
	}
	if err := r.call(ctx, call); err != nil || r.skip != "" {
		return err
	}
	for _, step := range r.example.Then {
		if ok, err := r.step(ctx, step); err != nil || !ok {
			return err
		}
	}
	return nil
}

// prepare encodes the call and finds the keys that the example may create.
func (r *run) prepare(ctx context.Context) (keySet, *luascript.Call, error) {
	call, keys, err := encode(r.server.script(r.script), r.script, r.example.Call)
	if err != nil {
		r.fail(Failure{Span: r.callSpan(), Step: r.callText(), Message: err.Error()})
		return keySet{}, nil, nil
	}
	all := keySet{names: keys}
	for _, key := range r.script.Touches {
		all.touches = append(all.touches, touch{key.Pattern, r.example.Call})
	}
	for _, step := range slices.Concat(r.example.Given, r.example.Then) {
		if step.Command == nil && r.server.advance == nil {
			r.skip = fmt.Sprintf("%s: nobody moves the clock of %s; embedded miniredis runs this example", step.CommandLine(), r.server.Name)
			return all, call, nil
		}
		if r.server.owned || step.Command == nil {
			continue
		}
		names, ok, err := r.server.keysOf(ctx, step)
		if refused := redis.Error(nil); errors.As(err, &refused) {
			r.fail(Failure{Span: step.Span, Step: step.CommandLine(), Message: refused.Error()})
			return all, nil, nil
		}
		if err != nil {
			return all, nil, err
		}
		if !ok {
			r.skip = fmt.Sprintf("%s: a command without keys does not run on %s, which others use", step.CommandLine(), r.server.Name)
			return all, call, nil
		}
		all.names = append(all.names, names...)
	}
	return all, call, nil
}

// step runs a command and holds its reply against what is expected. It reports whether the command
// could be run.
func (r *run) step(ctx context.Context, step header.Step) (ok bool, err error) {
	if step.Command == nil {
		r.server.advance(step.After)
		return true, nil
	}
	words := make([]any, len(step.Command))
	for i, w := range step.Command {
		words[i] = w.Value
	}
	reply, err := r.server.client.Do(ctx, words...).Result()
	var refused redis.Error
	switch {
	case errors.Is(err, redis.Nil):
		reply = nil
	case errors.As(err, &refused):
		r.fail(Failure{Span: step.Span, Step: step.CommandLine(), Message: refused.Error(), Hint: r.server.hint(refused.Error())})
		return false, nil
	case err != nil:
		return false, fmt.Errorf("%s: %w", r.server.Name, err)
	}
	if step.Reply == nil {
		return true, nil
	}
	got := replyValue(reply)
	if !equal(*step.Reply, got, unordered(step.Command[0].Value)) {
		r.fail(Failure{Span: step.Span, Step: step.CommandLine(), Want: step.Reply.String(), Got: got.String(), diff: diffOf(*step.Reply, got)})
	}
	return true, nil
}

// call runs the script and holds what it returns, or how it fails, against what is expected.
func (r *run) call(ctx context.Context, call *luascript.Call) error {
	got, err := decode(luascript.Run(ctx, r.server.client, call), r.script.Returns)
	unusable := errors.Is(err, luascript.ErrUnavailable) || errors.Is(err, luascript.ErrOutcomeUnknown)
	if ended := ctx.Err(); ended != nil && !unusable {
		unusable, err = true, ended // whatever the script said
	}
	if late, ok := errors.AsType[net.Error](err); unusable && ok && late.Timeout() && ctx.Err() == nil {
		err = fmt.Errorf("%w; does the script end?", err)
	}
	if unusable {
		return fmt.Errorf("%s: %s: %s: %w", r.callSpan().Begin(), r.server.Name, ID(r.script.Name, r.example.Name), err)
	}
	if r.skip = r.server.lacks(err); r.skip != "" {
		return nil
	}
	f := Failure{Span: r.callSpan(), Step: r.callText()}
	var failed *luascript.ServerError
	code := ""
	if errors.As(err, &failed) {
		code = failed.Code
	}
	switch want := r.example; {
	case want.Fails.Value != "" && err == nil:
		f.Want, f.Got = "fails with "+want.Fails.Value, "returns "+got.String()
	case want.Fails.Value != "" && code != want.Fails.Value:
		f.Want, f.Got = "fails with "+want.Fails.Value, "fails with "+err.Error()
		f.Hint = r.server.hint(err.Error())
	case want.Fails.Value != "":
		return nil
	case err != nil:
		f.Message, f.Hint = err.Error(), r.server.hint(err.Error())
	case want.Returns == nil || equalTyped(r.script.Returns, *want.Returns, got):
		return nil
	default:
		f.Want, f.Got, f.diff = want.Returns.String(), got.String(), diffOf(*want.Returns, got)
	}
	r.fail(f)
	return nil
}

func (r *run) callSpan() source.Span {
	if r.example.Call.Span.IsValid() {
		return r.example.Call.Span
	}
	return r.example.Span
}

func (r *run) callText() string {
	return fmt.Sprintf("%s(%s)", r.script.Name, r.example.Call.Entries())
}
