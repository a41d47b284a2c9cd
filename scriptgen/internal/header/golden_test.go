package header

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
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// Each .lua file under testdata/bad is a header with mistakes; the .txt file beside it is what people
// are told.
func TestBadHeaders(t *testing.T) {
	paths, err := filepath.Glob("testdata/bad/*.lua")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".lua"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			var l diag.List
			h := Parse(source.NewFile(filepath.Base(path), string(text)), &l)
			require.NotNil(t, h)
			assert.True(t, h.Broken)

			var got bytes.Buffer
			require.NoError(t, diag.Print(&got, diag.Text, l.Sorted(), diag.Options{}))
			golden.Equal(t, strings.TrimSuffix(path, ".lua")+".txt", got.Bytes())
		})
	}
}
