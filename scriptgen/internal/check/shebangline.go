package check

import "strings"

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
