package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
	"github.com/scriptbind/scriptbind/scriptgen/internal/spell"
)

var command = &Check{
	Name: "command",
	Doc:  "a command that the server does not have, does not let scripts call, or takes with other arguments",
	Why: `
The server finds such a mistake only when a script gets to it, and what the script wrote before stays
written. So each command is held against the commands of the lowest server to support (--server): its
name and subcommand, its number of arguments, its options, whether scripts may call it, and that each
argument is a string or a number. A name that is put together at run time is not looked at, nor is a
command with a dot in its name, which belongs to a module. A redis.pcall may try a newer command: it
gets the error as a value.`,
	Bad: `redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1])
return redis.call('TTL', KEYS[1])`,
	Message: `EXPIRE takes at least 2 arguments, this call gives it 1`,
	Good: `redis.call('INCR', KEYS[1])
redis.call('EXPIRE', KEYS[1], 60)
return redis.call('TTL', KEYS[1])`,
	Run: runCommand,
}

func runCommand(p *Pass) {
	for _, c := range p.Flow.Calls {
		if len(c.Words) == 0 {
			if !c.Open {
				p.Report(c.Node, "name the command: redis.call('GET', KEYS[1])", "this call names no command")
			}
			continue
		}
		name, known := c.Words[0].Literal()
		switch {
		case !known: // chosen at run time
		case c.Command == nil:
			reportMissing(p, c, strings.ToUpper(name))
		case c.Command.Flags.Has(redisenv.NoScript):
			reportRefused(p, c)
		case !takes(c):
			reportArity(p, c)
		default:
			checkArguments(p, c)
			checkOptions(p, c)
		}
	}
}

// reportMissing reports a command or subcommand that the server does not have.
func reportMissing(p *Pass, c *flow.Call, name string) {
	if strings.Contains(name, ".") {
		return
	}
	if p.Server.Command(name) == nil {
		since, exists := redisenv.Introduced(name)
		switch {
		case !exists:
			p.Report(c.Nodes[0], didYouMean(p.Server, "", name, redisenv.Names()), "unknown command %s", name)
		case !c.Pcall:
			p.Report(c.Nodes[0], newer(since), "%s does not have the command %s", p.Server, name)
		}
		return
	}
	if len(c.Words) < 2 {
		return
	}
	sub, ok := c.Words[1].Literal()
	if !ok {
		return
	}
	sub = strings.ToUpper(sub)
	since, exists := redisenv.Introduced(name + " " + sub)
	switch {
	case !exists:
		p.Report(c.Nodes[1], didYouMean(p.Server, name+" ", sub, redisenv.Subcommands(name)), "unknown subcommand %s of %s", sub, name)
	case !c.Pcall:
		p.Report(c.Nodes[1], newer(since), "%s does not have the command %s %s", p.Server, name, sub)
	}
}

// newer says since when there is something that the server does not have.
func newer(since redisenv.Since) string {
	return fmt.Sprintf("it came with %s: do without it, or raise --server", since)
}

// didYouMean suggests the candidate nearest to a name, of those that the server has as a command.
func didYouMean(server redisenv.Server, container, name string, candidates []string) string {
	candidates = slices.DeleteFunc(slices.Clone(candidates), func(c string) bool { return server.Command(container+c) == nil })
	if nearest := spell.Nearest(name, candidates); nearest != "" {
		return fmt.Sprintf("did you mean %s?", nearest)
	}
	return "write the name of a command that " + server.String() + " has: none is like it"
}

// reportRefused reports a command that scripts may not call.
func reportRefused(p *Pass, c *flow.Call) {
	since := redisenv.AllowedInScripts(c.Name)
	hint := "run it from the client, outside the script"
	if since != (redisenv.Since{}) {
		if c.Pcall {
			return
		}
		hint = fmt.Sprintf("scripts may call it from %s on", since)
	}
	p.Report(c.Nodes[0], hint, "%s does not let scripts call %s", p.Server, c.Name)
}

// takes reports whether the command may take a call of so many words.
func takes(c *flow.Call) bool {
	if !c.Open {
		return c.Command.Takes(len(c.Words))
	}
	return c.Command.Arity < 0 || len(c.Words) <= c.Command.Arity
}

// reportArity reports a wrong number of arguments. The words of the command's name are not counted.
func reportArity(p *Pass, c *flow.Call) {
	name := len(strings.Fields(c.Name))
	least, got := c.Command.MinWords()-name, fmt.Sprint(len(c.Words)-name)
	if c.Open {
		got += " or more"
	}
	if before := least - c.Command.Groups; c.Command.Groups > 1 && len(c.Words) >= c.Command.MinWords() {
		behind := ""
		if before > 0 {
			behind = fmt.Sprintf(" behind the first %d", before)
		}
		p.Report(c.Node, shape(c), "%s takes its arguments in groups of %d%s, this call gives it %s", c.Name, c.Command.Groups, behind, got)
		return
	}
	wanted := fmt.Sprintf("%d argument%s", least, plural(least))
	if c.Command.Arity < 0 {
		wanted = "at least " + wanted
	}
	p.Report(c.Node, shape(c), "%s takes %s, this call gives it %s", c.Name, wanted, got)
}

// shape returns a call of the command as it is written: the arguments it must have by the servers' names for
// them, and the options that it may have.
func shape(c *flow.Call) string {
	words := strings.Fields(c.Name + " " + c.Command.Args)
	for i, word := range words {
		if word == strings.ToUpper(word) { // of the command's name, or a keyword
			words[i] = "'" + word + "'"
		}
	}
	for len(words) < c.Command.MinWords() {
		words = append(words, "argument")
	}
	text := "write redis.call(" + strings.Join(words, ", ")
	if c.Command.Arity < 0 {
		text += ", …"
	}
	text += ")"
	const most = 6
	if n := len(c.Command.Options); n > 0 && n <= most {
		var tokens []string
		for _, o := range c.Command.Options {
			tokens = append(tokens, o.Token)
		}
		text += "; its options are " + strings.Join(tokens, ", ")
	}
	return text
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

// checkArguments reports arguments that are neither strings nor numbers.
func checkArguments(p *Pass, c *flow.Call) {
	for i, v := range c.Words {
		if v.All(notText) {
			p.Report(c.Nodes[i], "give a string or a number", "argument %d of %s is %s: the server takes strings and numbers only", i, c.Name, kindOf(v[0]))
		}
	}
}

func notText(a flow.Atom) bool {
	return a.Kind == flow.Nil || a.Kind == flow.Bool || a.Kind == flow.TableKind || a.Kind == flow.Function
}

func kindOf(a flow.Atom) string {
	switch {
	case a.IsNil():
		return "nil"
	case a.IsTrue():
		return "true"
	case a.IsFalse():
		return "false"
	case a.Kind == flow.TableKind:
		return "a table"
	}
	return "a function"
}

// checkOptions reports options that the server does not have.
func checkOptions(p *Pass, c *flow.Call) {
	for i, o := range c.Command.OptionsOf(c.Known()) {
		if (o.Since != redisenv.Since{}) && !o.Since.Has(p.Server) && !c.Pcall {
			p.Report(c.Nodes[i], newer(o.Since), "%s does not have the option %s of %s", p.Server, o.Token, c.Name)
		}
	}
}
