package example

// This file holds where examples run. There are three kinds of server, and they differ in what may
// be done to them:
//
//   - embedded: miniredis in this process. It is emptied before each example, and its clock is ours.
//   - owned: a real server that was started for the run. It is emptied before each example.
//   - shared: somebody's server. An example runs there only in keys that do not exist before, and
//     exactly these keys are removed after it. Which keys those are is known beforehand: the keys of the
//     call, those that the server itself finds in the commands of given and then (COMMAND GETKEYS),
//     and for the keys that a script builds (touches) what matches the pattern with the example's
//     own values filled in. Only the script's text stays, in the server's script cache.

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
)

// Server is where examples run. Create it with [Embedded], [Owned] or [Shared], and close it.
type Server struct {
	Name    string // as messages call it
	client  redis.UniversalClient
	owned   bool                 // it may be emptied
	mini    *miniredis.Miniredis // nil for a real server
	advance func(time.Duration)  // nil when the clock cannot be moved
	stop    func() error         // ends a server that was started for the run
}

// Owned returns a real server of which nobody else has data: it is emptied before each example. Stop is
// called when it is closed.
func Owned(name string, client redis.UniversalClient, stop func() error) *Server {
	return &Server{Name: name, client: client, owned: true, stop: stop}
}

// Shared returns a real server that others use.
func Shared(name string, client redis.UniversalClient) *Server {
	return &Server{Name: name, client: client, stop: func() error { return nil }}
}

// Ping returns an error when the server cannot be used.
func (s *Server) Ping(ctx context.Context) error {
	if err := s.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("%s: %w", s.Name, err)
	}
	return nil
}

// Close closes the connections to the server, and stops one that was started for the run.
func (s *Server) Close() error { return errors.Join(s.client.Close(), s.stop()) }

// keySet is the keys that an example may create.
type keySet struct {
	names   []string
	touches []touch
}

// touch is the keys that a script may build itself from a pattern in one call.
type touch struct {
	pattern *contract.Pattern
	params  header.Value
}

// glob returns the MATCH argument that finds the keys; placeholders that are no parameters stand for
// anything.
func (t touch) glob() string {
	escape := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`)
	var glob strings.Builder
	for _, part := range t.pattern.Parts {
		switch value := param(t.params, part.Name).Scalar; {
		case !part.IsPlaceholder():
			glob.WriteString(escape.Replace(part.Literal))
		case value == "":
			glob.WriteString("*")
		default:
			glob.WriteString(escape.Replace(value))
		}
	}
	return glob.String()
}

// owns reports whether the pattern makes the key from the call's parameters: a glob's star stands for
// more than a placeholder may hold.
func (t touch) owns(key string) bool {
	values, ok := t.pattern.Match(key)
	for i, part := range t.pattern.Placeholders() {
		given := param(t.params, part.Name).Scalar
		ok = ok && (given == "" || given == values[i])
	}
	return ok
}

// begin makes the server ready for an example. It returns a key that exists although the example would
// create it, or "".
func (s *Server) begin(ctx context.Context, keys keySet) (taken string, err error) {
	if s.owned {
		return "", s.wrap(s.client.FlushAll(ctx).Err())
	}
	for _, name := range keys.names {
		n, err := s.client.Exists(ctx, name).Result()
		if err != nil {
			return "", s.wrap(err)
		}
		if n > 0 {
			return name, nil
		}
	}
	found, err := s.touched(ctx, keys)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0], nil
}

// end removes what an example created.
func (s *Server) end(ctx context.Context, keys keySet) error {
	if s.owned {
		return nil // emptied when the next example begins
	}
	found, err := s.touched(ctx, keys)
	if err != nil {
		return err
	}
	for _, name := range slices.Concat(keys.names, found) {
		if err := s.client.Del(ctx, name).Err(); err != nil {
			return s.wrap(err)
		}
	}
	return nil
}

// touched returns the keys on the server that the script may have built itself, sorted.
func (s *Server) touched(ctx context.Context, keys keySet) ([]string, error) {
	var mu sync.Mutex // masters are asked at the same time
	var found []string
	for _, t := range keys.touches {
		err := s.eachMaster(ctx, func(ctx context.Context, node redis.Cmdable) error {
			iter := node.Scan(ctx, 0, t.glob(), 1000).Iterator()
			for iter.Next(ctx) {
				if t.owns(iter.Val()) {
					mu.Lock()
					found = append(found, iter.Val())
					mu.Unlock()
				}
			}
			return iter.Err()
		})
		if err != nil {
			return nil, s.wrap(err)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// eachMaster calls f for each master.
func (s *Server) eachMaster(ctx context.Context, f func(context.Context, redis.Cmdable) error) error {
	cluster, ok := s.client.(*redis.ClusterClient)
	if !ok {
		return f(ctx, s.client)
	}
	return cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error { return f(ctx, node) })
}

// keysOf returns the keys of a command, which only the server knows for certain. The error is nil and ok
// false for a command in which it finds none: such a command (FLUSHDB, CONFIG SET) has no business on a
// server that others use, unless it changes nothing. A command that the server cannot read at all, such as
// one that it does not know, is a mistake: the error is the server's.
func (s *Server) keysOf(ctx context.Context, step header.Step) (names []string, ok bool, err error) {
	words := []any{"COMMAND", "GETKEYS"}
	for _, w := range step.Command {
		words = append(words, w.Value)
	}
	names, err = s.client.Do(ctx, words...).StringSlice()
	var refused redis.Error
	switch {
	case errors.As(err, &refused) && strings.HasPrefix(refused.Error(), "ERR Invalid "):
		return nil, false, refused
	case errors.As(err, &refused):
		return nil, harmless[strings.ToUpper(step.Command[0].Value)], nil
	}
	return names, true, s.wrap(err)
}

// harmless are commands without keys that change nothing for anybody else.
var harmless = map[string]bool{"PING": true, "ECHO": true, "TIME": true, "DBSIZE": true, "PUBLISH": true, "SPUBLISH": true}

func (s *Server) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", s.Name, err)
}
