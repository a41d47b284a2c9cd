// This file has the peers: the set-link script called in each of the ways that people use, with
// arguments encoded and replies parsed as they would by hand.

package bench

import (
	"context"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"
	"github.com/redis/rueidis"

	"github.com/scriptbind/scriptbind/gen"
)

// link is one call of the set-link script.
type link struct {
	namespace, uid, service string
	pod, ttl                int
}

// linkFor returns the call of the i-th user: a persistent link, spread over 1000 users and 300 pods
// so that neither the keys nor the pods fit Go's small-integer shortcuts.
func linkFor(i int) link {
	return link{namespace: namespace, uid: users[i%len(users)], service: service, pod: 256 + i%300, ttl: -1}
}

// users are built once: making up a uid is not what is measured.
var users = func() []string {
	names := make([]string, 1000)
	for i := range names {
		names[i] = "user-" + strconv.Itoa(i)
	}
	return names
}()

// keys returns the keys of the call as one writes them by hand.
func (l link) keys() []string {
	tag := "sf:{" + l.namespace + ":lk:" + l.uid + "}"
	return []string{tag + l.service, tag}
}

// byHand calls the script as with go-redis alone: Script.Run and a parsed reply.
func byHand(ctx context.Context, script *redis.Script, client redis.Scripter, l link) (int, bool, error) {
	reply, err := script.Run(ctx, client, l.keys(), l.service, l.pod, l.ttl).Result()
	if err == redis.Nil {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	switch v := reply.(type) {
	case int64:
		return int(v), true, nil
	case string:
		pod, err := strconv.Atoi(v)
		return pod, true, err
	default:
		return 0, false, fmt.Errorf("unexpected reply %T", reply)
	}
}

// byRueidis calls the script through rueidis' Lua.Exec.
func byRueidis(ctx context.Context, script *rueidis.Lua, client rueidis.Client, l link) (int, bool, error) {
	return rueidisReply(script.Exec(ctx, client, l.keys(), l.args()))
}

func (l link) args() []string {
	return []string{l.service, strconv.Itoa(l.pod), strconv.Itoa(l.ttl)}
}

func rueidisReply(result rueidis.RedisResult) (int, bool, error) {
	pod, err := result.AsInt64()
	if rueidis.IsRedisNil(err) {
		return 0, false, nil
	}
	return int(pod), err == nil, err
}

// params is the call for the generated wrapper.
func (l link) params() gen.StatefulSetLinkParams {
	return gen.StatefulSetLinkParams{Namespace: l.namespace, UID: l.uid, Service: l.service, Pod: l.pod, TTL: l.ttl}
}
