package luascript_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// answers is a client whose server gives one fixed answer.
type answers struct {
	luascript.Client
	err error
}

func (a answers) Process(_ context.Context, cmd redis.Cmder) error {
	cmd.SetErr(a.err)
	if a.err == nil {
		answerOK(cmd)
	}
	return a.err
}

// replyError is an error reply, as go-redis makes it.
type replyError string

func (e replyError) Error() string { return string(e) }
func (replyError) RedisError()     {}

func TestServerErrorReadsTheErrorsOfEveryServer(t *testing.T) {
	sha := strings.Repeat("0af", 14)[:40]
	for name, test := range map[string]struct{ reply, want string }{
		"Redis 7 and Valkey, a command":   {"WRONGTYPE Operation against a key script: " + sha + ", on @user_script:14.", "scripts/Take.lua:14: WRONGTYPE Operation against a key"},
		"Redis 7 and Valkey, Lua":         {"ERR user_script:3: boom script: " + sha + ", on @user_script:3.", "scripts/Take.lua:3: ERR boom"},
		"Redis 7 and Valkey, the command": {"ERR Unknown Redis command called from script script: " + sha + ", on @user_script:2.", "scripts/Take.lua:2: ERR Unknown Redis command called from script"},
		"Valkey 9.1, a command":           {"WRONGTYPE Operation against a key script: on @user_script:14.", "scripts/Take.lua:14: WRONGTYPE Operation against a key"},
		"Valkey 9.1, Lua":                 {"ERR user_script:3: boom script: on @user_script:3.", "scripts/Take.lua:3: ERR boom"},
		"compiling":                       {"ERR Error compiling script (new function): user_script:2: unexpected symbol near '='", "scripts/Take.lua:2: ERR Error compiling script (new function): unexpected symbol near '='"},
		"Redis 6":                         {"ERR Error running script (call to f_" + sha + "): @user_script:7: user_script:7: boom", "scripts/Take.lua:7: ERR Error running script (call to f_" + sha + "): user_script:7: boom"},
		"miniredis, a command":            {"ERR Error compiling script (new function): :3: WRONGTYPE Operation stack traceback:  [G]: in function 'call'  :3: in main chunk  [G]: ?", "scripts/Take.lua:3: WRONGTYPE Operation"},
		"miniredis, the command":          {"ERR Error compiling script (new function): :2: Unknown command script: " + sha + ", &c. stack traceback:  [G]: ?", "scripts/Take.lua:2: ERR Unknown command"},
		"miniredis, a global":             {"ERR Error compiling script (new function): :16: Script attempted to access nonexistent global variable 'x' stack traceback:  [G]: in function 'error'  :16: in function <:14>  :4: in main chunk  (tailcall): ?  [G]: ?", "scripts/Take.lua:4: ERR Script attempted to access nonexistent global variable 'x'"},
		"miniredis, compiling":            {"ERR Error compiling script (new function): <string> line:2(column:8) near '=':   syntax error ", "scripts/Take.lua:2: ERR Error compiling script (new function): near '=':   syntax error"},
		"error_reply with a message":      {"OUT_OF_STOCK 3 left", "scripts/Take.lua: OUT_OF_STOCK 3 left"},
		"error_reply without a message":   {"ERR OUT_OF_STOCK", "scripts/Take.lua: OUT_OF_STOCK"},
		"an err table without a message":  {"OUT_OF_STOCK", "scripts/Take.lua: OUT_OF_STOCK"},
		"a code that is not declared":     {"SOLD", "scripts/Take.lua: SOLD"},
		"no code":                         {"sorry, no", "scripts/Take.lua: ERR sorry, no"},
		"nothing":                         {"", "scripts/Take.lua: ERR"},
	} {
		t.Run(name, func(t *testing.T) {
			err := luascript.None(luascript.Run(context.Background(), answers{err: replyError(test.reply)}, callTake("x", 1)))
			require.EqualError(t, err, test.want)
			require.Equal(t, strings.Contains(test.want, "OUT_OF_STOCK"), errors.Is(err, errOutOfStock))
			require.ErrorIs(t, err, replyError(test.reply), "the error as go-redis read it")
		})
	}
}

func TestServerErrorMapsLinesOfIncludedFiles(t *testing.T) {
	s := script("Including", "--[[ header\n--]]\nlocal function f()\n  error('in f')\nend\nif ARGV[1] == 'f' then\n  f()\nend\nerror('in main')\n")
	s.Lines = []luascript.LineRange{
		{Line: 1, File: "scripts/including.lua", FileLine: 1},
		{Line: 3, File: "scripts/lib/f.lua", FileLine: 1},
		{Line: 6, File: "scripts/including.lua", FileLine: 3},
	}
	rdb := redistest.Start(t).Client(t)
	for arg, want := range map[string]string{
		"f": "scripts/lib/f.lua:2: ERR in f",
		"g": "scripts/including.lua:6: ERR in main",
	} {
		c := s.NewCall(0, 1)
		c.String(arg)
		require.EqualError(t, luascript.None(luascript.Run(context.Background(), rdb, c)), want)
	}
}

