package header

// This file lets people write the header's notations without quotes where YAML would take their
// punctuation for its own:
//
//	returns: []int                                  a flow sequence, then garbage
//	returns: {kind: enum(buy,sell)}                 two entries, "enum(buy" and "sell)"
//	returns: {pod: int?}                            no comma or brace where one has to be
//	keys: {link: {pattern: {<uid>}:link}}           a mapping inside a mapping
//	- HGETALL sf:{ns:lk:u1} => {chat: 5}            a mapping with the name "HGETALL sf:{ns:lk:u1} => {chat"
//
// None of these is YAML that means something else: each is an error, or nonsense in a header. So before
// the text is parsed, the bytes in question are exchanged for characters that mean nothing to YAML,
// and in every scalar that comes out they are changed back. One character stands for one character:
// lines and columns stay as they were.

import (
	"regexp"
	"strings"
)

// The stand-ins are private-use characters; a header that contains them itself is refused.
const standIns = "\ue000\ue001\ue002\ue003\ue004\ue005\ue006"

var (
	standIn = strings.NewReplacer("[", "\ue000", "]", "\ue001", "{", "\ue002", "}", "\ue003", ",", "\ue004", ":", "\ue005", "?", "\ue006")
	restore = strings.NewReplacer("\ue000", "[", "\ue001", "]", "\ue002", "{", "\ue003", "}", "\ue004", ",", "\ue005", ":", "\ue006", "?")
)

// notations are what may stand anywhere in a line, each with a text that no line can hold it without.
var notations = []struct {
	needs string
	match *regexp.Regexp
}{
	// A list or map type: "[]" and "map[K]" right before an element type.
	{"[", regexp.MustCompile(`(?:\[\]|\bmap\[[^\[\]\s]+\])+\w`)},
	{"enum(", regexp.MustCompile(`\benum\([^()\n]*\)`)},
	// An optional type.
	{"?", regexp.MustCompile(`[\w)]\?`)},
	// The hash tag of a pattern or a key: braces around a placeholder without a space, or with text right
	// before or behind.
	{"<", regexp.MustCompile(`\{[^{}\s]*<[^{}\s]*\}`)},
	{"{", regexp.MustCompile(`\{[^{}\s]*\}[^\s,\]}]`)},
	{"{", regexp.MustCompile(`[^\s,\[{]\{[^{}\s:,]+\}`)},
}

// command matches a command in an example. The whole line is the command's, colons too.
var command = regexp.MustCompile(`^[ \t]*-[ \t]+[A-Za-z][\w.-]*[ \t]`)

// protect returns YAML text with the header's notations made safe.
func protect(text string) string {
	var safe strings.Builder
	safe.Grow(len(text) + len(text)/8)
	for line := range strings.Lines(text) {
		if command.MatchString(line) {
			safe.WriteString(strings.ReplaceAll(line, ":", standIn.Replace(":")))
			continue
		}
		for _, n := range notations {
			if strings.Contains(line, n.needs) {
				line = n.match.ReplaceAllStringFunc(line, standIn.Replace)
			}
		}
		safe.WriteString(line)
	}
	return safe.String()
}
