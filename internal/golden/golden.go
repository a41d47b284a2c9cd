// Package golden holds what tests get against committed files.
package golden

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the golden files")

// Equal fails the test with a diff when got is not what the file holds. With -update it writes the file.
func Equal(t testing.TB, file string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, got, 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "go test -update writes it")
	if !bytes.Equal(want, got) {
		t.Errorf("go test -update accepts what is new in this:\n%s", diff.Diff(file, want, "got", got))
	}
}
