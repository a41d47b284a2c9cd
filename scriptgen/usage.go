package main

// This file says what is wrong with a command line, where cobra would print a page of help, leave the
// user alone with an unknown word, or see no mistake.

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

// strictUsage has the command refuse what cannot be meant. Its output has to be set before: completion
// keeps it.
func strictUsage(root *cobra.Command) {
	root.Args = knownCommand
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = refuseEmptyFlags
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = func(_ *cobra.Command, args []string) error {
				topic, rest, err := root.Find(args)
				if err != nil {
					return err
				}
				return knownCommand(topic, rest)
			}
		case "completion":
			cmd.Args = knownCommand
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
			for _, shell := range cmd.Commands() {
				shell.Args = noArguments
			}
		}
	}
}

// knownCommand refuses words behind a command of which the first would have to be a command below it.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, below := range cmd.Commands() {
		if !below.Hidden {
			names = append(names, below.Name())
		}
	}
	hint := cmd.CommandPath() + " has no commands"
	if len(names) > 0 {
		hint = spell.Hint(args[0], names, "there are "+strings.Join(names, ", "))
	}
	if i := slices.IndexFunc(names, func(name string) bool { return strings.HasPrefix(name, args[0]) }); i >= 0 {
		hint = "did you mean " + names[i] + "?"
	}
	path := strings.TrimPrefix(cmd.CommandPath()+" "+args[0], cmd.Root().Name()+" ")
	return fmt.Errorf("unknown command %q: %s", path, hint)
}

// noArguments refuses words behind a verb that only flags tell what to do.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s: unexpected argument %q: it takes flags only, see %s --help", cmd.Name(), args[0], cmd.CommandPath())
}

// flagError adds to what is wrong with a flag what to do about it.
func flagError(cmd *cobra.Command, err error) error {
	if cmd.HasSubCommands() { // a misspelt verb is why the flags behind it are unknown
		if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
			return err
		}
	}
	seeHelp := "see " + cmd.CommandPath() + " --help"
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name := unknown.GetSpecifiedShortnames() // -format instead of --format
		if name == "" {
			name = unknown.GetSpecifiedName()
		}
		var flags []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { flags = append(flags, "--"+f.Name) })
		return fmt.Errorf("%w: %s", err, spell.Hint("--"+name, flags, seeHelp))
	case errors.As(err, &invalid):
		return err // says what is valid
	}
	return fmt.Errorf("%w: %s", err, seeHelp)
}

// choice is the value of a flag that takes one of a few words.
type choice[T ~string] struct {
	value *T
	words []string
}

// choiceVar gives a command a flag that sets value to one of the words, which the shell completes. Without the
// flag it is the first one.
func choiceVar[T ~string](cmd *cobra.Command, value *T, name, usage string, words ...T) {
	c := choice[T]{value: value}
	for _, w := range words {
		c.words = append(c.words, string(w))
	}
	*value = words[0]
	cmd.Flags().Var(c, name, usage)
	cmd.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(c.words, cobra.ShellCompDirectiveNoFileComp))
}

// String implements [pflag.Value].
func (c choice[T]) String() string { return string(*c.value) }

// Type implements [pflag.Value]: help shows it as what the flag takes.
func (c choice[T]) Type() string { return strings.Join(c.words, "|") }

// Set implements [pflag.Value].
func (c choice[T]) Set(word string) error {
	if !slices.Contains(c.words, word) {
		return fmt.Errorf("must be one of %s", c.Type())
	}
	*c.value = T(word)
	return nil
}

// refuseEmptyFlags refuses --redis "$URL" where URL is not set: to take it for no flag at all would do
// something else than was asked for. An empty --run is every example, as with go test.
func refuseEmptyFlags(cmd *cobra.Command, _ []string) error {
	var empty error
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Value.Type() == "string" && f.Value.String() == "" && f.Name != "run" && empty == nil {
			empty = fmt.Errorf("--%s is empty: give it a value, or leave it out", f.Name)
		}
	})
	return empty
}
