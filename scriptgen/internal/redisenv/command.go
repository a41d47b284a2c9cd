package redisenv

// This file holds the command table's shape and the ways to ask it.

import (
	"strings"
	"sync"
)

// Command is one command, or one subcommand, as the servers from a version on have it. Where a
// version changed its facts there is one Command for each state.
type Command struct {
	Name       string // upper case; a subcommand with its container: "XGROUP CREATE"
	Since      Since
	Group      string // as the servers group their commands: "string", "sorted_set", "scripting"
	Arity      int    // words with the command's name: n > 0 exactly n, n < 0 at least -n
	Args       string // what each call has behind the name, as the servers call it, keywords in upper case: "key seconds"; empty where they do not say
	Groups     int    // words beyond the least number come in groups of so many, as in HSET; 0 when they do not
	Flags      Flags
	Deprecated Version // of Redis, 0 when it is not
	Keys       []KeySpec
	Reply      []ReplyCase

	FirstOption int  // where in a call the first option may stand; 0 without options
	DataLast    bool // other arguments follow the options, as in ZADD
	Options     []Option
}

// Flags are what the server says of a command that concerns scripts.
type Flags uint16

const (
	Write        Flags = 1 << iota // may change data
	ReadOnly                       // reads data
	DenyOOM                        // refused when the server is out of memory
	NoScript                       // refused in a script
	Blocking                       // may block a connection; in a script it never does
	MayReplicate                   // writes without being called a write: PUBLISH, SPUBLISH, PFCOUNT
	Admin
	PubSub
	Fast
	Stale // runs on a replica that lost its master
)

// Has reports whether all flags of mask are set.
func (f Flags) Has(mask Flags) bool { return f&mask == mask }

// Writes reports whether a read-only script is refused the command.
func (c *Command) Writes() bool { return c.Flags&(Write|MayReplicate) != 0 }

// Option is a keyword of a command.
type Option struct {
	Token  string
	Values int   // words that follow it; -1 when that varies
	Since  Since // zero where it is as old as the command
}

// Option returns the option with this token, upper case, or nil.
func (c *Command) Option(token string) *Option {
	for i := range c.Options {
		if c.Options[i].Token == token {
			return &c.Options[i]
		}
	}
	return nil
}

// MinWords returns the least number of words a call has, the command's name counted.
func (c *Command) MinWords() int { return max(c.Arity, -c.Arity) }

// Takes reports whether a call of n words, the command's name counted, has a number of arguments
// the server takes.
func (c *Command) Takes(n int) bool {
	beyond := n - c.MinWords()
	switch {
	case beyond < 0, beyond > 0 && c.Arity >= 0:
		return false
	case c.Groups > 1:
		return beyond%c.Groups == 0
	}
	return true
}

// index is the command table by name, and what can be derived from it.
type index struct {
	byName      map[string][]*Command
	names       []string            // without subcommands, sorted
	subcommands map[string][]string // by container, sorted
}

var theIndex = sync.OnceValue(func() *index {
	ix := &index{byName: map[string][]*Command{}, subcommands: map[string][]string{}}
	for i := range commands {
		c := &commands[i]
		if ix.byName[c.Name] == nil {
			if container, sub, ok := strings.Cut(c.Name, " "); ok {
				ix.subcommands[container] = append(ix.subcommands[container], sub)
			} else {
				ix.names = append(ix.names, c.Name)
			}
		}
		ix.byName[c.Name] = append(ix.byName[c.Name], c)
	}
	return ix
})

// Command returns the command of that name ("get", "XGROUP CREATE"; case does not matter) as the
// server has it, or nil when it does not have it.
func (s Server) Command(name string) *Command {
	s = s.orDefault()
	var found *Command
	for _, c := range theIndex().byName[strings.ToUpper(name)] {
		if !c.Since.Has(s) {
			continue
		}
		if found == nil || c.Since.In(s.Product) > found.Since.In(s.Product) {
			found = c
		}
	}
	return found
}

// Introduced returns the first version of each product that has the command or subcommand, and
// false when none does.
func Introduced(name string) (Since, bool) {
	all := theIndex().byName[strings.ToUpper(name)]
	var first Since
	for _, c := range all {
		first.Redis = earliest(first.Redis, c.Since.Redis)
		first.Valkey = earliest(first.Valkey, c.Since.Valkey)
	}
	return first, len(all) > 0
}

func earliest(a, b Version) Version {
	if a == 0 || b == 0 {
		return max(a, b)
	}
	return min(a, b)
}

// Names returns the names of all commands of all servers, without subcommands, sorted.
func Names() []string { return theIndex().names }

// Subcommands returns the subcommands of a command on all servers, sorted; none when the command
// has no subcommands.
func Subcommands(container string) []string {
	return theIndex().subcommands[strings.ToUpper(container)]
}

// AllowedInScripts returns the first version of each product that lets scripts call the command, zero
// where none does.
func AllowedInScripts(name string) Since {
	var first Since
	for _, c := range theIndex().byName[strings.ToUpper(name)] {
		if !c.Flags.Has(NoScript) {
			first.Redis = earliest(first.Redis, c.Since.Redis)
			first.Valkey = earliest(first.Valkey, c.Since.Valkey)
		}
	}
	return first
}
