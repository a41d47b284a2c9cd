package main

import (
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the wanted output into the test data")

// unpack writes the files of the test data into a folder and returns it, with the data and the
// wanted output.
func unpack(t *testing.T) (folder string, archive *txtar.Archive, want *txtar.File) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/sources.txtar")
	require.NoError(t, err)
	folder = t.TempDir()
	for i := range archive.Files {
		f := &archive.Files[i]
		if f.Name == "want" {
			want = f
			continue
		}
		name := filepath.Join(folder, f.Name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, f.Data, 0o644))
	}
	return folder, archive, want
}

// What the releases say becomes one table: a row for each state of a command, Sentinel and modules
// left out, options dated, schemas read.
func TestMergeAndRender(t *testing.T) {
	folder, archive, want := unpack(t)
	releases, err := readReleases(folder)
	require.NoError(t, err)
	got, err := render(releases, merge(releases))
	require.NoError(t, err)
	if *update {
		want.Data = got
		require.NoError(t, os.WriteFile("testdata/sources.txtar", txtar.Format(archive), 0o644))
	}
	if diff := cmp.Diff(string(want.Data), string(got)); diff != "" {
		t.Errorf("the table differs (-want +got); go test -update writes it:\n%s", diff)
	}
}

// The overrides name commands that must be there: in other metadata they are an error, and nothing
// is written.
func TestRunRefusesMetadataThatOverridesDoNotFit(t *testing.T) {
	folder, _, _ := unpack(t)
	out := filepath.Join(t.TempDir(), "out.go")
	assert.ErrorContains(t, run(folder, out), "override of unknown command")
	assert.NoFileExists(t, out)
}

// Each override has a reason, and the notation it is written in can be read.
func TestOverridesAreExplained(t *testing.T) {
	table := map[string]*command{}
	add := func(names []string, reason string) {
		assert.NotEmpty(t, reason, "%v", names)
		for _, name := range names {
			table[name] = &command{name: name, facts: facts{keys: make([]keySpec, 3)}}
		}
	}
	for _, o := range replyOverrides {
		add(o.names, o.reason)
	}
	for _, o := range keyOverrides {
		add(o.names, o.reason)
	}
	require.NoError(t, override(slices.Collect(maps.Values(table))))
	assert.Equal(t, []replyCase{{resp2: "status", resp3: "status"}}, table["TYPE"].reply)
	assert.Equal(t, "STORE", table["SORT"].facts.keys[2].keyword)

	table["SORT"].facts.keys = nil
	assert.ErrorContains(t, override(slices.Collect(maps.Values(table))), "no key specification")
}

func TestReadReleasesRefuses(t *testing.T) {
	for folder, message := range map[string]string{
		"":                                       "holds no folder",
		"redis":                                  "want a folder such as redis-7.0.15",
		"redis-x":                                "bad version",
		"keydb-6.3":                              "unknown product",
		"redis-7.0":                              "no src/commands/*.json",
		"redis-docs-8.0":                         "commands_core.json",
		"redis-7.0/src/commands/x.json":          "cannot unmarshal",
		"redis-docs-8.0/data/commands_core.json": "cannot unmarshal",
	} {
		root := t.TempDir()
		if strings.HasSuffix(folder, ".json") {
			name := filepath.Join(root, folder)
			require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
			require.NoError(t, os.WriteFile(name, []byte("[]"), 0o644))
		} else {
			require.NoError(t, os.MkdirAll(filepath.Join(root, folder), 0o755))
		}
		_, err := readReleases(root)
		assert.ErrorContains(t, err, message, folder)
	}
	_, err := readReleases(filepath.Join(t.TempDir(), "missing"))
	assert.Error(t, err)
}
