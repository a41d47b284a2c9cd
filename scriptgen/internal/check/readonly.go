package check

import (
	"strings"

	"github.com/scriptbind/scriptbind/scriptgen/internal/diag"
	"github.com/scriptbind/scriptbind/scriptgen/internal/flow"
	"github.com/scriptbind/scriptbind/scriptgen/internal/lua"
	"github.com/scriptbind/scriptbind/scriptgen/internal/redisenv"
)

var readOnly = &Check{
	Name: "readonly",
	Doc:  "a write in a script that is declared read-only, and a script that could be",
	Why: `
A script is read-only when its header says readonly, or its first line has the flag no-writes. Then replicas
may serve it, and the server refuses every write in it, at the moment the script gets there. PUBLISH,
SPUBLISH and PFCOUNT count as writes, and so does a command that can write even where it is only
used to read: SORT, GETEX, BITFIELD and GEORADIUS have forms that only read. A script that certainly only reads and does not
say so gets advice; readonly: false in its header says that it is meant to be so.`,
	Bad: `--[[ yaml
doc: Reads a page's visits.
keys:
  visits: visits:<page>
readonly: true
returns: int?
--]]
redis.call('EXPIRE', KEYS[1], 60)
return redis.call('GET', KEYS[1])`,
	Message: `EXPIRE writes, and this script is read-only: the server refuses it`,
	Good: `--[[ yaml
doc: Reads a page's visits.
keys:
  visits: visits:<page>
readonly: true
returns: int?
--]]
return redis.call('GET', KEYS[1])`,
	Run: runReadOnly,
}

func runReadOnly(p *Pass) {
	line := shebangOf(p)
	said := diag.Related{Message: "it is declared read-only here"}
	switch {
	case p.Contract != nil && p.Contract.ReadOnly:
		said.Span = p.Contract.Header.ReadOnly.Span // a first line that contradicts it is an error of the header
	case line.flags["no-writes"]:
		said.Span = p.Span(p.Chunk.Shebang)
	default:
		adviseReadOnly(p, line)
		return
	}
	for _, c := range p.Flow.Calls {
		if c.Command == nil || !c.Command.Writes() {
			continue
		}
		d := p.Report(c.Nodes[0], readingForm(p.Server, c), "%s %s, and this script is read-only: the server refuses it", c.Name, verb(c))
		d.Related = []diag.Related{said}
	}
}

func verb(c *flow.Call) string {
	if c.Command.Flags.Has(redisenv.Write) {
		return "writes"
	}
	return "counts as a write"
}

// readingForm names the form of a command that only reads, where there is one.
func readingForm(server redisenv.Server, c *flow.Call) string {
	form := c.Name + "_RO"
	if c.Name == "GETEX" || c.Name == "GETSET" || c.Name == "GETDEL" {
		form = "GET"
	}
	if server.Command(form) == nil {
		return "leave the command away, or the declaration"
	}
	return form + " only reads"
}

// adviseReadOnly says so when a script certainly only reads.
func adviseReadOnly(p *Pass, line shebangLine) {
	if p.Contract == nil || p.Contract.Header.ReadOnly.Span.IsValid() || len(p.Flow.Calls) == 0 {
		return
	}
	for _, c := range p.Flow.Calls {
		if c.Command == nil || c.Command.Writes() {
			return
		}
	}
	if mayCallUnseen(p) {
		return
	}
	hint := "add readonly: true: it is then run with EVALSHA_RO, and replicas may serve it"
	if line.present {
		hint = "add readonly: true, and flags=no-writes in the first line: replicas may then serve it"
	}
	d := p.ReportAt(p.Contract.Header.Fields["returns"], hint, "this script only reads, and does not say so")
	d.Severity = diag.Advice
}

// mayCallUnseen reports whether the script may call commands in ways that the analysis does not see:
// through a function that is not known, or one that the server's Lua is handed to call.
func mayCallUnseen(p *Pass) bool {
	unseen := false
	lua.Walk(p.Chunk.Main.Body, func(n lua.Node) bool {
		call, ok := n.(*lua.Call)
		if !ok || call.Method != nil {
			return !unseen
		}
		called := p.Flow.Value(call.Fn)
		for _, fn := range called {
			name := fn.Func.Builtin
			switch {
			case len(called) > 1 && isCommandCall(fn):
				unseen = true
			case fn.Kind != flow.Function || fn.Func == flow.Func{}:
				unseen = true
			case name == "load" || name == "loadstring" || name == "setmetatable" || strings.HasPrefix(name, "coroutine."):
				unseen = true
			case name != "" && name != "pcall":
				for _, arg := range call.Args {
					unseen = unseen || p.Flow.Value(arg).Any(isCommandCall)
				}
			}
		}
		return !unseen
	})
	return unseen
}

func isCommandCall(a flow.Atom) bool {
	return a.Func.Builtin == "redis.call" || a.Func.Builtin == "redis.pcall"
}