// What a server's answer says about the script decides what the call says.
func TestRefusalsSayThatNothingHappened(t *testing.T) {
	for _, reply := range []string{
		"TRYAGAIN Multiple keys request during rehashing of slot", "CLUSTERDOWN The cluster is down",
		"LOADING Redis is loading the dataset in memory", "MASTERDOWN Link with MASTER is down",
		"READONLY You can't write against a read only replica.", "ERR max number of clients reached",
		"BUSY Redis is busy running a script.", "OOM command not allowed when used memory > 'maxmemory'.",
		"NOSCRIPT No matching script. Please use EVAL.", "NOAUTH Authentication required.",
	} {
		err := luascript.None(luascript.Run(context.Background(), answers{err: replyError(reply)}, callTake("x", 1)))
		require.ErrorIs(t, err, luascript.ErrUnavailable, reply)
		require.NotErrorIs(t, err, luascript.ErrOutcomeUnknown, reply)
		require.ErrorContains(t, err, "Take: server unavailable, nothing happened: "+reply)
	}
	own := *take
	own.Errors = map[string]error{"BUSY": errOutOfStock}
	c := own.NewCall(0, 0)
	err := luascript.None(luascript.Run(context.Background(), answers{err: replyError("BUSY try later")}, c))
	require.ErrorIs(t, err, errOutOfStock, "a code that the script declares is the script's own")
	require.NotErrorIs(t, err, luascript.ErrUnavailable)
}

// refusing is a client whose server refuses a call at first, and then answers it.
type refusing struct {
	luascript.Client
	with  replyError
	asked int
}

func (r *refusing) Process(_ context.Context, cmd redis.Cmder) error {
	if r.asked++; r.asked == 1 {
		cmd.SetErr(r.with)
	} else {
		answerOK(cmd)
	}
	return cmd.Err()
}

func TestRefusalsThatPassAreWaitedFor(t *testing.T) {
	for reply, passes := range map[replyError]bool{
		"TRYAGAIN Multiple keys request during rehashing of slot":      true,
		"CLUSTERDOWN The cluster is down":                              true,
		"LOADING Redis is loading the dataset in memory":               true,
		"MASTERDOWN Link with MASTER is down":                          true,
		"READONLY You can't write against a read only replica.":        true,
		"MOVED 3999 127.0.0.1:6381":                                    true,
		"ASK 3999 127.0.0.1:6381":                                      true,
		"ERR max number of clients reached":                            true,
		"NOSCRIPT No matching script. Please use EVAL.":                true,
		"BUSY Redis is busy running a script.":                         false,
		"MISCONF Redis is configured to save RDB snapshots":            false,
		"NOREPLICAS Not enough good replicas to write.":                false,
		"OOM command not allowed when used memory > 'maxmemory'.":      false,
		"NOAUTH Authentication required.":                              false,
		"WRONGPASS invalid username-password pair or user is disabled": false,
	} {
		server := &refusing{with: reply}
		err := luascript.None(luascript.Run(context.Background(), server, callTake("x", 1)))
		if passes {
			require.NoError(t, err, reply)
			require.Equal(t, 2, server.asked, reply)
		} else {
			require.ErrorIs(t, err, luascript.ErrUnavailable, reply)
			require.Equal(t, 1, server.asked, reply)
		}
	}
}

// For the server PUBLISH is no write: it is done where the write that follows is refused.
func TestAScriptThatPublishesBeforeARefusedWrite(t *testing.T) {
	ctx := context.Background()
	announce := script("Announce", "redis.call('PUBLISH', 'news', 1) redis.call('SET', KEYS[1], 1)")
	for name, open := range map[string]func(t *testing.T, s *redistest.Server) client{
		"single": func(t *testing.T, s *redistest.Server) client { return standalone(s.Client(t)) },
		"cluster": func(t *testing.T, s *redistest.Server) client { // it sends again after READONLY, as a failover client of its kind
			nodes := []redis.ClusterSlot{{End: 16383, Nodes: []redis.ClusterNode{{Addr: s.Addr()}}}}
			c := redis.NewClusterClient(&redis.ClusterOptions{
				ClusterSlots: func(context.Context) ([]redis.ClusterSlot, error) { return nodes, nil },
			})
			t.Cleanup(func() { _ = c.Close() })
			return onCluster(c)
		},
	} {
		for code, refuse := range map[string]func(c *redis.Client) error{
			"READONLY":   func(c *redis.Client) error { return c.ReplicaOf(ctx, "127.0.0.1", "1").Err() },
			"NOREPLICAS": func(c *redis.Client) error { return c.ConfigSet(ctx, "min-replicas-to-write", "1").Err() },
			"OOM":        func(c *redis.Client) error { return c.ConfigSet(ctx, "maxmemory", "1").Err() },
			"MISCONF": func(c *redis.Client) error { // after a snapshot that could not be written
				return errors.Join(c.ConfigSet(ctx, "save", "3600 1").Err(), failSnapshot(ctx, c))
			},
		} {
			for way, through := range ways() {
				t.Run(name+", "+code+", "+way, func(t *testing.T) {
					t.Parallel()
					s := redistest.Start(t)
					c := through(t, open(t, s))
					require.NoError(t, refuse(s.Client(t)))
					call := announce.NewCall(1, 0)
					call.Key("k", nil)
					err := luascript.None(luascript.Run(ctx, c, call))
					var failed *luascript.ServerError
					require.ErrorAs(t, err, &failed)
					require.Equal(t, code, failed.Code)
					require.Contains(t, s.Client(t).Info(ctx, "commandstats").Val(), "cmdstat_publish:calls=1,")
				})
			}
		}
	}
}

