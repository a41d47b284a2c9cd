package executor

// This file reads many keys at once. The keys are in different slots, so one MGET for all of them works
// on a standalone server only; a pipeline of GETs works everywhere, since go-redis splits it by node.

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/gen"
)

// pipelineSize bounds the keys in flight, so that a batch of any length neither fills the server's
// output buffer nor meets the client's read timeout.
const pipelineSize = 10_000

// BatchGetLinkedPod implements [StatefulExecutor].
func (e *StatefulExecutorImpl) BatchGetLinkedPod(ctx context.Context, namespace string, uids []string, serviceName string) (map[int][]string, error) {
	op := e.begin("BatchGetLinkedPod", namespace, serviceName)
	if _, err := gen.LinkKey(namespace, "anybody", serviceName); err != nil { // where there are no uids to check
		return nil, op.end(err)
	}
	stored, corrupt, err := e.readEach(ctx, uids, func(uid string) (string, error) {
		return gen.LinkKey(namespace, uid, serviceName)
	})
	if err != nil {
		return nil, op.end(err)
	}
	linked := make(map[int][]string)
	for _, s := range stored {
		pod, err := parsePod(s.value)
		if err != nil {
			corrupt++
			continue
		}
		linked[pod] = append(linked[pod], s.name)
	}
	return linked, op.end(corruptError(corrupt, "links"))
}

// reading is the string stored for a name.
type reading struct{ name, value string }

// readEach reads the string stored for each distinct name, in the order given, and counts the names
// whose key holds something else than a string. Every name is checked before anything is sent.
func (e *StatefulExecutorImpl) readEach(ctx context.Context, names []string, key func(name string) (string, error)) (found []reading, corrupt int, err error) {
	names, keys, err := distinctKeys(names, key)
	if err != nil {
		return nil, 0, err
	}
	found = make([]reading, 0, len(keys))
	for start := 0; start < len(keys); start += pipelineSize {
		replies := e.getEach(ctx, keys[start:min(start+pipelineSize, len(keys))])
		for i := range replies {
			switch value, err := replies[i].Result(); {
			case err == nil:
				found = append(found, reading{names[start+i], value})
			case errors.Is(err, redis.Nil):
			case isWrongType(err):
				corrupt++
			default:
				return nil, 0, e.readFailure(ctx, err)
			}
		}
	}
	return found, corrupt, nil
}

// distinctKeys returns each name once, in the order given, and the key of each.
func distinctKeys(names []string, key func(name string) (string, error)) (distinct, keys []string, err error) {
	seen := make(map[string]struct{}, len(names))
	distinct = make([]string, 0, len(names))
	keys = make([]string, 0, len(names))
	for _, name := range names {
		if _, ok := seen[name]; ok {
			continue
		}
		seen[name] = struct{}{}
		k, err := key(name)
		if err != nil {
			return nil, nil, err
		}
		distinct, keys = append(distinct, name), append(keys, k)
	}
	return distinct, keys, nil
}

// getReply is a GET's reply. Where the server refuses what sets up a connection, go-redis leaves the commands
// of a pipeline without an error, like those that found the empty string: only Exec returns it, and a Ring's
// Exec only that of one shard.
type getReply struct {
	redis.StringCmd
	heard bool // a reply, or an error
}

// SetErr is what go-redis calls with whatever becomes of a command, nil where it has a reply.
func (r *getReply) SetErr(err error) {
	r.heard = true
	r.StringCmd.SetErr(err)
}

var errNoReply = errors.New("the client returned neither a reply nor an error")

// getEach sends a GET for each key in one pipeline. Each reply has its own error.
func (e *StatefulExecutorImpl) getEach(ctx context.Context, keys []string) []getReply {
	pipe := e.client.Pipeline()
	replies := make([]getReply, len(keys)) // all commands in one allocation, their words in another
	words := make([]any, 2*len(keys))
	commands := make([]redis.Cmder, len(keys))
	for i := range keys {
		command := words[2*i : 2*i+2 : 2*i+2]
		command[0], command[1] = "get", &keys[i]
		replies[i].StringCmd = *redis.NewStringCmd(ctx, command...)
		commands[i] = &replies[i]
	}
	_ = pipe.BatchProcess(ctx, commands...) // queues, and cannot fail
	_, err := pipe.Exec(ctx)
	for i := range replies {
		if replies[i].Err() != nil {
			err = errNoReply // Exec has returned that reply's error
			break
		}
	}
	for i := range replies {
		if !replies[i].heard {
			replies[i].SetErr(err)
		}
	}
	return replies
}
