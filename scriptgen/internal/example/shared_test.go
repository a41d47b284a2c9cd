package example_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/internal/example"
)

// tasksLua builds keys of its own: the task's, named by a value that is no parameter.
const tasksLua = `--[[ yaml
doc: Adds a task under a new id.
keys:
  last: q:{<queue>}:last
args: {text: string}
touches:
  task: q:{<queue>}:t:<id>
returns: int
examples:
  - doc: the first task
    call: {queue: mail, text: hello}
    returns: 1
    then:
      - GET q:{mail}:t:1 => hello
  - doc: fails
    given: ["SET q:{mail}:other x"]
    call: {queue: mail, text: hello}
    returns: 2
  - doc: would empty the server
    given: [FLUSHALL]
    call: {queue: mail, text: hello}
  - doc: would change the server
    call: {queue: mail, text: hello}
    then: [CONFIG SET maxmemory 1]
--]]
local id = redis.call('INCR', KEYS[1])
redis.call('SET', string.sub(KEYS[1], 1, -5) .. 't:' .. id, ARGV[1])
return id
`

func keys(t *testing.T, client *redis.Client) []string {
	t.Helper()
	names, err := client.Keys(context.Background(), "*").Result()
	require.NoError(t, err)
	slices.Sort(names)
	return names
}

// On a server that others use, an example leaves nothing behind, whether it passes or fails; the keys
// that its script builds are gone too, and what others have is untouched, however alike its name.
func TestSharedLeavesNothing(t *testing.T) {
	_, server, client := real(t)
	ctx := context.Background()
	theirs := []string{"q:{chat}:t:1", "q:{mail}:t:", "q:{mail}:total", "somebody's"}
	for _, key := range theirs {
		require.NoError(t, client.Set(ctx, key, "theirs", 0).Err())
	}
	text, status := run(t, server, parse(t, "addTask.lua", tasksLua))
	assert.Equal(t, map[string]example.Status{
		"the first task":          example.Passed,
		"fails":                   example.Failed,
		"would empty the server":  example.Skipped,
		"would change the server": example.Skipped,
	}, status, text)
	assert.Contains(t, text, "FLUSHALL: a command without keys does not run on the server, which others use")
	assert.Equal(t, theirs, keys(t, client))
}

// An example does not touch a key that is there before: not one of its call, not one of its commands,
// and not one that its script would build.
func TestSharedRefusesTakenKeys(t *testing.T) {
	_, server, client := real(t)
	ctx := context.Background()
	script := parse(t, "addTask.lua", tasksLua)
	script.Examples = script.Examples[:2]
	for taken, fails := range map[string][]string{
		"q:{mail}:last":  {"the first task", "fails"},
		"q:{mail}:t:77":  {"the first task", "fails"},
		"q:{mail}:t:1":   {"the first task", "fails"},
		"q:{mail}:other": {"fails"},
	} {
		t.Run(taken, func(t *testing.T) {
			require.NoError(t, client.FlushAll(ctx).Err())
			require.NoError(t, client.Set(ctx, taken, "theirs", 0).Err())
			text, status := run(t, server, script)
			for _, name := range fails {
				assert.Equal(t, example.Failed, status[name], name)
			}
			assert.Contains(t, text, "the key "+taken+" exists on the server already")
			assert.Equal(t, []string{taken}, keys(t, client))
			assert.Equal(t, "theirs", client.Get(ctx, taken).Val())
		})
	}
}

// A command that the server cannot read is a mistake there as it is elsewhere, and no reason to skip.
func TestSharedMistakenCommand(t *testing.T) {
	_, server, client := real(t)
	text, status := run(t, server, parse(t, "visit.lua", `--[[ yaml
doc: Counts a visit.
keys: {visits: "visits:<page>"}
returns: int
examples:
  - doc: unknown
    given: [SETT visits:home 5]
    call: {page: home}
  - doc: too few arguments
    call: {page: home}
    then: [SET visits:home]
--]]
return redis.call('INCR', KEYS[1])
`))
	assert.Equal(t, map[string]example.Status{"unknown": example.Failed, "too few arguments": example.Failed}, status, text)
	assert.Contains(t, text, "SETT visits:home 5\n        ERR Invalid command specified\n")
	assert.Contains(t, text, "SET visits:home\n        ERR Invalid number of arguments specified for command\n")
	assert.Empty(t, keys(t, client))
}

// What leaves nothing on one server leaves nothing on a cluster, where keys lie on several masters.
func TestSharedCluster(t *testing.T) {
	cluster := redistest.StartCluster(t, 3, 0)
	client := cluster.Client(t)
	server := example.Shared("the cluster", client)
	_, status := run(t, server, parse(t, "addTask.lua", tasksLua))
	assert.Equal(t, example.Passed, status["the first task"])
	err := client.ForEachMaster(context.Background(), func(ctx context.Context, node *redis.Client) error {
		n, err := node.DBSize(ctx).Result()
		assert.Zero(t, n)
		return err
	})
	require.NoError(t, err)
}

// A server that does not answer ends the run: that is not the example's fault.
func TestUnreachable(t *testing.T) {
	s := redistest.Start(t)
	client := redis.NewClient(&redis.Options{Addr: s.Addr(), MaxRetries: -1})
	for kind, server := range map[string]*example.Server{
		"owned":  example.Owned("the server", client, func() error { return nil }),
		"shared": example.Shared("the server", client),
	} {
		t.Run(kind, func(t *testing.T) {
			require.NoError(t, server.Ping(context.Background()))
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			script := parse(t, "addTask.lua", tasksLua)
			_, err := example.Run(ctx, server, script, script.Examples[0])
			assert.ErrorIs(t, err, context.Canceled)
			assert.ErrorContains(t, err, "the server: ")
			assert.Error(t, server.Ping(ctx))
		})
	}
}

// A run that is ended while the server answers a call says so.
func TestEndedInCall(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	client := redis.NewClient(&redis.Options{Addr: redistest.Start(t).Addr()})
	client.AddHook(endAfterCall(cancel))
	server := example.Owned("the server", client, func() error { return nil })
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	script := parse(t, "addTask.lua", tasksLua)
	_, err := example.Run(ctx, server, script, script.Examples[0])
	assert.EqualError(t, err, "addTask.lua:11:11: the server: AddTask/the_first_task: context canceled")
}

// endAfterCall is a hook that ends the run once a script has run.
type endAfterCall context.CancelFunc

func (h endAfterCall) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h endAfterCall) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		err := next(ctx, cmd)
		if err == nil && strings.HasPrefix(cmd.Name(), "eval") {
			h()
		}
		return err
	}
}

func (h endAfterCall) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// A script that does not end does not hold the run for ever. This one ends some time: miniredis cannot stop
// a script, and it is not to go on beside the next tests.
func TestEndless(t *testing.T) {
	server, err := example.EmbeddedFor(200 * time.Millisecond)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, server.Close()) })
	script := parse(t, "loop.lua", `--[[ yaml
doc: Takes longer than anybody waits.
returns: none
examples:
  - doc: for ever
--]]
for _ = 1, 5e7 do end
`)
	_, err = example.Run(context.Background(), server, script, script.Examples[0])
	assert.ErrorContains(t, err, "loop.lua:5:5: miniredis: Loop/for_ever: ")
	assert.ErrorContains(t, err, "i/o timeout; does the script end?")
}
