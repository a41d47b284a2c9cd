package catalog_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/golden"
	"github.com/scriptbind/scriptbind/scriptgen/internal/catalog"
	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/emit"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// set resolves some of the scripts in testdata, and prints their package.
func set(t *testing.T, names ...string) (*contract.Set, []emit.File) {
	t.Helper()
	var l diag.List
	var inputs []contract.Input
	for _, name := range names {
		path := filepath.Join("testdata", name+".lua")
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		f := source.NewFile(path, string(text))
		h := header.Parse(f, &l)
		require.NotNil(t, h)
		inputs = append(inputs, contract.Input{Header: h, Program: source.NewProgram(f, h.End)})
	}
	set := contract.Resolve(inputs, &l)
	for _, d := range l.Sorted() {
		t.Errorf("%s: %s (%s)", d.Span.Begin(), d.Message, d.Hint)
	}
	files, err := emit.Package(set, emit.Options{Package: "shop", Scripts: "scripts"})
	require.NoError(t, err)
	return set, files
}

func TestMarkdown(t *testing.T) {
	for _, test := range []struct {
		golden  string
		scripts []string
		access  []catalog.Access // of the first script's keys, then its touches
	}{
		{"shop.md", []string{"order", "ping", "whole"}, []catalog.Access{{Reads: true, Writes: true}, {Writes: true}, {Reads: true}}},
		{"unknown.md", []string{"order", "whole"}, nil},
		{"keyless.md", []string{"ping"}, nil},
	} {
		t.Run(test.golden, func(t *testing.T) {
			set, files := set(t, test.scripts...)
			access := map[*contract.Key]catalog.Access{}
			for i, a := range test.access {
				access[slices.Concat(set.Scripts[0].Keys, set.Scripts[0].Touches)[i]] = a
			}
			page, err := catalog.Markdown(set, files, catalog.Options{Package: "shop", Scripts: "../scripts", Access: access})
			require.NoError(t, err)
			golden.Equal(t, filepath.Join("testdata", test.golden), page)
		})
	}
}

func TestMarkdownBadPackage(t *testing.T) {
	set, _ := set(t, "ping")
	_, err := catalog.Markdown(set, []emit.File{{Name: "scripts.go", Text: []byte("packag")}}, catalog.Options{})
	assert.ErrorContains(t, err, "scripts.go:1:1")
}
