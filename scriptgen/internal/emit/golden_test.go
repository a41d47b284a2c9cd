package emit_test

// Each folder of testdata is a case: scripts/ holds a script set, want/ the package that is generated
// from it. What is in want/ is a real package of this module: it is vetted here, and its wrappers are
// called, on servers, by package emittest.

import (
	"flag"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/emit"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

var update = flag.Bool("update", false, "write what is generated into the want folders")

func TestGolden(t *testing.T) {
	cases, err := filepath.Glob("testdata/*/scripts")
	require.NoError(t, err)
	for _, scripts := range cases {
		dir := filepath.Dir(scripts)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			files, err := emit.Package(loadSet(t, scripts), emit.Options{Package: filepath.Base(dir), Scripts: "scripts"})
			require.NoError(t, err)
			want := filepath.Join(dir, "want")
			if *update {
				writeFiles(t, want, files)
			}
			compareFiles(t, want, files)
		})
	}
}

// What is generated is formatted: gofmt has nothing to change, in doc comments too.
func TestGolden_Formatted(t *testing.T) {
	files, err := filepath.Glob("testdata/*/want/*.go")
	require.NoError(t, err)
	for _, name := range files {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		formatted, err := format.Source(text)
		require.NoError(t, err, name)
		assert.Empty(t, string(diff.Diff(name, text, "gofmt", formatted)))
	}
}

// go vet and staticcheck find nothing in what is generated.
func TestGolden_Vetted(t *testing.T) {
	if testing.Short() {
		t.Skip("runs go vet and staticcheck")
	}
	packages, err := filepath.Glob("testdata/*/want")
	require.NoError(t, err)
	for i, dir := range packages {
		packages[i] = "./" + filepath.ToSlash(dir)
	}
	for _, tool := range []string{"vet", "run honnef.co/go/tools/cmd/staticcheck"} {
		args := append(strings.Fields(tool), packages...)
		out, err := exec.Command("go", args...).CombinedOutput()
		assert.NoError(t, err, "go %s\n%s", strings.Join(args, " "), out)
	}
}

// The same set gives the same bytes, however the work is spread over CPUs.
func TestPackage_Deterministic(t *testing.T) {
	set := loadSet(t, "testdata/names/scripts")
	first, err := emit.Package(set, emit.Options{Package: "names", Scripts: "scripts"})
	require.NoError(t, err)
	for range 5 {
		again, err := emit.Package(loadSet(t, "testdata/names/scripts"), emit.Options{Package: "names", Scripts: "scripts"})
		require.NoError(t, err)
		require.Equal(t, first, again)
	}
}

// loadSet reads and resolves the scripts of a folder, which have to be valid.
func loadSet(t testing.TB, dir string) *contract.Set {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.lua"))
	require.NoError(t, err)
	var findings diag.List
	var inputs []contract.Input
	for _, path := range paths {
		file := readFile(t, path)
		h := header.Parse(file, &findings)
		require.NotNil(t, h, "%s has no header", path)
		var included []*source.File
		for _, name := range h.Include {
			included = append(included, readFile(t, filepath.Join(dir, name.Value)))
		}
		inputs = append(inputs, contract.Input{Header: h, Program: source.NewProgram(file, h.End, included...)})
	}
	set := contract.Resolve(inputs, &findings)
	requireNone(t, findings.Sorted())
	return set
}

func requireNone(t testing.TB, findings []diag.Diagnostic) {
	t.Helper()
	var text strings.Builder
	require.NoError(t, diag.Print(&text, diag.Text, findings, diag.Options{}))
	require.Empty(t, text.String())
}

func readFile(t testing.TB, path string) *source.File {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return source.NewFile(filepath.ToSlash(path), string(text))
}

func writeFiles(t *testing.T, dir string, files []emit.File) {
	t.Helper()
	require.NoError(t, os.RemoveAll(dir))
	require.NoError(t, os.MkdirAll(dir, 0o777))
	for _, f := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, f.Name), f.Text, 0o666))
	}
}

// compareFiles fails with a diff for each file that is not as it is in dir.
func compareFiles(t *testing.T, dir string, files []emit.File) {
	t.Helper()
	const hint = "run go test ./scriptgen/internal/emit -update, and read what has changed"
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	require.NoError(t, err)
	want := map[string][]byte{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		want[filepath.Base(path)] = text
	}
	for _, f := range files {
		if d := diff.Diff("want/"+f.Name, want[f.Name], "got/"+f.Name, f.Text); d != nil {
			t.Errorf("%s\n%s", d, hint)
		}
		delete(want, f.Name)
	}
	for name := range want {
		t.Errorf("want/%s is not generated any more: %s", name, hint)
	}
}
