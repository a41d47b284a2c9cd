package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// FuzzRun holds the whole analysis to its promises, for any bytes as a script, with a header and
// without: it never panics, it ends, it says the same twice, each finding is of one line and names a
// place inside the file.
func FuzzRun(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.lua")
	require.NoError(f, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		for part := range strings.SplitSeq(string(text), "\n------\n") {
			f.Add(part)
		}
	}
	for _, c := range All {
		f.Add(c.Bad)
		f.Add(c.Good)
	}
	f.Fuzz(func(t *testing.T, text string) {
		begin := time.Now()
		all := func() []diag.Diagnostic {
			scripts, found := read([]string{"x.lua"}, map[string]string{"x.lua": text})
			return append(found, Run(scripts, Options{})...)
		}
		first, again := all(), all()
		require.Equal(t, len(first), len(again))
		for i, d := range first {
			requirePlace(t, d.Span, len(text))
			for _, r := range d.Related {
				requirePlace(t, r.Span, len(text))
			}
			require.Equal(t, describe(d), describe(again[i]))
			require.NotEmpty(t, d.Message)
			require.NotContains(t, d.Message+d.Hint, "\n")
		}
		require.Less(t, time.Since(begin), time.Minute)
	})
}

func requirePlace(t *testing.T, s source.Span, length int) {
	require.True(t, s.IsValid())
	require.True(t, 0 <= s.Start && s.Start <= s.End && s.End <= length, "%d to %d of %d bytes", s.Start, s.End, length)
}

// describe writes a finding with all that it says.
func describe(d diag.Diagnostic) string {
	text := d.Span.Begin().String() + " " + d.Span.Finish().String() + " " + d.Check + " " + d.Severity.String() + ": " + d.Message + "\n" + d.Hint
	for _, r := range d.Related {
		text += "\n" + r.Span.Begin().String() + ": " + r.Message
	}
	return text
}
