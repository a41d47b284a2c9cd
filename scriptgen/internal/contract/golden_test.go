package contract

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/golden"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// resolve makes the model of a set given as texts by file name.
func resolve(files map[string]string) (*Set, []diag.Diagnostic) {
	var l diag.List
	var inputs []Input
	for name, text := range files {
		f := source.NewFile(name, text)
		if h := header.Parse(f, &l); h != nil {
			inputs = append(inputs, Input{Header: h, Program: source.NewProgram(f, h.End)})
		}
	}
	set := Resolve(inputs, &l)
	return set, l.Sorted()
}

// Each .lua file under testdata/bad is a script whose header is YAML but makes no sense, and each folder a set
// whose scripts do not go together. The .txt file beside it is what people are told.
func TestBadContracts(t *testing.T) {
	entries, err := os.ReadDir("testdata/bad")
	require.NoError(t, err)
	for _, e := range entries {
		path := filepath.Join("testdata/bad", e.Name())
		paths := []string{path}
		switch {
		case e.IsDir():
			paths, err = filepath.Glob(path + "/*.lua")
			require.NoError(t, err)
		case filepath.Ext(path) != ".lua":
			continue
		}
		t.Run(strings.TrimSuffix(e.Name(), ".lua"), func(t *testing.T) {
			files := map[string]string{}
			for _, p := range paths {
				text, err := os.ReadFile(p)
				require.NoError(t, err)
				files[filepath.Base(p)] = string(text)
			}
			_, found := resolve(files)
			require.NotEmpty(t, found)
			var got bytes.Buffer
			require.NoError(t, diag.Print(&got, diag.Text, found, diag.Options{}))
			golden.Equal(t, strings.TrimSuffix(path, ".lua")+".txt", got.Bytes())
		})
	}
}

// one makes the model of one script, whose header has no mistakes.
func one(t *testing.T, yaml string) *Script {
	t.Helper()
	set, found := resolve(map[string]string{"scripts/topBoard.lua": "--[[ yaml\ndoc: Does a thing.\n" + yaml + "\n--]]\nreturn 1\n"})
	require.Empty(t, found)
	assert.False(t, set.Scripts[0].Broken)
	return set.Scripts[0]
}
