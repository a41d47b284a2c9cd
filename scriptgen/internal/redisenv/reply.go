package redisenv

// This file reads the notation in which the table holds replies:
//
//	int bulk status null double bool any   a reply of that kind
//	+OK                                    the status OK
//	[bulk, int]                            an array of exactly these
//	[bulk...]                              an array of any number of them
//	[bulk, int...]                         an array that repeats the group: flat pairs
//	{bulk: int}                            a RESP3 map
//	(bulk)                                 a RESP3 set
//	bulk | null                            either

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// ReplyCase is a reply that holds under a condition on the call.
type ReplyCase struct {
	// When lists what must hold, separated by spaces: a token the call gives (GET), one it does not
	// give (!NX), or its number of words (=2, >2). Empty always holds.
	When  string
	RESP2 string // as scripts see it, unless they call redis.setresp(3)
	RESP3 string // the same where empty
}

// Replies are the forms a reply may take: one of them.
type Replies []Reply

// Reply is one form of a reply.
type Reply struct {
	Kind   ReplyKind
	Text   string    // of a Status: its text when it is always the same
	Items  []Replies // of an Array, a Map (key, value) and a Set (element)
	Repeat bool      // Items repeat as a group, any number of times
}

// ReplyKind is what a Reply is on the wire.
type ReplyKind uint8

const (
	Any ReplyKind = iota
	Null
	Integer
	Bulk
	Status
	Array
	Map     // RESP3
	Set     // RESP3
	Double  // RESP3
	Boolean // RESP3
)

// ReplyTo returns what the command may reply to a call, beside an error, in RESP2 form or, after
// redis.setresp(3), in RESP3 form.
func (c *Command) ReplyTo(call Call, resp3 bool) Replies {
	var all Replies
	for _, rc := range c.Reply {
		holds := c.holds(rc.When, call)
		if holds == no {
			continue
		}
		text := rc.RESP2
		if resp3 && rc.RESP3 != "" {
			text = rc.RESP3
		}
		all = append(all, parsedReplies(text)...)
		if holds == yes {
			return all
		}
	}
	return append(all, Reply{Kind: Any})
}

// holds answers whether a condition of a [ReplyCase] holds for a call.
func (c *Command) holds(when string, call Call) answer {
	result := yes
	for _, term := range strings.Fields(when) {
		var holds answer
		switch term[0] {
		case '!':
			holds = yes - c.has(call, term[1:])
		case '=', '>':
			holds = call.size(term)
		default:
			holds = c.has(call, term)
		}
		result = min(result, holds)
	}
	return result
}

// size answers whether the call's number of words is as a term such as =2 or >2 says.
func (call Call) size(term string) answer {
	want, err := strconv.Atoi(term[1:])
	if err != nil {
		panic("redisenv: bad condition in the command table: " + term)
	}
	n := len(call.Words)
	switch {
	case call.Open && n <= want:
		return maybe
	case term[0] == '>':
		return answerOf(n > want)
	default:
		return answerOf(n == want)
	}
}

// replyCache holds the texts of the table that have been read: there are few hundred of them.
var replyCache sync.Map // string → Replies

func parsedReplies(text string) Replies {
	if known, ok := replyCache.Load(text); ok {
		return known.(Replies)
	}
	replies, err := ParseReplies(text)
	if err != nil {
		panic("redisenv: bad reply in the command table: " + err.Error())
	}
	replyCache.Store(text, replies)
	return replies
}

// ParseReplies reads the notation of the table.
func ParseReplies(text string) (Replies, error) {
	p := &replyParser{text: text}
	replies := p.replies()
	p.space()
	if p.err == nil && p.pos < len(text) {
		p.fail("the end")
	}
	return replies, p.err
}

type replyParser struct {
	text string
	pos  int
	err  error
}

func (p *replyParser) fail(want string) {
	if p.err == nil {
		p.err = fmt.Errorf("reply %q: want %s at offset %d", p.text, want, p.pos)
	}
}

func (p *replyParser) space() {
	for p.pos < len(p.text) && p.text[p.pos] == ' ' {
		p.pos++
	}
}

// accept skips the token if it comes next.
func (p *replyParser) accept(token string) bool {
	p.space()
	if p.err == nil && strings.HasPrefix(p.text[p.pos:], token) {
		p.pos += len(token)
		return true
	}
	return false
}

func (p *replyParser) expect(token string) {
	if !p.accept(token) {
		p.fail(token)
	}
}

func (p *replyParser) word() string {
	start := p.pos
	for p.pos < len(p.text) && !strings.ContainsRune(" |,:[]{}().", rune(p.text[p.pos])) {
		p.pos++
	}
	return p.text[start:p.pos]
}

func (p *replyParser) replies() Replies {
	all := Replies{p.reply()}
	for p.accept("|") {
		all = append(all, p.reply())
	}
	return all
}

var kindNames = map[string]ReplyKind{
	"any": Any, "null": Null, "int": Integer, "bulk": Bulk, "status": Status, "double": Double, "bool": Boolean,
}

func (p *replyParser) reply() Reply {
	switch {
	case p.accept("["):
		r := Reply{Kind: Array, Items: []Replies{p.replies()}}
		for p.accept(",") {
			r.Items = append(r.Items, p.replies())
		}
		r.Repeat = p.accept("...")
		p.expect("]")
		return r
	case p.accept("{"):
		key := p.replies()
		p.expect(":")
		value := p.replies()
		p.expect("}")
		return Reply{Kind: Map, Items: []Replies{key, value}, Repeat: true}
	case p.accept("("):
		element := p.replies()
		p.expect(")")
		return Reply{Kind: Set, Items: []Replies{element}, Repeat: true}
	case p.accept("+"):
		return Reply{Kind: Status, Text: p.word()}
	}
	kind, ok := kindNames[p.word()]
	if !ok {
		p.fail("a reply")
	}
	return Reply{Kind: kind}
}

// String returns the notation of the replies.
func (rs Replies) String() string {
	parts := make([]string, len(rs))
	for i, r := range rs {
		parts[i] = r.String()
	}
	return strings.Join(parts, " | ")
}

// String returns the notation of the reply.
func (r Reply) String() string {
	items := make([]string, len(r.Items))
	for i, item := range r.Items {
		items[i] = item.String()
	}
	switch r.Kind {
	case Array:
		s := "[" + strings.Join(items, ", ")
		if r.Repeat {
			s += "..."
		}
		return s + "]"
	case Map:
		return "{" + items[0] + ": " + items[1] + "}"
	case Set:
		return "(" + items[0] + ")"
	case Status:
		if r.Text != "" {
			return "+" + r.Text
		}
	}
	for name, kind := range kindNames {
		if kind == r.Kind {
			return name
		}
	}
	return "any"
}

// RESP2 returns what a RESP3 reply is in RESP2 where a command does nothing special: a map becomes
// a flat array, a set an array, a double a bulk string, a boolean an integer.
func (rs Replies) RESP2() Replies {
	out := make(Replies, len(rs))
	for i, r := range rs {
		r.Items = append([]Replies(nil), r.Items...)
		for j := range r.Items {
			r.Items[j] = r.Items[j].RESP2()
		}
		switch r.Kind {
		case Map, Set:
			r.Kind = Array
		case Double:
			r.Kind = Bulk
		case Boolean:
			r.Kind = Integer
		}
		out[i] = r
	}
	return out
}
