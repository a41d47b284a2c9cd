package executor

// This file holds the errors of the executor: what can be told apart with errors.Is, the checks of
// arguments, and the one place where an error is made fit to be returned.

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/go-kratos/kratos/v2/log"
	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/gen"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// What can be told apart with errors.Is. Besides these, an error may be the context's own
// (context.Canceled, context.DeadlineExceeded).
var (
	// ErrInvalidArgument: an argument breaks a rule, and the error names it. Redis was not asked.
	ErrInvalidArgument = errors.New("invalid argument")

	// ErrNoPod: ComputeLinkedPodIfAbsent found no link and no pod to link to. Nothing was written.
	ErrNoPod = errors.New("no pod")

	// ErrCorruptData: what is stored is not what this directory stores, such as a link that is not a
	// number or a key of another type. Nothing was written.
	ErrCorruptData = errors.New("corrupt data")

	// ErrUnavailable: the server was not reached, or refused to work now. Nothing happened.
	ErrUnavailable = luascript.ErrUnavailable

	// ErrOutcomeUnknown: the request was sent and the answer never came. It may have happened, or happen
	// yet, so that a look may be too early. An operation that leaves a link as it is
	// (SetLinkedPodIfAbsent, ComputeLinkedPodIfAbsent) can be called again.
	ErrOutcomeUnknown = luascript.ErrOutcomeUnknown
)

// corruptError reports how many of the entries that were read are not what they should be.
func corruptError(count int, what string) error {
	if count == 0 {
		return nil
	}
	return fmt.Errorf("%w: %d of the %s that were read", ErrCorruptData, count, what)
}

// maxSeconds bounds times to live: a hundred years, as in scripts/lib. Redis refuses what overflows, but
// only after the arithmetic.
const maxSeconds = 3_153_600_000

func checkPod(podID int) error {
	if podID < 0 {
		return fmt.Errorf("%w: podID is %d, and pods are numbered from 0", ErrInvalidArgument, podID)
	}
	return nil
}

// checkTTL checks the time to live of a link that is set.
func checkTTL(persistSeconds int) error {
	if persistSeconds == 0 || persistSeconds < Persistent {
		return fmt.Errorf("%w: persistSeconds is %d, and a link lasts 1 second or more, or for good with %d",
			ErrInvalidArgument, persistSeconds, Persistent)
	}
	return checkGrace(persistSeconds)
}

// checkGrace checks the time for which a link that is removed stays; 0 and less mean none.
func checkGrace(persistSeconds int) error {
	if int64(persistSeconds) > maxSeconds {
		return fmt.Errorf("%w: persistSeconds is %d, more than a hundred years", ErrInvalidArgument, persistSeconds)
	}
	return nil
}

// classify gives err the sentinel it can be told apart by, and takes out what must not be passed on.
func classify(err error) error {
	var key *luascript.KeyError
	var reply *luascript.ReplyError
	switch {
	case errors.As(err, &key):
		// Not wrapped: a KeyError quotes the value, which may be a uid.
		argument := key.Param
		if argument == "service" {
			argument = "serviceName"
		}
		return fmt.Errorf("%w: %s %s", ErrInvalidArgument, argument, key.Reason)
	case errors.Is(err, gen.ErrCorruptData), errors.As(err, &reply), isWrongType(err):
		err = fmt.Errorf("%w: %w", ErrCorruptData, err)
	}
	return withoutKeys(err)
}

// isWrongType reports whether the server refused a command because the key holds another type.
func isWrongType(err error) bool {
	if server, ok := errors.AsType[*luascript.ServerError](err); ok {
		return server.Code == "WRONGTYPE"
	}
	return redis.HasErrorPrefix(err, "WRONGTYPE")
}

// withoutKeys returns err without the names of keys, which hold uids: some servers quote the arguments of
// a command they do not know. Such an error is replaced, since whoever unwraps it would read them.
func withoutKeys(err error) error {
	text := err.Error()
	if !strings.Contains(text, keyPrefix) {
		return err
	}
	var clean strings.Builder
	for {
		before, after, found := strings.Cut(text, keyPrefix)
		clean.WriteString(before)
		if !found {
			break
		}
		clean.WriteString(keyPrefix + "…")
		// The key goes on to the tag's end and the service; a server may have cut it short.
		_, text, _ = strings.Cut(after, "}")
	}
	return &cleanError{clean.String(), err}
}

// keyPrefix is what every key of the directory begins with.
const keyPrefix = "sf:{"

// cleanError is an error whose text is safe. It can still be told apart like the original, which it does
// not give away.
type cleanError struct {
	text     string
	original error
}

func (e *cleanError) Error() string        { return e.text }
func (e *cleanError) Is(target error) bool { return errors.Is(e.original, target) }

// severity is the level of the log line for err: warn where the caller or the state of the service is
// the reason, error where the server or the data is.
func severity(err error) log.Level {
	for _, mild := range []error{ErrInvalidArgument, ErrNoPod, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, mild) && !errors.Is(err, ErrOutcomeUnknown) {
			return log.LevelWarn
		}
	}
	return log.LevelError
}

// wrap says in which operation err happened. There is no uid in it: it is personal data.
func (op operation) wrap(err error) error {
	if op.service == "" {
		return fmt.Errorf("stateful: %s: namespace %q: %w", op.name, op.namespace, err)
	}
	return fmt.Errorf("stateful: %s: namespace %q, service %q: %w", op.name, op.namespace, op.service, err)
}
