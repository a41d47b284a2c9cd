package main

// This file holds the verb vet: the checks, run over script sets or over any Lua files.

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/scriptbind/scriptbind/scriptgen/internal/check"
	"github.com/scriptbind/scriptbind/scriptgen/internal/config"
	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

func newVet(s *settings) *cobra.Command {
	var format diag.Format
	var explain bool
	cmd := &cobra.Command{
		Use:   "vet [path...]",
		Short: "Check the scripts",
		Long: `vet checks each script's Lua against its header and against what the server really does.

A path is a folder, whose .lua files are one script set, or a file. A script without a header
is checked by all checks that need none. Advice alone is no reason for exit code 1.`,
		Example: `  scriptgen vet
  scriptgen vet --server valkey:8.0 lua/
  scriptgen vet --format sarif > scripts.sarif
  scriptgen vet --explain nil-compare`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if explain {
				return explainChecks(args, cmd.OutOrStdout())
			}
			return vet(s, args, format, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.ValidArgsFunction = func(_ *cobra.Command, _ []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if !explain {
			return nil, cobra.ShellCompDirectiveDefault // files
		}
		var checks []cobra.Completion
		for _, c := range check.All {
			checks = append(checks, cobra.CompletionWithDesc(c.Name, c.Doc))
		}
		return checks, cobra.ShellCompDirectiveNoFileComp
	}
	choiceVar(cmd, &format, "format", "how to print what is found", diag.Text, diag.JSON, diag.GitHub, diag.SARIF)
	cmd.Flags().BoolVar(&explain, "explain", false, "print the pages of the checks named, or the list of all checks")
	return cmd
}

// vet checks the script sets of the settings, or what is at the paths.
func vet(s *settings, paths []string, format diag.Format, stdout, stderr io.Writer) error {
	configs, err := s.sets(stderr)
	if err != nil {
		return err
	}
	var l diag.List
	vetFolder := func(files []string, c config.Set) error {
		s.progress.say("checking %s in %s", counted(len(files), "script"), filepath.ToSlash(filepath.Dir(files[0])))
		set, err := readSet(files, c, &l)
		if err != nil {
			return err
		}
		return set.vet(&l)
	}
	if len(paths) == 0 {
		for _, c := range configs {
			files, err := scriptPaths(c.Scripts.Value)
			if err != nil {
				return err
			}
			if err := vetFolder(files, c); err != nil {
				return err
			}
		}
	} else {
		folders, err := byFolder(paths)
		if err != nil {
			return err
		}
		for _, files := range folders {
			if err := vetFolder(files, configOf(filepath.Dir(files[0]), configs)); err != nil {
				return err
			}
		}
	}
	opts := diag.Options{Color: hasColor(stdout), Version: version(), Rules: rules(), InRepository: repositoryNames()}
	if err := diag.Print(stdout, format, l.Sorted(), opts); err != nil {
		return err
	}
	if l.HasErrors() {
		return errFindings
	}
	return nil
}

// byFolder returns the .lua files at the paths, those of each folder together: they are one set.
func byFolder(paths []string) ([][]string, error) {
	var files []string
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("there is no file or folder %q: name a Lua file, or a folder that has some", path)
		case err != nil:
			return nil, err
		case !info.IsDir():
			files = append(files, filepath.Clean(path))
		default:
			inside, err := scriptPaths(path)
			if err != nil {
				return nil, err
			}
			files = append(files, inside...)
		}
	}
	slices.SortFunc(files, func(a, b string) int {
		return cmp.Or(cmp.Compare(filepath.Dir(a), filepath.Dir(b)), cmp.Compare(a, b))
	})
	var folders [][]string
	for _, file := range slices.Compact(files) {
		if n := len(folders); n > 0 && filepath.Dir(folders[n-1][0]) == filepath.Dir(file) {
			folders[n-1] = append(folders[n-1], file)
		} else {
			folders = append(folders, []string{file})
		}
	}
	return folders, nil
}

// configOf returns the settings of a folder: its set's, or else those that count for no set alone.
func configOf(dir string, configs []config.Set) config.Set {
	for _, c := range configs {
		if sameFolder(c.Scripts.Value, dir) {
			return c
		}
	}
	other := config.Default()
	other.Server = configs[0].Server
	return other
}

// vet runs the checks that the set's settings do not ignore.
func (set scriptSet) vet(l *diag.List) error {
	server, err := redisenv.ParseServer(set.Server.Value)
	if err != nil {
		return err
	}
	contracts := map[*source.Program]*contract.Script{}
	for _, s := range set.Model.Scripts {
		contracts[s.Program] = s
	}
	scripts := make([]*check.Script, len(set.Files))
	for i, f := range set.Files {
		scripts[i] = &check.Script{Program: f.Program, Contract: contracts[f.Program]}
	}
	for _, d := range check.Run(scripts, check.Options{Server: server}) {
		ignored := slices.ContainsFunc(set.Ignore, func(i header.Ignore) bool { return i.Check.Value == d.Check })
		if !ignored {
			l.Add(d)
		}
	}
	return nil
}

// explainChecks prints the pages of checks, or a line for each check there is.
func explainChecks(names []string, stdout io.Writer) error {
	if len(names) == 0 {
		for _, c := range check.All {
			fmt.Fprintf(stdout, "%-15s %s\n", c.Name, c.Doc)
		}
		return nil
	}
	for _, name := range names {
		c := check.Find(name)
		if c == nil {
			return fmt.Errorf("there is no check %s: %s", name, check.FindHint(name))
		}
		fmt.Fprintln(stdout, c.Page())
	}
	return nil
}

// rules describes the checks to readers of SARIF.
func rules() []diag.Rule {
	list := make([]diag.Rule, len(check.All))
	for i, c := range check.All {
		list[i] = diag.Rule{ID: c.Name, Summary: c.Doc, Help: c.Page()}
	}
	return list
}
