package executor

// This file holds the log lines of the executor, and the bridge to log/slog.
//
// Each call writes one line: at debug when all is well, at warn or error when it is not. Values are
// handed over as they are; turning them into text is up to the logger, and where the level is known to
// be off the line is not even put together. User ids are in no line: they are personal data.

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-kratos/kratos/v2/log"
)

// logs writes to a Kratos logger, and knows where it can which levels are off.
type logs struct {
	logger  log.Logger
	enabled func(log.Level) bool
}

// newLogs asks the logger which levels are on: a *log.Filter, or any logger with a method
// Enabled(log.Level) bool, such as that of SlogLogger. For others every level counts as on.
func newLogs(logger log.Logger) logs {
	if logger == nil {
		return logs{enabled: func(log.Level) bool { return false }}
	}
	if l, ok := logger.(interface{ Enabled(log.Level) bool }); ok {
		return logs{logger, l.Enabled}
	}
	return logs{logger, log.NewHelper(logger).Enabled}
}

func (l *logs) write(level log.Level, keyvals ...any) {
	if l.enabled(level) {
		_ = l.logger.Log(level, keyvals...) // a log that cannot be written must not fail the call
	}
}

// operation is a call of the executor under way, for its log line and its error.
type operation struct {
	log                      *logs
	name, namespace, service string
	start                    time.Time // zero where no line needs it
}

func (e *StatefulExecutorImpl) begin(name, namespace, service string) operation {
	op := operation{log: &e.log, name: name, namespace: namespace, service: service}
	if e.log.enabled(log.LevelDebug) {
		op.start = time.Now()
	}
	return op
}

// end writes the log line of the call, and returns its error as the caller gets it.
func (op operation) end(err error) error {
	if err == nil {
		if !op.start.IsZero() {
			op.log.write(log.LevelDebug, "msg", "stateful: "+op.name, "namespace", op.namespace,
				"service", op.service, "took", time.Since(op.start))
		}
		return nil
	}
	err = classify(err)
	op.log.write(severity(err), "msg", "stateful: "+op.name+" failed", "namespace", op.namespace,
		"service", op.service, "err", err)
	return op.wrap(err)
}

// SlogLogger returns a Kratos logger that writes to logger, for programs that use log/slog. The value
// of the key "msg" becomes the message. A nil logger discards everything.
func SlogLogger(logger *slog.Logger) log.Logger {
	if logger == nil {
		logger = slog.New(slog.DiscardHandler)
	}
	return slogLogger{logger}
}

type slogLogger struct{ logger *slog.Logger }

// Enabled tells the executor which lines not to put together.
func (s slogLogger) Enabled(level log.Level) bool {
	return s.logger.Enabled(context.Background(), slogLevel(level))
}

// Log implements log.Logger.
func (s slogLogger) Log(level log.Level, keyvals ...any) error {
	if !s.Enabled(level) {
		return nil
	}
	message := ""
	attrs := make([]slog.Attr, 0, len(keyvals)/2)
	for i := 0; i < len(keyvals); i += 2 {
		key := fmt.Sprint(keyvals[i])
		var value any
		if i+1 < len(keyvals) {
			value = keyvals[i+1]
		}
		if text, ok := value.(string); ok && key == log.DefaultMessageKey {
			message = text
			continue
		}
		attrs = append(attrs, slog.Any(key, value))
	}
	s.logger.LogAttrs(context.Background(), slogLevel(level), message, attrs...)
	return nil
}

// slogLevel keeps the order of the levels; slog has no fatal, so that stands above its error.
func slogLevel(level log.Level) slog.Level {
	switch {
	case level <= log.LevelDebug:
		return slog.LevelDebug
	case level == log.LevelInfo:
		return slog.LevelInfo
	case level == log.LevelWarn:
		return slog.LevelWarn
	case level == log.LevelError:
		return slog.LevelError
	default:
		return slog.LevelError + 4
	}
}
