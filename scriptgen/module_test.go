package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A module that imports this one runs the command with go run and builds what it wrote, without
// installing anything.
func TestImportingModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module")
	}
	repository, err := filepath.Abs("..")
	require.NoError(t, err)
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o777))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o666))
	}
	goMod, err := os.ReadFile("../go.mod")
	require.NoError(t, err)
	goSum, err := os.ReadFile("../go.sum")
	require.NoError(t, err)
	_, requirements, _ := strings.Cut(string(goMod), "\n")
	write("go.mod", "module example.com/shop\n"+requirements+`
require github.com/scriptbind/scriptbind v0.0.0
replace github.com/scriptbind/scriptbind => `+repository+"\n")
	write("go.sum", string(goSum))
	write("internal/shop/scripts/greet.lua", `--[[ yaml
doc: Greets whoever comes.
args:
  name: string
returns: string
--]]
return 'hello, ' .. ARGV[1]
`)
	write("internal/shop/shop.go", `// Package shop has scripts.
package shop

//go:generate go run github.com/scriptbind/scriptbind/scriptgen generate --out lua --package lua

import (
	"context"

	"github.com/redis/go-redis/v9"

	"example.com/shop/internal/shop/lua"
)

// Greet runs greet.lua.
func Greet(ctx context.Context, client *redis.Client, name string) (string, error) {
	return lua.New(client).Greet(ctx, name)
}
`)
	for _, args := range [][]string{{"generate", "./..."}, {"vet", "./..."}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
		out, err := cmd.CombinedOutput()
		assert.NoError(t, err, "go %s\n%s", strings.Join(args, " "), out)
	}
}
