package redistest

// This file runs one redis-server process: start, stop, kill, restart, and its log when a test fails.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// startTimeout bounds each wait for a server. It is generous: on a busy machine a process may wait
// seconds for its first slice of CPU, and a wait ends as soon as the server answers.
const startTimeout = 30 * time.Second

// Server is a running redis-server.
type Server struct {
	t      testing.TB
	port   int
	dir    string
	binary string
	args   func(*Server) []string // of its command line; may depend on port and dir
	cmd    *exec.Cmd
	exited chan struct{} // closed when the process has ended
}

// Start runs a redis-server without persistence and returns when it answers. More settings may be
// given as on its command line: Start(t, "--maxmemory", "2mb").
func Start(t testing.TB, args ...string) *Server {
	t.Helper()
	s := launch(t, plain(args))
	if err := s.awaitPing(); err != nil {
		t.Fatalf("redistest: %v", err)
	}
	return s
}

// launch starts the process without waiting for it to answer.
func launch(t testing.TB, args func(*Server) []string) *Server {
	t.Helper()
	s := &Server{t: t, dir: t.TempDir(), binary: Binary(t), args: args}
	for attempt := 0; ; attempt++ {
		port, err := freePort()
		if err != nil {
			t.Fatalf("redistest: %v", err)
		}
		s.port = port
		if err = s.run(); err == nil {
			break
		}
		if attempt == 5 || !errors.Is(err, errAddressInUse) {
			t.Fatalf("redistest: %v", err)
		}
	}
	t.Cleanup(func() {
		s.Kill()
		if t.Failed() {
			t.Logf("redistest: log of the server on port %d:\n%s", s.port, s.logTail())
		}
	})
	return s
}

// Addr is the server's host:port.
func (s *Server) Addr() string { return address(s.port) }

// URL is the server's redis:// address.
func (s *Server) URL() string { return "redis://" + s.Addr() }

// Client returns a client of this server that is closed when the test ends.
func (s *Server) Client(t testing.TB, opts ...func(*redis.Options)) *redis.Client {
	o := &redis.Options{Addr: s.Addr()}
	for _, f := range opts {
		f(o)
	}
	c := redis.NewClient(o)
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// Stop asks the server to shut down and waits until it has. A stopped server can be restarted.
func (s *Server) Stop() { s.end(syscall.SIGTERM) }

// Kill ends the server at once, as a crash would. A killed server can be restarted.
func (s *Server) Kill() { s.end(syscall.SIGKILL) }

// Restart starts the server again on the same port, killing it first if it runs. Its data is gone.
func (s *Server) Restart() {
	s.t.Helper()
	s.Kill()
	err := s.run()
	if err == nil {
		err = s.awaitPing()
	}
	if err != nil {
		s.t.Fatalf("redistest: restart: %v", err)
	}
}

// Running tells whether the process has not ended.
func (s *Server) Running() bool {
	select {
	case <-s.exited:
		return false
	default:
		return true
	}
}

func (s *Server) end(sig syscall.Signal) {
	_ = s.cmd.Process.Signal(sig) // an error means that it has ended already
	select {
	case <-s.exited:
	case <-time.After(startTimeout):
		_ = s.cmd.Process.Kill()
		<-s.exited
	}
}

var errAddressInUse = errors.New("address already in use")

// run starts the process and returns when it listens, or has ended.
func (s *Server) run() error {
	log, err := os.OpenFile(s.logFile(), os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	s.cmd = exec.Command(s.binary, s.args(s)...)
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := startChild(s.cmd); err != nil {
		return err
	}
	cmd, exited := s.cmd, make(chan struct{})
	s.exited = exited
	go func() {
		_ = cmd.Wait()
		close(exited)
	}()
	return poll("redis-server to listen on "+s.Addr(), func() (bool, error) {
		select {
		case <-exited:
			text := s.logTail()
			if strings.Contains(strings.ToLower(text), "already in use") {
				return false, errAddressInUse
			}
			return false, fmt.Errorf("%s ended:\n%s", s.binary, text)
		default:
			text, err := os.ReadFile(s.logFile())
			return bytes.Contains(text, []byte("eady to accept connections")) || bytes.Contains(text, []byte("+monitor master")), err
		}
	})
}

// plain is the command line of a server that keeps nothing on disk. More settings override it.
func plain(more []string) func(*Server) []string {
	return func(s *Server) []string {
		return append([]string{
			"--port", strconv.Itoa(s.port), "--bind", Host, "--dir", s.dir, "--logfile", "", "--daemonize", "no",
			"--save", "", "--appendonly", "no", "--enable-debug-command", "yes", "--repl-diskless-sync-delay", "0",
		}, more...)
	}
}

func (s *Server) awaitPing() error {
	c := redis.NewClient(&redis.Options{Addr: s.Addr(), MaxRetries: -1, DisableIdentity: true})
	defer c.Close()
	return poll("PONG from "+s.Addr(), func() (bool, error) {
		return c.Ping(context.Background()).Err() == nil, nil
	})
}

func (s *Server) logFile() string { return filepath.Join(s.dir, "server.log") }

// logTail returns the end of the server's log.
func (s *Server) logTail() string {
	const limit = 4 << 10
	text, err := os.ReadFile(s.logFile())
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-limit):])
}

// poll calls done until it returns true or an error, and gives up after startTimeout.
func poll(what string, done func() (bool, error)) error {
	deadline := time.Now().Add(startTimeout)
	for pause := time.Millisecond; ; pause = min(pause*2, 50*time.Millisecond) {
		ok, err := done()
		if ok || err != nil {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waited %v for %s", startTimeout, what)
		}
		time.Sleep(pause)
	}
}
