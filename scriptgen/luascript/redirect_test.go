package luascript_test

// This file is about calls that go-redis itself sends more than once, because they did not run at first: it
// follows a redirection, or finds a connection later. When the answer to the last sending is lost, the error
// of the first one must not be taken for the outcome: its call would run twice.

import (
	"context"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
	"github.com/scriptbind/scriptbind/scriptgen/luascript"
)

func TestAnAnswerLostAfterARefusalIsUnknown(t *testing.T) {
	for name, test := range map[string]struct {
		refusal string // as the error shows it
		options func(*redis.ClusterOptions)
		refuse  func(t *testing.T, s *redistest.Cluster, f faulty) // what is sent for {a} at first; then an answer is lost
	}{
		"MOVED": {
			refusal: "MOVED ",
			refuse: func(_ *testing.T, s *redistest.Cluster, f faulty) {
				to := another(s, s.Master("{a}"))
				s.BeginMigration(s.Slot("{a}"), to).Finish()
				f.at(to.Addr()).LoseAnswerTo(take.SHA1)
			},
		},
		"ASK": {
			refusal: "ASK ",
			refuse: func(_ *testing.T, s *redistest.Cluster, f faulty) {
				to := another(s, s.Master("{a}"))
				s.BeginMigration(s.Slot("{a}"), to).MoveKeys()
				f.at(to.Addr()).LoseAnswerTo(take.SHA1)
			},
		},
		"no connection": {
			refusal: "connection refused",
			options: func(o *redis.ClusterOptions) {
				o.DialerRetries = 1
				o.MinRetryBackoff, o.MaxRetryBackoff = 2*time.Second, 3*time.Second
			},
			refuse: func(_ *testing.T, s *redistest.Cluster, f faulty) {
				for _, p := range f.all() {
					p.LoseAnswerTo(take.SHA1)
					p.Refuse()
					time.AfterFunc(time.Second, p.Accept)
				}
			},
		},
		"no connection of the pool": {
			refusal: redis.ErrPoolTimeout.Error(),
			options: func(o *redis.ClusterOptions) {
				o.PoolSize, o.PipelinePoolSize, o.PoolTimeout = 1, -1, 500*time.Millisecond
				o.MinRetryBackoff, o.MaxRetryBackoff = 2*time.Second, 3*time.Second
			},
			refuse: func(t *testing.T, _ *redistest.Cluster, f faulty) {
				release := f.occupy(t, "{a}nothing")
				time.AfterFunc(1500*time.Millisecond, release)
				f.loseAnswer(take.SHA1)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			s, f := clusterBehindProxies(t, 2, 0, func(o *redis.ClusterOptions) {
				if test.options != nil {
					test.options(o)
				}
			})
			require.NoError(t, luascript.Load(ctx, f.Client, take))
			f.stock(t, "a", 10)
			test.refuse(t, s, f)
			errs := twoTakes(ctx, f, [2]string{"a", "a"})
			require.Equal(t, 1, f.lost())
			require.ErrorIs(t, errs[0], luascript.ErrOutcomeUnknown)
			require.ErrorIs(t, errs[1], luascript.ErrOutcomeUnknown)
			require.ErrorContains(t, errs[1], `sent again after "`)
			require.ErrorContains(t, errs[1], test.refusal)
			f.ran(t, "a", 2)
		})
	}
}

// another returns a master that is not this one.
func another(s *redistest.Cluster, than *redistest.Node) *redistest.Node {
	masters := s.Masters()
	if masters[0] != than {
		return masters[0]
	}
	return masters[1]
}

// In an AutoPipeline, calls that know nothing of each other share what happens to their pipeline.
func TestAnswersLostWhileASKIsFollowed(t *testing.T) {
	for name, way := range ways() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, f := clusterBehindProxies(t, 2, 0)
			c := way(t, f.client)
			items := stocked(t, c, 1)
			n, stop := hammer(c, items)
			to := another(s, s.Master("{i0}"))
			m := s.BeginMigration(s.Slot("{i0}"), to)
			m.MoveKeys()
			for range 20 {
				f.at(to.Addr()).LoseAnswerTo(take.SHA1)
				time.Sleep(20 * time.Millisecond)
			}
			require.Eventually(t, func() bool { return n.unknown.Load() > 0 }, 20*time.Second, time.Millisecond, "answers are lost")
			m.Finish()
			stop()
			n.holds(t, c.runs(t, items))
		})
	}
}
