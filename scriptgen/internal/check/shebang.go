package check

// This file reads and checks the line #!lua as the server does.

import (
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

var shebangFlags = []string{"no-writes", "allow-oom", "allow-stale", "no-cluster", "allow-cross-slot-keys"}

// checkShebang reports, under the check syntax, what makes the server refuse the first line.
func checkShebang(p *Pass) {
	r := p.Chunk.Shebang
	line := p.Program.Text[r.Start:r.End]
	if line == "" {
		return
	}
	if r.End == len(p.Program.Text) {
		p.Report(r, "end the line", "the first line begins with #! and is the only one")
		return
	}
	for i, word := range fields(line) {
		text := line[word.Start:word.End]
		switch {
		case i == 0 && text != "#!lua":
			p.Report(word, "write #!lua", "the server knows no script engine %q", strings.TrimPrefix(text, "#!"))
		case i == 0:
		case strings.HasPrefix(text, "name="):
			p.Report(word, "vet checks scripts: what EVAL and SCRIPT LOAD take", "this is a library of functions, for FUNCTION LOAD")
			return
		case !strings.HasPrefix(text, "flags="):
			p.Report(word, "only flags= may follow #!lua", "unknown option %q", text)
		default:
			at := word.Start + len("flags=")
			for _, flag := range strings.Split(text[len("flags="):], ",") {
				place := lua.Range{Start: at, End: at + len(flag)}
				at = place.End + 1
				if slices.Contains(shebangFlags, flag) || text == "flags=" {
					continue
				}
				hint := "the flags are " + strings.Join(shebangFlags, ", ")
				if near := spell.Nearest(flag, shebangFlags); near != "" {
					hint = "did you mean " + near + "?"
				}
				p.Report(place, hint, "unknown script flag %q", flag)
			}
		}
	}
}

// fields returns the words of a line.
func fields(line string) []lua.Range {
	var words []lua.Range
	start := -1
	for i := 0; i <= len(line); i++ {
		space := i == len(line) || strings.IndexByte(" \t\r", line[i]) >= 0
		switch {
		case space && start >= 0:
			words = append(words, lua.Range{Start: start, End: i})
			start = -1
		case !space && start < 0:
			start = i
		}
	}
	return words
}

// shebangLine is what the first line of a script says to the server.
type shebangLine struct {
	present bool
	flags   map[string]bool
}

// shebangOf reads "#!lua flags=no-writes,allow-oom".
func shebangOf(p *Pass) shebangLine {
	line := p.Program.Text[p.Chunk.Shebang.Start:p.Chunk.Shebang.End]
	s := shebangLine{present: line != "", flags: map[string]bool{}}
	for field := range strings.FieldsSeq(line) {
		if list, ok := strings.CutPrefix(field, "flags="); ok {
			for flag := range strings.SplitSeq(list, ",") {
				s.flags[flag] = true
			}
		}
	}
	return s
}
