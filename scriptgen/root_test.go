package main

import (
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/check"
)

// Every verb's help shows how to use it, in examples that are right.
func TestVerbsHaveExamples(t *testing.T) {
	for _, verb := range newRoot(nil).Commands() {
		t.Run(verb.Name(), func(t *testing.T) {
			require.NotEmpty(t, verb.Short)
			require.NotEmpty(t, verb.Example)
			for line := range strings.Lines(verb.Example) {
				command, _, _ := strings.Cut(strings.TrimSpace(line), " >")
				words := strings.Fields(command)
				require.Equal(t, "scriptgen", words[0])
				cmd, args, err := newRoot(nil).Find(likeGoTest(words[1:]))
				require.NoError(t, err)
				require.Equal(t, verb.Name(), cmd.Name(), line)
				require.NoError(t, cmd.ParseFlags(args), line)
				require.NoError(t, cmd.ValidateArgs(cmd.Flags().Args()), line)
			}
		})
	}
}

// The shell is offered the values of what has only a few.
func TestFlagsCompleteTheirValues(t *testing.T) {
	var checks []string
	for _, c := range check.All {
		checks = append(checks, c.Name)
	}
	for args, want := range map[string]string{
		"vet --format ":  "text json github sarif",
		"test --format ": "text json junit",
		"completion ":    "bash fish powershell zsh",
		"vet --explain ": strings.Join(checks, " "),
	} {
		var out strings.Builder
		root := newRoot(nil)
		root.SetOut(&out)
		root.SetErr(io.Discard)
		root.SetArgs(append([]string{cobra.ShellCompNoDescRequestCmd}, strings.Split(args, " ")...))
		require.NoError(t, root.Execute())
		offered := strings.Fields(out.String())
		assert.Equal(t, want, strings.Join(offered[:len(offered)-1], " "), args) // the last word is cobra's directive
	}
}
