package lua

// This file cuts a text into tokens, byte for byte as the server's scanner does. Entry points are
// next and peek.

import (
	"strings"
)

const eof = -1

type scanner struct {
	text string
	pos  int // of the byte that comes next
	line int // of that byte, from 1

	tok      token // the token at hand
	prevLine int   // the line at which the scanner stood when it went on to tok
	prevEnd  int   // where the token before tok ends
	ahead    *token

	start  int    // where the token being scanned begins
	lexeme []byte // the compiler's buffer: what it shows of a name, number or string in a message
}

func newScanner(text string) *scanner {
	s := &scanner{text: text, line: 1, prevLine: 1}
	if strings.HasPrefix(text, "#!") {
		s.pos = len(text)
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			s.pos = i
		}
	}
	s.prevEnd = s.pos
	return s
}

// next goes on to the next token.
func (s *scanner) next() {
	s.prevLine, s.prevEnd = s.line, s.tok.End
	if s.ahead != nil {
		s.tok, s.ahead = *s.ahead, nil
		return
	}
	s.tok = s.scan()
}

// peek returns the token behind the one at hand.
func (s *scanner) peek() token {
	t := s.scan()
	s.ahead = &t
	return t
}

// fail gives up at the token at hand, which the message shows.
func (s *scanner) fail(message string) {
	s.failAt(s.tok.Range, message, s.near(s.tok.kind))
}

func (s *scanner) failAt(r Range, message, near string) {
	panic(&SyntaxError{Range: r, Line: s.line, Message: message, Near: near})
}

// failScan gives up inside the token being scanned.
func (s *scanner) failScan(message string, k kind) {
	s.failAt(Range{s.start, s.pos}, message, s.near(k))
}

func (s *scanner) near(k kind) string {
	switch k {
	case 0: // the compiler takes it for "no token"
		return ""
	case tkName, tkString, tkNumber:
		text, _, _ := strings.Cut(string(s.lexeme), "\x00") // a C string ends there
		return text
	}
	return k.String()
}

// cur returns the byte that comes next, or eof.
func (s *scanner) cur() int {
	if s.pos >= len(s.text) {
		return eof
	}
	return int(s.text[s.pos])
}

// save takes the byte that comes next into the lexeme.
func (s *scanner) save() {
	s.lexeme = append(s.lexeme, s.text[s.pos])
	s.pos++
}

// accept takes the next byte if it is in set. The compiler looks it up with strchr, which finds the
// zero byte in every set; so does accept.
func (s *scanner) accept(set string) bool {
	c := s.cur()
	if c == eof || c != 0 && strings.IndexByte(set, byte(c)) < 0 {
		return false
	}
	s.save()
	return true
}

// newline skips a line break: \n, \r, \r\n or \n\r.
func (s *scanner) newline() {
	first := s.cur()
	s.pos++
	if c := s.cur(); isNewline(c) && c != first {
		s.pos++
	}
	s.line++
}

func isNewline(c int) bool { return c == '\n' || c == '\r' }
func isDigit(c int) bool   { return '0' <= c && c <= '9' }
func isLetter(c int) bool  { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }
func isWord(c int) bool    { return isLetter(c) || isDigit(c) }

// scan reads one token.
func (s *scanner) scan() token {
	s.lexeme = s.lexeme[:0]
	for {
		s.start = s.pos
		c := s.cur()
		switch {
		case c == eof:
			return s.token(tkEOF)
		case isNewline(c):
			s.newline()
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
			s.pos++
		case c == '-':
			s.pos++
			if s.cur() != '-' {
				return s.token('-')
			}
			s.pos++
			s.comment()
		case c == '[':
			switch level := s.bracket(); {
			case level >= 0:
				return s.stringToken(s.long(level, true))
			case level == -1:
				return s.token('[')
			}
			s.failScan("invalid long string delimiter", tkString)
		case c == '=':
			return s.either('=', tkEq)
		case c == '<':
			return s.either('<', tkLe)
		case c == '>':
			return s.either('>', tkGe)
		case c == '~':
			return s.either('~', tkNe)
		case c == '"' || c == '\'':
			return s.stringToken(s.short(c))
		case c == '.':
			s.save()
			if s.accept(".") {
				if s.accept(".") {
					return s.token(tkDots)
				}
				return s.token(tkConcat)
			}
			if !isDigit(s.cur()) {
				return s.token('.')
			}
			return s.numeral()
		case isDigit(c):
			return s.numeral()
		case isLetter(c):
			return s.word()
		default:
			s.pos++
			return s.token(kind(c))
		}
	}
}

