package contract

import (
	"go/token"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// Whatever the header says: Resolve does not panic, says the same twice, and places its messages inside the
// file; and where it finds no mistake, every name in the model is one that Go takes, once.
func FuzzResolve(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.lua", "testdata/bad/*/*.lua", "../../../scripts/*.lua"} {
		paths, err := filepath.Glob(pattern)
		require.NoError(f, err)
		for _, path := range paths {
			text, err := os.ReadFile(path)
			require.NoError(f, err)
			f.Add(string(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("x.lua", text)
		var l, again diag.List
		h := header.Parse(file, &l)
		if h == nil {
			return
		}
		inputs := []Input{{h, source.NewProgram(file, h.End)}}
		set := Resolve(inputs, &l)
		header.Parse(file, &again)
		Resolve(inputs, &again)
		assert.Equal(t, l.Sorted(), again.Sorted())
		for _, d := range l.Sorted() {
			assert.True(t, 0 <= d.Span.Start && d.Span.Start <= d.Span.End && d.Span.End <= len(text), "%s at %d to %d", d.Message, d.Span.Start, d.Span.End)
		}
		require.Len(t, set.Scripts, 1)
		require.NotNil(t, set.Scripts[0].Returns)
		if !l.HasErrors() {
			assertNames(t, set)
		}
	})
}

// assertNames holds the Go names of a set against Go's rules.
func assertNames(t *testing.T, set *Set) {
	taken := map[string]bool{}
	top := func(name string) {
		assert.True(t, token.IsIdentifier(name), "%q", name)
		assert.False(t, taken[name], "%q is there twice", name)
		taken[name] = true
	}
	for _, s := range set.Scripts {
		assert.True(t, token.IsExported(s.Name) && token.IsIdentifier(s.Name), "%q", s.Name)
		for _, p := range s.Params {
			assert.True(t, token.IsExported(p.Field) && token.IsIdentifier(p.Field) && token.IsIdentifier(p.Local), "%q %q", p.Field, p.Local)
		}
		top(s.Var)
		seen := map[*Type]bool{}
		for _, typ := range s.NamedTypes() {
			if seen[typ] {
				continue
			}
			seen[typ] = true
			top(typ.GoName)
			for _, v := range typ.Values {
				top(v.Go)
			}
		}
	}
	for _, k := range set.Keys {
		top(k.Name)
		locals := map[string]bool{}
		for _, p := range k.Params {
			assert.False(t, locals[p.Local], "%s has two parameters %s", k.Name, p.Local)
			locals[p.Local] = true
		}
	}
	for _, e := range set.Errors {
		top(e.Name)
	}
}
