package main

import (
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/check"
)

// docs/checks.md has the page of every check, as vet --explain prints it.
// go test ./scriptgen -run TestChecksPage -update writes it.
func TestChecksPage(t *testing.T) {
	var page strings.Builder
	page.WriteString(`<!-- Code generated from scriptgen/internal/check; DO NOT EDIT. -->

# What scriptgen vet checks

A finding has its check's name in brackets. An error makes ` + "`vet`" + ` exit with 1 and keeps ` + "`generate`" + ` from writing; advice does not. A check that cannot be sure stays
silent. To switch one off for a script, say why in its header; for a whole set, in ` + "`scriptgen.yaml`" + `:

` + "```yaml\nignore:\n  precision: ids are below 2^53 in this system\n```\n")
	for _, c := range check.All {
		page.WriteString("\n" + strings.TrimSpace(c.Page()) + "\n")
	}
	const path = "../docs/checks.md"
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(page.String()), 0o644))
	}
	have, err := os.ReadFile(path)
	require.NoError(t, err)
	if string(have) != page.String() {
		t.Errorf("%s is out of date; run go test ./scriptgen -run TestChecksPage -update\n%s", path,
			diff.Diff(path, have, "generated", []byte(page.String())))
	}
}
