package header

// This file splits the command lines of examples into words.

import (
	"fmt"
	"strconv"
	"strings"
)

// word is a word of a command line: its value with quotes and escapes resolved, and where it stands.
type word struct {
	value      string
	start, end int
}

type commandError struct {
	at            int
	problem, hint string
}

// splitCommand splits a command line into words, as redis-cli does: "…" with \n, \r, \t, \b, \a and
// \xHH, '…' with \' only. It stops at a bare "=>" and returns the offset of what follows, or -1.
func splitCommand(line string) (words []word, replyAt int, err *commandError) {
	i := 0
	for {
		i += len(line[i:]) - len(strings.TrimLeft(line[i:], " \t\r\n"))
		if i >= len(line) {
			return words, -1, nil
		}
		w := word{start: i}
		var value strings.Builder
		for i < len(line) && !strings.ContainsRune(" \t\r\n", rune(line[i])) {
			if line[i] != '"' && line[i] != '\'' {
				value.WriteByte(line[i])
				i++
				continue
			}
			text, n := unquote(line[i:])
			if n == 0 {
				return words, -1, &commandError{i, "a quote in this command is never closed", fmt.Sprintf("end the word with %c", line[i])}
			}
			if i += n; i < len(line) && !strings.ContainsRune(" \t\r\n", rune(line[i])) {
				return words, -1, &commandError{i, "text follows a closing quote without a space", "put the whole word in quotes"}
			}
			value.WriteString(text)
		}
		w.value, w.end = value.String(), i
		if line[w.start:w.end] == "=>" {
			rest := strings.TrimLeft(line[i:], " \t\r\n")
			return words, len(line) - len(rest), nil
		}
		words = append(words, w)
	}
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'a': '\a'}

// unquote returns the text of the quoted string that s begins with, and its length in s, which is 0
// when it is not closed.
func unquote(s string) (text string, length int) {
	quote := s[0]
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == quote:
			return b.String(), i + 1
		case s[i] == '\\' && quote == '\'' && strings.HasPrefix(s[i+1:], "'"):
			i++
			b.WriteByte('\'')
		case s[i] == '\\' && quote == '"' && i+1 < len(s):
			i++
			c, known := escapes[s[i]]
			x, isHex := hexByte(s[i:])
			switch {
			case known:
				b.WriteByte(c)
			case isHex:
				b.WriteByte(x)
				i += len("x00") - 1
			default:
				b.WriteByte(s[i])
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return "", 0
}

// hexByte reads the byte that s begins with, written x00 to xff.
func hexByte(s string) (b byte, ok bool) {
	if len(s) < len("x00") || s[0] != 'x' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[1:3], 16, 8)
	return byte(n), err == nil
}