func (s *scanner) token(k kind) token {
	return token{Range: Range{s.start, s.pos}, kind: k}
}

func (s *scanner) stringToken(value string) token {
	t := s.token(tkString)
	t.text = value
	return t
}

// either reads an operator that "=" may follow.
func (s *scanner) either(short, long kind) token {
	s.pos++
	if s.cur() == '=' {
		s.pos++
		return s.token(long)
	}
	return s.token(short)
}

func (s *scanner) word() token {
	for isWord(s.cur()) {
		s.pos++
	}
	t := s.token(tkName)
	t.text = s.text[s.start:s.pos]
	s.lexeme = append(s.lexeme, t.text...)
	if k, ok := keywords[t.text]; ok {
		t.kind = k
	}
	return t
}

// comment reads a comment whose dashes have been read.
func (s *scanner) comment() {
	if s.cur() == '[' {
		level := s.bracket()
		s.lexeme = s.lexeme[:0]
		if level >= 0 {
			s.long(level, false)
			s.lexeme = s.lexeme[:0]
			return
		}
	}
	for c := s.cur(); c != eof && !isNewline(c); c = s.cur() {
		s.pos++
	}
}

// bracket reads "[" or "]" and the equals signs behind it. It returns their number if the same
// bracket follows (which it leaves), else -1 minus their number.
func (s *scanner) bracket() int {
	c, level := s.cur(), 0
	s.save()
	for s.cur() == '=' {
		s.save()
		level++
	}
	if s.cur() == c {
		return level
	}
	return -1 - level
}

// long reads a long string or comment from its second opening bracket on, and returns the string.
func (s *scanner) long(level int, isString bool) string {
	s.save()
	if isNewline(s.cur()) {
		s.newline()
	}
	for {
		switch c := s.cur(); {
		case c == eof:
			what := "unfinished long comment"
			if isString {
				what = "unfinished long string"
			}
			s.failScan(what, tkEOF)
		case c == '[':
			if s.bracket() == level {
				s.save()
				if level == 0 {
					s.failAt(Range{s.pos - 2, s.pos}, "nesting of [[...]] is deprecated", "[")
				}
			}
		case c == ']':
			if s.bracket() == level {
				s.save()
				if !isString {
					return ""
				}
				return string(s.lexeme[2+level : len(s.lexeme)-2-level])
			}
		case isNewline(c):
			s.lexeme = append(s.lexeme, '\n')
			s.newline()
		default:
			s.save()
		}
	}
}

// short reads a quoted string from its opening quote on.
func (s *scanner) short(quote int) string {
	s.save()
	for s.cur() != quote {
		switch c := s.cur(); {
		case c == eof:
			s.failScan("unfinished string", tkEOF)
		case isNewline(c):
			s.failScan("unfinished string", tkString)
		case c == '\\':
			s.escape()
		default:
			s.save()
		}
	}
	s.save()
	return string(s.lexeme[1 : len(s.lexeme)-1])
}

const (
	escapes = "abfnrtv"
	escaped = "\a\b\f\n\r\t\v"
)

// escape reads an escape sequence from its backslash on.
func (s *scanner) escape() {
	s.pos++
	c := s.cur()
	switch {
	case c == eof: // short sees it
	case isNewline(c):
		s.lexeme = append(s.lexeme, '\n')
		s.newline()
	case isDigit(c):
		code := 0
		for i := 0; i < 3 && isDigit(s.cur()); i++ {
			code = 10*code + s.cur() - '0'
			s.pos++
		}
		if code > 255 {
			s.failScan("escape sequence too large", tkString)
		}
		s.lexeme = append(s.lexeme, byte(code))
	default:
		if i := strings.IndexByte(escapes, byte(c)); i >= 0 {
			s.lexeme = append(s.lexeme, escaped[i])
			s.pos++
			return
		}
		s.save()
	}
}

// numeral reads a number whose first digit comes next.
func (s *scanner) numeral() token {
	for isDigit(s.cur()) || s.cur() == '.' {
		s.save()
	}
	if s.accept("Ee") {
		s.accept("+-")
	}
	for isWord(s.cur()) {
		s.save()
	}
	text, _, _ := strings.Cut(string(s.lexeme), "\x00")
	value, ok := ParseNumber(text)
	if !ok {
		s.failScan("malformed number", tkNumber)
	}
	t := s.token(tkNumber)
	t.number = value
	return t
}
