package redisenv

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// calls draws calls of a command whose words are numbers, its own keywords and other words.
func calls(c *Command) *rapid.Generator[Call] {
	words := []string{"a", "b", "KEYS", "STREAMS", "STORE", "1", "2", "3", "-1", ""}
	for _, o := range c.Options {
		words = append(words, o.Token, strings.ToLower(o.Token))
	}
	return rapid.Custom(func(t *rapid.T) Call {
		call := callOf(c.Name)
		for range rapid.IntRange(0, 8).Draw(t, "more words") {
			call.Words = append(call.Words, Const(rapid.SampledFrom(words).Draw(t, "word")))
		}
		for len(call.Words) < c.MinWords() {
			call.Words = append(call.Words, Const("x"))
		}
		return call
	})
}

// masked draws a call of which less is known: words that are not, and an end that is not.
func masked(t *rapid.T, call Call) Call {
	less := Call{Words: slices.Clone(call.Words)}
	if rapid.Bool().Draw(t, "open") {
		names := len(call.Words)
		less.Open = true
		less.Words = less.Words[:rapid.IntRange(min(2, names), names).Draw(t, "words kept")]
	}
	for i := range less.Words {
		if i == 0 || i == 1 && strings.Contains(call.Words[0].Text, " ") || !rapid.Bool().Draw(t, "hide") {
			continue
		}
		_, isNumber := less.Words[i].number()
		less.Words[i] = Word{}
		if isNumber && rapid.Bool().Draw(t, "as number") {
			less.Words[i].Kind = Number
		}
	}
	return less
}

// What is said of a call that is known in part holds for the whole call: each key and each option that is
// certain is one, no reply is left out, and keys said to be complete are.
func TestLessKnownSaysLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &commands[rapid.IntRange(0, len(commands)-1).Draw(t, "command")]
		call := calls(c).Draw(t, "call")
		less := masked(t, call)

		keys, complete := c.KeysOf(call)
		certain, all := c.KeysOf(less)
		for _, k := range certain {
			if !slices.Contains(keys, k) {
				t.Fatalf("%s: word %d is no key of %v, but is one of %v", c.Name, k.Index, call, less)
			}
		}
		if all && complete && len(certain) != len(keys) {
			t.Fatalf("%s: %v has keys %v, and all keys of %v are %v", c.Name, call, keys, less, certain)
		}

		options := c.OptionsOf(call)
		for i, o := range c.OptionsOf(less) {
			if options[i] != o {
				t.Fatalf("%s: word %d is no option of %v, but is one of %v", c.Name, i, call, less)
			}
		}

		replies := c.ReplyTo(less, false)
		for _, r := range c.ReplyTo(call, false) {
			if !slices.ContainsFunc(replies, func(less Reply) bool { return less.Kind == Any || less.String() == r.String() }) {
				t.Fatalf("%s: %v may reply %v, and %v only %v", c.Name, call, r, less, replies)
			}
		}
	})
}
