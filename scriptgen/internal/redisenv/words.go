package redisenv

import (
	"strconv"
	"strings"
)

// This file holds what is known of a call: its words, of which some are known only in part.

// Word is what is known of one word of a call.
type Word struct {
	Kind WordKind
	Text string // of a Constant
}

// WordKind says how much is known of a Word.
type WordKind uint8

const (
	Unknown  WordKind = iota // any text
	Number                   // some number: no keyword
	Constant                 // exactly Text
)

// Const returns a word that is known.
func Const(text string) Word { return Word{Constant, text} }

// Call is a call of a command as far as it is known: its words, the command's name first.
type Call struct {
	Words []Word
	Open  bool // more words may follow, as with unpack
}

// is reports whether the word is the keyword, which is upper case.
func (w Word) is(keyword string) answer {
	switch w.Kind {
	case Number:
		return no
	case Constant:
		return answerOf(strings.EqualFold(w.Text, keyword))
	}
	return maybe
}

// number returns the value of a word that is a whole number.
func (w Word) number() (int, bool) {
	if w.Kind != Constant {
		return 0, false
	}
	n, err := strconv.Atoi(w.Text)
	return n, err == nil
}

// answer is the answer to a question about a call of which not everything is known.
type answer uint8

const (
	no answer = iota
	maybe
	yes
)

func answerOf(b bool) answer {
	if b {
		return yes
	}
	return no
}

// has answers whether the call gives the option. Words that are values of other options, or that
// the command needs before its options begin, are not taken for one.
func (c *Command) has(call Call, token string) answer {
	found := no
	for i := c.MinWords(); i < len(call.Words); i++ {
		w := call.Words[i]
		found = max(found, w.is(token))
		if found == yes {
			return yes
		}
		if w.Kind == Constant {
			if o := c.Option(strings.ToUpper(w.Text)); o != nil && o.Values > 0 {
				i += o.Values
			}
		}
	}
	if call.Open {
		found = max(found, maybe)
	}
	return found
}
