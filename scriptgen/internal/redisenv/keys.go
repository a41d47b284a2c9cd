package redisenv

// This file finds the keys of a call, also where not all of its words are known.

// KeySpec says where in a call keys stand, and what the command does with them. It is the servers'
// own model: find a beginning (an index, or the word after a keyword), then from there a range of
// words or a counted number of them.
type KeySpec struct {
	Access Access
	Types  Types // Redis types the command takes there; 0 is any

	Keyword string // the beginning is the word after this keyword, upper case
	Begin   int    // the beginning; with a keyword, where to look for it: from there on, or back from the end when negative

	Find  Find
	Last  int // Range: the last key, counted from the beginning, or from the end of the call (-1 is the last word) when negative
	Step  int // from one key to the next
	Limit int // Range with Last -1: only the first 1/Limit of the words that remain
	Count int // KeyNum: where the number of keys stands, counted from the beginning
	First int // KeyNum: where the first key stands, counted from the beginning
}

// Find says how keys are found from the beginning on.
type Find uint8

const (
	Range      Find = iota // from the beginning to Last
	KeyNum                 // as many as the word at Count says
	Unfindable             // the servers do not say
)

// Access is what a command does with a key.
type Access uint8

const (
	Reads      Access = 1 << iota // reads the value or facts about it
	Writes                        // changes, replaces or removes it
	Overwrites                    // replaces it whatever it was: its type does not matter
	Inserts                       // adds data
	Updates                       // changes data
	Deletes                       // removes data
	NotKey                        // is placed like a key and is none: a channel of sharded Pub/Sub
	Incomplete                    // the specification may miss keys
)

// Key is a key of a call.
type Key struct {
	Index  int // of Call.Words
	Access Access
	Types  Types
}

// KeysOf returns the keys among the words of a call that are certainly keys. complete reports
// whether these are all there can be: where a word that decides is unknown, or more words may
// follow, there may be more.
func (c *Command) KeysOf(call Call) (keys []Key, complete bool) {
	keys, complete = c.findable(call)
	for _, spec := range c.Keys {
		complete = complete && spec.Find != Unfindable && spec.Access&Incomplete == 0
	}
	return keys, complete
}

// findable is KeysOf for the specifications with which keys can be found.
func (c *Command) findable(call Call) (keys []Key, complete bool) {
	complete = true
	for _, spec := range c.Keys {
		if spec.Access&NotKey != 0 || spec.Find == Unfindable {
			continue
		}
		found, all := spec.find(call, max(len(call.Words), c.MinWords()))
		keys = append(keys, found...)
		complete = complete && all
	}
	return keys, complete
}

// find returns the keys of one specification in a call that has at least so many words.
func (k *KeySpec) find(call Call, least int) (keys []Key, complete bool) {
	begin, known := k.begin(call)
	if begin < 0 {
		return nil, known
	}
	add := func(i int) { keys = append(keys, Key{i, k.Access, k.Types}) }
	n := len(call.Words)
	switch k.Find {
	case KeyNum:
		at := begin + k.Count
		if at >= n {
			return nil, !call.Open
		}
		count, ok := call.Words[at].number()
		if !ok {
			return nil, false
		}
		i := begin + k.First
		for ; count > 0 && i < n; i, count = i+k.Step, count-1 {
			add(i)
		}
		return keys, count <= 0 || !call.Open
	case Range:
		last := begin + k.Last
		if k.Last < 0 {
			last = least + k.Last
			switch {
			case k.Limit > 1 && call.Open:
				last = begin // how many of these words are keys depends on how many follow
			case k.Limit > 1:
				last = begin + (n-begin)/k.Limit - 1
			}
		}
		for i := begin; i <= last && i < n; i += k.Step {
			add(i)
		}
		return keys, !call.Open || (k.Last >= 0 && last < n)
	}
	return nil, false // Unfindable
}

// begin returns where the keys begin, or -1 when the call has none of them or that cannot be told;
// known says which of the two.
func (k *KeySpec) begin(call Call) (begin int, known bool) {
	if k.Keyword == "" {
		return k.Begin, true
	}
	n := len(call.Words)
	i, step := k.Begin, 1
	if i < 0 {
		if call.Open {
			return -1, false
		}
		i, step = n+i, -1
	}
	for ; i > 0 && i < n; i += step {
		switch call.Words[i].is(k.Keyword) {
		case yes:
			return i + 1, true
		case maybe:
			return -1, false
		}
	}
	return -1, !call.Open
}

// Types is a set of Redis types.
type Types uint8

const (
	TypeString Types = 1 << iota
	TypeHash
	TypeList
	TypeSet
	TypeZSet
	TypeStream
	TypeOther // a module's or a newer type, which no header can declare
)

// typeNames are the types as TYPE names them and a header declares them.
var typeNames = []struct {
	name  string
	types Types
}{
	{"string", TypeString}, {"hash", TypeHash}, {"list", TypeList}, {"set", TypeSet}, {"zset", TypeZSet}, {"stream", TypeStream},
}

// TypesOf returns the type of that name as a set, 0 when there is none.
func TypesOf(name string) Types {
	for _, t := range typeNames {
		if t.name == name {
			return t.types
		}
	}
	return 0
}

// String names the types: "set or zset".
func (t Types) String() string {
	s := ""
	for _, n := range typeNames {
		if t&n.types != 0 {
			if s != "" {
				s += " or "
			}
			s += n.name
		}
	}
	return s
}
