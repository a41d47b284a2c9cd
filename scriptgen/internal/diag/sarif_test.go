package diag_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif" // carries the schema
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// What is printed as SARIF is what the standard's schema asks for.
func TestSARIFSchema(t *testing.T) {
	schema := sarifSchema(t)
	for name, list := range map[string][]diag.Diagnostic{"empty": nil, "findings": findings(t)} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			require.NoError(t, diag.Print(&out, diag.SARIF, list, diag.Options{Rules: rules}))
			log, err := jsonschema.UnmarshalJSON(&out)
			require.NoError(t, err)
			require.NoError(t, schema.Validate(log))
		})
	}

	// The schema is the real one: it refuses what the standard does.
	log, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"version": "2.1.0", "runs": [{"results": []}]}`))
	require.NoError(t, err)
	assert.ErrorContains(t, schema.Validate(log), "missing property 'tool'")
}

// Names become URIs: relative ones stay relative, and no character is left that a URI may not have.
func TestSARIFPaths(t *testing.T) {
	for name, want := range map[string]string{
		"scripts/x.lua":      `"uri": "scripts/x.lua"`,
		"scripts/ä 50%.lua":  `"uri": "scripts/%C3%A4%2050%25.lua"`,
		"a:b.lua":            `"uri": "./a:b.lua"`,
		"/srv/scripts/x.lua": `"uri": "file:///srv/scripts/x.lua"`,
	} {
		f := source.NewFile(name, "x")
		var out bytes.Buffer
		require.NoError(t, diag.Print(&out, diag.SARIF, []diag.Diagnostic{{Span: f.Span(0, 1)}}, diag.Options{}))
		assert.Contains(t, out.String(), want)
	}
}

// sarifSchema returns the official schema. The module go-sarif keeps it in a constant of its own,
// so it is read from that module's source.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	require.NoError(t, err)
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(dir)), "schema.go"), nil, 0)
	require.NoError(t, err)
	literal := file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.BasicLit)
	text, err := strconv.Unquote(literal.Value)
	require.NoError(t, err)

	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("sarif.json", document))
	schema, err := compiler.Compile("sarif.json")
	require.NoError(t, err)
	return schema
}
