package house

// This file holds the documents to their word: every block of Lua, Go and shell in README.md and docs
// is run as its reader would run it, in a module of its own. Generated pages are not read: what
// generates them has tests of its own.
//
//	```lua   under a line "`path`:" the file of that path. Every one must pass vet, unless its folder
//	         is named legacy: those are there to be found wanting.
//	```go    likewise; a whole file, which must compile at the end
//	```sh    commands, one a line, each of which must succeed; `make X` must be a target
//	```console   commands behind "$ ", followed by what they print; how long something took may differ
//	```yaml  likewise; the commands that a job or a hook runs (run:, entry:) must succeed

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// block is a fenced block of a document.
type block struct {
	lang string
	path string // from the line before: "`scripts/x.lua`:"
	text string
}

var (
	fence    = regexp.MustCompile("(?ms)^(?:`([^`\n]+)`:\n\n)?```([a-z]+)\n(.*?)^```$")
	makeLine = regexp.MustCompile(`\bmake ([a-z-]+)`)

	ciCommand = regexp.MustCompile(`(?m)^ +(?:- )?(?:run|entry): (.+)$`)
	duration  = regexp.MustCompile(`\b\d+\.\d+s\b`)
)

func blocks(t *testing.T, path string) []block {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	if strings.HasPrefix(string(text), "<!-- Code generated") {
		return nil
	}
	var found []block
	for _, m := range fence.FindAllStringSubmatch(string(text), -1) {
		found = append(found, block{lang: m[2], path: m[1], text: m[3]})
	}
	return found
}

func TestDocuments(t *testing.T) {
	if testing.Short() {
		t.Skip("builds scriptgen and a module for each document")
	}
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	docs, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	for _, doc := range append(docs, "../../README.md") {
		t.Run(filepath.Base(doc), func(t *testing.T) {
			r := reader{t: t, root: root, dir: newModule(t, root)}
			for _, b := range blocks(t, doc) {
				r.read(b)
			}
			if r.wroteGo {
				r.run("go vet ./...")
			}
		})
	}
}

// newModule returns the folder of a module that imports this one, as `go get -tool` would leave it.
func newModule(t *testing.T, root string) string {
	t.Helper()
	dir := t.TempDir()
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	require.NoError(t, err)
	text := strings.Replace(string(mod), "module "+module, "module example.com/shop", 1)
	text += "\nrequire " + module + " v0.0.0\nreplace " + module + " => " + root + "\ntool " + module + "/scriptgen\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(text), 0o644))
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o644))
	return dir
}

// reader does what a document says, from top to bottom.
type reader struct {
	t         *testing.T
	root, dir string
	wroteGo   bool
}

func (r *reader) read(b block) {
	switch b.lang {
	case "lua":
		require.NotEmpty(r.t, b.path, "a Lua block has no file name above it:\n%s", b.text)
		r.write(b)
		if !strings.HasPrefix(b.path, "legacy/") {
			r.run("go tool scriptgen vet " + b.path)
		}
	case "go":
		require.NotEmpty(r.t, b.path, "a Go block has no file name above it:\n%s", b.text)
		r.write(b)
		r.wroteGo = true
	case "yaml":
		if b.path != "" {
			r.write(b)
		}
		for _, m := range ciCommand.FindAllStringSubmatch(b.text, -1) {
			r.run(m[1])
		}
	case "sh":
		for line := range strings.Lines(b.text) {
			command, _, _ := strings.Cut(strings.TrimSpace(line), "  #")
			if command != "" && !strings.HasPrefix(command, "#") {
				r.shell(command)
			}
		}
	case "console":
		r.console(b.text)
	}
}

func (r *reader) write(b block) {
	path := filepath.Join(r.dir, b.path)
	require.NoError(r.t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(r.t, os.WriteFile(path, []byte(b.text), 0o644))
}

// shell runs a command of a block. Two are not run but checked: make, which would run these tests
// again, and fetching the tool, which newModule has done. One that needs a server is left out where
// there is none and need not be.
func (r *reader) shell(command string) {
	if strings.Contains(command, "redis-server") && os.Getenv("SCRIPTBIND_REQUIRE_REDIS") == "" {
		if _, err := exec.LookPath("redis-server"); err != nil {
			r.t.Logf("no redis-server: not run: %s", command)
			return
		}
	}
	if targets := makeLine.FindAllStringSubmatch(command, -1); targets != nil {
		for _, target := range targets {
			out, err := exec.Command("make", "-n", "-C", r.root, target[1]).CombinedOutput()
			assert.NoError(r.t, err, "%s: %s", command, out)
		}
		return
	}
	if tool, ok := strings.CutPrefix(command, "go get -tool "); ok {
		assert.Equal(r.t, module+"/scriptgen", tool)
		return
	}
	r.run(command)
}

func (r *reader) run(command string) {
	out, err := r.command(command)
	assert.NoError(r.t, err, "%s\n%s", command, out)
}

func (r *reader) command(command string) (string, error) {
	cmd := exec.Command("sh", "-c", command)
	cmd.Dir = r.dir
	// go.mod is a copy with more in it than this module needs, which -mod=mod accepts.
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// console runs what stands behind "$ " and compares what it prints; an exit code other than 0 is what
// the next line says: "exit status 1".
func (r *reader) console(text string) {
	for _, part := range strings.Split("\n"+text, "\n$ ")[1:] {
		command, want, _ := strings.Cut(part, "\n")
		got, err := r.command(command)
		if err != nil {
			got = strings.TrimRight(got, "\n") + "\n" + err.Error() + "\n"
		}
		assert.Equal(r.t, timeless(want), timeless(got), "$ %s", command)
	}
}

// timeless returns output without what differs from run to run: how long things took.
func timeless(output string) string {
	return strings.TrimSpace(duration.ReplaceAllString(output, "0s"))
}
