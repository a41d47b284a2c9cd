// Package house holds the rules of the repository as tests: which package may import what, so that
// the tree keeps showing the architecture that ARCHITECTURE.md describes.
package house

import (
	"encoding/json"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/scriptbind/scriptbind"

// pkg is what `go list -json` says of a package.
type pkg struct {
	ImportPath string
	Standard   bool
	Imports    []string // direct
	Deps       []string // all, transitively
}

// list returns the packages that match the patterns, by import path. Test files do not count: the
// rules are about what is built.
func list(t *testing.T, patterns ...string) map[string]pkg {
	t.Helper()
	args := append([]string{"list", "-json=ImportPath,Standard,Imports,Deps"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir = "../.."
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	pkgs := map[string]pkg{}
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p pkg
		require.NoError(t, dec.Decode(&p))
		pkgs[p.ImportPath] = p
	}
	return pkgs
}

// under reports whether path is root or lies below it.
func under(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}

func TestOnlyImporter(t *testing.T) {
	rules := []struct {
		dependency string
		importers  []string // the only packages that may import it
	}{
		{"gopkg.in/yaml.v3", []string{"scriptgen/internal/header"}},
		{"github.com/dave/jennifer/jen", []string{"scriptgen/internal/emit"}},
		{"github.com/spf13/cobra", []string{"scriptgen"}},
	}
	pkgs := list(t, "./...")
	for _, rule := range rules {
		t.Run(rule.dependency, func(t *testing.T) {
			for path, p := range pkgs {
				if slices.Contains(p.Imports, rule.dependency) {
					assert.Contains(t, rule.importers, strings.TrimPrefix(path, module+"/"))
				}
			}
			for _, importer := range rule.importers {
				assert.Contains(t, pkgs[module+"/"+importer].Imports, rule.dependency, "the rule is out of date: %s no longer imports it", importer)
			}
		})
	}
}

func TestNeverImports(t *testing.T) {
	rules := []struct {
		pkg, never, why string
	}{
		{"scriptgen/internal/check", "scriptgen/internal/emit", "proving and printing are different stages"},
		{"scriptgen/internal/emit", "scriptgen/internal/check", "proving and printing are different stages"},
		{"scriptgen/internal/emit", "scriptgen/internal/lua", "the emitter sees no Lua"},
		{"scriptgen/internal/contract", "scriptgen/internal/lua", "the model is made from headers alone"},
		{"scriptgen/internal/lua", "scriptgen/internal/header", "the parser knows Lua and nothing else"},
		{"scriptgen/internal/redisenv", "scriptgen/internal/lua", "facts depend on nothing"},
	}
	pkgs := list(t, "./scriptgen/...")
	for _, rule := range rules {
		p, ok := pkgs[module+"/"+rule.pkg]
		require.True(t, ok, "no package %s", rule.pkg)
		assert.NotContains(t, p.Deps, module+"/"+rule.never, "%s must not reach %s: %s", rule.pkg, rule.never, rule.why)
	}
}

// row matches a line of the table of packages in ARCHITECTURE.md, but for those that import "every stage".
var row = regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\|.*\\| ([^|]*) \\|$")

// Each package imports those packages of ours that the table of ARCHITECTURE.md names.
func TestArchitectureTable(t *testing.T) {
	text, err := os.ReadFile("../../ARCHITECTURE.md")
	require.NoError(t, err)
	pkgs := list(t, "./scriptgen/...", "./gen", "./executor", "./internal/...")
	everywhere := []string{"source", "diag", "spell"}
	rows := row.FindAllStringSubmatch(string(text), -1)
	require.Greater(t, len(rows), 15, "no table of packages")
	for _, cells := range rows {
		if strings.HasPrefix(cells[2], "every stage") || cells[1] == "internal/house" {
			continue
		}
		p, ok := pkgs[module+"/"+cells[1]]
		require.True(t, ok, "ARCHITECTURE.md: no package %s", cells[1])
		named := strings.FieldsFunc(cells[2], func(r rune) bool { return !unicode.IsLetter(r) })
		for _, dep := range p.Imports {
			if name := path.Base(dep); under(dep, module) && !slices.Contains(everywhere, name) {
				assert.Contains(t, named, name, "ARCHITECTURE.md: %s imports %s, and the table does not say so", cells[1], name)
			}
		}
		for _, name := range named {
			ours := slices.ContainsFunc(rows, func(other []string) bool { return path.Base(other[1]) == name })
			imported := slices.ContainsFunc(p.Imports, func(dep string) bool { return path.Base(dep) == name })
			assert.True(t, !ours || imported, "ARCHITECTURE.md: %s does not import %s", cells[1], name)
		}
	}
}

func TestOnlyTheCommandTouchesTheDisk(t *testing.T) {
	for path, p := range list(t, "./scriptgen/internal/...") {
		if strings.HasSuffix(path, "/gencommands") {
			continue // a command of its own, run by hand when a new server is released
		}
		assert.NotContains(t, p.Imports, "os", "%s: files are read and written by package scriptgen", path)
	}
}

// What a user's program links is small: the runtime and the generated code need go-redis and a
// MessagePack codec, the executor Kratos' log besides.
func TestLibraryDependencies(t *testing.T) {
	direct := map[string][]string{
		"scriptgen/luascript": {"github.com/redis/go-redis/v9", "github.com/vmihailenco/msgpack/v5"},
		"gen":                 {"github.com/redis/go-redis/v9", module + "/scriptgen/luascript"},
		"executor": {
			"github.com/redis/go-redis/v9", "github.com/go-kratos/kratos/v2",
			module + "/gen", module + "/scriptgen/luascript",
		},
	}
	for path, allowed := range direct {
		t.Run(path, func(t *testing.T) {
			for _, p := range list(t, "./"+path) {
				for _, dep := range p.Imports {
					if !strings.Contains(dep, ".") {
						continue // the standard library
					}
					ok := slices.ContainsFunc(allowed, func(root string) bool { return under(dep, root) })
					assert.True(t, ok, "%s imports %s", path, dep)
				}
				for _, tool := range []string{"github.com/spf13/cobra", "github.com/dave/jennifer", "gopkg.in/yaml.v3", "github.com/alicebob/miniredis/v2", "github.com/stretchr/testify"} {
					found := slices.ContainsFunc(p.Deps, func(dep string) bool { return under(dep, tool) })
					assert.False(t, found, "%s links %s", path, tool)
				}
			}
		})
	}
}
