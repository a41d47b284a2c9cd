package house

// This file tries the hooks that the repository offers to pre-commit, the way pre-commit uses a hook of
// the language golang: it installs what the repository builds, and runs the entry in the user's project.

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

func TestPreCommitHooks(t *testing.T) {
	if testing.Short() {
		t.Skip("builds every command of the repository")
	}
	text, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	require.NoError(t, err)
	var hooks []struct {
		ID, Name, Entry, Language, Files string
		PassFilenames                    *bool `yaml:"pass_filenames"`
	}
	require.NoError(t, yaml.Unmarshal(text, &hooks))
	require.NotEmpty(t, hooks)

	bin := t.TempDir()
	install := exec.Command("go", "install", "./...")
	install.Dir = "../.."
	install.Env = append(os.Environ(), "GOBIN="+bin)
	out, err := install.CombinedOutput()
	require.NoError(t, err, "%s", out)

	project := t.TempDir()
	run := func(command string) (string, error) {
		cmd := exec.Command("sh", "-c", command)
		cmd.Dir = project
		cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	for _, command := range []string{"scriptgen new visit", "scriptgen generate"} {
		out, err := run(command)
		require.NoError(t, err, "%s\n%s", command, out)
	}
	for _, hook := range hooks {
		assert.Equal(t, "golang", hook.Language, hook.ID)
		assert.NotEmpty(t, hook.Name, hook.ID)
		assert.NotEmpty(t, hook.Files, hook.ID)
		require.NotNil(t, hook.PassFilenames, hook.ID)
		assert.False(t, *hook.PassFilenames, "%s: a set is checked as a whole", hook.ID)
		out, err := run(hook.Entry)
		assert.NoError(t, err, "%s\n%s", hook.Entry, out)
	}

	broken := "--[[ yaml\ndoc: Pings.\nreturns: int\nexamples: [{returns: 2}]\n--]]\nreturn redis.call('PIN')\n"
	require.NoError(t, os.WriteFile(filepath.Join(project, "scripts", "visit.lua"), []byte(broken), 0o666))
	for _, hook := range hooks {
		_, err := run(hook.Entry)
		assert.Error(t, err, "%s lets a broken script pass", hook.Entry)
	}
}
