package redisenv

// This file holds what is known of a call: its words, of which some are known only in part.

import (
	"strconv"
	"strings"
)

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

// has answers whether the call gives the option.
func (c *Command) has(call Call, token string) answer {
	if call.Open && len(call.Words) <= c.MinWords() && c.Option(token) != nil {
		return maybe
	}
	found := no
	c.eachOption(call, func(_ int, w Word, certain bool) {
		holds := w.is(token)
		if !certain {
			holds = min(holds, maybe)
		}
		found = max(found, holds)
	})
	if call.Open && c.Option(token) != nil {
		found = max(found, maybe)
	}
	return found
}

// OptionsOf returns the options that a call certainly gives, by the index of their word.
func (c *Command) OptionsOf(call Call) map[int]*Option {
	options := map[int]*Option{}
	c.eachOption(call, func(i int, w Word, certain bool) {
		if o := c.Option(strings.ToUpper(w.Text)); certain && o != nil && w.Kind == Constant {
			options[i] = o
		}
	})
	return options
}

// eachOption calls f for the words of a call that may be options: not for keys, values of options, and
// what stands behind the options. certain says that the word stands where options stand, whatever
// the words are that are not known.
func (c *Command) eachOption(call Call, f func(i int, w Word, certain bool)) {
	if c.FirstOption == 0 || len(call.Words) <= c.MinWords() {
		return // no room for options
	}
	isKey := make([]bool, len(call.Words))
	keys, certain := c.findable(call)
	for _, k := range keys {
		isKey[k.Index] = true
	}
	for i := c.FirstOption; i < len(call.Words); i++ {
		w := call.Words[i]
		if isKey[i] {
			continue
		}
		f(i, w, certain)
		o := c.Option(strings.ToUpper(w.Text))
		switch {
		case w.Kind == Unknown:
			certain = false // what follows may be its value, or stand behind the options
		case o != nil && w.Kind == Constant:
			i += max(o.Values, 0)
		case c.DataLast:
			return
		}
	}
}
