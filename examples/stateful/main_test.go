package main

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// TestPlay runs the whole play, shortened, on everything it can run on. The play itself fails when a user
// is lost.
func TestPlay(t *testing.T) {
	for name, url := range map[string]func(t *testing.T) string{
		"embedded miniredis": func(*testing.T) string { return "" },
		"standalone server":  func(t *testing.T) string { return redistest.Start(t).URL() },
		"cluster":            func(t *testing.T) string { return redistest.StartCluster(t, 3, 0).URL() },
		"one node of a cluster": func(t *testing.T) string {
			return "redis://" + redistest.StartCluster(t, 3, 0).Addrs()[0]
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			require.NoError(t, play(context.Background(), url(t), &out, 4*time.Second, 300), out.String())
			for _, step := range script {
				require.Contains(t, out.String(), step.title)
			}
			require.Contains(t, out.String(), "300 of 300 users are on a running pod")
			require.NotContains(t, out.String(), "\x1b[", "no escape codes where there is no terminal")
		})
	}
}

func TestPlayLeavesNothingBehind(t *testing.T) {
	server := redistest.Start(t)
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	require.ErrorIs(t, play(ctx, server.URL(), io.Discard, 4*time.Second, 100), context.DeadlineExceeded)
	require.Empty(t, server.Client(t).Keys(context.Background(), "*").Val())
}

func TestPlaySaysWhatIsWrongWithTheURL(t *testing.T) {
	for url, message := range map[string]string{
		"http://localhost":    "REDIS_URL: ",
		"redis://127.0.0.1:1": "does not answer",
	} {
		err := play(context.Background(), url, io.Discard, time.Second, 1)
		require.ErrorContains(t, err, message, url)
	}
}

func TestCommasToAddrs(t *testing.T) {
	for given, want := range map[string]string{
		"redis://a:1":                   "redis://a:1",
		"redis://a:1/2?protocol=2":      "redis://a:1/2?protocol=2",
		"redis://a:1,b:2":               "redis://a:1?addr=b%3A2",
		"rediss://u:p@a:1,b:2,c:3/?x=y": "rediss://u:p@a:1/?x=y&addr=b%3A2&addr=c%3A3",
	} {
		require.Equal(t, want, commasToAddrs(given))
	}
}

func TestTableOnATerminal(t *testing.T) {
	var out bytes.Buffer
	w := newWorld(nil, 2, 10)
	v := &view{out: &out, terminal: true, color: true}
	rows := []row{{pod: 0, phase: running, state: "4-1700000000", users: 4}, {pod: 1, phase: dead, users: 6}}
	v.draw("1.0s", "A step", rows, w)
	require.NotContains(t, out.String(), "A\x1b", "the first drawing does not move up")
	require.Contains(t, out.String(), "\x1b[32mrunning  \x1b[0m")
	first := out.Len()
	v.draw("2.0s", "Another step", rows, w)
	require.Contains(t, out.String()[first:], "\x1b[6A", "the second one is drawn over the first")
}
