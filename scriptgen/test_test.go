package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/redistest"
)

// command runs scriptgen and returns its exit code and what it printed.
func command(args ...string) (code int, stdout, stderr string) {
	var out, errs bytes.Buffer
	code = run(args, &out, &errs)
	return code, out.String(), errs.String()
}

// The project's own examples hold on miniredis.
func TestOwnExamples(t *testing.T) {
	code, stdout, stderr := command("test", "--scripts", "../scripts")
	assert.Equal(t, exitFine, code, "%s%s", stdout, stderr)
	assert.Regexp(t, `^ok  \t../scripts\t.*examples\n$`, stdout, "all have examples, and none is skipped")
}

// They hold on a real server too, where nobody moves the clock; and they leave no key there.
func TestOwnExamplesRealServer(t *testing.T) {
	server := redistest.Start(t)
	client := server.Client(t)
	ctx := context.Background()
	require.NoError(t, client.Set(ctx, "somebody's", "1", 0).Err())
	code, stdout, stderr := command("test", "--scripts", "../scripts", "--redis", server.URL())
	assert.Equal(t, exitFine, code, "%s%s", stdout, stderr)
	assert.Regexp(t, `\nok  \t../scripts\t.* skipped\n$`, stdout)
	keys, err := client.Keys(ctx, "*").Result()
	require.NoError(t, err)
	assert.Equal(t, []string{"somebody's"}, keys)
}

// A server that is started for the run is gone after it.
func TestOwnExamplesServerBinary(t *testing.T) {
	redistest.Start(t) // skips or fails without a server to start
	program := os.Getenv("SCRIPTBIND_REDIS_SERVER")
	if program == "" {
		program = "redis-server"
	}
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	code, stdout, stderr := command("test", "--scripts", "../scripts", "--server-binary", program)
	assert.Equal(t, exitFine, code, "%s%s", stdout, stderr)
	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	assert.Empty(t, left, "the server's folder")
}

// Who ends the run while the server starts is not told that it was late.
func TestStartServer_Ended(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell")
	}
	program := filepath.Join(t.TempDir(), "slow")
	require.NoError(t, os.WriteFile(program, []byte("#!/bin/sh\nexec sleep 60\n"), 0o777))
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := startServer(ctx, program)
	assert.ErrorIs(t, err, context.DeadlineExceeded)
	assert.NotContains(t, err.Error(), "no answer")
}

// docs/scripts.md is what the headers say.
func TestOwnDocs(t *testing.T) {
	t.Chdir("..")
	code, stdout, stderr := command("docs", "--file", "docs/scripts.md", "--check")
	assert.Equal(t, exitFine, code, "%s%s", stdout, stderr)
}
