package check

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestCorpus prints what the checks find in the Lua files of the folder that SCRIPTBIND_LUA_CORPUS
// names, each file as a set of its own. It is how findings are read and the checks mended.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("SCRIPTBIND_LUA_CORPUS")
	if dir == "" {
		t.Skip("SCRIPTBIND_LUA_CORPUS names no folder")
	}
	count, scripts := map[string]int{}, 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".lua" {
			return err
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		scripts++
		for _, d := range findings(t, map[string]string{path: string(text)}) {
			count[d.Check]++
			at := d.Span.Begin()
			t.Logf("%s: %s: %s [%s]\n\t%s\n\thint: %s", at, d.Severity, d.Message, d.Check, d.Span.File.Line(at.Line), d.Hint)
		}
		return nil
	})
	require.NoError(t, err)
	t.Logf("%d scripts: %v", scripts, count)
}
