package luascript_test

// This file is about redis.Hooks, which go-redis's users put between luascript and the connection: they may
// wrap errors, and may keep a command to read it later.

import (
	"context"
	"fmt"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

// afterwards is a hook that may change the error of each command.
type afterwards func(cmd redis.Cmder, err error) error

func (afterwards) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h afterwards) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error { return h(cmd, next(ctx, cmd)) }
}

func (h afterwards) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		err := next(ctx, cmds)
		for _, cmd := range cmds {
			cmd.SetErr(h(cmd, cmd.Err()))
		}
		return err
	}
}

func TestErrorsThatAHookWrapsMeanTheSame(t *testing.T) {
	ctx := context.Background()
	p, c := proxied(t)
	c.Client.(*redis.Client).AddHook(afterwards(func(_ redis.Cmder, err error) error {
		if err != nil {
			err = fmt.Errorf("traced: %w", err)
		}
		return err
	}))
	for name, test := range map[string]struct {
		before func()
		take   int
		want   error
		runs   int // for each call
	}{
		"NOSCRIPT":       {before: func() { c.direct.ScriptFlush(ctx) }, take: 1, runs: 1},
		"a declared one": {take: 100, want: errOutOfStock, runs: 1},
		"a lost answer":  {before: func() { p.LoseAnswerTo(take.SHA1) }, take: 1, want: luascript.ErrOutcomeUnknown, runs: 1},
		"a refusal": {
			before: func() { require.NoError(t, c.direct.ConfigSet(ctx, "min-replicas-to-write", "1").Err()) },
			take:   1, want: luascript.ErrUnavailable,
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, calls := range []int{1, 2} {
				require.NoError(t, c.direct.ConfigSet(ctx, "min-replicas-to-write", "0").Err())
				require.NoError(t, luascript.Load(ctx, c.Client, take))
				c.stock(t, "a", 10)
				if test.before != nil {
					test.before()
				}
				b := luascript.NewBatch(c)
				var futures []*luascript.NoneFuture
				for range calls {
					futures = append(futures, luascript.QueueNone(b, callTake("a", test.take)))
				}
				require.ErrorIs(t, b.Exec(ctx), test.want)
				for _, f := range futures {
					require.ErrorIs(t, f.Result(), test.want)
				}
				c.ran(t, "a", calls*test.runs)
			}
		})
	}
	t.Run("no value", func(t *testing.T) {
		_, ok, err := luascript.Optional(luascript.Run(ctx, c, callPeek("none")), luascript.String)
		require.NoError(t, err)
		require.False(t, ok)
	})
}

// The error that an earlier attempt left is the same when a hook wraps it once more.
func TestAHookWrapsTheErrorOfAnEarlierAttempt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s, f := clusterBehindProxies(t, 2, 0)
	f.Client.(*redis.ClusterClient).OnNewNode(func(n *redis.Client) {
		n.AddHook(afterwards(func(_ redis.Cmder, err error) error {
			if err != nil {
				err = fmt.Errorf("traced: %w", err)
			}
			return err
		}))
	})
	require.NoError(t, luascript.Load(ctx, f.Client, take))
	f.stock(t, "a", 10)
	to := another(s, s.Master("{a}"))
	s.BeginMigration(s.Slot("{a}"), to).Finish()
	f.at(to.Addr()).LoseAnswerTo(take.SHA1)
	for _, err := range twoTakes(ctx, f, [2]string{"a", "a"}) {
		require.ErrorIs(t, err, luascript.ErrOutcomeUnknown)
	}
	require.Equal(t, 1, f.lost())
	f.ran(t, "a", 2)
}

// namesOf is a hook that notes the commands of each pipeline.
type namesOf struct {
	afterwards
	pipelines *[][]string
}

func (h namesOf) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		var names []string
		for _, cmd := range cmds {
			if luascript.ScriptOf(cmd) != nil {
				names = append(names, cmd.FullName())
			}
		}
		if names != nil {
			*h.pipelines = append(*h.pipelines, names)
		}
		return next(ctx, cmds)
	}
}

// A batch brings a script's text once, however many of its calls run the script.
func TestABatchBringsATextOnce(t *testing.T) {
	ctx := context.Background()
	c := standalone(redistest.Start(t).Client(t))
	var pipelines [][]string
	c.direct.AddHook(namesOf{afterwards(func(_ redis.Cmder, err error) error { return err }), &pipelines})
	b := luascript.NewBatch(c)
	for range 3 {
		luascript.QueueNone(b, callTake("a", 0))
	}
	require.NoError(t, b.Exec(ctx))
	require.Equal(t, [][]string{
		{"evalsha Take", "evalsha Take", "evalsha Take"},
		{"eval Take", "evalsha Take", "evalsha Take"},
	}, pipelines)
}

// A hook that keeps a copy of each command does not change what a refusal means.
func TestAHookMayCopyACommand(t *testing.T) {
	c := standalone(redistest.Start(t).Client(t))
	c.direct.AddHook(afterwards(func(cmd redis.Cmder, err error) error {
		_ = cmd.Clone()
		return err
	}))
	require.NoError(t, luascript.None(luascript.Run(context.Background(), c, callTake("a", 0))), "the script's text follows")
	c.ran(t, "a", 1)
}

// An exporter of traces reads commands in a goroutine of its own, while calls that the server refused are
// sent again. With -race this test shows that the command it holds is not written to.
func TestAHookMayReadACommandLater(t *testing.T) {
	const calls = 100
	ctx := context.Background()
	c := standalone(redistest.Start(t).Client(t))
	seen := make(chan redis.Cmder, 4*calls)
	c.direct.AddHook(afterwards(func(cmd redis.Cmder, err error) error {
		if luascript.ScriptOf(cmd) != nil {
			seen <- cmd
		}
		return err
	}))
	read := make(chan map[string]int)
	go func() {
		names := map[string]int{}
		for cmd := range seen {
			for _, word := range cmd.Args() { // not its Err, which go-redis sets after the hook
				if word != nil {
					names[cmd.FullName()]++
				}
			}
		}
		read <- names
	}()
	for range calls {
		c.flush(t)
		require.NoError(t, luascript.None(luascript.Run(ctx, c, callTake("a", 0))))
	}
	close(seen)
	words := calls * 6 // EVALSHA, the SHA1, 2, two keys, 0
	require.Equal(t, map[string]int{"evalsha Take": words, "eval Take": words}, <-read)
}
