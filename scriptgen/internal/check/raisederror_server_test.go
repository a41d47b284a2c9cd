package check

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

// A server crashes by exactly those scripts of which error-code says so. Each script has a server of its own.
func TestServerCrashesOnRaisedTables(t *testing.T) {
	for _, c := range []struct {
		script string
		fatal  bool   // to servers that have the mistake
		reply  string // of a server that lives on
	}{
		{"error({})", true, "ERR unknown error"},
		{"error({1, 2}, 0)", true, "ERR unknown error"},
		{"error({err = {}})", true, "ERR unknown error"},
		{"error({err = false})", true, "ERR unknown error"},
		{"error(redis.status_reply('OK'))", true, "ERR unknown error"},
		{"error({err = 'CODE text'})", false, "CODE text"},
		{"error({err = 42})", false, "42"},
		{"error(redis.error_reply('CODE text'))", false, "CODE text"},
		{"return redis.error_reply('CODE text')", false, "CODE text"},
		{"error('CODE text')", false, "ERR user_script:2: CODE text"},
		{"error()", false, "ERR nil"},
		{"error(true)", false, "ERR true"},
		{"error(redis.pcall('GET'))", false, "ERR Wrong number of args"},
		{"error(redis.status_reply({}))", false, "ERR wrong number or type of arguments"},
		{"local ok, e = pcall(error, {}) return tostring(ok) .. type(e)", false, "falsetable"},
		{"local ok, e = pcall(function() error({}) end) return tostring(ok) .. type(e)", false, "falsetable"},
	} {
		t.Run(c.script, func(t *testing.T) {
			s := redistest.Start(t)
			client := s.Client(t, func(o *redis.Options) { o.MaxRetries = -1 })
			server := version(t, client)
			text := "--- server: " + server.String() + "\n" + c.script
			var said []string
			for _, d := range findings(t, map[string]string{"script.lua": text}) {
				if d.Check == errorCode.Name {
					said = append(said, d.Message)
				}
			}
			assert.Equal(t, c.fatal, len(said) == 1)
			dies := c.fatal && server.CrashesOnRaise()
			assert.Equal(t, dies, strings.Contains(strings.Join(said, ""), "crashes "+server.String()), "said %q", said)

			got, err := client.Eval(context.Background(), text, nil).Text()
			if err != nil {
				got = err.Error()
			}
			if dies {
				assert.Eventually(t, func() bool { return !s.Running() }, 20*time.Second, 10*time.Millisecond, "the server lives, and replied %s", got)
				return
			}
			assert.True(t, strings.HasPrefix(got, c.reply), "%s", got)
			assert.NoError(t, client.Ping(context.Background()).Err())
		})
	}
}

// version returns the server as the floor that it is, and skips the test for one that is not in the tables.
func version(t *testing.T, client *redis.Client) redisenv.Server {
	t.Helper()
	info, err := client.InfoMap(context.Background(), "server").Result()
	require.NoError(t, err)
	name := "redis:" + info["Server"]["redis_version"]
	if v := info["Server"]["valkey_version"]; v != "" {
		name = "valkey:" + v
	}
	server, err := redisenv.ParseServer(name)
	if err != nil {
		t.Skipf("the running server is none that the tables know: %v", err)
	}
	return server
}
