package main

// This file holds the verb generate: scripts in, a Go package out.

import (
	"context"
	"fmt"
	"go/token"
	"io"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/emit"
)

func newGenerate(s *settings) *cobra.Command {
	var check bool
	cmd := &cobra.Command{
		Use:   "generate",
		Short: "Write the Go package",
		Long: `generate reads the scripts of a folder and writes a Go package with a method for each.

The scripts are checked as by vet, and nothing is written while one has an error. Files of
the package that no longer belong to it are removed; files that scriptgen did not write are
never touched.`,
		Example: `  scriptgen generate
  scriptgen generate --scripts lua --out internal/redisscripts --package redisscripts
  scriptgen generate --check`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return generate(cmd.Context(), s, check, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; print a diff and exit with 1 when the package is out of date")
	return cmd
}

// generate writes the package of each set or, with check, shows how it differs from what would be
// written. Every set is ready to be written before the first one is.
func generate(ctx context.Context, s *settings, check bool, stdout, stderr io.Writer) error {
	var l diag.List
	sets, err := readSets(s, &l, stderr)
	if err != nil {
		return err
	}
	s.progress.say("checking the scripts")
	for _, set := range sets {
		if err := set.vet(&l); err != nil {
			return err
		}
	}
	// Advice is left to vet: it stands in nobody's way.
	findings := slices.DeleteFunc(l.Sorted(), func(d diag.Diagnostic) bool { return !isError(d) })
	if err := conclude(findings, stderr); err != nil {
		return err
	}
	s.progress.say("writing Go")
	outputs := make([]output, len(sets))
	for i, set := range sets {
		files, err := emitSet(set)
		if err != nil {
			return err
		}
		if outputs[i], err = compare(set.Out.Value, set.Package.Value, files); err != nil {
			return err
		}
	}
	if check {
		return showAll(outputs, stdout, stderr)
	}
	// From here on an interrupt must not leave temporary files, nor a package that is half old.
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	for i, out := range outputs {
		if err := out.write(ctx); err != nil {
			return err
		}
		written, removed := out.count()
		fmt.Fprintf(stdout, "%s: %s from %s, %d written, %d removed\n", filepath.ToSlash(out.dir),
			counted(out.files, "file"), counted(len(sets[i].Model.Scripts), "script"), written, removed)
	}
	return nil
}

// emitSet prints the package of a set.
func emitSet(set scriptSet) ([]emit.File, error) {
	name := set.Package.Value
	if !token.IsIdentifier(name) || name == "_" || name == "main" {
		return nil, fmt.Errorf("%s %s: not a name that an imported Go package can have", origin("package", set.Package), name)
	}
	scripts, err := filepath.Abs(set.Scripts.Value) // so that --scripts . has a name
	if err != nil {
		return nil, err
	}
	return emit.Package(set.Model, emit.Options{Package: name, Scripts: filepath.Base(scripts)})
}
