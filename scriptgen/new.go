package main

// This file holds the verb new: a script to begin with.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// starter is the text of a new script. NAME stands for the script's name, so that its key is like no
// other script's.
const starter = `--[[ yaml
doc: |
  Adds points to a user's score, and returns the new score.
keys:
  score:
    pattern: NAME:{<uid>}
    type: string
args:
  points: int
returns: int
examples:
  - doc: the first points
    call: {uid: u1, points: 5}
    returns: 5
    then:
      - GET NAME:{u1} => 5
  - doc: points add up
    given:
      - SET NAME:{u1} 5
    call: {uid: u1, points: -2}
    returns: 3
--]]
local score, points = KEYS[1], ARGV[1]

return redis.call('INCRBY', score, points)
`

func newNew(s *settings) *cobra.Command {
	return &cobra.Command{
		Use:   "new NAME",
		Short: "Write a starter script with a header",
		Long: `new writes NAME.lua into the folder of the scripts: a small script with a header and examples, for
you to change. It is valid as it is.`,
		Example: `  scriptgen new addScore
  scriptgen new addScore --scripts lua`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("new: give one name, such as addScore")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return writeStarter(s, args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
}

// scriptName matches names from which a Go name can be made, and which are safe in a key pattern.
var scriptName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

func writeStarter(s *settings, name string, stdout, stderr io.Writer) error {
	name = strings.TrimSuffix(name, ".lua")
	if !scriptName.MatchString(name) {
		return fmt.Errorf("new %s: begin the name with a letter, and go on with letters, digits, _ and -", name)
	}
	sets, err := s.sets(stderr)
	if err != nil {
		return err
	}
	if len(sets) > 1 {
		return fmt.Errorf("new %s: there are %d script sets; say which with --scripts", name, len(sets))
	}
	dir := sets[0].Scripts.Value
	path := filepath.Join(dir, name+".lua")
	text := strings.ReplaceAll(starter, "NAME", name)
	var l diag.List
	model([]script{readScript(source.NewFile(filepath.ToSlash(path), text), &l)}, sets[0], &l)
	if l.HasErrors() { // a name that the generated package needs for itself
		return fmt.Errorf("new %s: %s", name, l.Sorted()[0].Message)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("new %s: cannot make the folder of the scripts: %w: choose another one with --scripts", name, err)
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already", path)
	}
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s: change it, then run scriptgen test and scriptgen generate\n", filepath.ToSlash(path))
	return nil
}
