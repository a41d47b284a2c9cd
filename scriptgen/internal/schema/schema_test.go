package schema_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/internal/golden"
	"github.com/scriptbind/scriptbind/scriptgen/internal/config"
	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/schema"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

const root = "../../.."

// The committed files are what the package says.
func TestCommitted(t *testing.T) {
	for name, make := range map[string]func() ([]byte, error){"header.json": schema.Header, "scriptgen.json": schema.Config} {
		text, err := make()
		require.NoError(t, err)
		golden.Equal(t, filepath.Join(root, "docs/schema", name), text)
	}
}

func compile(t *testing.T, make func() ([]byte, error)) *jsonschema.Schema {
	t.Helper()
	text, err := make()
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("schema.json", document))
	s, err := c.Compile("schema.json")
	require.NoError(t, err)
	return s
}

// scripts returns the .lua files below a folder of the repository. Below others, the folders of headers
// that are wrong on purpose are left out.
func scripts(t *testing.T, dir string) []string {
	t.Helper()
	wrong := regexp.MustCompile(`/(bad|check/testdata/header)$`)
	var paths []string
	require.NoError(t, filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && !wrong.MatchString(dir) && wrong.MatchString(filepath.ToSlash(path)) {
			return fs.SkipDir
		}
		if filepath.Ext(path) == ".lua" {
			paths = append(paths, path)
		}
		return err
	}))
	require.NotEmpty(t, paths)
	return paths
}

// read parses a script. It returns its header as a value, and the mistakes in it, as far as they lie in
// the YAML; ok is false where that cannot be read at all.
func read(t *testing.T, path string) (value any, mistakes []string, ok bool) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var l, yaml diag.List
	f := source.NewFile(path, string(text))
	h := header.Parse(f, &l)
	if h == nil || !h.Span.IsValid() {
		return nil, nil, false
	}
	contract.Resolve([]contract.Input{{Header: h, Program: source.NewProgram(f, h.End)}}, &l)
	for _, d := range l.Sorted() {
		inside := d.Span.Start >= h.Span.Start && d.Span.End <= h.Span.End
		if inside || strings.HasSuffix(d.Message, "is missing") {
			mistakes = append(mistakes, d.Message)
		}
	}
	v := header.ParseYAML(source.NewFile(path, h.Span.Text()), "header", "the header", &yaml)
	return plain(v), mistakes, !yaml.HasErrors()
}

// plain returns a value as encoding/json has it.
func plain(v header.Value) any {
	switch v.Kind {
	case header.String:
		return v.Scalar
	case header.Number:
		return json.Number(v.Scalar)
	case header.Boolean:
		return v.Scalar == "true"
	case header.List:
		items := []any{}
		for _, item := range v.Items {
			items = append(items, plain(item))
		}
		return items
	case header.Map:
		m := map[string]any{}
		for _, f := range v.Fields {
			m[f.Name.Value] = plain(f.Value)
		}
		return m
	}
	return nil
}

// Every header in the repository that the parser accepts is valid.
func TestHeaderAccepts(t *testing.T) {
	s := compile(t, schema.Header)
	seen := 0
	for _, dir := range []string{"scripts", "scriptgen", "examples"} {
		for _, path := range scripts(t, dir) {
			if value, mistakes, ok := read(t, path); ok && len(mistakes) == 0 {
				seen++
				assert.NoError(t, s.Validate(value), path)
			}
		}
	}
	assert.Greater(t, seen, 50)
}

// beyond are the headers with mistakes that only scriptgen sees, and why.
var beyond = map[string]string{
	"contract/batch.lua":              "Go names that are taken",
	"contract/set_error_clash/a.lua":  "Go names that are taken",
	"contract/set_key_clash/a.lua":    "Go names that are taken",
	"contract/set_reserved/a.lua":     "Go names that are taken",
	"contract/set_reserved/b.lua":     "Go names that are taken",
	"contract/set_reserved/z.lua":     "Go names that are taken",
	"contract/example_none.lua":       "examples held against the types and codes of the same header",
	"contract/example_returns.lua":    "examples held against the types and codes of the same header",
	"contract/number_by_argument.lua": "arguments held against placeholders of the same name",
	"contract/parameter_lists.lua":    "arguments held against placeholders of the same name",
	"contract/parameter_types.lua":    "arguments held against placeholders of the same name",
	"contract/readonly.lua":           "the #! line",
	"contract/9lives.lua":             "the name of the file",
}

// Every header that is refused in the golden tests of the parsers is invalid, but for what a schema
// cannot see.
func TestHeaderRefuses(t *testing.T) {
	s := compile(t, schema.Header)
	for _, dir := range []string{"scriptgen/internal/header/testdata/bad", "scriptgen/internal/contract/testdata/bad"} {
		for _, path := range scripts(t, dir) {
			value, mistakes, ok := read(t, path)
			if !ok || len(mistakes) == 0 {
				continue // no editor gets as far as the schema, or what is wrong stands outside of the YAML
			}
			name := strings.NewReplacer(root+"/scriptgen/internal/", "", "/testdata/bad", "").Replace(filepath.ToSlash(path))
			if why, expected := beyond[name]; expected {
				assert.NoError(t, s.Validate(value), "%s is seen after all: %s", name, why)
				continue
			}
			assert.Error(t, s.Validate(value), "%s: %q", name, mistakes)
		}
	}
}

func TestConfig(t *testing.T) {
	s := compile(t, schema.Config)
	for text, want := range map[string]bool{
		"": true,
		"scripts: lua\nout: a/b\npackage: b\nserver: valkey:8.1\ninitialisms: [MMR, K8S]\nignore: {unreachable: why}": true,
		"server: redis:7.4\nsets: [{scripts: a, out: b}, {scripts: c, server: redis:7.0.15}]":                         true,
		"scrpits: lua":                   false,
		"- scripts":                      false,
		"package: 5":                     false,
		"package:":                       false,
		"scripts: [a, b]":                false,
		"initialisms: MMR":               false,
		"initialisms: [mmr]":             false,
		"ignore: [unreachable]":          false,
		"ignore: {unreachable: }":        false,
		"sets: {scripts: a}":             false,
		"sets: []":                       false,
		"sets: [a]":                      false,
		"sets: [{sets: []}]":             false,
		"out: gen\nsets: [{scripts: a}]": false,
	} {
		f := source.NewFile("scriptgen.yaml", text)
		var l diag.List
		config.Parse(f, &l)
		assert.Equal(t, want, !l.HasErrors(), "the parser on %q", text)

		var yaml diag.List
		err := s.Validate(plain(header.ParseYAML(f, "config", "the configuration", &yaml)))
		assert.Equal(t, want, err == nil, "the schema on %q: %v", text, err)
	}
}
