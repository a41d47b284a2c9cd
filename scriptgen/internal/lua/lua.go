// Package lua reads Lua 5.1 as the Redis server embeds it: [Parse] turns a text into a syntax tree
// in which every node and every token that a message may underline knows its bytes, and every name
// its variable.
//
// It accepts the texts that the server's compiler accepts, and refuses the others with the compiler's
// own words and line. So it follows the compiler's structure: a scanner with one token of
// look-ahead (scanner.go), one function for each rule of the grammar (parser.go, stat.go, expr.go),
// and names resolved while parsing, with the compiler's limits on locals, upvalues and nesting
// (scope.go). A second walk counts registers and constants for the limits on those (limits.go).
//
// Where compilers differ it takes the stricter one: a [[ inside [[ … ]] is refused, as all servers did
// until the security releases of October 2025. Three differences are left. A text with a mistake behind
// the place where it passes a limit of limits.go gets the message of the mistake. A loop or branch of
// more than 131071 instructions, which takes about a megabyte of text, is accepted; the compiler says
// "control structure too long". And a line is told where the compiler tells none (too many local
// variables, constant table overflow).
package lua

import "fmt"

// Range is a half-open range of bytes of the text.
type Range struct{ Start, End int }

// Span returns the range itself; nodes embed a Range and so are all a [Node].
func (r Range) Span() Range { return r }

// SyntaxError is what makes a text no Lua 5.1.
type SyntaxError struct {
	Range          // the token at which the compiler gives up
	Line    int    // the line that the server's message names, from 1
	Message string // the compiler's words, without "near …": "'=' expected"
	Near    string // the token as the compiler shows it; empty where it shows none
}

func (e *SyntaxError) Error() string {
	if e.Near == "" {
		return fmt.Sprintf("line %d: %s", e.Line, e.Message)
	}
	return fmt.Sprintf("line %d: %s near '%s'", e.Line, e.Message, e.Near)
}

// Parse reads a whole script. A first line that begins with "#!" is the server's business and is
// skipped. On the first mistake it returns a [*SyntaxError] and no chunk, as the compiler does.
func Parse(text string) (*Chunk, *SyntaxError) {
	return parse(text, maxLevels)
}

func parse(text string, levels int) (chunk *Chunk, err *SyntaxError) {
	defer func() {
		if r := recover(); r != nil {
			bail, ok := r.(*SyntaxError)
			if !ok {
				panic(r)
			}
			chunk, err = nil, bail
		}
	}()
	p := &parser{scanner: newScanner(text), levels: levels, scope: map[string][]*Local{}}
	chunk = p.chunk()
	checkLimits(text, chunk.Main)
	return chunk, nil
}
