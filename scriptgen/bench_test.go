package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"
)

// A thousand scripts, as the project's own eleven are: under a second, written or checked.
func BenchmarkGenerate(b *testing.B) {
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as main does
	b.Chdir(thousandScripts(b))
	generate := func(b *testing.B, args ...string) {
		require.Equal(b, exitFine, run(append([]string{"generate"}, args...), io.Discard, os.Stderr))
	}
	b.Run("write", func(b *testing.B) {
		for b.Loop() {
			require.NoError(b, os.RemoveAll("gen"))
			generate(b)
		}
	})
	b.Run("check", func(b *testing.B) {
		generate(b)
		for b.Loop() {
			generate(b, "--check")
		}
	})
}

// thousandScripts returns a folder with a folder of a thousand scripts.
func thousandScripts(b *testing.B) string {
	dir := b.TempDir()
	require.NoError(b, os.CopyFS(filepath.Join(dir, "scripts"), os.DirFS("../scripts")))
	own, err := filepath.Glob("../scripts/*.lua")
	require.NoError(b, err)
	for i := len(own); i < 1000; i++ {
		text, err := os.ReadFile(own[i%len(own)])
		require.NoError(b, err)
		require.NoError(b, os.WriteFile(filepath.Join(dir, "scripts", fmt.Sprintf("script%d.lua", i)), text, 0o666))
	}
	return dir
}
