package main

// This file holds the command itself: its verbs, the flags they share, and its exit codes. Each verb
// is in a file of its own, and only this package touches the disk.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
)

// Exit codes.
const (
	exitFine     = 0
	exitFindings = 1 // something is wrong with the scripts, or the output is out of date
	exitFailed   = 2 // could not run: bad flags, unreadable files
)

// errFindings ends a verb with exitFindings. What was found has been printed.
var errFindings = errors.New("findings")

// run runs the command and returns its exit code.
func run(args []string, stdout, stderr io.Writer) int {
	progress := startProgress(stderr)
	defer progress.stop()
	results, stderr := &results{Writer: progress.over(stdout)}, progress.over(stderr)
	root := newRoot(progress)
	root.SetArgs(likeGoTest(args))
	root.SetOut(results)
	root.SetErr(stderr)
	strictUsage(root)
	err := root.ExecuteContext(context.Background())
	switch err = cmp.Or(results.err, err); {
	case err == nil:
		return exitFine
	case errors.Is(err, errFindings):
		return exitFindings
	default:
		fmt.Fprintf(stderr, "scriptgen: %v\n", err)
		return exitFailed
	}
}

// results is the standard output. It keeps the first failure, for which few who print look: a result that
// is cut short is no success.
type results struct {
	io.Writer
	err error
}

// Write implements io.Writer.
func (r *results) Write(text []byte) (int, error) {
	n, err := r.Writer.Write(text)
	r.err = cmp.Or(r.err, err)
	return n, err
}

// Stat is by what isTerminal tells a terminal.
func (r *results) Stat() (fs.FileInfo, error) {
	if f, ok := r.Writer.(file); ok {
		return f.Stat()
	}
	return nil, errors.ErrUnsupported
}

// file is what isTerminal asks.
type file interface{ Stat() (fs.FileInfo, error) }

// likeGoTest lets people write -run, as they do with go test. Flags with one dash are short ones here,
// so that -run would be -r -u -n.
func likeGoTest(args []string) []string {
	long := slices.Clone(args)
	for i, arg := range args {
		if arg == "-run" || strings.HasPrefix(arg, "-run=") {
			long[i] = "-" + arg
		}
	}
	return long
}

func newRoot(progress *progress) *cobra.Command {
	root := &cobra.Command{
		Use:   "scriptgen",
		Short: "Typed Go for the Lua scripts that run inside Redis",
		Long: `scriptgen makes typed Go from Lua scripts for Redis.

A script is a .lua file whose first comment is a YAML header: its keys, arguments, return
type, errors and examples. scriptgen checks the header and writes a Go package with one
method for each script.`,
		SilenceErrors: true, // run prints them
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	s := newSettings(root.PersistentFlags(), progress)
	root.AddCommand(newGenerate(s), newVet(s), newTest(s), newDocs(s), newNew(s), newVersion())
	return root
}

// printFindings writes findings to w in the form for people.
func printFindings(w io.Writer, findings []diag.Diagnostic) error {
	return diag.Print(w, diag.Text, findings, diag.Options{Color: hasColor(w)})
}

// hasColor reports whether w is a terminal whose user wants colors.
func hasColor(w io.Writer) bool { return isTerminal(w) && os.Getenv("NO_COLOR") == "" }

// isTerminal reports whether w is a terminal that understands more than text.
func isTerminal(w io.Writer) bool {
	f, ok := w.(file)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
