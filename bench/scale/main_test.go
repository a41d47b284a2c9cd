package main

// This file tests a whole run, for few users. testdata/bench.txt is one round of the benchmarks that scale
// reads; the tables and the plot made of them are golden.

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/golden"
)

// few do as much as the ten million of docs/scale.md.
var few = deployment{users: 10_000, changes: 2_000, reads: 50_000, share: 0.5}

// sections are the parts of a page that are written by machine.
var sections = regexp.MustCompile(`(?s)<!-- begin .*?<!-- end [a-z-]+ -->`)

// copyOfDocs returns a folder with the real page, which so is known to have every section.
func copyOfDocs(t *testing.T) string {
	t.Helper()
	docs := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(docs, "scale.md"), []byte(readFile(t, "../../docs/scale.md")), 0o600))
	return docs
}

func readFile(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	require.NoError(t, err)
	return string(text)
}

func TestRun(t *testing.T) {
	docs := copyOfDocs(t)
	before := readFile(t, docs, "scale.md")
	require.NoError(t, run("testdata/bench.txt", docs, few))

	page := readFile(t, docs, "scale.md")
	golden.Equal(t, "testdata/scale.golden.md", []byte(strings.Join(sections.FindAllString(page, -1), "\n\n")+"\n"))
	golden.Equal(t, "testdata/scale.golden.svg", []byte(readFile(t, docs, "scale.svg")))
	require.Equal(t, sections.ReplaceAllString(before, ""), sections.ReplaceAllString(page, ""), "the prose stays as it was")
}

// A run that fails leaves the documents as they were.
func TestRunFails(t *testing.T) {
	write := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	for _, test := range []struct {
		name, in, page string
		d              deployment
		want           string
	}{
		{"no output", filepath.Join(t.TempDir(), "missing.txt"), "", few, "missing.txt: no such file"},
		{"no benchmarks", write("nothing.txt", "PASS\n"), "", few, "nothing.txt has no benchmarks"},
		{"not all of the benchmarks", write("some.txt", "BenchmarkStates/pods=10-2 1 800 server-ns/op\n"), "", few, "some.txt: no keys/link of LinkMemory/"},
		{"a page without sections", "testdata/bench.txt", "# Ten million users\n", few, "scale.md has no section"},
		{"no users", "testdata/bench.txt", "", deployment{changes: 2, reads: 50, share: 0.5}, "-users"},
		{"no CPU", "testdata/bench.txt", "", deployment{users: 1, changes: 2, reads: 50}, "-cpu"},
		{"negative changes", "testdata/bench.txt", "", deployment{users: 1, changes: -2, reads: 50, share: 0.5}, "-changes"},
		{"negative reads", "testdata/bench.txt", "", deployment{users: 1, changes: 2, reads: -50, share: 0.5}, "-reads"},
	} {
		t.Run(test.name, func(t *testing.T) {
			docs := copyOfDocs(t)
			if test.page != "" {
				require.NoError(t, os.WriteFile(filepath.Join(docs, "scale.md"), []byte(test.page), 0o600))
			}
			before := readFile(t, docs, "scale.md")
			require.ErrorContains(t, run(test.in, docs, test.d), test.want)
			require.Equal(t, before, readFile(t, docs, "scale.md"))
			require.NoFileExists(t, filepath.Join(docs, "scale.svg"))
		})
	}
	require.ErrorIs(t, run("testdata/bench.txt", t.TempDir(), few), os.ErrNotExist, "no page")
}

// Uids that make no key are an error, not a user less.
func TestUnusableUID(t *testing.T) {
	p := population{name: "braces", uid: func(int, *rand.Rand) string { return "}" }}
	_, err := p.loads(1, 0)
	require.ErrorContains(t, err, "uid")
}
