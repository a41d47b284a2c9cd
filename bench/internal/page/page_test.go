package page

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.md")
	require.NoError(t, os.WriteFile(path, []byte("# Page\n\n<!-- begin a -->\nold\n<!-- end a -->\n\ntext\n\n<!-- begin b -->\n<!-- end b -->\n"), 0o600))
	require.NoError(t, Fill(path, map[string]string{"a": "new\n", "b": "more"}))
	want := "# Page\n\n<!-- begin a -->\n\nnew\n\n<!-- end a -->\n\ntext\n\n<!-- begin b -->\n\nmore\n\n<!-- end b -->\n"
	require.Equal(t, want, read(t, path))

	require.NoError(t, Fill(path, map[string]string{"a": "new\n", "b": "more"}))
	require.Equal(t, want, read(t, path), "filling it again changes nothing")

	err := Fill(path, map[string]string{"a": "newer", "c": "unknown"})
	require.ErrorContains(t, err, `"<!-- begin c -->"`)
	require.Equal(t, want, read(t, path), "nothing is written where a section is missing")
}

func read(t *testing.T, path string) string {
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func TestTable(t *testing.T) {
	require.Equal(t, "| what | µs |\n|---|--:|\n| GET | 1 |\n", Table([][]string{{"what", "µs"}, {"GET", "1"}}))
}

func TestBars(t *testing.T) {
	chart := Bars("A & B", []Group{{Title: "one", Bars: []Bar{{Label: "<ours>", Text: "5", Value: 5, Own: true}, {Label: "theirs", Text: "10", Value: 10}}}})
	dec := xml.NewDecoder(strings.NewReader(chart))
	for {
		if _, err := dec.Token(); err == io.EOF {
			break
		} else {
			require.NoError(t, err, chart)
		}
	}
	require.Contains(t, chart, `width="210.0"`, "half the length for half the value")
	require.Contains(t, chart, `width="420.0"`)
}
