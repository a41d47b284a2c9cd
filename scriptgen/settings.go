package main

// This file settles what a run works on: the script sets of scriptgen.yaml, and what the flags say
// instead. Paths in the file are relative to it, paths in flags to the working directory.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"

	"github.com/scriptbind/scriptbind/scriptgen/internal/check"
	"github.com/scriptbind/scriptbind/scriptgen/internal/config"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

const configName = "scriptgen.yaml"

// settings are what the verbs share: the flags, and the line that tells how far the work is.
type settings struct {
	flags    *pflag.FlagSet
	config   string
	progress *progress
}

func newSettings(flags *pflag.FlagSet, progress *progress) *settings {
	s := &settings{flags: flags, progress: progress}
	standard := config.Default()
	flags.String("scripts", standard.Scripts.Value, "`folder` of the scripts")
	flags.String("out", standard.Out.Value, "`folder` of the generated package")
	flags.String("package", standard.Package.Value, "`name` of the generated package")
	flags.String("server", standard.Server.Value, "lowest `server` to support")
	flags.StringVar(&s.config, "config", "", "`file` with the same settings; flags win (default: the nearest "+configName+" upwards)")
	return s
}

// sets returns the script sets to work on, at least one. Mistakes in the file are printed to stderr.
func (s *settings) sets(stderr io.Writer) ([]config.Set, error) {
	path, err := s.configPath()
	if err != nil {
		return nil, err
	}
	sets := []config.Set{config.Default()}
	if path != "" {
		if sets, err = readConfig(path, stderr); err != nil {
			return nil, err
		}
	}
	if sets, err = s.override(sets, path); err != nil {
		return nil, err
	}
	for _, set := range sets {
		if _, err := redisenv.ParseServer(set.Server.Value); err != nil {
			return nil, fmt.Errorf("%s: %w", origin("server", set.Server), err)
		}
		for _, i := range set.Ignore {
			if name := i.Check; check.Find(name.Value) == nil {
				return nil, fmt.Errorf("%s: there is no check %s: %s", name.Span.Begin(), name.Value, check.FindHint(name.Value))
			}
		}
	}
	return sets, nil
}

// configPath returns the file given with --config, or the nearest one upwards from the working
// directory, or "".
func (s *settings) configPath() (string, error) {
	if s.config != "" {
		return s.config, nil
	}
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for dir, up := wd, "."; ; dir, up = filepath.Dir(dir), filepath.Join(up, "..") {
		path := filepath.Join(up, configName)
		if _, err := os.Lstat(path); err == nil { // a link that leads nowhere is there, too
			return path, nil
		}
		if dir == filepath.Dir(dir) {
			return "", nil
		}
	}
}

// readConfig returns the sets of a file, with paths that lead there from the working directory.
func readConfig(path string, stderr io.Writer) ([]config.Set, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the configuration: %w", err)
	}
	var l diag.List
	sets := config.Parse(source.NewFile(filepath.ToSlash(path), string(text)), &l)
	if err := printFindings(stderr, l.Sorted()); err != nil {
		return nil, err
	}
	if l.HasErrors() {
		return nil, fmt.Errorf("%s is not valid", path)
	}
	for i := range sets {
		for _, text := range []*header.Text{&sets[i].Scripts, &sets[i].Out} {
			if p := filepath.FromSlash(text.Value); !filepath.IsAbs(p) {
				text.Value = filepath.Join(filepath.Dir(path), p)
			}
		}
	}
	return sets, nil
}

// override puts the flags that were given over the sets of the file at path. Of several sets, --scripts
// chooses one.
func (s *settings) override(sets []config.Set, path string) ([]config.Set, error) {
	if scripts := s.flag("scripts"); scripts != nil && len(sets) > 1 {
		i := slices.IndexFunc(sets, func(set config.Set) bool { return sameFolder(set.Scripts.Value, *scripts) })
		if i < 0 {
			return nil, fmt.Errorf("--scripts %s: %s has no set with that folder", *scripts, path)
		}
		sets = sets[i : i+1]
	}
	for _, name := range []string{"out", "package"} {
		if s.flag(name) != nil && len(sets) > 1 {
			return nil, fmt.Errorf("--%s: %s has %d sets; say which with --scripts", name, path, len(sets))
		}
	}
	for i := range sets {
		for name, text := range map[string]*header.Text{
			"scripts": &sets[i].Scripts, "out": &sets[i].Out, "package": &sets[i].Package, "server": &sets[i].Server,
		} {
			if value := s.flag(name); value != nil {
				*text = header.Text{Value: *value}
			}
		}
	}
	return sets, nil
}

// origin says where a setting was given: in the file, or with the flag of its name.
func origin(name string, value header.Text) string {
	if value.Span.IsValid() {
		return fmt.Sprintf("%s: %s", value.Span.Begin(), name)
	}
	return "--" + name
}

// flag returns the value of a flag, or nil when it was not given.
func (s *settings) flag(name string) *string {
	f := s.flags.Lookup(name)
	if !f.Changed {
		return nil
	}
	value := f.Value.String()
	return &value
}

// sameFolder reports whether two paths lead to one folder.
func sameFolder(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(infoA, infoB)
	}
	return errors.Is(errA, fs.ErrNotExist) && filepath.Clean(a) == filepath.Clean(b)
}