// failSnapshot puts a folder where the server's snapshot belongs, and waits until the server has failed at it.
func failSnapshot(ctx context.Context, c *redis.Client) error {
	place := filepath.Join(c.ConfigGet(ctx, "dir").Val()["dir"], "dump.rdb", "full")
	if err := errors.Join(os.MkdirAll(place, 0o777), c.BgSave(ctx).Err()); err != nil {
		return err
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if strings.Contains(c.Info(ctx, "persistence").Val(), "rdb_last_bgsave_status:err") {
			return nil
		}
	}
	return errors.New("the snapshot did not fail")
}

// What the user may not do is refused before the script runs, and what the script may not do when it has
// begun: that is the script's error.
func TestMissingPermissions(t *testing.T) {
	ctx := context.Background()
	server := redistest.Start(t)
	admin := server.Client(t)
	user := func(name string, rules ...any) *redis.Client {
		require.NoError(t, admin.Do(ctx, append([]any{"ACL", "SETUSER", name, "on", ">secret", "~*", "+@all"}, rules...)...).Err())
		return server.Client(t, func(o *redis.Options) { o.Username, o.Password = name, "secret" })
	}
	for name, client := range map[string]*redis.Client{
		"no scripts":   user("reader", "-evalsha"),
		"no such keys": user("stranger", "resetkeys", "~other:*"),
	} {
		err := luascript.None(luascript.Run(ctx, client, callTake("x", 1)))
		require.ErrorIs(t, err, luascript.ErrUnavailable, name)
		require.ErrorContains(t, err, "NOPERM", name)
	}
	err := luascript.None(luascript.Run(ctx, user("poor", "-incr"), callTake("x", 1)))
	var failed *luascript.ServerError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, 2, failed.Line)
}

// A connection that the server does not let go-redis set up has carried no script.
func TestAConnectionThatCannotBeSetUp(t *testing.T) {
	server := redistest.Start(t)
	cluster := redistest.StartCluster(t, 1, 0)
	for name, client := range map[string]*redis.Client{
		"DB index is out of range": server.Client(t, func(o *redis.Options) { o.DB = 99 }),
		"Client names cannot":      server.Client(t, func(o *redis.Options) { o.ClientName = "two words" }),
		"WRONGPASS":                server.Client(t, func(o *redis.Options) { o.Username, o.Password = "nobody", "secret" }),
	} {
		err := luascript.None(luascript.Run(context.Background(), client, callTake("x", 1)))
		require.ErrorIs(t, err, luascript.ErrUnavailable, name)
		require.ErrorContains(t, err, name)
		require.ErrorIs(t, luascript.Load(context.Background(), client, take), luascript.ErrUnavailable, name)
		for _, err := range twoTakes(context.Background(), client, [2]string{"x", "y"}) {
			require.ErrorIs(t, err, luascript.ErrUnavailable, "of which only the pipeline's Exec tells")
			require.ErrorContains(t, err, name)
		}
	}
	onCluster := cluster.Masters()[0].Client(t, func(o *redis.Options) { o.DB = 1 })
	require.ErrorIs(t, luascript.None(luascript.Run(context.Background(), onCluster, callTake("x", 1))), luascript.ErrUnavailable)

	noCluster := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{server.Addr()}})
	t.Cleanup(func() { _ = noCluster.Close() })
	require.ErrorIs(t, luascript.None(luascript.Run(context.Background(), noCluster, callTake("x", 1))), luascript.ErrUnavailable)

	selecting := script("Select", "return redis.call('SELECT', 99)")
	err := luascript.None(luascript.Run(context.Background(), server.Client(t), selecting.NewCall(0, 0)))
	var failed *luascript.ServerError
	require.ErrorAs(t, err, &failed, "what a script selects is the script's error")
	require.Equal(t, 1, failed.Line)

	returning := script("Return", "redis.call('SET', 'wrote', 1) return redis.pcall('SELECT', 99)")
	err = luascript.None(luascript.Run(context.Background(), server.Client(t), returning.NewCall(0, 0)))
	require.NotErrorIs(t, err, luascript.ErrUnavailable, "it has written: what a script returns of a pcall has no position")
}

func TestTheContextEndsTheWaitForARefusedCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
		reply := replyError("TRYAGAIN Multiple keys request during rehashing of slot")
		err := luascript.None(luascript.Run(ctx, answers{err: reply}, callTake("x", 1)))
		require.ErrorIs(t, err, luascript.ErrUnavailable)
		require.ErrorIs(t, err, reply)
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}
