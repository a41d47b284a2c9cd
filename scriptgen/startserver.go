package main

// This file starts a Redis or Valkey server for one run of test.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/scriptbind/scriptbind/scriptgen/internal/example"
)

// startTime is how long a server may take to answer.
const startTime = 10 * time.Second

// startServer starts a server program that keeps nothing and listens on a socket in a folder of its
// own: no port can be taken, and nobody else finds it. Closing the server ends the program.
func startServer(ctx context.Context, program string) (*example.Server, error) {
	dir, err := os.MkdirTemp("", "scriptgen")
	if err != nil {
		return nil, err
	}
	socket := filepath.Join(dir, "s")
	var output strings.Builder
	cmd := exec.Command(program, "--port", "0", "--unixsocket", socket, "--dir", dir, "--save", "", "--appendonly", "no", "--daemonize", "no")
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("--server-binary: %w", err), os.RemoveAll(dir))
	}
	exited := make(chan struct{})
	go func() {
		cmd.Wait() // how it ended is of no interest: it was killed, or its output says why
		close(exited)
	}()
	client := redis.NewClient(&redis.Options{Network: "unix", Addr: socket, ReadTimeout: startTime, MaxRetries: -1})
	server := example.Owned(program, client, func() error {
		cmd.Process.Kill()
		<-exited
		return os.RemoveAll(dir)
	})
	if err := awaitServer(ctx, server, exited); err != nil {
		server.Close() // before the output is read: the program writes to it
		return nil, fmt.Errorf("--server-binary %s: %w%s", program, err, lastLines(output.String(), 5))
	}
	return server, nil
}

// awaitServer waits until the server answers.
func awaitServer(ctx context.Context, server *example.Server, exited <-chan struct{}) error {
	late := time.After(startTime)
	for server.Ping(ctx) != nil {
		select {
		case <-exited:
			return errors.New("the program ended at once")
		case <-ctx.Done():
			return ctx.Err()
		case <-late:
			return fmt.Errorf("no answer within %s", startTime)
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}

// lastLines returns the last n lines of a text, each behind a line break.
func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimRight("\n"+text, "\n"), "\n")
	return strings.Join(append([]string{""}, lines[max(1, len(lines)-n):]...), "\n")
}
