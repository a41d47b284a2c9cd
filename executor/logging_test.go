package executor_test

// This file is about log lines: one for each call, at the right level, with no uid, and no work at all
// where the level is off.

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-kratos/kratos/v2/log"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/executor"
)

// recorder keeps the lines it is given.
type recorder struct{ lines []string }

func (r *recorder) Log(level log.Level, keyvals ...any) error {
	r.lines = append(r.lines, fmt.Sprint(append([]any{level.String()}, keyvals...)...))
	return nil
}

func (d *directory) logging(logger log.Logger, opts ...executor.Option) *executor.StatefulExecutorImpl {
	return executor.NewStatefulExecutor(d.backend.client, logger, opts...)
}

func TestOneDebugLineForEachCall(t *testing.T) {
	d := backends["miniredis"](t).directory(t)
	require.NoError(t, d.SetServiceState(d.ctx, fine.namespace, fine.service, fine.pod, "1"))
	lines := &recorder{}
	e := d.logging(lines)
	for _, name := range slices.Sorted(maps.Keys(methods)) {
		lines.lines = nil
		require.NoError(t, methods[name].run(e, d.ctx, fine))
		require.Len(t, lines.lines, 1, name)
		require.Contains(t, lines.lines[0], "DEBUG")
		require.Contains(t, lines.lines[0], "stateful: "+name)
		require.Contains(t, lines.lines[0], fine.namespace)
		require.NotContains(t, lines.lines[0], fine.uid)
	}
}

func TestOneLineForEachFailure(t *testing.T) {
	d := backends["miniredis"](t).directory(t)
	lines := &recorder{}
	e := d.logging(lines)
	d.do("SET", d.link(fine.uid, "chat"), "banana")
	for _, c := range []struct {
		level string
		fail  func() error
	}{
		{"WARN", func() error { _, err := e.GetLinkedPod(d.ctx, "", fine.uid, "chat"); return err }},
		{"WARN", func() error {
			_, err := e.ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "nobody", "chat", 1)
			return err
		}},
		{"ERROR", func() error { _, err := e.GetLinkedPod(d.ctx, d.namespace, fine.uid, "chat"); return err }},
		{"WARN", func() error {
			ctx, cancel := context.WithCancel(d.ctx)
			cancel()
			_, err := e.GetLinkedPod(ctx, d.namespace, fine.uid, "chat")
			return err
		}},
		{"ERROR", func() error { d.backend.mini.Close(); return e.SetWorkloadState(d.ctx, d.namespace, "chat", "1") }},
	} {
		lines.lines = nil
		require.Error(t, c.fail())
		require.Len(t, lines.lines, 1)
		require.Contains(t, lines.lines[0], c.level)
		require.NotContains(t, lines.lines[0], fine.uid)
	}
}

// An entry of the states that is not a pod is passed over, and somebody should know.
func TestWarningForAnEntryThatIsNoPod(t *testing.T) {
	d := backends["miniredis"](t).directory(t)
	d.do("HSET", d.states("chat"), "banana", "1", "0", "1")
	lines := &recorder{}
	_, err := d.logging(lines).ComputeLinkedPodIfAbsent(d.ctx, d.namespace, "u", "chat", 1)
	require.NoError(t, err)
	require.Len(t, lines.lines, 2)
	require.Contains(t, lines.lines[0], "WARN")
	require.Contains(t, lines.lines[0], "banana")
}

func TestWarningWithoutAutoPipeline(t *testing.T) {
	lines := &recorder{}
	ring := redis.NewRing(&redis.RingOptions{})
	defer func() { _ = ring.Close() }()
	executor.NewStatefulExecutor(ring, lines, executor.WithAutoPipeline())
	require.Len(t, lines.lines, 1)
	require.Contains(t, lines.lines[0], "WARN")
	require.Contains(t, lines.lines[0], "AutoPipeline")
}

// silent fails the test when it is given a line at all: where a level is known to be off, nothing is put
// together, let alone formatted.
type silent struct{ t *testing.T }

func (s silent) Enabled(level log.Level) bool { return level >= log.LevelWarn }
func (s silent) Log(level log.Level, keyvals ...any) error {
	s.t.Errorf("a line at %v: %v", level, keyvals)
	return nil
}

func TestNothingIsPutTogetherWhenTheLevelIsOff(t *testing.T) {
	d := backends["miniredis"](t).directory(t)
	for name, logger := range map[string]log.Logger{
		"a logger that tells its level": silent{t},
		"a Kratos filter":               log.NewFilter(silent{t}, log.FilterLevel(log.LevelWarn)),
		"no logger":                     nil,
	} {
		e := d.logging(logger)
		_, err := e.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
		require.NoError(t, err, name)
	}
}

// A debug line that nobody wants costs no allocation, and one that somebody wants is not formatted by the
// executor: values arrive as they are.
func TestValuesArriveAsTheyAre(t *testing.T) {
	d := backends["miniredis"](t).directory(t)
	var took any
	e := d.logging(loggerFunc(func(_ log.Level, keyvals ...any) error {
		took = keyvals[slices.Index(keyvals, any("took"))+1]
		return nil
	}))
	_, err := e.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
	require.NoError(t, err)
	require.IsType(t, time.Duration(0), took)
}

type loggerFunc func(level log.Level, keyvals ...any) error

func (f loggerFunc) Log(level log.Level, keyvals ...any) error { return f(level, keyvals...) }

func TestSlogLogger(t *testing.T) {
	var out bytes.Buffer
	handler := slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}})
	logger := executor.SlogLogger(slog.New(handler))
	for _, c := range []struct {
		level   log.Level
		keyvals []any
		want    string
	}{
		{log.LevelDebug, []any{"msg", "hello", "n", 1}, `level=DEBUG msg=hello n=1`},
		{log.LevelInfo, []any{"n", 1, "msg", "hello"}, `level=INFO msg=hello n=1`},
		{log.LevelWarn, []any{"msg", 7}, `level=WARN msg="" msg=7`},
		{log.LevelError, []any{"odd"}, `level=ERROR msg="" odd=<nil>`},
		{log.LevelFatal, []any{5, 6}, `level=ERROR+4 msg="" 5=6`},
	} {
		out.Reset()
		require.NoError(t, logger.Log(c.level, c.keyvals...))
		require.Equal(t, c.want, strings.TrimSpace(out.String()))
	}
}

func TestSlogLevelsAreAsked(t *testing.T) {
	var out bytes.Buffer
	d := backends["miniredis"](t).directory(t)
	e := d.logging(executor.SlogLogger(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelWarn}))))
	_, err := e.GetLinkedPod(d.ctx, d.namespace, "u", "chat")
	require.NoError(t, err)
	require.Empty(t, out.String())
	_, err = e.GetLinkedPod(d.ctx, "", "u", "chat")
	require.Error(t, err)
	require.Contains(t, out.String(), `level=WARN msg="stateful: GetLinkedPod failed"`)

	require.NoError(t, executor.SlogLogger(nil).Log(log.LevelFatal, "msg", "nobody hears this"))
}

// Construction needs neither a server nor a logger.
func TestConstructionNeverFails(t *testing.T) {
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1"})
	defer func() { _ = client.Close() }()
	require.NotNil(t, executor.NewStatefulExecutor(client, nil))
	require.NotNil(t, executor.NewStatefulExecutor(client, nil, executor.WithAutoPipeline(), executor.WithLoadMaxAge(time.Minute)))
	closed := redis.NewClient(&redis.Options{})
	require.NoError(t, closed.Close())
	require.NotNil(t, executor.NewStatefulExecutor(closed, nil, executor.WithAutoPipeline()))
}
