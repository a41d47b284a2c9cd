package main

// This file holds the verb generate: scripts in, a Go package out.

import (
	"fmt"
	"go/token"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/emit"
)

func newGenerate(s *settings) *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the Go package",
		Long: `generate reads the scripts of a folder and writes a Go package with a method for each.

Nothing is written unless every script is valid. Files of the package that no longer belong
to it are removed; files that scriptgen did not write are never touched.`,
		Example: `  scriptgen generate
  scriptgen generate --scripts lua --out internal/redisscripts --package redisscripts
  scriptgen generate --check`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return generate(s, check, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; print a diff and exit with 1 when the package is out of date")
	return cmd
}

// generate writes the package or, with check, shows how it differs from what would be written.
func generate(s *settings, check bool, stdout, stderr io.Writer) error {
	if !token.IsIdentifier(s.Package) || s.Package == "_" {
		return fmt.Errorf("--package %s: not a name that a Go package can have", s.Package)
	}
	set, err := resolve(s, stderr)
	if err != nil {
		return err
	}
	scripts, err := filepath.Abs(s.Scripts) // so that --scripts . has a name
	if err != nil {
		return err
	}
	files, err := emit.Package(set, emit.Options{Package: s.Package, Scripts: filepath.Base(scripts)})
	if err != nil {
		return err
	}
	changes, err := compare(s.Out, files)
	if err != nil {
		return err
	}
	if check {
		return showChanges(s.Out, changes, stdout, stderr)
	}
	if err := writeChanges(s.Out, changes); err != nil {
		return err
	}
	written, removed := count(changes)
	fmt.Fprintf(stdout, "%s: %d files from %d scripts, %d written, %d removed\n",
		filepath.ToSlash(s.Out), len(files), len(set.Scripts), written, removed)
	return nil
}

// resolve reads and resolves the scripts. Findings go to stderr; errors among them end it.
func resolve(s *settings, stderr io.Writer) (*contract.Set, error) {
	var l diag.List
	scripts, err := loadFolder(s.Scripts, &l)
	if err != nil {
		return nil, err
	}
	set := contract.Resolve(inputs(scripts, &l), &l)
	if err := printFindings(stderr, l.Sorted()); err != nil {
		return nil, err
	}
	if l.HasErrors() {
		return nil, errFindings
	}
	return set, nil
}
