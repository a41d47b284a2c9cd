package executor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/redis/go-redis/v9"
)

// This file sends the few commands that need no script, with the same word on what became of them as
// luascript gives for scripts.

// write runs a command that writes. go-redis does not send it a second time by itself: after a lost answer
// the first may have been overtaken by somebody else's write.
func (e *StatefulExecutorImpl) write(ctx context.Context, args ...any) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	cmd := once{redis.NewCmd(ctx, args...)}
	_ = e.commands.Process(ctx, cmd)
	return outcome(ctx, cmd.Err(), ErrOutcomeUnknown)
}

// once is a command that is sent once.
type once struct{ *redis.Cmd }

// NoRetry implements redis.Cmder.
func (once) NoRetry() bool { return true }

// get reads a string, and reports whether there is one.
func (e *StatefulExecutorImpl) get(ctx context.Context, key string) (value string, ok bool, err error) {
	if err := ctx.Err(); err != nil {
		return "", false, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	value, err = e.commands.Get(ctx, key).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	return value, err == nil, readError(ctx, err)
}

// readError is outcome for a command that only reads: whatever became of it, nothing happened.
func readError(ctx context.Context, err error) error { return outcome(ctx, err, ErrUnavailable) }

// outcome says what became of a command that failed. lost is the word for a lost answer.
func outcome(ctx context.Context, err, lost error) error {
	var reply redis.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &reply) && !refused(err):
		return err
	case errors.As(err, &reply), neverSent(err):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	default:
		// A connection that has the context's deadline for its own notices it first, and calls it a timeout.
		if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
			err = fmt.Errorf("%w: %w", context.DeadlineExceeded, err)
		}
		return fmt.Errorf("%w: %w", lost, err)
	}
}

// refused reports whether the server's reply says that it does not serve commands now.
func refused(reply error) bool {
	_, moved := redis.IsMovedError(reply)
	_, ask := redis.IsAskError(reply)
	return moved || ask || redis.IsLoadingError(reply) || redis.IsReadOnlyError(reply) ||
		redis.IsClusterDownError(reply) || redis.IsTryAgainError(reply) || redis.IsMasterDownError(reply) ||
		redis.IsMaxClientsError(reply) || redis.IsAuthError(reply) || redis.IsOOMError(reply) || redis.IsNoReplicasError(reply)
}

// neverSent reports whether the client failed before it had a connection to send on.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial" ||
		errors.Is(err, redis.ErrClosed) || errors.Is(err, redis.ErrPoolTimeout) || errors.Is(err, redis.ErrPoolExhausted) ||
		errors.Is(err, redis.ErrAutoPipelineQueueFull) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
