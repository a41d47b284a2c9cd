package check

// This file runs the checks over testdata/<check>/*.lua. Each such file holds scripts, separated by
// lines of "------"; each is a set of its own. A folder in testdata/<check> is one set of several
// scripts. What the check must find is said where it is found:
//
//	if redis.call('EXISTS', KEYS[1]) then --- want "always true"
//	  log: visits:<page> # want "never read"
//
// with one or more quoted regular expressions for the messages of findings that begin on the line,
// and, after hint:, for their hints. On the line below, "--- want above" says the same where the line
// itself cannot hold a comment. A finding that is missing and one that is not expected both fail.
// "--- server: valkey:8.1" anywhere in a script sets the server.

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/scriptbind/scriptbind/scriptgen/internal/contract"
	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/header"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
	"github.com/scriptbind/scriptbind/scriptgen/internal/source"
)

// read makes scripts of texts, by name, and returns what was wrong with their headers.
func read(names []string, texts map[string]string) ([]*Script, []diag.Diagnostic) {
	var l diag.List
	scripts := make([]*Script, len(names))
	var inputs []contract.Input
	for i, name := range names {
		f := source.NewFile(name, texts[name])
		h := header.Parse(f, &l)
		end := 0
		if h != nil {
			end = h.End
		}
		scripts[i] = &Script{Program: source.NewProgram(f, end)}
		if h != nil {
			inputs = append(inputs, contract.Input{Header: h, Program: scripts[i].Program})
		}
	}
	for _, c := range contract.Resolve(inputs, &l).Scripts {
		for _, s := range scripts {
			if s.Program == c.Program {
				s.Contract = c
			}
		}
	}
	return scripts, l.Sorted()
}

// findings checks the texts as one set.
func findings(t *testing.T, texts map[string]string) []diag.Diagnostic {
	t.Helper()
	names := make([]string, 0, len(texts))
	opts := Options{}
	for name, text := range texts {
		names = append(names, name)
		if m := regexp.MustCompile(`--- server: (\S+)`).FindStringSubmatch(text); m != nil {
			server, err := redisenv.ParseServer(m[1])
			require.NoError(t, err)
			opts.Server = server
		}
	}
	slices.Sort(names)
	scripts, found := read(names, texts)
	return append(found, Run(scripts, opts)...)
}

func TestChecks(t *testing.T) {
	for _, c := range All {
		files, err := filepath.Glob("testdata/" + c.Name + "/*")
		require.NoError(t, err)
		for _, file := range files {
			for name, texts := range cases(t, file) {
				t.Run(c.Name+"/"+name, func(t *testing.T) { expect(t, c, texts) })
			}
		}
	}
}

// cases returns the sets of a file or folder in testdata.
func cases(t *testing.T, path string) map[string]map[string]string {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	base := filepath.Base(path)
	if info.IsDir() {
		texts := map[string]string{}
		files, err := filepath.Glob(path + "/*.lua")
		require.NoError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			texts[filepath.Base(file)] = string(text)
		}
		return map[string]map[string]string{base: texts}
	}
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	sets := map[string]map[string]string{}
	for i, part := range strings.Split(string(text), "\n------\n") {
		sets[fmt.Sprintf("%s/%d", base, i+1)] = map[string]string{base: part}
	}
	return sets
}

var (
	wantComment = regexp.MustCompile("(?:---|#) want (above )?(.*)$")
	wantItem    = regexp.MustCompile("(hint: *)?(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)")
)

type expectation struct {
	hint bool
	re   *regexp.Regexp
}

func expectations(t *testing.T, text string) map[int][]expectation {
	t.Helper()
	all := map[int][]expectation{}
	for i, line := range strings.Split(text, "\n") {
		m := wantComment.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		for _, item := range wantItem.FindAllStringSubmatch(m[2], -1) {
			quoted, err := strconv.Unquote(item[2])
			require.NoError(t, err, line)
			re, err := regexp.Compile(quoted)
			require.NoError(t, err, line)
			at := i + 1
			if m[1] != "" {
				at--
			}
			all[at] = append(all[at], expectation{item[1] != "", re})
		}
	}
	return all
}

func expect(t *testing.T, c *Check, texts map[string]string) {
	wants := map[string]map[int][]expectation{}
	for name, text := range texts {
		wants[name] = expectations(t, text)
	}
	always := []string{"header", "pattern", "type", "syntax"}
	for _, d := range findings(t, texts) {
		if d.Check != c.Name && !slices.Contains(always, d.Check) {
			continue
		}
		at := d.Span.Begin()
		assert.NotEmpty(t, d.Hint, "%s: %s: no hint says what to write instead", at, d.Message)
		rest := wants[at.File][at.Line]
		i := slices.IndexFunc(rest, func(e expectation) bool { return !e.hint && e.re.MatchString(d.Message) })
		if i < 0 {
			t.Errorf("%s: unexpected: %s [%s]", at, d.Message, d.Check)
			continue
		}
		rest = slices.Delete(rest, i, i+1)
		if i < len(rest) && rest[i].hint {
			assert.Regexp(t, rest[i].re, d.Hint, "%s: hint of %s", at, d.Message)
			rest = slices.Delete(rest, i, i+1)
		}
		wants[at.File][at.Line] = rest
	}
	for name, lines := range wants {
		for line, rest := range lines {
			for _, e := range rest {
				t.Errorf("%s:%d: nothing found that matches %q", name, line, e.re)
			}
		}
	}
}

// TestPages runs the examples of every check's page: the bad one must get the message that the page
// shows, and no other; the good one none at all.
func TestPages(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range All {
		t.Run(c.Name, func(t *testing.T) {
			assert.False(t, seen[c.Name], "two checks have the name")
			seen[c.Name] = true
			for _, text := range []string{c.Name, c.Doc, c.Why, c.Bad, c.Message, c.Good} {
				require.NotEmpty(t, strings.TrimSpace(text))
			}
			assert.NotRegexp(t, `\.$|^[A-Z][a-z]`, c.Doc)
			assert.NotRegexp(t, `(^|[^.]\.)\s+[a-z]`, strings.Split(c.Page(), "```")[0], "sentences begin in upper case")
			var got []string
			for _, d := range findings(t, map[string]string{"bad.lua": c.Bad}) {
				got = append(got, d.Check+": "+d.Message)
			}
			assert.Equal(t, []string{c.Name + ": " + c.Message}, got)
			assert.Empty(t, findings(t, map[string]string{"good.lua": c.Good}))
		})
	}
}
