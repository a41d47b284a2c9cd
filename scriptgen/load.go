package main

// This file reads script sets: the .lua files directly in a folder, and the files they include.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/scriptbind/scriptbind/scriptgen/internal/config"
	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// scriptSet is a script set as it was read.
type scriptSet struct {
	config.Set
	Files []script
	Model *contract.Set // of the files that have a header
}

// resolve reads every script set. Findings go to stderr; errors among them end it in errFindings.
func resolve(s *settings, stderr io.Writer) ([]scriptSet, error) {
	var l diag.List
	sets, err := readSets(s, &l, stderr)
	if err != nil {
		return nil, err
	}
	return sets, conclude(l.Sorted(), stderr)
}

// conclude prints findings to stderr; errors among them are errFindings.
func conclude(findings []diag.Diagnostic, stderr io.Writer) error {
	if err := printFindings(stderr, findings); err != nil {
		return err
	}
	if slices.ContainsFunc(findings, isError) {
		return errFindings
	}
	return nil
}

func isError(d diag.Diagnostic) bool { return d.Severity == diag.Error }

// readSets reads and resolves every script set. What is wrong with the scripts goes to l.
func readSets(s *settings, l *diag.List, stderr io.Writer) ([]scriptSet, error) {
	configs, err := s.sets(stderr)
	if err != nil {
		return nil, err
	}
	sets := make([]scriptSet, len(configs))
	for i, c := range configs {
		s.progress.say("reading the scripts of %s", filepath.ToSlash(c.Scripts.Value))
		paths, err := scriptPaths(c.Scripts.Value)
		if err != nil {
			return nil, err
		}
		if sets[i], err = readSet(paths, c, l); err != nil {
			return nil, err
		}
		requireHeaders(sets[i].Files, l)
	}
	return sets, nil
}

// readSet reads and resolves the scripts at the paths as one set. What is wrong with them goes to l.
func readSet(paths []string, c config.Set, l *diag.List) (scriptSet, error) {
	files, err := loadScripts(paths, l)
	if err != nil {
		return scriptSet{}, err
	}
	return scriptSet{c, files, model(files, c, l)}, nil
}

// model makes the model of the scripts of a set: of those that have a header.
func model(scripts []script, c config.Set, l *diag.List) *contract.Set {
	var inputs []contract.Input
	for _, s := range scripts {
		if s.Header != nil {
			inputs = append(inputs, contract.Input{Header: s.Header, Program: s.Program})
		}
	}
	var initialisms []string
	for _, word := range c.Initialisms {
		initialisms = append(initialisms, word.Value)
	}
	return contract.Resolve(inputs, l, initialisms...)
}

// script is a script as it was read.
type script struct {
	File    *source.File
	Header  *header.Header  // nil when the file has none
	Program *source.Program // the text that the server runs
}

// loadScripts reads the scripts at the paths, in their order. What is wrong inside of a file goes to l.
func loadScripts(paths []string, l *diag.List) ([]script, error) {
	scripts := make([]script, len(paths))
	findings := make([]diag.List, len(paths))
	errs := make([]error, len(paths))
	var work errgroup.Group
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, path := range paths {
		work.Go(func() error {
			text, err := os.ReadFile(path)
			if err == nil {
				scripts[i] = readScript(source.NewFile(filepath.ToSlash(path), string(text)), &findings[i])
			}
			errs[i] = err
			return nil
		})
	}
	_ = work.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for _, found := range findings {
		for _, d := range found.Sorted() {
			l.Add(d)
		}
	}
	return scripts, nil
}

// scriptPaths returns the .lua files directly in a folder, sorted. Hidden files (an editor's lock and
// backup files among them) are no scripts, nor are pipes and the like, which may never end.
func scriptPaths(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no folder %s: name the folder of the scripts with --scripts, or begin one with scriptgen new NAME", dir)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the folder of the scripts: %w: name another one with --scripts", err)
	}
	var paths []string
	for _, e := range entries {
		readable := e.Type().IsRegular() || e.Type() == fs.ModeSymlink
		if readable && filepath.Ext(e.Name()) == ".lua" && !strings.HasPrefix(e.Name(), ".") {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("there are no .lua files in %s: name the folder of the scripts with --scripts, or begin one with scriptgen new NAME", dir)
	}
	return paths, nil
}

// readScript parses the header of a file and puts the files in that it includes.
func readScript(file *source.File, l *diag.List) script {
	h := header.Parse(file, l)
	if h == nil {
		return script{File: file, Program: source.NewProgram(file, 0)}
	}
	var included []*source.File
	for _, path := range h.Include {
		if f := readInclude(file, path, l); f != nil {
			included = append(included, f)
		}
	}
	return script{File: file, Header: h, Program: source.NewProgram(file, h.End, included...)}
}

// readInclude reads an included file, or says in l why it cannot be included.
func readInclude(file *source.File, path header.Text, l *diag.List) *source.File {
	name := filepath.Join(filepath.Dir(filepath.FromSlash(file.Name)), filepath.FromSlash(path.Value))
	text, err := os.ReadFile(name)
	if err != nil {
		reason := err
		if pathError := (*fs.PathError)(nil); errors.As(err, &pathError) {
			reason = pathError.Err
		}
		l.Add(diag.Diagnostic{
			Check: "header", Span: path.Span,
			Message: fmt.Sprintf("cannot include %s: %v", filepath.ToSlash(name), reason),
			Hint:    "paths are relative to the script's folder",
		})
		return nil
	}
	included := source.NewFile(filepath.ToSlash(name), string(text))
	if header.Parse(included, &diag.List{}) != nil {
		l.Add(diag.Diagnostic{
			Check: "header", Span: path.Span,
			Message: fmt.Sprintf("cannot include %s: it has a header of its own", included.Name),
			Hint:    "an included file holds shared functions only; put them into a file without a header, in a subfolder",
		})
		return nil
	}
	return included
}

// requireHeaders reports the scripts that have no header.
func requireHeaders(scripts []script, l *diag.List) {
	for _, s := range scripts {
		if s.Header == nil {
			l.Add(diag.Diagnostic{
				Check: "header", Span: s.File.Span(0, len(s.File.Line(1))),
				Message: "the script has no header",
				Hint:    "begin the file with a comment --[[ yaml … --]] that gives doc, keys, args and returns",
			})
		}
	}
}
