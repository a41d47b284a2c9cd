package main

// This file tests a whole run. testdata/bench.txt is six rounds of some of the peers, and two of the server's
// time; the tables and the plot made of them are golden.

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/golden"
)

// sections are the parts of a page that are written by machine.
var sections = regexp.MustCompile(`(?s)<!-- begin .*?<!-- end [a-z-]+ -->`)

// copyOfDocs returns a folder with the real page, which so is known to have every section.
func copyOfDocs(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/benchmarks.md")
	require.NoError(t, err)
	docs := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(docs, "benchmarks.md"), text, 0o600))
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
	before := readFile(t, docs, "benchmarks.md")
	require.NoError(t, run("testdata/bench.txt", docs))

	page := readFile(t, docs, "benchmarks.md")
	golden.Equal(t, "testdata/benchmarks.golden.md", []byte(strings.Join(sections.FindAllString(page, -1), "\n\n")+"\n"))
	golden.Equal(t, "testdata/benchmarks.golden.svg", []byte(readFile(t, docs, "benchmarks.svg")))
	require.Equal(t, sections.ReplaceAllString(before, ""), sections.ReplaceAllString(page, ""), "the prose stays as it was")
}

// A run that fails leaves the documents as they were.
func TestRunFails(t *testing.T) {
	nothing := filepath.Join(t.TempDir(), "nothing.txt")
	require.NoError(t, os.WriteFile(nothing, []byte("PASS\n"), 0o600))
	some := filepath.Join(t.TempDir(), "some.txt")
	require.NoError(t, os.WriteFile(some, []byte("BenchmarkSetLinkOne/peer=scriptbind-2 1 2000 ns/op\n"), 0o600))
	for _, test := range []struct {
		name, in, page, want string
	}{
		{"no output", filepath.Join(t.TempDir(), "missing.txt"), "", "missing.txt: no such file"},
		{"no benchmarks", nothing, "", "nothing.txt has no benchmarks"},
		{"not all of the benchmarks", some, "", "no results"},
		{"a page without sections", "testdata/bench.txt", "# Benchmarks\n", "benchmarks.md has no section"},
	} {
		t.Run(test.name, func(t *testing.T) {
			docs := copyOfDocs(t)
			if test.page != "" {
				require.NoError(t, os.WriteFile(filepath.Join(docs, "benchmarks.md"), []byte(test.page), 0o600))
			}
			before := readFile(t, docs, "benchmarks.md")
			require.ErrorContains(t, run(test.in, docs), test.want)
			require.Equal(t, before, readFile(t, docs, "benchmarks.md"))
			require.NoFileExists(t, filepath.Join(docs, "benchmarks.svg"))
		})
	}
	require.ErrorIs(t, run("testdata/bench.txt", t.TempDir()), os.ErrNotExist, "no page")
}

func TestBenchstatFails(t *testing.T) {
	_, err := benchstat("-filter", ".name:Missing", "testdata/bench.txt")
	require.ErrorContains(t, err, "go tool benchstat -filter .name:Missing testdata/bench.txt: no results")
	_, err = benchstat("-filter", "(", "testdata/bench.txt")
	require.ErrorContains(t, err, "expected key:value", "what benchstat says")
	t.Chdir(t.TempDir())
	_, err = benchstat("bench.txt")
	require.ErrorContains(t, err, "exit status", "outside of the module there is no benchstat")
}
