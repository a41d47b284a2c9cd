package check

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

// TestServerDoesWhatThePagesSay confirms on a real server what the checks' pages claim of it.
func TestServerDoesWhatThePagesSay(t *testing.T) {
	client := redistest.Start(t).Client(t, func(o *redis.Options) { o.Protocol = 2 })
	ctx := context.Background()
	client.Set(ctx, "number", "5", 0)
	client.SAdd(ctx, "set", "a")
	for _, claim := range []struct{ check, script, want string }{
		{"nil-compare", "return tostring(redis.call('GET', 'none'))", "false"},
		{"nil-compare", "return tostring(redis.call('HMGET', 'none', 'a')[1])", "false"},
		{"nil-compare", "redis.setresp(3) return tostring(redis.call('GET', 'none'))", "nil"},
		{"nil-compare", "return redis.call('TTL', 'none')", "-2"},
		{"nil-compare", "return redis.call('SMEMBERS', 'none')", "[]"},
		{"truthiness", "if redis.call('EXISTS', 'none') then return 'true' end", "true"},
		{"truthiness", "if redis.call('SMEMBERS', 'none') then return 'true' end", "true"},
		{"string-number", "return tostring('5' == 5)", "false"},
		{"string-number", "return tostring(redis.call('GET', 'number') == 5)", "false"},
		{"string-number", "return tostring(redis.call('GET', 'number') < 9)", "attempt to compare string with number"},
		{"string-number", "return tostring('10' < '9')", "true"},
		{"key-range", "return type(KEYS[0]) .. type(KEYS[1]) .. type(ARGV[1])", "nilnilnil"},
		{"global", "count = 1", "Attempt to modify a readonly table"},
		{"global", "return missing", "nonexistent global variable 'missing'"},
		{"global", "print('x')", "nonexistent global variable 'print'"},
		{"global", "return require('x')", "nonexistent global variable 'require'"},
		{"return-type", "return 3.7", "3"},
		{"return-type", "return true", "1"},
		{"return-type", "return false", "redis: nil"},
		{"return-type", "return nil", "redis: nil"},
		{"return-type", "return", "redis: nil"},
		{"return-type", "return function() end", "redis: nil"},
		{"return-type", "return 1, 2", "1"},
		{"return-type", "return {1, nil, 3}", "[1]"},
		{"return-type", "return {1, false, 3}", "[1 <nil> 3]"},
		{"return-type", "return {1, 2.5, true}", "[1 2 1]"},
		{"return-type", "return {a = 1}", "[]"},
		{"return-type", "return {ok = 'fine'}", "fine"},
		{"return-type", "return {ok = true}", "[]"},
		{"return-type", "return {err = 'CODE text'}", "CODE text"},
		{"return-type", "return {double = 2.5}", "2.5"},
		{"return-type", "return tostring(2.5)", "2.5"},
		{"error-code", "return redis.error_reply('CODE text')", "CODE text"},
		{"error-code", "return redis.error_reply('-CODE text')", "CODE text"},
		{"error-code", "return redis.error_reply('CODE')", "ERR CODE"},
		{"error-code", "error({err = 'CODE text'})", "CODE text"},
		{"error-code", "error('CODE text')", "ERR user_script:1: CODE text"},
		{"unpack-limit", "local t = {} for i = 1, 8001 do t[i] = i end return select('#', unpack(t))", "too many results to unpack"},
		{"unpack-limit", "local t = {} for i = 1, 7000 do t[i] = i end return select('#', unpack(t))", "7000"},
		{"precision", "return tostring(tonumber('9007199254740993') == tonumber('9007199254740992'))", "true"},
		{"precision", "return '' .. 99999999999999 .. ' ' .. 100000000000000", "99999999999999 1e+14"},
		{"precision", "return string.format('%.0f', 1000000000000001)", "1000000000000001"},
		{"precision", "return redis.call('ECHO', 1000000000000001)", "1000000000000001"},
		{"syntax", "#!lua flags=no-write\nreturn 1", "Unexpected flag in script shebang: no-write"},
		{"syntax", "#!luajit\nreturn 1", "engine"}, // each family of servers has its own words for it
		{"syntax", "#!lua name=lib\nreturn 1", "Unknown lua shebang option: name=lib"},
		{"syntax", "#!lua", "Invalid script shebang"},
	} {
		reply, err := client.Eval(ctx, claim.script, nil).Result()
		got := fmt.Sprint(reply)
		if err != nil {
			got = err.Error()
		}
		if e := redis.Error(nil); errors.As(err, &e) {
			assert.Contains(t, got, claim.want, "%s: %s", claim.check, claim.script)
			continue
		}
		assert.Equal(t, claim.want, got, "%s: %s", claim.check, claim.script)
	}
}

// TestServerNeverRepliesNull calls each command that nil-compare says never replies with null, on keys
// that do not exist, with RESP2 and RESP3.
func TestServerNeverRepliesNull(t *testing.T) {
	client := redistest.Start(t).Client(t, func(o *redis.Options) { o.Protocol = 2 })
	server := redisenv.Server{}
	called, answered := 0, 0
	for _, name := range redisenv.Names() {
		all := []string{name}
		for _, sub := range redisenv.Subcommands(name) {
			all = append(all, name+" "+sub)
		}
		for _, name := range all {
			c := server.Command(name)
			if c == nil || c.Flags&(redisenv.NoScript|redisenv.Admin) != 0 {
				continue
			}
			var words []any
			for _, w := range strings.Fields(name) {
				words = append(words, w)
			}
			for len(words) < c.MinWords() {
				words = append(words, "1")
			}
			call := redisenv.Call{}
			for _, w := range words {
				call.Words = append(call.Words, redisenv.Const(w.(string)))
			}
			for resp := 2; resp <= 3; resp++ {
				if !isNeverNull(c.ReplyTo(call, resp == 3)) {
					continue
				}
				called++
				script := fmt.Sprintf("redis.setresp(%d) local r = redis.pcall(unpack(ARGV)) return type(r) == 'table' and r.err or tostring(r)", resp)
				got, err := client.Eval(context.Background(), script, nil, words...).Text()
				if err != nil || strings.Contains(got, "ERR ") {
					continue // the words made are none that it takes
				}
				answered++
				assert.NotContains(t, []string{"nil", "false"}, got, "RESP%d: %v", resp, words)
			}
		}
	}
	t.Logf("%d calls, %d answered", called, answered)
	assert.Greater(t, answered, 100)
}
